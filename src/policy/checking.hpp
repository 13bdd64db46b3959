#pragma once

#include <string>
#include <utility>
#include <vector>

#include "policy/checker.hpp"
#include "policy/nearest.hpp"

namespace accord::checking {

/// Collects what the parts of the checker find.
class Findings {
 public:
  void error(std::string code, const Source& source, std::string message, std::string suggestion) {
    add(Finding::Level::Error, std::move(code), source.mark, source.clause, std::move(message),
        std::move(suggestion));
  }
  void warning(std::string code, const Source& source, std::string message,
               std::string suggestion) {
    add(Finding::Level::Warning, std::move(code), source.mark, source.clause, std::move(message),
        std::move(suggestion));
  }
  void add(Finding::Level level, std::string code, Mark mark, std::string clause,
           std::string message, std::string suggestion) {
    findings_.push_back({level, std::move(code), mark, std::move(clause), std::move(message),
                         std::move(suggestion)});
  }

  [[nodiscard]] std::vector<Finding> take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

/// Ids that stand twice, and names with two meanings.
void check_ids(const Policy& policy, Findings& findings);
/// Earlier ids that two of a kind would answer to.
void check_was(const Policy& policy, Findings& findings);
/// Stages that an exit leads to or skips; clauses that a rule cites, and rules that cite none.
void check_references(const Policy& policy, Findings& findings);
/// Roles that a rule names.
void check_roles(const Policy& policy, Findings& findings);
/// Meetings that nobody could hold.
void check_meetings(const Policy& policy, Findings& findings);
/// Words that a subject can or cannot have.
void check_words(const Policy& policy, Findings& findings);
/// The stages as a graph: reached, left, ended; circles.
void check_graph(const Policy& policy, Findings& findings);
/// Exits that fire by themselves.
void check_automatic_exits(const Policy& policy, Findings& findings);
/// Limits, local targets, the cap.
void check_times(const Policy& policy, Findings& findings);
/// Duties that undo themselves, answers that nobody could give in time, a cap set by agreement.
void check_opening(const Policy& policy, Findings& findings);
/// Conditions that can never hold: exits that never open, duties never owed, limits never counted.
void check_possible(const Policy& policy, Findings& findings);
/// Endings without their reason or dissent in writing; who spoke before where nobody did.
void check_endings(const Policy& policy, Findings& findings);
/// What the document says of times, against itself: passages that differ, days of no kind.
void check_document(const Policy& policy, Findings& findings);
/// Clocks that start from their own end, alone or in a circle.
void check_anchors(const Policy& policy, Findings& findings);
/// Clocks that wait for what may never come.
void check_starts(const Policy& policy, Findings& findings);
/// What nothing uses, and what reads like something else.
void check_unused(const Policy& policy, Findings& findings);

}  // namespace accord::checking
