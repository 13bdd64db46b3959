#include "directory/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "directory/checks.hpp"
#include "policy/nearest.hpp"

namespace accord {

namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestGuide = 2000;
/// So many names are compared in search of those that were probably meant. In a large file with
/// many problems more would take long, and nobody reads so far.
constexpr std::size_t kMostCompared = 100'000;

using Places = std::unordered_map<std::string_view, std::size_t>;

/// What a post or person is called in a message: the part of it that was written.
std::string called(const Given& name, const Given& id) {
  return name.empty() ? fmt::format("`{}`", shown(id.text)) : fmt::format("`{}`", shown(name.text));
}

std::vector<std::string_view> keys_of(const Places& places) {
  std::vector<std::string_view> keys;
  keys.reserve(places.size());
  for (const auto& [key, place] : places) {
    keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

class Assembler {
 public:
  Assembler(DirectoryDraft draft, const Zone& zone, std::vector<Problem> found)
      : draft_(std::move(draft)), zone_(zone), problems_(std::move(found)) {}

  std::expected<Directory, std::vector<Problem>> run();

 private:
  void report(Mark mark, std::string what, std::string mend) {
    problems_.push_back({mark, std::move(what), std::move(mend)});
  }
  void sort_by_agency();
  template <typename Draft>
  Places index(const std::vector<Draft>& drafts, std::string_view kind);
  void need(const Given& given, Mark owner, std::string_view owner_name, std::string_view key);
  void check_text(const Given& given, std::string_view key, std::size_t longest,
                  bool lines = false);
  void check_role(const Given& given, std::string_view key);
  void check_phone(const Given& given, std::string_view key);
  void check_email(const Given& given);
  bool check_known(const Given& given, const Places& known, std::string_view key,
                   std::string_view kind, std::string_view mend);
  void check_same_agency(const PostDraft& post, const Given& other, std::string_view key);
  void check_circles();

  Agency make(const AgencyDraft& draft);
  Post make(const PostDraft& draft);
  Person make(const PersonDraft& draft);
  OnCall make(const OnCallDraft& draft);
  std::pair<Instant, Instant> span(const Given& given, std::string_view key);

  DirectoryDraft draft_;
  const Zone& zone_;
  Places agencies_;
  Places posts_;
  Places people_;
  std::size_t compared_ = 0;
  std::vector<Problem> problems_;
};

void Assembler::sort_by_agency() {
  std::ranges::stable_sort(draft_.agencies, std::ranges::greater{}, &AgencyDraft::is_partnership);
  std::unordered_map<std::string, std::size_t> order;
  for (const AgencyDraft& agency : draft_.agencies) {
    order.emplace(agency.id.text, order.size());
  }
  const auto by_agency = [&order](const auto& left, const auto& right) {
    const auto a = order.find(left.agency.text);
    const auto b = order.find(right.agency.text);
    return (a == order.end() ? order.size() : a->second) <
           (b == order.end() ? order.size() : b->second);
  };
  std::ranges::stable_sort(draft_.posts, by_agency);
  std::ranges::stable_sort(draft_.people, by_agency);
  std::ranges::stable_sort(draft_.on_call, by_agency);
}

template <typename Draft>
Places Assembler::index(const std::vector<Draft>& drafts, std::string_view kind) {
  Places places;
  places.reserve(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const Given& id = drafts[i].id;
    if (id.empty()) {
      report(drafts[i].mark, fmt::format("{} has no `id`", kind),
             "give each its own: lower-case letters, digits and `_`");
      continue;
    }
    if (!is_directory_id(id.text)) {
      report(id.mark, fmt::format("`{}` cannot be the id of {}", shown(id.text), kind),
             "write lower-case letters, digits and `_`, beginning with a letter, 64 at most");
    }
    const auto [first, is_new] = places.emplace(id.text, i);
    if (!is_new) {
      report(id.mark,
             fmt::format("the id `{}` is given to {} a second time (first in line {})",
                         shown(id.text), kind, drafts[first->second].id.mark.line),
             "give each its own id");
    }
  }
  return places;
}

void Assembler::need(const Given& given, Mark owner, std::string_view owner_name,
                     std::string_view key) {
  if (given.empty()) {
    report(owner, fmt::format("{} has no `{}`", owner_name, key), fmt::format("add `{}`", key));
  }
}

void Assembler::check_text(const Given& given, std::string_view key, std::size_t longest,
                           bool lines) {
  if (const auto fault = text_fault(given.text, longest, lines)) {
    report(given.mark, fmt::format("`{}` {}", key, *fault),
           "write it again by hand, in plain words and shorter if need be");
  }
}

void Assembler::check_role(const Given& given, std::string_view key) {
  if (!given.empty() && !is_directory_id(given.text)) {
    report(given.mark, fmt::format("`{}` cannot be a {}", shown(given.text), key),
           "write it as the policy does: lower-case letters, digits and `_`, such as team_manager");
  }
}

void Assembler::check_phone(const Given& given, std::string_view key) {
  if (const auto fault = given.empty() ? std::nullopt : phone_fault(given.text)) {
    report(given.mark, fmt::format("the {} `{}` {}", key, shown(given.text), *fault),
           "write it as it is dialled, such as 01632 960123 or +44 1632 960123 ext 12");
  }
}

void Assembler::check_email(const Given& given) {
  if (const auto fault = given.empty() ? std::nullopt : email_fault(given.text)) {
    report(given.mark, fmt::format("the e-mail address `{}` {}", shown(given.text), *fault),
           "write one address, such as ann.lee@example.org");
  }
}

bool Assembler::check_known(const Given& given, const Places& known, std::string_view key,
                            std::string_view kind, std::string_view mend) {
  if (given.empty()) {
    return false;
  }
  if (known.contains(given.text)) {
    return true;
  }
  std::string guess;
  if (compared_ += known.size(); compared_ <= kMostCompared) {
    guess = nearest(given.text, keys_of(known));
  }
  report(given.mark,
         fmt::format("`{}` names `{}`, which is no {} of this file", key, shown(given.text), kind),
         guess.empty() ? std::string{mend} : fmt::format("did you mean `{}`? {}", guess, mend));
  return false;
}

void Assembler::check_same_agency(const PostDraft& post, const Given& other, std::string_view key) {
  if (!check_known(other, posts_, key, "post", "write the id of a post, or leave it out")) {
    return;
  }
  if (other.text == post.id.text) {
    report(other.mark, fmt::format("the post `{}` names itself as `{}`", shown(post.id.text), key),
           "write the id of another post, or leave it out");
    return;
  }
  const PostDraft& named = draft_.posts[posts_.at(other.text)];
  if (named.agency.text != post.agency.text) {
    report(other.mark,
           fmt::format("`{}` names `{}`, a post of another agency (`{}`)", key, shown(other.text),
                       shown(named.agency.text)),
           "name a post of the same agency: a side is represented from within");
  }
}

/// Follows every line upwards once; a post that is met again on the way is in a circle.
void Assembler::check_circles() {
  constexpr std::size_t kNotMet = 0;
  std::vector<std::size_t> met_on(draft_.posts.size(), kNotMet);
  for (std::size_t start = 0; start < draft_.posts.size(); ++start) {
    const std::size_t walk = start + 1;
    std::size_t at = start;
    while (met_on[at] == kNotMet) {
      met_on[at] = walk;
      const auto above = posts_.find(draft_.posts[at].reports_to.text);
      if (above == posts_.end() || above->second == at) {
        break;
      }
      at = above->second;
      if (met_on[at] != walk) {
        continue;
      }
      std::string line = draft_.posts[at].id.text;
      std::size_t first = at;
      std::size_t levels = 0;
      for (std::size_t next = posts_.at(draft_.posts[at].reports_to.text); next != at;
           next = posts_.at(draft_.posts[next].reports_to.text)) {
        constexpr std::size_t kMostShown = 8;
        if (++levels <= kMostShown) {
          line += fmt::format(" → {}", draft_.posts[next].id.text);
        }
        first = std::min(first, next);
      }
      report(draft_.posts[first].reports_to.mark,
             fmt::format("this line of management goes round in a circle: {} → {}", line,
                         draft_.posts[at].id.text),
             "leave `reports_to` out of the post at the top");
    }
  }
}

std::pair<Instant, Instant> Assembler::span(const Given& given, std::string_view key) {
  const auto read = read_span(given.text, zone_);
  if (!read) {
    report(given.mark, fmt::format("in `{}`: {}", key, read.error()),
           "write a day or FROM to TO, such as 2026-12-21 to 2027-01-02");
    return {};
  }
  return *read;
}

Agency Assembler::make(const AgencyDraft& draft) {
  const std::string who = draft.is_partnership
                              ? "the partnership"
                              : fmt::format("the agency {}", called(draft.name, draft.id));
  need(draft.name, draft.mark, who, "name");
  check_text(draft.name, "name", kLongestName);
  check_text(draft.guide, "guide", kLongestGuide, true);
  check_phone(draft.phone, "phone");
  check_phone(draft.out_of_hours, "out_of_hours");
  if (draft.is_partnership) {
    if (!draft.sector.empty()) {
      report(draft.sector.mark, "the partnership has a `sector`", "leave it out: it is no side");
    }
  } else {
    need(draft.sector, draft.mark, who, "sector");
    const auto& sectors = directory_sectors();
    if (!draft.sector.empty() &&
        std::find(sectors.begin(), sectors.end(), draft.sector.text) == sectors.end()) {
      report(draft.sector.mark, fmt::format("`{}` is no sector", shown(draft.sector.text)),
             did_you_mean(draft.sector.text, sectors));
    }
  }
  if (!draft.statutory.empty() && !says_yes(draft.statutory.text) &&
      !says_no(draft.statutory.text)) {
    report(draft.statutory.mark, fmt::format("`statutory` is `{}`", shown(draft.statutory.text)),
           "write true or false, yes or no");
  }
  check_known(draft.safeguarding_lead, posts_, "safeguarding_lead", "post",
              "write the id of a post");
  check_known(draft.supporter, people_, "supporter", "person", "write the id of a person");

  Agency made;
  made.id = AgencyId{draft.id.text};
  made.name = draft.name.text;
  made.sector = draft.sector.text;
  made.is_partnership = draft.is_partnership;
  made.statutory = says_yes(draft.statutory.text);
  made.phone = draft.phone.text;
  made.out_of_hours_phone = draft.out_of_hours.text;
  made.guide = draft.guide.text;
  made.safeguarding_lead = PostId{draft.safeguarding_lead.text};
  made.supporter = PersonId{draft.supporter.text};
  for (const auto& [policys, own] : draft.equivalents) {
    check_role(policys, "role");
    check_role(own, "role");
    made.equivalents.emplace_back(policys.text, own.text);
  }
  for (const Given& closure : draft.closures) {
    if (auto days = read_days(closure.text)) {
      made.closures.push_back(*std::move(days));
    } else {
      report(closure.mark, fmt::format("in `closures`: {}", days.error()),
             "write a day or FROM to TO, such as 2026-12-25 to 2027-01-01");
    }
  }
  return made;
}

Post Assembler::make(const PostDraft& draft) {
  const std::string who = fmt::format("the post {}", called(draft.title, draft.id));
  need(draft.title, draft.mark, who, "title");
  need(draft.role, draft.mark, who, "role");
  check_known(draft.agency, agencies_, "agency", "agency", "write the id of an agency");
  check_text(draft.title, "title", kLongestName);
  check_role(draft.role, "role");
  check_phone(draft.phone, "phone");
  check_same_agency(draft, draft.reports_to, "reports_to");
  check_same_agency(draft, draft.deputy, "deputy");

  Post made;
  made.id = PostId{draft.id.text};
  made.title = draft.title.text;
  made.role = draft.role.text;
  made.agency = AgencyId{draft.agency.text};
  made.line_manager = PostId{draft.reports_to.text};
  made.deputy = PostId{draft.deputy.text};
  made.phone = draft.phone.text;
  for (const Given& holder : draft.held_by) {
    check_known(holder, people_, "held_by", "person", "add the person, or leave the post vacant");
    const PersonId id{holder.text};
    if (std::find(made.holders.begin(), made.holders.end(), id) != made.holders.end()) {
      report(holder.mark, fmt::format("{} names its holder `{}` twice", who, shown(holder.text)),
             "name each holder once");
    }
    made.holders.push_back(id);
  }
  return made;
}

Person Assembler::make(const PersonDraft& draft) {
  const std::string who = fmt::format("the person {}", called(draft.name, draft.id));
  need(draft.name, draft.mark, who, "name");
  check_known(draft.agency, agencies_, "agency", "agency", "write the id of an agency");
  check_text(draft.name, "name", kLongestName);
  check_text(draft.job, "job", kLongestName);
  check_phone(draft.phone, "phone");
  check_email(draft.email);

  Person made;
  made.id = PersonId{draft.id.text};
  made.name = draft.name.text;
  made.job = draft.job.text;
  made.agency = AgencyId{draft.agency.text};
  made.phone = draft.phone.text;
  made.email = draft.email.text;
  for (const Given& away : draft.away) {
    made.away.push_back(span(away, "away"));
  }
  return made;
}

OnCall Assembler::make(const OnCallDraft& draft) {
  need(draft.role, draft.mark, "an entry of `on_call`", "role");
  need(draft.person, draft.mark, "an entry of `on_call`", "person");
  check_known(draft.agency, agencies_, "agency", "agency", "write the id of an agency");
  check_known(draft.person, people_, "person", "person", "write the id of a person");
  check_role(draft.role, "role");
  check_phone(draft.phone, "phone");

  OnCall made;
  made.agency = AgencyId{draft.agency.text};
  made.role = draft.role.text;
  made.person = PersonId{draft.person.text};
  made.phone = draft.phone.text;
  if (!draft.shift.empty()) {
    made.shift = span(draft.shift, "on_call");
  }
  return made;
}

std::expected<Directory, std::vector<Problem>> Assembler::run() {
  sort_by_agency();
  if (draft_.agencies.size() > 1 && draft_.agencies[1].is_partnership) {
    report(
        draft_.agencies[1].mark,
        fmt::format("a second agency (`{}`) is the partnership", shown(draft_.agencies[1].id.text)),
        fmt::format("only one can be: keep `{}` or this one", shown(draft_.agencies[0].id.text)));
  }
  agencies_ = index(draft_.agencies, "an agency");
  posts_ = index(draft_.posts, "a post");
  people_ = index(draft_.people, "a person");
  const auto make_all = [this](const auto& drafts) {
    std::vector<decltype(make(drafts.front()))> made;
    made.reserve(drafts.size());
    for (const auto& draft : drafts) {
      made.push_back(make(draft));
    }
    return made;
  };
  auto agencies = make_all(draft_.agencies);
  auto posts = make_all(draft_.posts);
  auto people = make_all(draft_.people);
  auto on_call = make_all(draft_.on_call);
  check_circles();
  if (!problems_.empty()) {
    std::ranges::stable_sort(problems_, {}, &Problem::mark);
    return std::unexpected(std::move(problems_));
  }
  return Directory{std::move(agencies), std::move(posts), std::move(people), std::move(on_call)};
}

}  // namespace

std::expected<Directory, std::vector<Problem>> assemble(DirectoryDraft draft, const Zone& zone,
                                                        std::vector<Problem> found) {
  return Assembler{std::move(draft), zone, std::move(found)}.run();
}

}  // namespace accord
