#include "cli/policy_whole.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "directory/readiness.hpp"
#include "disagreement/roles.hpp"
#include "rehearsal/longest_year.hpp"

namespace accord {

namespace {

nlohmann::ordered_json or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json{} : nlohmann::ordered_json(text);
}

nlohmann::ordered_json way_json(const std::optional<LongestWay>& way, const Zone& zone) {
  if (!way) {
    return {};
  }
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const LongestStep& step : way->steps) {
    steps.push_back({{"stage", step.stage},
                     {"level", step.level},
                     {"until", iso_local(zone, step.until)},
                     {"limit", step.limit},
                     {"clause", or_null(step.clause)},
                     {"local_target", step.local_target},
                     {"unless_both_agree", step.by_agreement},
                     {"recorded_late", step.late}});
  }
  return {{"days", way->days},
          {"working_days", way->working_days},
          {"raised", iso_local(zone, way->raised)},
          {"until", iso_local(zone, way->until)},
          {"projected", way->projected},
          {"steps", steps}};
}

nlohmann::ordered_json why_json(const std::vector<NoLongest>& why) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const NoLongest& one : why) {
    list.push_back({{"why", to_word(one.why)},
                    {"stage", one.stage},
                    {"clause", or_null(one.clause)},
                    {"from", or_null(one.from)}});
  }
  return list;
}

Finding note(const Policy& policy, std::string message, std::string suggestion) {
  return {.level = Finding::Level::Note,
          .code = "longest-time",
          .mark = policy.stages.front().source.mark,
          .clause = "",
          .message = std::move(message),
          .suggestion = std::move(suggestion)};
}

/// The stages whose limits the limit of the whole contradicts.
void add_cuts(const Policy& policy, const Zone& zone, const std::vector<Longest>& answers,
              std::vector<WholeFinding>& findings) {
  for (const CutOfClasses& one : cuts_said_once(zone, answers)) {
    const Source& source = policy.cap.front().source;
    const bool nothing = one.cut->leaves_nothing();
    findings.push_back(
        {{.level = nothing ? Finding::Level::Warning : Finding::Level::Note,
          .code = nothing ? "cap-leaves-no-time" : "cap-cuts-stage",
          .mark = source.mark,
          .clause = source.clause,
          .message = one.said.words,
          .suggestion = "look at both limits: the limit of the whole always wins. Where the "
                        "document means both, say in a `reading:` which steps are to be quicker"},
         {}});
  }
}

}  // namespace

nlohmann::ordered_json to_json(const std::vector<Longest>& classes, const Zone& zone) {
  nlohmann::ordered_json facts_of_classes = nlohmann::ordered_json::array();
  for (const Longest& one : classes) {
    nlohmann::ordered_json facts = nlohmann::ordered_json::object();
    for (const auto& [fact, word] : one.facts) {
      facts[fact] = or_null(word);
    }
    facts_of_classes.push_back(std::move(facts));
  }
  const Longest& answer = classes.front();
  return {{"classes", facts_of_classes},
          {"one_date_in", answer.every},
          {"stated", way_json(answer.stated, zone)},
          {"unbounded_by", why_json(answer.why)},
          {"with_local_targets", way_json(answer.targets, zone)},
          {"not_counted", why_json(answer.why_targets)}};
}

std::vector<WholeFinding> longest_findings(const Policy& policy, const WorkingCalendar& calendar,
                                           const Directory* directory, Date first) {
  const auto year = LongestOfYear::of(policy, calendar, directory, first);
  if (!year) {
    return {{note(policy,
                  fmt::format("the longest time to a final decision was not worked out: {}",
                              year.error()),
                  "it is looked for along every way through the stages, on every date of a year"),
             {}}};
  }
  std::vector<WholeFinding> findings;
  add_cuts(policy, calendar.zone(), year->answers(), findings);
  for (SaidOfClasses& said : year->said(policy, calendar.zone())) {
    std::vector<Longest> classes;
    std::ranges::transform(said.classes, std::back_inserter(classes),
                           [](const Longest* one) { return *one; });
    findings.push_back({note(policy, std::move(said.words), year->over()), std::move(classes)});
  }
  return findings;
}

namespace {

/// The agencies of everybody who could decide in that role, as far as the policy leaves it to posts
/// of the partnership and of sectors; none where it names a side.
std::set<AgencyId> agencies_that_decide(const RoleRule& role, const Directory& directory) {
  std::set<AgencyId> found;
  const auto add = [&](const AgencyId& agency, const std::string& post) {
    const auto add_person = [&](const PersonId& id) {
      if (const Person* person = directory.person(id)) {
        found.insert(person->agency);
      }
    };
    for (const Post* one : directory.posts_with(agency, post)) {
      std::ranges::for_each(one->holders, add_person);
    }
    for (const OnCall& entry : directory.on_call()) {
      if (entry.agency == agency && entry.role == post) {
        add_person(entry.person);
      }
    }
  };
  for (const RoleAlternative& alternative : role.alternatives) {
    if (alternative.in != PostIn::Partnership && alternative.in != PostIn::Sector) {
      return {};
    }
    for (const Agency& agency : directory.agencies()) {
      const bool here = alternative.in == PostIn::Partnership ? agency.is_partnership
                                                              : agency.sector == alternative.sector;
      if (here) {
        add(agency.id, alternative.post);
      }
    }
  }
  return found;
}

/// A role that decides, and that nobody fills where its people's own agencies are the sides.
void add_own_matters(const Policy& policy, const Directory& directory,
                     std::vector<WholeFinding>& findings) {
  for (const RoleRule& role : policy.roles) {
    if (!decides_for_no_side(role.id, policy)) {
      continue;
    }
    std::vector<std::string> names;
    bool somebody_else = false;
    for (const AgencyId& id : agencies_that_decide(role, directory)) {
      const Agency* agency = directory.agency(id);
      somebody_else = somebody_else || agency == nullptr || agency->is_partnership;
      names.push_back(agency != nullptr ? agency->name : id.text());
    }
    if (names.empty() || names.size() > 2 || somebody_else) {
      continue;
    }
    std::ranges::sort(names);
    const bool is_the_agencys =
        std::ranges::any_of(role.alternatives, [&](const RoleAlternative& alternative) {
          return alternative.in == PostIn::Sector &&
                 std::ranges::count_if(directory.agencies(), [&](const Agency& agency) {
                   return agency.sector == alternative.sector &&
                          !directory.posts_with(agency.id, alternative.post).empty();
                 }) == 1;
        });
    const std::string_view then =
        names.size() == 2 ? "between them the partnership is asked to name somebody else"
        : is_the_agencys  ? "where it is a side it decides its own matter, as the policy has it"
                          : "where it is a side the partnership is asked to name somebody else";
    findings.push_back(
        {{.level = Finding::Level::Warning,
          .code = "decides-own-matter",
          .mark = role.source.mark,
          .clause = role.source.clause,
          .message = fmt::format("everybody who decides as {} works for {}: {}",
                                 role.title.empty() ? role.id : role.title,
                                 fmt::join(names, " or "), then),
          .suggestion = "let somebody of the partnership or of a third agency hold it too, or add "
                        "who decides then to `any_of`"},
         {}});
  }
}

}  // namespace

std::vector<WholeFinding> role_findings(const Policy& policy, const Directory& directory,
                                        const Zone& zone, Instant now) {
  std::vector<WholeFinding> findings;
  for (const Gap& gap : readiness(directory, role_needs(policy), zone, now, 1)) {
    if (gap.kind != GapKind::RoleUnfilled) {
      continue;
    }
    const RoleRule* role = policy.role(gap.role);
    const Source source = role != nullptr ? role->source : policy.start.source;
    findings.push_back({{.level = Finding::Level::Warning,
                         .code = "nobody-fills-role",
                         .mark = source.mark,
                         .clause = source.clause,
                         .message = gap.what,
                         .suggestion = gap.mend},
                        {}});
  }
  add_own_matters(policy, directory, findings);
  return findings;
}

}  // namespace accord
