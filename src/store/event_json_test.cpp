#include "store/event_json.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace accord {
namespace {

Ower somebody() {
  Ower ower;
  ower.side = 1;
  ower.role = "representative";
  ower.post = PostId{"csc_team"};
  ower.person = PersonId{"rahul_hassan"};
  ower.deputy = true;
  ower.passed = {PostId{"vacant"}};
  return ower;
}

DeadlineState deadline() {
  DeadlineState state;
  state.due = Instant{1'775'145'600};
  state.bound = DeadlineState::kCap;
  state.target = Instant{1'775'232'000};
  state.anchors = {Instant{1'775'000'000}, std::nullopt};
  return state;
}

/// One body of each kind, with every optional part filled.
template <std::size_t index>
EventBody filled() {
  return EventBody{std::in_place_index<index>};
}

template <std::size_t... index>
std::vector<EventBody> one_of_each(std::index_sequence<index...>) {
  return {filled<index>()...};
}

std::vector<EventBody> every_kind() {
  auto bodies = one_of_each(std::make_index_sequence<std::variant_size_v<EventBody>>{});
  for (EventBody& body : bodies) {
    if (auto* raised = std::get_if<Raised>(&body)) {
      raised->reference = "7K3Q-9M2D";
      raised->sides = {{AgencyId{"trust"}, PersonId{"isaac"}}, {AgencyId{"csc"}, PersonId{}}};
      raised->children = {{"child-1", "MH-20418", "", "Under 1"}};
      raised->matter = {"a", "b", "c \"quoted\"\nand lines", "d", "é"};
    } else if (auto* set = std::get_if<FactSet>(&body)) {
      *set = {"child_status", "child-1", {"looked after"}, Instant{5}, "why"};
    } else if (auto* opened = std::get_if<DutyOpened>(&body)) {
      *opened = {7, 6, "managers", "talk", 1, 2, true, {somebody()}, {somebody()}, deadline()};
    } else if (auto* changed = std::get_if<DeadlineChanged>(&body)) {
      *changed = {7, deadline(), DeadlineState{}, "agreed"};
    } else if (auto* done = std::get_if<Done>(&body)) {
      done->evidence.texts = {{"what should change", "a visit"}};
      done->evidence.seats = {{"chair", AgencyId{"police"}, PersonId{"sam"}, "for"},
                              {"member", AgencyId{"csc"}, PersonId{"ada"}, "", "her own team"}};
      done->evidence.participants = {PersonId{"isaac"}};
    } else if (auto* taken = std::get_if<Taken>(&body)) {
      taken->record = {{"what was agreed", "a visit"}};
      taken->outstanding.emplace_back().owner = somebody();
      taken->outstanding.back().how = "at the forms group";
    } else if (auto* undertaken = std::get_if<Undertaken>(&body)) {
      undertaken->undertaking.owner = somebody();
      undertaken->undertaking.kind = Undertaking::Kind::OutstandingIssue;
    } else if (auto* resolved = std::get_if<Resolved>(&body)) {
      *resolved = {OutcomeKind::CourseSet, "chair", "course", {{"decision", "x"}}};
    }
  }
  return bodies;
}

// Folding is deterministic only if what is stored comes back as it was.
TEST(EventJson, EveryKindComesBackAsItWas) {
  for (const EventBody& body : every_kind()) {
    const std::string text = to_json(body);
    const auto back = event_from_json(kind_of(body), kEventSchema, text);
    ASSERT_TRUE(back.has_value()) << kind_of(body) << ": " << back.error();
    EXPECT_EQ(back->index(), body.index());
    EXPECT_EQ(to_json(*back), text) << kind_of(body);
  }
}

TEST(EventJson, KeepsWhatIsEmptyApartFromWhatIsMissing) {
  const auto back = event_from_json("child_timescale_set", kEventSchema,
                                    R"({"reason":"move","side":0,"to":null})");
  ASSERT_TRUE(back.has_value()) << back.error();
  EXPECT_FALSE(std::get<ChildTimescaleSet>(*back).to.has_value());
}

// What was recorded before a seat had a vote is read as it was.
TEST(EventJson, ReadsASeatOfAnEarlierRelease) {
  const auto back = event_from_json(
      "done", kEventSchema,
      R"({"number":1,"scope":"","id":"","side":-1,"evidence":{"mode":"","participants":[],)"
      R"("texts":[],"seats":[{"role":"chair","agency":"police","person":"sam"}],)"
      R"("minutes":"","decision":"x"}})");
  ASSERT_TRUE(back.has_value()) << back.error();
  const auto& seats = std::get<Done>(*back).evidence.seats;
  ASSERT_EQ(seats.size(), 1U);
  EXPECT_EQ(seats.front().person, PersonId{"sam"});
  EXPECT_EQ(seats.front().vote + seats.front().conflict, "");
}

TEST(EventJson, SaysWhatIsNotAsItMustBe) {
  const auto missing = event_from_json("noted", kEventSchema, "{}");
  ASSERT_FALSE(missing.has_value());
  EXPECT_NE(missing.error().find("noted"), std::string::npos);
  EXPECT_NE(missing.error().find("text"), std::string::npos);
  EXPECT_FALSE(event_from_json("noted", kEventSchema, "{").has_value());
  EXPECT_FALSE(event_from_json("sung", kEventSchema, "{}").has_value());
  EXPECT_FALSE(event_from_json("noted", kEventSchema + 1, R"({"text":"a"})").has_value());
}

}  // namespace
}  // namespace accord
