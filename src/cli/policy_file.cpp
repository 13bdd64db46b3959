#include "cli/policy_file.hpp"

#include <fmt/format.h>

#include "cli/files.hpp"
#include "policy/reader.hpp"

namespace accord {
namespace {

using Read = std::expected<PolicyFile, PolicyFileError>;

PolicyFileError problem(FilePlace place, std::string what, std::string mend) {
  return {{}, {{std::move(place), std::move(what), std::move(mend)}}};
}

Read extend(PolicyFile file, const YamlNode& local, const YamlNode& name) {
  if (!name.is_scalar() || name.text.empty()) {
    return std::unexpected(
        problem({file.file, name.mark}, "`extends` names no file",
                "write the path of a policy file, as in `extends: region.yaml`"));
  }
  const auto path = std::filesystem::path{file.file}.parent_path() / name.text;
  const auto text = read_file(path);
  if (!text) {
    return std::unexpected(
        problem({file.file, name.mark},
                fmt::format("the policy that it extends cannot be read: {}", text.error()),
                "write its path from the folder of this file"));
  }
  file.extended = path.string();
  PolicyFileError error;
  const auto extended = read_yaml(*text);
  if (!extended) {
    for (const Problem& one : extended.error()) {
      error.problems.push_back({{file.extended, one.mark}, one.what, one.mend});
    }
    return std::unexpected(std::move(error));
  }
  auto whole = extend_policy(local, *extended);
  if (!whole) {
    for (const auto& [in_extended, one] : whole.error()) {
      error.problems.push_back(
          {{in_extended ? file.extended : file.file, one.mark}, one.what, one.mend});
    }
    return std::unexpected(std::move(error));
  }
  file.text = std::move(whole->text);
  file.lines = std::move(whole->lines);
  return file;
}

}  // namespace

FilePlace PolicyFile::place(Mark mark) const {
  const auto line = static_cast<std::size_t>(mark.line) - 1;
  if (mark.line < 1 || line >= lines.size()) {
    return {file, lines.empty() ? mark : Mark{1, 1}};
  }
  return {lines[line].in_extended ? extended : file, lines[line].mark};
}

Read read_policy_file(const std::filesystem::path& file) {
  auto text = read_file(file);
  if (!text) {
    return std::unexpected(PolicyFileError{text.error(), {}});
  }
  PolicyFile read{.file = file.string(), .text = *std::move(text), .extended = {}, .lines = {}};
  // What is no YAML is read as it stands, and refused by `policy_in`.
  const auto tree = read_yaml(read.text);
  const YamlNode* name = tree ? extended_policy(*tree) : nullptr;
  return name != nullptr ? extend(std::move(read), *tree, *name) : Read{std::move(read)};
}

std::expected<Policy, PolicyFileError> policy_in(const PolicyFile& file) {
  auto policy = read_policy(file.text);
  if (!policy) {
    PolicyFileError error;
    for (const Problem& one : policy.error()) {
      error.problems.push_back({file.place(one.mark), one.what, one.mend});
    }
    return std::unexpected(std::move(error));
  }
  return *std::move(policy);
}

std::string to_lines(const PolicyFileError& error) {
  std::string lines = error.unreadable;
  for (const auto& [place, what, mend] : error.problems) {
    lines += fmt::format("{}{}:{}", lines.empty() ? "" : "\n", place.file,
                         to_line(Problem{place.mark, what, mend}));
  }
  return lines;
}

}  // namespace accord
