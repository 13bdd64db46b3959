#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "disagreement/decide.hpp"
#include "disagreement/outlook.hpp"

namespace accord::testdata {

/// A school (tess → hugh → hilda), children's services (will → tom → dora), the partnership's chair
/// (carol) and an independent reviewing officer (iris), under a small invented policy.
struct Scene {
  Scene();
  /// The policy with `from` replaced by `to`.
  Scene(std::string_view from, std::string_view to);

  /// Raised by tess with will, on the Thursday before Easter at 16:30 unless told otherwise.
  void raise(
      std::string_view at = "2026-04-02 16:30",
      const std::function<void(Raise&)>& change = [](Raise&) {});
  [[nodiscard]] static Raise raising();

  /// What `person` does at `at`; refusals are returned, events are kept.
  std::expected<void, Refusal> give(std::string_view at, std::string_view person, CommandBody body);
  std::expected<void, Refusal> take(std::string_view at, std::string_view person,
                                    std::string_view exit, Texts record = {{"why", "said"}});
  std::expected<void, Refusal> done(std::string_view at, std::string_view person,
                                    std::string_view duty, std::string_view happened = "");
  void wait_until(std::string_view at);

  [[nodiscard]] const DutyState& duty(std::string_view name) const;  ///< the latest of that name
  [[nodiscard]] int count(std::string_view name) const;
  [[nodiscard]] std::string due(std::string_view name) const;  ///< "2026-04-07 17:00"
  [[nodiscard]] std::string stage() const;
  [[nodiscard]] std::string speaks(SideIndex side) const;
  [[nodiscard]] std::vector<Event> since(std::int64_t sequence) const;
  [[nodiscard]] Circumstances at(Instant now) const { return {now, policy, directory, calendar}; }
  [[nodiscard]] Instant london(std::string_view text) const;
  [[nodiscard]] std::string text(const std::optional<Instant>& at) const;

  Policy policy;
  Directory directory;
  WorkingCalendar calendar;
  Disagreement state;
  std::vector<Event> events;
};

}  // namespace accord::testdata
