#include "random_policy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "random_rules.hpp"

namespace accord::property {

namespace {

constexpr std::string_view kTail = R"(document:
  - id: c1
    heading: First
    text: Those who disagree talk within a week.
  - id: c2
    text: >
      What is said here is of no procedure.
)";

constexpr std::string_view kRoles = R"(roles:
  lead: {title: Safeguarding lead, post: safeguarding_lead, in: own agency}
  chair: {title: Chair, post: chair, in: partnership}
  support: {title: Support unit, post: support_unit, in: partnership}
  nobody_yet: {title: A post that nobody has, post: not_in_the_directory, in: partnership}
  of_raising: {title: Lead of the raising agency, post: safeguarding_lead, in: raising agency}
)";

/// Plans a policy, then writes it.
class PolicyWriter {
 public:
  explicit PolicyWriter(std::uint64_t seed) : seed_(seed), random_(seed), rules_(random_, plan_) {}

  std::string write() {
    plan();
    head();
    facts();
    roles();
    start();
    text_ += "stages:\n";
    for (std::size_t i = 0; i < plan_.stages.size(); ++i) {
      stage(i);
    }
    throughout();
    after();
    text_ += kTail;
    return std::move(text_);
  }

 private:
  bool in_a_hundred(std::size_t times) { return rules_.in_a_hundred(times); }
  std::string one_of(const std::vector<std::string>& words) { return rules_.one_of(words); }

  void plan_facts() {
    plan_.facts.push_back({"urgency", {"urgent", "routine"}, false});
    if (in_a_hundred(30)) {
      plan_.facts.back().words.insert(plan_.facts.back().words.begin(), "emergency");
    }
    plan_.facts.push_back({"matter", {"referral", "threshold", "plan", "another matter"}, false});
    if (in_a_hundred(70)) {
      plan_.facts.push_back({"conference", {}, true});
    }
    if (in_a_hundred(60)) {
      plan_.facts.push_back({"child_status", {"protection plan", "looked after"}, false});
    }
    if (in_a_hundred(50)) {
      plan_.facts.push_back({"view", {"accepts", "rejects"}, false});
    }
    if (in_a_hundred(40)) {
      plan_.facts.push_back({"words", {}, false});
    }
  }

  void plan_whom() {
    for (const std::string_view kind : {"adult", "household", "none"}) {
      if (in_a_hundred(20)) {
        plan_.whom.emplace_back(kind);
      }
    }
    if (plan_.whom.size() > 1 && in_a_hundred(30)) {
      plan_.whom.erase(plan_.whom.begin());  // of no child at all
    }
  }

  void plan_duties(PlannedStage& scope, std::size_t most) {
    const std::size_t count = random_.below(most + 1);
    for (std::size_t i = 0; i < count; ++i) {
      PlannedDuty duty{fmt::format("d{}", i + 1), in_a_hundred(15), in_a_hundred(60)};
      scope.duties.push_back(std::move(duty));
    }
  }

  void plan() {
    plan_.local_target = in_a_hundred(80);
    plan_.decider = in_a_hundred(50);
    plan_whom();
    plan_facts();
    const std::size_t stages = 1 + random_.below(5);
    for (std::size_t i = 0; i < stages; ++i) {
      PlannedStage stage{.id = fmt::format("s{}", i + 1), .duties = {}, .exits = {"on"}};
      stage.tiers = in_a_hundred(25);
      plan_duties(stage, 4);
      if (stage.tiers) {
        stage.exits.emplace_back("next_tier");
      }
      for (std::size_t extra = random_.below(4); extra > 0; --extra) {
        stage.exits.push_back(fmt::format("e{}", extra));
      }
      plan_.stages.push_back(std::move(stage));
    }
    plan_duties(plan_.start, 2);
    plan_duties(plan_.throughout, 3);
    plan_duties(plan_.after, 3);
    plan_.start.exits = {"begin"};
    plan_.throughout.exits = {"withdraw"};
    plan_.outcomes = {"agreed", "withdrawn", "decided", "stands"};
  }

  void head() {
    text_ += fmt::format(
        "policy: random_{}\npartnership: Partnership of chance\ntitle: A procedure of chance\n"
        "version: \"2026.{}\"\neffective: 2026-01-05\ncalendar: {}\ninside_one_agency: {}\n"
        "reopening: not stated\n",
        seed_, random_.below(9) + 1, one_of({"england-and-wales", "scotland", "northern-ireland"}),
        one_of({"yes", "no", "not stated"}));
    text_ += fmt::format("subjects: [{}]\n", fmt::join(plan_.whom, ", "));
    if (plan_.local_target) {
      text_ += "local_target: " + rules_.limit(true) + "\n";
    }
    if (plan_.decider) {
      text_ += fmt::format("decider: {}\n", one_of({"chair", "support", "chair or support"}));
    }
    conventions();
    if (in_a_hundred(35)) {
      text_ += fmt::format("cap: {{within: {} weeks, from: raised{}}}\n", random_.below(8) + 1,
                           in_a_hundred(50) ? ", when: {urgency: routine}" : "");
    } else if (in_a_hundred(15)) {
      text_ += fmt::format("cap: [{{within: {}, when: {}}}, {{within: 3 months, from: raised}}]\n",
                           rules_.limit(true), rules_.word_of_fact());
    }
  }

  void conventions() {
    if (in_a_hundred(60)) {
      return;
    }
    text_ += "conventions:\n";
    text_ += fmt::format("  closes: \"{}\"\n", one_of({"16:30", "17:00", "18:00"}));
    const auto perhaps = [&](std::string_view key, const std::vector<std::string>& words) {
      if (in_a_hundred(40)) {
        text_ += fmt::format("  {}: {}\n", key, one_of(words));
      }
    };
    perhaps("opens", {"\"08:00\"", "\"09:30\""});
    perhaps("working_week", {"[Monday, Tuesday, Wednesday, Thursday]", "[Monday, Wednesday]",
                             "[Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday]"});
    perhaps("same_clock", {"to nearest", "stay"});
    perhaps("events_outside_hours", {"stay", "next opening"});
    perhaps("day_of_event", {"does not count", "counts"});
    perhaps("weeks", {"before", "after", "stay"});
    perhaps("months", {"before", "after", "stay"});
    perhaps("calendar_days", {"before", "after", "stay"});
    perhaps("closed_days",
            {"[{name: Fair, day: 2026-05-14}]",
             "[{name: Boxing Day, day: 26 December}, {name: Fair, day: 2027-06-01}]"});
  }

  void facts() {
    text_ += "facts:\n";
    for (const PlannedFact& fact : plan_.facts) {
      text_ += fmt::format("  {}:\n    asks: What is {}?\n", fact.id, fact.id);
      if (!fact.words.empty()) {
        text_ += fmt::format("    one_of: [{}]\n", fmt::join(fact.words, ", "));
      } else {
        text_ += fact.moment ? "    kind: moment\n" : "    kind: text\n";
      }
      if (fact.id == "urgency") {
        text_ += "    fastest_first: true\n    required: true\n    asked: timescale\n";
        text_ +=
            in_a_hundred(25) ? "    slower_by: " + one_of({"chair", "[chair, raiser]"}) + "\n" : "";
      } else if (fact.id == "matter") {
        text_ += in_a_hundred(20) ? "    default: plan\n" : "    required: true\n";
        text_ += "    asked: matter\n";
        text_ += in_a_hundred(30) ? "    or_else: true\n" : "";
      } else if (fact.id == "child_status") {
        text_ += "    several: true\n    held_by: each_child\n    asked: child\n";
      } else if (fact.id == "view") {
        text_ += "    held_by: each_side\n";
      } else {
        text_ += in_a_hundred(30)
                     ? "    set_by: " +
                           one_of({"each_side", "chair", "raising_side", "[chair, raiser]"}) + "\n"
                     : "";
        text_ += in_a_hundred(30) ? "    when: {matter: referral}\n" : "";
      }
      text_ += rules_.source("    ");
    }
  }

  void roles() {
    text_ += kRoles;
    text_ +=
        fmt::format("  reviewer: {{title: Reviewing officer, post: reviewing_officer, in: {}}}\n",
                    one_of({"social care", "health", "responding agency"}));
    text_ += "  head:\n    title: Head\n    any_of:\n";
    if (in_a_hundred(60)) {
      text_ += fmt::format(
          "      - {{post: on_call_manager, in: own agency, when: {}}}\n",
          in_a_hundred(50) ? "{hours: outside, urgency: urgent}" : rules_.condition(nullptr, 1));
    }
    text_ += "      - {post: service_manager, in: own agency}\n";
    text_ += "      - {post: director, in: own agency, proxy: true}\n";
    text_ += "  on_duty:\n    title: On duty\n    any_of:\n";
    text_ += fmt::format("      - {{post: on_call_manager, in: own agency, when: {}}}\n",
                         rules_.condition(nullptr, 1));
    text_ += "      - {post: line_manager}\n";
    text_ += "  by_sector:\n    title: By sector\n    any_of:\n";
    text_ += fmt::format("      - {{post: safeguarding_lead, in: own agency, when: {{{}}}}}\n",
                         one_of({"raising_sector: health", "responding_sector: social care"}));
    text_ += fmt::format("      - {{post: line_manager, levels: {}}}\n", random_.below(2) + 1);
  }

  void duty(const PlannedStage& scope, const PlannedDuty& planned) {
    text_ +=
        fmt::format("    - id: {}\n      what: Do {} of {}\n", planned.id, planned.id, scope.id);
    const bool start = scope.id == "start";
    const std::string who = start ? one_of({"raiser", "raising_side"}) : rules_.who();
    text_ += fmt::format("      {}: {}\n", planned.right ? "open_to" : "owed_by", who);
    if (in_a_hundred(30)) {
      text_ += "      to: " + rules_.who() + "\n";
    }
    if (!planned.always) {
      text_ += "      when: " + rules_.condition(&scope) + "\n";
    } else if (scope.id == "throughout" && in_a_hundred(50)) {
      text_ += fmt::format("      when: {{{}: begun}}\n",
                           plan_.stages[random_.below(plan_.stages.size())].id);
    }
    if (planned.right && !start && in_a_hundred(30)) {
      text_ += "      until: " + rules_.until(scope) + "\n";
    }
    if (!planned.right) {
      const bool in_stage = !scope.of_none();
      if (in_a_hundred(60) || (!in_stage && !plan_.local_target)) {
        text_ += "      due: " + rules_.clock(scope, planned.id) + "\n";
      }
      if (start && in_a_hundred(40)) {
        text_ += "      met_when: raised\n";
      } else if (in_a_hundred(12)) {
        text_ += "      met_when: " +
                 (scope.id == "throughout" ? std::string{"{outcome: known}"}
                                           : rules_.condition(&scope)) +
                 "\n";
      }
    }
    proof(scope);
    text_ += rules_.source("      ");
  }

  void proof(const PlannedStage& scope) {
    const std::size_t kind = random_.below(10);
    if (kind < 3) {
      text_ += "      proof: contact\n";
      text_ += in_a_hundred(50) ? "      modes: [face to face, telephone]\n" : "";
    } else if (kind == 3) {
      text_ += "      proof: plan\n";
    } else if (kind == 4 && scope.id != "start") {
      meeting();
    }
    if (in_a_hundred(25)) {
      text_ += "      record: [why it matters, what was said]\n";
    }
    if (in_a_hundred(10)) {
      text_ += "      advised: true\n";
    }
    if (scope.id == "after" && in_a_hundred(30)) {
      text_ += fmt::format("      purpose: {}\n", one_of({"file", "debrief", "monitoring"}));
    }
  }

  void meeting() {
    text_ += fmt::format("      meeting:\n        decides: {}\n        chair: chair\n",
                         one_of({"together", "majority", "chair", "nobody"}));
    const std::string must = in_a_hundred(60) ? rules_.seat() : std::string{};
    text_ += must.empty() ? "" : fmt::format("        must: [{}]\n", must);
    const std::string must_not =
        in_a_hundred(30) ? one_of({"raiser", "{each_side: worker}"}) : std::string{};
    // A practitioner may be the one reviewing officer that there is, who could then neither sit nor
    // be done without.
    if (!must_not.empty() && must != "reviewer") {
      text_ += fmt::format("        must_not: [{}]\n", must_not);
    }
    if (in_a_hundred(40)) {
      text_ += fmt::format("        hears: {}\n", rules_.seat());
    }
    text_ += fmt::format("        at_least: {}\n", random_.below(4));
    text_ += in_a_hundred(30) ? "        quorum: 2\n" : "";
    text_ += in_a_hundred(50) ? "        minutes: required\n" : "";
  }

  void duties(const PlannedStage& scope) {
    if (scope.duties.empty()) {
      return;
    }
    text_ += "    duties:\n";
    for (const PlannedDuty& planned : scope.duties) {
      duty(scope, planned);
    }
  }

  /// A way out: `tail` says where it leads.
  void way(std::string_view id, const std::string& by, const std::string& when,
           const std::string& tail, const PlannedStage* lapses_in = nullptr) {
    text_ += fmt::format("    - id: {}\n      title: Take {}\n", id, id);
    text_ += by.empty() ? "" : "      by: " + by + "\n";
    text_ += when.empty() ? "" : "      when: " + when + "\n";
    if (lapses_in != nullptr && in_a_hundred(20)) {
      text_ += "      until: " + rules_.until(*lapses_in) + "\n";
    }
    text_ += in_a_hundred(25) && !by.empty() ? "      record: [why]\n" : "";
    text_ += fmt::format("      {}\n", tail);
    text_ += rules_.source("      ");
  }

  /// The way that always stands open to somebody sooner or later.
  void way_on(std::size_t at) {
    const PlannedStage& stage = plan_.stages[at];
    std::string when;
    for (const PlannedDuty& planned : stage.duties) {
      if (planned.always && !planned.right && in_a_hundred(40)) {
        when = fmt::format("{{{}: met}}", planned.id);
        when = in_a_hundred(30) ? fmt::format("{{any: [{}, {{settle: overdue}}]}}", when) : when;
      }
    }
    if (stage.tiers && in_a_hundred(50)) {
      when = "{tier: last}";
    }
    const bool last = at + 1 == plan_.stages.size();
    way("on", rules_.takers(), when,
        last ? "end: " + one_of({"agreed", "decided", "stands"})
             : "go: " + plan_.stages[at + 1].id);
  }

  void another_way(std::size_t at, const std::string& id) {
    const PlannedStage& stage = plan_.stages[at];
    const std::size_t count = plan_.stages.size();
    const std::string when = in_a_hundred(60) ? rules_.condition(&stage) : std::string{};
    switch (random_.below(7)) {
      case 0: way(id, "each_side", when, "end: agreed", &stage); return;
      case 1: way(id, "raiser", when, "end: accepted", &stage); return;
      case 2:
        way(id, rules_.takers(), when, "go: " + plan_.stages[random_.below(at + 1)].id, &stage);
        return;
      case 3:
        if (at + 2 < count) {
          way(id, rules_.takers(), when,
              fmt::format("skips: [{}]\n      go: {}", plan_.stages[at + 1].id,
                          plan_.stages[at + 2].id),
              &stage);
          return;
        }
        [[fallthrough]];
      case 4:
        way(id, rules_.takers(), when, "go: " + plan_.stages[random_.below(count)].id, &stage);
        return;
      case 5:
        for (const PlannedDuty& planned : stage.duties) {
          if (planned.right || planned.always) {
            const std::string met = fmt::format("{{{}: met}}", planned.id);
            // Back only by a right, which nobody has to use: what is owed would lead round for
            // ever.
            const std::size_t from = planned.right ? 0 : at + 1;
            const bool goes = from < count && in_a_hundred(50);
            way(id, "",
                in_a_hundred(50) ? met : fmt::format("{{all: [{}, {{urgency: urgent}}]}}", met),
                goes ? "go: " + plan_.stages[from + random_.below(count - from)].id
                     : "end: mediated",
                &stage);
            return;
          }
        }
        [[fallthrough]];
      default:
        way(id, rules_.takers(), when,
            one_of({"end: elsewhere\n      signpost: Ask the other procedure", "end: decided",
                    "end: course_set", "end: mediated", "end: stands"}),
            &stage);
    }
  }

  void stage(std::size_t at) {
    const PlannedStage& stage = plan_.stages[at];
    text_ += fmt::format("  - id: {}\n    title: Stage {}\n", stage.id, at + 1);
    if (at == 0 || in_a_hundred(75)) {
      text_ += "    representatives: " + rules_.speakers(at == 0) + "\n";
    }
    text_ += stage.tiers ? "    tiers: up_the_line\n" : "";
    if (!plan_.local_target || in_a_hundred(85)) {
      text_ += "    settle: " + rules_.clock(stage, "settle") + "\n";
    }
    if (in_a_hundred(25)) {
      text_ += "    settled_by: " + one_of({"raising_side", "chair", "support", "any_side"}) + "\n";
    }
    text_ += rules_.source("    ");
    duties(stage);
    text_ += "    exits:\n";
    for (const std::string& exit : stage.exits) {
      if (exit == "on") {
        way_on(at);
      } else if (exit == "next_tier") {
        way("next_tier", rules_.takers(), "{tier: more}", "go: again");
      } else {
        another_way(at, exit);
      }
    }
  }

  void start() {
    text_ += "start:\n";
    duties(plan_.start);
    text_ += "    exits:\n";
    if (in_a_hundred(40)) {
      text_ +=
          "    - id: elsewhere\n      when: {matter: another matter}\n      end: elsewhere\n"
          "      signpost: Ask the other procedure\n      clause: c1\n";
    }
    if (in_a_hundred(40)) {
      text_ += fmt::format("    - id: other_way\n      when: {}\n      go: {}\n      clause: c2\n",
                           one_of({"{matter: plan}", "{urgency: urgent}"}),
                           plan_.stages[random_.below(plan_.stages.size())].id);
    }
    text_ +=
        fmt::format("    - id: begin\n      go: {}\n      clause: c1\n", plan_.stages.front().id);
  }

  void throughout() {
    text_ += "throughout:\n";
    duties(plan_.throughout);
    text_ += "    exits:\n";
    way("withdraw", one_of({"raiser", "raising_side"}), "", "end: withdrawn");
    if (in_a_hundred(20)) {
      way("at_once", rules_.takers(), "{urgency: urgent}", "go: " + plan_.stages.back().id);
    }
  }

  void after() {
    if (plan_.after.duties.empty() && in_a_hundred(70)) {
      return;
    }
    text_ += "after:\n";
    duties(plan_.after);
    if (in_a_hundred(30) || plan_.after.duties.empty()) {
      text_ += "    exits:\n";
      way("open_again", one_of({"any_side", "raiser", "chair", "each_side"}),
          in_a_hundred(50) ? "{outcome: [agreed, stands, decided]}" : "",
          "go: " + plan_.stages[random_.below(plan_.stages.size())].id);
    }
  }

  std::uint64_t seed_;
  Random random_;
  Plan plan_;
  RandomRules rules_;
  std::string text_;
};

}  // namespace

std::string random_policy(std::uint64_t seed) {
  return PolicyWriter{seed}.write();
}

}  // namespace accord::property
