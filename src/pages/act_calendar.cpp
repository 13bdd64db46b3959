#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "disagreement/deadline.hpp"
#include "pages/act_form.hpp"
#include "pages/ics.hpp"

namespace accord {

namespace {

constexpr Action kCalendar{"disagreement.calendar.read"};
constexpr std::string_view kEnding = ".ics";

/// The number in "12.ics"; 0: it is none.
int number_in(std::string_view file) {
  int number = 0;
  if (!file.ends_with(kEnding)) {
    return 0;
  }
  file.remove_suffix(kEnding.size());
  const auto [end, wrong] = std::from_chars(file.data(), file.data() + file.size(), number);
  return wrong == std::errc{} && end == file.data() + file.size() ? number : 0;
}

/// The date of one open duty for the calendar of whoever has a part in it.
Response send_date(PageContext& context) {
  const auto opened = open_disagreement(context);
  if (!opened) {
    return context.failed(opened.error());
  }
  const int number = number_in(context.request().parameter("file"));
  const auto& duties = (*opened)->now().duties;
  const auto open =
      std::ranges::find_if(duties, [&](const OpenDuty& one) { return one.duty->number == number; });
  const auto due = open != duties.end() ? open->duty->deadline.due : std::nullopt;
  if (!due) {
    return Response::not_found();
  }
  CalendarEntry entry;
  entry.uid = fmt::format("{}-{}@accord", (*opened)->loaded().id.text(), number);
  entry.reference = (*opened)->reference();
  entry.due = *due;
  entry.made = context.now();
  entry.revision = (*opened)->state().version;
  entry.projected = is_projected(*open->duty, (*opened)->state(), (*opened)->at());
  Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.body = to_ics(entry);
  response.with_header("Content-Disposition", fmt::format("attachment; filename=\"accord-{}.ics\"",
                                                          percent_encode(entry.reference)));
  return response;
}

}  // namespace

void add_calendar_acts(Pages& pages) {
  pages.get("/d/{ref}/calendar/{file}", kCalendar, send_date);
}

}  // namespace accord
