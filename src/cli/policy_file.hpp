#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

#include "policy/extend.hpp"
#include "policy/policy.hpp"

namespace accord {

/// Where something stands in the files that a policy was written in.
struct FilePlace {
  std::string file;
  Mark mark;
};
struct FileProblem {
  FilePlace place;
  std::string what;
  std::string mend;
};

/// A policy as written: one file, or a file and the one that it `extends`, whose name is a path
/// from the folder of the first. `text` stands by itself and is what is stored.
struct PolicyFile {
  std::string file;
  std::string text;
  std::string extended;        ///< the file that it extends; empty: none
  std::vector<Written> lines;  ///< of each line of `text`, where it was written; empty: there

  [[nodiscard]] FilePlace place(Mark mark) const;
};

/// Why there is no policy: a file that cannot be read, or problems in what it says.
struct PolicyFileError {
  std::string unreadable;
  std::vector<FileProblem> problems;
};

[[nodiscard]] std::expected<PolicyFile, PolicyFileError> read_policy_file(
    const std::filesystem::path& file);

/// `read_policy`, each problem in the file that it stands in.
[[nodiscard]] std::expected<Policy, PolicyFileError> policy_in(const PolicyFile& file);

/// "FILE:12:5: error: …", one problem a line.
[[nodiscard]] std::string to_lines(const PolicyFileError& error);

}  // namespace accord
