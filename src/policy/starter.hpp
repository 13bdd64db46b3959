#pragma once

#include <string>
#include <vector>

namespace accord {

/// A stage as somebody who has the document in hand answers for it.
struct StarterStage {
  enum class Speaking { Workers, LineManagers, Role };
  std::string title;
  Speaking speaking = Speaking::Workers;
  std::string role;    ///< of Speaking::Role: its title, "Head of service"
  std::string within;  ///< a limit as `parse_limit` reads it; "not stated"
};

/// What `accord policy new` asks. Texts are as typed; `within`, `cap` and `local_target` are
/// limits.
struct StarterAnswers {
  std::string id;  ///< small letters, digits and `_`
  std::string partnership;
  std::string title;
  std::string version;
  std::string effective;  ///< a date
  std::string calendar;   ///< england-and-wales, scotland, northern-ireland
  std::string local_target;
  std::vector<StarterStage> stages;  ///< one at least
  std::string decider;               ///< the title of who decides in the end; empty: nobody
  std::string cap;                   ///< on the whole process; empty: none
};

/// The text of a policy to go on from: it has no error for `check_policy`, each rule cites a
/// clause, and each clause waits for the document's own words.
[[nodiscard]] std::string starter_policy(const StarterAnswers& answers);

/// An id made of a title: "Head of service" gives `head_of_service`.
[[nodiscard]] std::string id_of_title(std::string_view title);

}  // namespace accord
