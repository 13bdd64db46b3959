#include "pages/reviews.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/adopt.hpp"
#include "calendar/date.hpp"
#include "pages/due_words.hpp"
#include "pages/page_form.hpp"
#include "pages/pages_groups.hpp"

namespace accord {

namespace {

constexpr Action kReadReviews{"reviews.read"};
constexpr Action kHeld{"reviews.held"};
constexpr Action kNext{"reviews.next"};
constexpr Action kAdopt{"reviews.adopt"};

constexpr std::string_view kPath = "/policy/reviews";

int closes(const PageContext& context) {
  return context.calendar().conventions().closes_s;
}

std::string day_words(const std::string& iso) {
  const auto day = parse_date(iso);
  return day ? to_words(*day) : iso;
}

std::string holder_of(const PageContext& context, const PostId& post) {
  const Post* known = context.directory().post(post);
  if (known == nullptr) {
    return "Nobody’s duty yet: a post of the partnership has to be named for it.";
  }
  const Person* person =
      context.directory().person(context.directory().holder(post, context.now()).person);
  return fmt::format("{}: {}", known->title,
                     person != nullptr ? person->name : "nobody holds this post now");
}

/// A day, from the three boxes of a date; what is typed stays where it is no date.
Date ask_day(PageForm& form, const PageContext& context, std::string name, std::string legend,
             const std::string& what, const std::string& missing, std::optional<Date> day = {}) {
  WhenField field{.name = std::move(name), .legend = std::move(legend), .day_only = true};
  if (day) {
    field.value = typed_when(context.zone(), context.zone().to_instant({*day, closes(context)}));
  }
  const auto at = form.when(std::move(field), what, missing, closes(context));
  return at ? context.zone().to_local(*at).day : Date{};
}

Response record(PageContext& context, PageForm& form, const PolicyCommand& command,
                std::string_view button, std::string_view done) {
  const Link back{"Back to reviews and adoption", context.href(kPath)};
  if (!form.is_whole()) {
    return form.show(context.policy().title, back, button);
  }
  const PartnershipEntry entry = to_partnership_entry(command, context.actor(), context.policy());
  const Request& request = context.request();
  const auto added = context.service().add_to_partnership_record(
      context.id(), entry, context.command_id(),
      fmt::format("{}\n{}", request.action, request.body));
  return added ? context.go(kPath, done) : context.failed(added.error());
}

Response review_held(PageContext& context) {
  if (!serves_partnership(context.actor(), context.directory())) {
    return Response::not_found();
  }
  PageForm form{context, context.zone(), kHeld, "Record a review of the policy"};
  form.say("It is added to the past reviews with your name and the time, and stays there.");
  const Date date = ask_day(form, context, "held", "When was it reviewed?",
                            "The date of the review", "Enter the date of the review");
  const std::string who =
      form.line({.name = "who", .label = "Who reviewed it?"}, "Enter who reviewed it");
  const std::string what = form.area(
      {.name = "what", .label = "What was found, and what was changed?"}, "Enter what was found");
  return record(context, form, RecordReview{date, who, what}, "Record the review",
                "The review is recorded");
}

Response set_next(PageContext& context) {
  if (!serves_partnership(context.actor(), context.directory())) {
    return Response::not_found();
  }
  const auto kept = context.service().partnership_record(context.id());
  if (!kept) {
    return context.failed(kept.error());
  }
  const NextReview now = next_review(context.policy(), *kept);
  PageForm form{context, context.zone(), kNext, "Set the next review of the policy"};
  form.say("The post that is named has it among its work from then on, with this date.");
  const std::string says =
      form.line({.name = "says",
                 .label = "What has been said of it? (you can leave this empty)",
                 .hint = "In the words that were used, like “Spring term 2027”.",
                 .value = now.says});
  const Date date = ask_day(form, context, "by", "By which day?", "The date of the next review",
                            "Enter the day by which it is to be reviewed", now.day);
  SelectField posts{.name = "post", .label = "Whose duty is it?", .value = now.post.text()};
  for (const Post& post : context.directory().posts()) {
    const Agency* agency = context.directory().agency(post.agency);
    if (agency != nullptr && agency->is_partnership) {
      posts.choices.push_back({post.id.text(), holder_of(context, post.id)});
    }
  }
  const std::string post = form.select(std::move(posts), "Choose the post whose duty it is");
  return record(context, form, SetNextReview{says, date, PostId{post}}, "Set the next review",
                "The next review is set");
}

/// "An agency adopts the partnership's protocol as its own, with its governors' agreement and a
/// review date" (GLO-22).
Response adopt(PageContext& context) {
  const Agency* agency = context.agency();
  if (agency == nullptr || agency->is_partnership) {
    return Response::not_found();
  }
  if (const auto may = may_adopt(context.actor(), context.directory(), context.now()); !may) {
    return context.failed(may.error());
  }
  PageForm form{context, context.zone(), kAdopt,
                fmt::format("Record that {} has adopted the policy", agency->name)};
  const std::string who = form.line({.name = "who",
                                     .label = "Who agreed it?",
                                     .hint = "The governors, the board, a committee of theirs."},
                                    "Enter who agreed it");
  const Date date = ask_day(form, context, "agreed", "When was it agreed?",
                            "The date of the agreement", "Enter when it was agreed");
  const std::string says =
      form.line({.name = "says",
                 .label = "What was said of when your agency looks at it again? (you can leave "
                          "this empty)",
                 .hint = "In the words that were used, like “Spring term”."});
  const Date again =
      ask_day(form, context, "again", "Which day does your agency give to that?",
              "The date of your agency’s review", "Enter the day that your agency gives to it");
  return record(context, form, AdoptPolicy{who, date, says, again}, "Record the adoption",
                "The adoption is recorded");
}

void put_next(Dictionary& content, const PageContext& context, const NextReview& next) {
  if (next.says.empty() && !next.day) {
    content.show("NO_NEXT");
    return;
  }
  const DueWords words = due_words(next.due(context.calendar()), context.now(), context.zone());
  Dictionary& box = content.section("NEXT");
  box.show_if(words.late, "LATE");
  box.set("TAG", words.tag).set_if_any("TAG_COLOUR", "CLASS", words.tag_class);
  box.set("WHEN", words.when).set_if_any("SAYS", "WORDS", next.says);
  box.set("WHO", holder_of(context, next.post));
}

void put_past(Dictionary& content, const PageContext& context,
              const std::vector<PartnershipEntry>& record) {
  const auto person = [&](const PartnershipEntry& entry) {
    const Person* known = context.directory().person(entry.by.person);
    return known != nullptr ? known->name : entry.by.person.text();
  };
  for (const PartnershipEntry& entry : reviews_held(record)) {
    content.section("REVIEW")
        .set("DATE", day_words(entry.field("date")))
        .set("WHAT", fmt::format("{}\nReviewed by {}. Version {}. Recorded by {}, {}",
                                 entry.field("what"), entry.field("who"), entry.field("version"),
                                 person(entry), context.words(entry.recorded_at)));
  }
  const auto& written = context.policy().reviews;
  for (auto review = written.rbegin(); review != written.rend(); ++review) {
    content.section("REVIEW").set("DATE", review->date).set("WHAT", review->what);
  }
}

void put_adoptions(Dictionary& content, const PageContext& context,
                   const std::vector<PartnershipEntry>& record) {
  const auto adopted = adoptions(record);
  for (const PartnershipEntry& entry : adopted) {
    const Agency* agency = context.directory().agency(entry.by.agency);
    Dictionary& card = content.section("ADOPTION");
    card.set("AGENCY", agency != nullptr ? agency->name : entry.by.agency.text());
    const auto row = [&](std::string_view key, const std::string& value) {
      card.section("ROW").set("KEY", key).set("VALUE", value);
    };
    row("Agreed by", fmt::format("{}, {}", entry.field("who"), day_words(entry.field("date"))));
    row("Version", entry.field("version"));
    const std::string& says = entry.field("says");
    row("Looks at it again", fmt::format("{}{}", day_words(entry.field("review")),
                                         says.empty() ? "" : fmt::format(" (“{}”)", says)));
    const Person* person = context.directory().person(entry.by.person);
    row("Recorded by", fmt::format("{}, {}", person != nullptr ? person->name : "",
                                   context.words(entry.recorded_at)));
  }
  content.show_if(adopted.empty(), "NO_ADOPTION");
}

Response show_reviews(PageContext& context) {
  const auto kept = context.service().partnership_record(context.id());
  if (!kept) {
    return context.failed(kept.error());
  }
  Dictionary content;
  content.set("POLICY",
              fmt::format("{}, version {}", context.policy().title, context.policy().version));
  put_next(content, context, next_review(context.policy(), *kept));
  put_past(content, context, *kept);
  put_adoptions(content, context, *kept);
  if (serves_partnership(context.actor(), context.directory())) {
    content.section("LINKS")
        .set("HREF", context.href("/policy/reviews/next"))
        .set("TEXT", "Set the next review");
    content.section("LINKS")
        .set("HREF", context.href("/policy/reviews/held"))
        .set("TEXT", "Record a review that was held");
  } else if (const Agency* agency = context.agency();
             agency != nullptr && may_adopt(context.actor(), context.directory(), context.now())) {
    content.section("ADOPT")
        .set("HREF", context.href("/policy/reviews/adopt"))
        .set("TEXT", fmt::format("Record that {} has adopted it", agency->name));
  }
  context.frame.back = Link{"Back to the policy", context.href("/policy")};
  return context.page("reviews.html", "Reviews and adoption", std::move(content));
}

}  // namespace

std::optional<NextReview> my_next_review(const PageContext& context) {
  const Directory& directory = context.directory();
  const PersonId& me = context.actor().person;
  const auto mine = [&](const Post& post) {
    const Agency* agency = directory.agency(post.agency);
    return agency != nullptr && agency->is_partnership &&
           directory.acts_for(me, post.id, context.now());
  };
  if (std::ranges::none_of(directory.posts(), mine)) {
    return std::nullopt;  // the record is not read for everybody who opens a page
  }
  const auto record = context.service().partnership_record(context.id());
  if (!record) {
    return std::nullopt;
  }
  NextReview next = next_review(context.policy(), *record);
  return is_duty_of(next, me, directory, context.now()) ? std::optional{std::move(next)}
                                                        : std::nullopt;
}

void add_reviews_pages(Pages& pages) {
  pages.get_for_anybody(kPath, kReadReviews, show_reviews);
  const auto form = [&](std::string_view path, Action action, const PageHandler& handler) {
    pages.get(path, action, handler);
    pages.post(path, action, handler);
  };
  form("/policy/reviews/held", kHeld, review_held);
  form("/policy/reviews/next", kNext, set_next);
  form("/policy/reviews/adopt", kAdopt, adopt);
}

}  // namespace accord
