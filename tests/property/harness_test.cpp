// The harness is shown to see: each defect is planted, in a record or in one of the engine's two
// functions, and found.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "invariants.hpp"
#include "replay.hpp"

namespace accord::property {
namespace {

using ::testing::HasSubstr;

constexpr int kHarnessLength = 60;

/// The first walk whose record has an event of this kind that `spoil` can spoil.
template <typename Spoil>
std::string found_in_spoiled(Spoil spoil) {
  for (const World& world : worlds()) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Walk walked = walk(world, seed, kHarnessLength);
      if (spoil(walked)) {
        return breach(walked, world).value_or("nothing");
      }
    }
  }
  return "no walk to spoil";
}

template <typename Body>
Body* first_of(Walk& walked) {
  for (Event& event : walked.events) {
    if (auto* body = std::get_if<Body>(&event.body)) {
      return body;
    }
  }
  return nullptr;
}

TEST(Harness, SeesADeadlineWhoseOldValueIsNotKept) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                auto* changed = first_of<DeadlineChanged>(walked);
                if (changed == nullptr || changed->number == 0) {
                  return false;
                }
                changed->from.due = Instant{1};
                return true;
              }),
              HasSubstr("does not keep the old deadline"));
}

TEST(Harness, SeesADutyThatIsDueAfterTheChildTimescale) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                bool is_set = false;
                for (Event& event : walked.events) {
                  is_set = is_set || std::holds_alternative<ChildTimescaleSet>(event.body);
                  auto* opened = std::get_if<DutyOpened>(&event.body);
                  if (is_set && opened != nullptr && opened->id == "settle") {
                    opened->deadline.due = Instant{4'000'000'000};
                    return true;
                  }
                }
                return false;
              }),
              ::testing::AnyOf(HasSubstr("after the date that protects the child"),
                               HasSubstr("does not keep the old deadline")));
}

TEST(Harness, SeesAStageThatIsLeftByNoExitOfIts) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                for (std::size_t i = 1; i < walked.events.size(); ++i) {
                  auto* fired = std::get_if<ExitFired>(&walked.events[i].body);
                  if (fired != nullptr && fired->scope != "start") {
                    fired->scope = "elsewhere";
                    return true;
                  }
                }
                return false;
              }),
              HasSubstr("none of its exits"));
}

TEST(Harness, SeesADisagreementThatNobodyIsWaitingFor) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                for (Event& event : walked.events) {
                  if (auto* opened = std::get_if<DutyOpened>(&event.body)) {
                    opened->owers.clear();
                  }
                }
                return true;
              }),
              HasSubstr("no duty has an ower and a date"));
}

TEST(Harness, SeesAGapInTheNumbers) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                walked.events.erase(walked.events.begin() + 1);
                return true;
              }),
              HasSubstr("has the number"));
}

/// The first breach that is seen in a sound record when it is folded by something defective.
std::string found_when_folded(const Evolve& defective) {
  for (const World& world : worlds()) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      if (const auto found = breach(walk(world, seed, kHarnessLength), world, defective)) {
        return *found;
      }
    }
  }
  return "nothing";
}

/// `evolve`, and then what `spoil` does wherever the event is a `Body`.
template <typename Body, typename Spoil>
Evolve evolve_and(Spoil spoil) {
  return [spoil](Disagreement before, const Event& event) {
    Disagreement after = evolve(std::move(before), event);
    if (std::holds_alternative<Body>(event.body)) {
      spoil(after);
    }
    return after;
  };
}

// Rule 18: "an overdue duty stays so until met, whatever date is set later".
TEST(Harness, SeesADutyThatIsNoLongerOverdue) {
  EXPECT_THAT(found_when_folded(evolve_and<DeadlineChanged>([](Disagreement& d) {
                for (std::size_t i = 0; i < d.duties.size(); ++i) {
                  DutyState& duty = d.duties.edit(i);
                  duty.overdue_at.reset();
                }
              })),
              HasSubstr("is no longer overdue"));
}

TEST(Harness, SeesADutyThatIsOwedAgain) {
  EXPECT_THAT(found_when_folded(evolve_and<StageBegun>([](Disagreement& d) {
                for (std::size_t i = 0; i < d.duties.size(); ++i) {
                  DutyState& duty = d.duties.edit(i);
                  duty.status = DutyStatus::Open;
                }
              })),
              HasSubstr("is owed again"));
}

// Rule 2: a deadline changes by an event alone.
TEST(Harness, SeesADeadlineThatMovesInSilence) {
  EXPECT_THAT(found_when_folded(evolve_and<DutyOverdue>([](Disagreement& d) {
                for (std::size_t i = 0; i < d.duties.size(); ++i) {
                  DutyState& duty = d.duties.edit(i);
                  if (duty.deadline.due) {
                    duty.deadline.due->seconds += 86'400;
                  }
                }
              })),
              HasSubstr("moved without an event"));
}

TEST(Harness, SeesACapThatMovesInSilence) {
  EXPECT_THAT(found_when_folded(evolve_and<DutyMet>([](Disagreement& d) {
                d.cap.due = Instant{d.cap.due.value_or(Instant{}).seconds + 86'400};
              })),
              HasSubstr("the cap moved without an event"));
}

// Rule 16, where the record itself is sound: the cap clips what is owed in the stages.
TEST(Harness, SeesADutyThatIsDueAfterTheCap) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                auto* changed = first_of<DeadlineChanged>(walked);
                if (changed == nullptr || changed->number != 0 || !changed->to.due) {
                  return false;
                }
                changed->to.due = Instant{1};
                return true;
              }),
              ::testing::AnyOf(HasSubstr("after the limit on the whole process"),
                               HasSubstr("the cap moved without an event")));
}

// ALL-6: a correction adds and never removes.
TEST(Harness, ALL_6_SeesACorrectionThatRemoves) {
  EXPECT_THAT(found_when_folded(evolve_and<Corrected>([](Disagreement& d) { d.rights.clear(); })),
              HasSubstr("something that was recorded is gone"));
  EXPECT_THAT(found_when_folded(evolve_and<Corrected>([](Disagreement& d) { d.takes.clear(); })),
              HasSubstr("a correction alters more than the time of what it corrects"));
}

// ALL-6: what is on record is altered by nothing that is recorded later.
TEST(Harness, ALL_6_SeesARecordThatIsAlteredInSilence) {
  EXPECT_THAT(found_when_folded(evolve_and<Noted>([](Disagreement& d) {
                for (std::size_t i = 0; i < d.duties.size(); ++i) {
                  d.duties.edit(i).done_by = d.raiser;
                }
              })),
              HasSubstr("is altered"));
}

// "What one side recorded, the other cannot alter."
TEST(Harness, ALL_16_SeesATimeThatTheOtherSideMoved) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                for (Event& event : walked.events) {
                  const auto* corrected = std::get_if<Corrected>(&event.body);
                  if (corrected != nullptr && corrected->happened) {
                    event.by = {PersonId{"somebody"}, AgencyId{"elsewhere"}};
                    return true;
                  }
                }
                return false;
              }),
              HasSubstr("somebody moved a time that"));
}

/// The number of walks, of some, that `differs` sees.
template <typename Differs>
int walks_that(Differs differs) {
  int found = 0;
  for (const World& world : worlds()) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      found += differs(walk(world, seed, kHarnessLength), world) ? 1 : 0;
    }
  }
  return found;
}

// What the walks never came to, they would not show to hold.
TEST(Harness, WalksComeToWhatTheyAreToShow) {
  const auto recorded = [](const auto& is_one) {
    return walks_that([&](const Walk& walked, const World&) {
      return std::ranges::any_of(walked.events, is_one);
    });
  };
  EXPECT_GT(recorded([](const Event& event) {
              const auto* raised = std::get_if<Raised>(&event.body);
              return raised != nullptr && raised->children.size() > 1;
            }),
            0);
  EXPECT_GT(recorded([](const Event& event) {
              const auto* taken = std::get_if<Taken>(&event.body);
              return taken != nullptr && !taken->outstanding.empty();
            }),
            0);
  EXPECT_GT(recorded([](const Event& event) {
              const auto* corrected = std::get_if<Corrected>(&event.body);
              return corrected != nullptr && corrected->happened && corrected->number == 0;
            }),
            0)
      << "the time of a right";
  EXPECT_GT(recorded([](const Event& event) {
              const auto* rebound = std::get_if<Rebound>(&event.body);
              return rebound != nullptr && rebound->ower.outside_line;
            }),
            0);
  EXPECT_GT(walks_that([](const Walk& walked, const World& world) {
              return walked.steps.back().in(world).holidays != world.holidays;
            }),
            0);
  EXPECT_GT(walks_that([](const Walk& walked, const World& world) {
              return !(walked.steps.back().in(world).directory == world.directory);
            }),
            0);
}

// Rule 1: a fold that forgets something gives another state.
TEST(Harness, SeesAReplayThatForgets) {
  const Evolve forgets = [](Disagreement before, const Event& event) {
    Disagreement after = evolve(before, event);
    if (std::holds_alternative<FactSet>(event.body)) {
      after.facts = before.facts;
    }
    return after;
  };
  EXPECT_GT(walks_that([&](const Walk& walked, const World&) {
              return folded(walked, forgets) != to_dump(walked.state);
            }),
            0);
}

// What is stored is what is folded: a form that leaves something out gives another state.
TEST(Harness, SeesAStoredFormThatLeavesSomethingOut) {
  const Store leaves_out = [](const EventBody& body) {
    if (const auto* set = std::get_if<FactSet>(&body)) {
      FactSet less = *set;
      less.words.clear();
      return to_json(less);
    }
    return to_json(body);
  };
  EXPECT_GT(walks_that([&](const Walk& walked, const World&) {
              return folded_from_store(walked, leaves_out).value_or("") != to_dump(walked.state);
            }),
            0);
  const Store unreadable = [](const EventBody&) { return std::string{"{"}; };
  EXPECT_GT(walks_that([&](const Walk& walked, const World&) {
              return !folded_from_store(walked, unreadable).has_value();
            }),
            0);
}

// ALL-3: a stage that nobody can leave is found; and a duty after the outcome that nobody can meet.
TEST(Harness, ALL_3_SeesADisagreementThatCannotBeEnded) {
  const World& world = worlds().front();
  const Walk walked = walk(world, 1, kHarnessLength);
  const auto found = [&](auto spoil) {
    World closed = world;
    spoil(closed.policy);
    return held_up(closed, walked.state, walked.now).has_value();
  };
  EXPECT_FALSE(found([](const Policy&) {}));
  Condition never{.kind = Condition::Kind::Not};
  never.parts.emplace_back();
  EXPECT_TRUE(found([&](Policy& policy) {
    for (Stage& stage : policy.stages) {
      for (ExitRule& exit : stage.exits) {
        exit.when = never;
      }
    }
  }));
  EXPECT_TRUE(found([&](Policy& policy) {
    DutyRule endless;
    endless.id = "endless";
    endless.owed_by = {
        RoleRef{.side = SideSelector::RaisingSide, .alternatives = {"representative"}}};
    endless.meeting = MeetingRule{.at_least = 10'000};
    policy.after.duties.push_back(endless);
  }));
}

// Rule 3: what is noted when a timer wakes, rather than when the time passed, depends on the timer.
TEST(Harness, SeesAnAnswerThatDependsOnWhenATimerWoke) {
  const Decide late = [](const Disagreement& before, const Command& command,
                         const Circumstances& at) {
    auto decided = decide(before, command, at);
    if (decided) {
      for (Event& event : *decided) {
        if (std::holds_alternative<DutyOverdue>(event.body)) {
          event.happened_at = at.now;
        }
      }
    }
    return decided;
  };
  EXPECT_GT(walks_that([&](const Walk& walked, const World& world) {
              const auto woken = woken_often(walked, world, late);
              return woken && *woken != to_dump(walked.state);
            }),
            0);
}

}  // namespace
}  // namespace accord::property
