#include "pages/file_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "pages/act_form.hpp"
#include "pages/disagreement_page.hpp"
#include "service/file_copy.hpp"

namespace accord {

namespace {

constexpr Action kFileCopy{"disagreement.file_copy"};
constexpr Action kDownload{"disagreement.file_copy.read"};

void show_confirmations(ActForm& form, const OpenedDisagreement& opened) {
  form.heading("Put in each agency’s file");
  const auto confirmed = confirmations(opened.loaded());
  const auto& sides = opened.state().raised.sides;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    bool any = false;
    for (const auto& [event, done, copy] : confirmed) {
      if (event->by.agency != sides[i].agency) {
        continue;
      }
      any = true;
      std::string words =
          fmt::format("{}: {}, {}", opened.duty(done->number), opened.person(event->by.person),
                      opened.when(event->happened_at));
      for (const auto& [name, text] : done->evidence.texts) {
        words += fmt::format("\n{}: {}", capitalised(name), text);
      }
      form.quote(opened.agency(sides[i].agency), words);
    }
    if (!any) {
      form.quote(opened.agency(sides[i].agency), "Not confirmed yet");
    }
  }
}

int ask_which(ActForm& form, const PageContext& context, const OpenedDisagreement& opened,
              const std::vector<const DutyState*>& owed) {
  if (owed.size() == 1) {
    form.quote("What this confirms", opened.duty(*owed.front()));
    return owed.front()->number;
  }
  const std::string asked{context.request().asked("duty").value_or("")};
  ChoiceField field{.name = "duty", .legend = "What does this confirm?"};
  for (const DutyState* duty : owed) {
    const std::string number = fmt::to_string(duty->number);
    field.choices.push_back({number, opened.duty(*duty), "", number == asked});
  }
  const auto chosen = form.choose(field, "Select what this confirms");
  int number = 0;
  if (!chosen.empty()) {
    std::from_chars(chosen.front().data(), chosen.front().data() + chosen.front().size(), number);
  }
  return number;
}

/// The field that holds the last entry of the copy which the person made.
constexpr std::string_view kCopied = "copied";

/// ALL-6: each agency keeps the record in its own file, and confirms it for itself.
Response file_copy(PageContext& context, const OpenedDisagreement& opened, Action action) {
  if (opened.my_side() == kNoSide) {
    return Response::not_found();
  }
  const CopyOf copy = copy_of(opened.loaded(),
                              typed_number(context.form(), kCopied, opened.loaded().state.version));
  ActForm form{context, opened, action,
               fmt::format("A copy for the file of {}", opened.side(opened.my_side()))};
  form.say(fmt::format(
      "The record is the same for every agency. Take the copy, put it in your agency’s own file on "
      "{}, and confirm that here. Nobody confirms it for another agency.",
      opened.about().the));
  form.link("/record", "Open the copy to print it, or to keep it as a PDF");
  form.link("/file-copy/download", "Download the copy as plain text");
  form.quote("What it is a copy of", to_words(copy));
  form.say(
      "Keep that line with the copy. As long as the record has not been tampered with, its entry "
      "of "
      "that number has that head for ever.");
  show_confirmations(form, opened);
  const auto owed = copies_owed(opened.now());
  if (owed.empty()) {
    form.say("There is nothing for you to confirm now.");
    return form.show("");
  }
  form.heading("Confirm it for your agency");
  // The copy in the file stays the copy of those entries, whatever is added after them.
  form.keep(kCopied, copy.version);
  form.hold_whatever_is_added();
  RecordDone command;
  command.number = ask_which(form, context, opened, owed);
  command.happened = form.when({.name = "when",
                                .legend = "When was it put in the file?",
                                .hint = "Today and now are filled in. Change them where it was "
                                        "earlier.",
                                .value = typed_when(opened.zone(), opened.at().now)},
                               "The date", "Enter when it was put in the file");
  if (command.happened && opened.at().now.seconds - command.happened->seconds < 60) {
    command.happened.reset();
  }
  command.evidence.texts.emplace_back(kCopyText, to_words(copy));
  const std::string note =
      form.area({.name = "note", .label = "Anything to record with it (you can leave this empty)"});
  if (!note.empty()) {
    command.evidence.texts.emplace_back("note", note);
  }
  return form.answer(std::move(command), "Recorded: the copy is in your agency’s file",
                     "I have put this in our file");
}

Response download(PageContext& context) {
  const auto found = open_disagreement(context);
  if (!found) {
    return context.failed(found.error());
  }
  const OpenedDisagreement& opened = **found;
  if (opened.my_side() == kNoSide) {
    return Response::not_found();
  }
  Response answer = Response::text(record_text(opened));
  answer.with_header("Content-Disposition",
                     fmt::format("attachment; filename=\"accord-{}-{}.txt\"", opened.reference(),
                                 opened.loaded().state.version));
  return answer;
}

}  // namespace

void add_file_copy_acts(Pages& pages) {
  add_act(pages, "/file-copy", kFileCopy, file_copy);
  pages.get("/d/{ref}/file-copy/download", kDownload, download);
}

}  // namespace accord
