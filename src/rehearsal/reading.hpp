#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/fields.hpp"
#include "rehearsal/reader.hpp"

namespace accord {

/// What the parts of the reader share: the problems found so far, and the names that there are.
/// Inside this folder only.
struct RehearsalReading {
  const Policy& policy;
  const Directory& directory;
  const Zone& zone;
  std::vector<Problem> problems;
  std::map<std::string, std::string, std::less<>> children;  ///< reference → id

  void report(Mark mark, std::string what, std::string mend);
  /// "`x` is no …": with the names that there are.
  void report_unknown(Mark mark, std::string_view text, std::string_view kind,
                      const std::vector<std::string>& known);

  [[nodiscard]] std::optional<Instant> time(const Fields& fields, std::string_view key);
  [[nodiscard]] std::optional<Instant> time(const YamlNode& node, std::string_view name);
  [[nodiscard]] PersonId person(const YamlNode& node, std::string_view name);
  [[nodiscard]] AgencyId agency(const YamlNode& node, std::string_view name);
  /// A duty, right or `settle` of the policy; a short name where only one rule has it.
  [[nodiscard]] std::optional<RuleName> duty(const YamlNode& node, bool by_key = false);
  [[nodiscard]] std::optional<RuleName> exit(const YamlNode& node);
  [[nodiscard]] std::string stage(const YamlNode& node, std::string_view name);
  /// An agency's id, or the reference of a child that was raised; empty for the case itself.
  [[nodiscard]] std::string holder(const FactRule& rule, std::string_view name, Mark mark);
  /// The words or the moment of a fact, as written.
  [[nodiscard]] GivenFact fact_value(const FactRule& rule, const std::string& holder,
                                     const YamlNode& node);
  [[nodiscard]] const FactRule* fact(std::string_view id, Mark mark);
  /// Reports a word that is none of the fact's.
  void check_word(const FactRule& rule, std::string_view word, Mark mark);
  /// `says`: the texts that a rule asks for.
  [[nodiscard]] Texts says(const Fields& fields, const std::vector<std::string>& asked);
};

/// The act of a step, if it has one.
[[nodiscard]] std::optional<RehearsedAct> read_act(RehearsalReading& reading, const Fields& step);
/// What a step expects, added to it.
void read_expect(RehearsalReading& reading, const YamlNode& node, RehearsedStep& step);

}  // namespace accord
