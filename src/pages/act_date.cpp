#include <fmt/format.h>

#include <charconv>

#include "disagreement/deadline.hpp"
#include "pages/act_form.hpp"
#include "pages/disagreement_deadline.hpp"
#include "pages/due_words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

constexpr Action kDate{"disagreement.date"};
constexpr Action kChildDate{"disagreement.child_date"};

Response agree_date(PageContext& context, const OpenedDisagreement& opened, Action action) {
  AgreeDate command;
  const std::string& number = context.request().parameter("number");
  std::from_chars(number.data(), number.data() + number.size(), command.number);
  const DutyState* duty = opened.state().duty(command.number);
  if (duty == nullptr) {
    return Response::not_found();
  }
  ActForm form{context, opened, action, "Agree another date"};
  form.quote("For", opened.duty(*duty));
  if (duty->deadline.due) {
    form.say(fmt::format("It is due {}{} now.", opened.when(*duty->deadline.due),
                         date_notes(is_projected(*duty, opened.state(), opened.at()))));
  }
  WhenField field{.name = "to",
                  .legend = "Which date?",
                  .hint = "It holds once every side has given the same date and time."};
  for (const ProposedDate& proposed : duty->proposed) {
    form.quote(fmt::format("{} proposes {}", opened.side(proposed.side), opened.when(proposed.to)),
               proposed.reason);
    if (proposed.side != opened.my_side()) {
      field.value = typed_when(opened.zone(), proposed.to);
    }
  }
  if (const auto& child_timescale = opened.state().child_timescale) {
    form.say(fmt::format("It is never later than the date that protects {}: {}.",
                         opened.about().the, opened.when(child_timescale->at)));
  }
  command.to = form.when(field, "The date", "Enter the date", form.closes()).value_or(Instant{});
  command.reason = form.area(
      {.name = "reason",
       .label = fmt::format("Why, and how {} safe until then?", opened.about().asked("is", "are")),
       .rows = 4},
      fmt::format("Enter why, and how {} safe until then", opened.about().does("is", "are")));
  return form.answer(std::move(command), "The date is recorded; it holds once every side agrees",
                     "Propose or agree this date");
}

Response child_date(PageContext& context, const OpenedDisagreement& opened, Action action) {
  SetChildTimescale command;
  ActForm form{context, opened, action, "A date that protects " + opened.about().the};
  const AboutWhom about = opened.about();
  form.say(fmt::format(
      "When does this need resolving to keep {} safe? Either side can set a date or bring it "
      "forward at any time. To put it back or lift it takes every side.",
      about.the));
  const auto& now = opened.state().child_timescale;
  WhenField field{.name = "to", .legend = "The date"};
  if (now) {
    form.quote(fmt::format("Now: {}, set by {}", opened.when(now->at), opened.side(now->side)),
               now->reason);
    field.value = typed_when(opened.zone(), now->at);
  }
  for (const ChildTimescaleProposed& proposed : opened.state().child_timescale_proposals) {
    form.quote(fmt::format("{} proposes {}", opened.side(proposed.side),
                           proposed.to ? opened.when(*proposed.to) : std::string{"to lift it"}),
               proposed.reason);
  }
  bool lift = false;
  if (now) {
    lift =
        !form.choose({.name = "lift",
                      .legend = "Or",
                      .several = true,
                      .choices = {{"yes", fmt::format("{} a date: lift it",
                                                      capitalised(about.does("no longer needs",
                                                                             "no longer need")))}}})
             .empty();
  }
  const auto to = form.when(
      field, "The date", lift ? "" : "Enter the date by which it must be resolved", form.closes());
  command.to = lift ? std::nullopt : to;
  command.reason = form.area({.name = "reason",
                              .label = fmt::format("Why {} need it?", about.asked("does", "do")),
                              .rows = 4},
                             fmt::format("Enter why {} it", about.does("needs", "need")));
  return form.answer(std::move(command),
                     fmt::format("The date that protects {} is recorded", about.the),
                     "Record this date");
}

}  // namespace

void add_date_acts(Pages& pages) {
  add_act(pages, "/date/{number}", kDate, agree_date);
  add_act(pages, "/child-date", kChildDate, child_date);
}

}  // namespace accord
