#include "directory/readiness.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_set>

#include "calendar/date.hpp"

namespace accord {

namespace {

class Readiness {
 public:
  Readiness(const Directory& directory, const Zone& zone, Instant from, int days)
      : directory_(directory),
        zone_(zone),
        from_(from),
        first_day_(zone.to_local(from).day),
        end_day_(first_day_ + std::chrono::days{days}),
        end_(zone.to_instant({end_day_, zone.to_local(from).second_of_day})) {}

  std::vector<Gap> run(const std::vector<RoleNeed>& needs);

 private:
  void check_need(const RoleNeed& need);
  void check_need_in(const RoleNeed& need, const Agency* agency);
  void check_agency(const Agency& agency);
  void check_on_call(const Agency& agency, std::string_view role);
  void check_closures(const Agency& agency);
  void check_vacancies();
  void check_lines();
  void add_line_end(const Post& post, std::string what, std::string mend);
  void check_leave(const Post& post);

  [[nodiscard]] std::vector<const Agency*> agencies_for(const RoleNeed::Place& place,
                                                        const Agency* agency) const;
  [[nodiscard]] bool ever_filled(const Post& post) const;
  [[nodiscard]] bool is_on_rota(const AgencyId& agency, std::string_view role) const;
  [[nodiscard]] std::string name_of(const Post& post) const;
  void add(Gap gap) { gaps_.push_back(std::move(gap)); }

  const Directory& directory_;
  const Zone& zone_;
  Instant from_;
  Date first_day_;
  Date end_day_;  ///< exclusive
  Instant end_;
  std::vector<Gap> gaps_;
  std::unordered_set<PostId> told_;  ///< vacant posts that a gap names already
};

/// Somebody holds it, or the post of its deputy: leave is another matter.
bool Readiness::ever_filled(const Post& post) const {
  const Post* deputy = directory_.post(post.deputy);
  return !post.holders.empty() || (deputy != nullptr && !deputy->holders.empty());
}

bool Readiness::is_on_rota(const AgencyId& agency, std::string_view role) const {
  return std::any_of(
      directory_.on_call().begin(), directory_.on_call().end(),
      [&](const OnCall& entry) { return entry.agency == agency && entry.role == role; });
}

std::string Readiness::name_of(const Post& post) const {
  const Agency* agency = directory_.agency(post.agency);
  return agency == nullptr ? post.title : fmt::format("{}, {}", post.title, agency->name);
}

std::vector<const Agency*> Readiness::agencies_for(const RoleNeed::Place& place,
                                                   const Agency* agency) const {
  std::vector<const Agency*> found;
  if (place.where == RoleNeed::Where::EachAgency) {
    if (agency != nullptr) {
      found.push_back(agency);
    }
    return found;
  }
  for (const Agency& each : directory_.agencies()) {
    const bool fits = place.where == RoleNeed::Where::Partnership
                          ? each.is_partnership
                          : !each.is_partnership && each.sector == place.sector;
    if (fits) {
      found.push_back(&each);
    }
  }
  return found;
}

/// `agency` is that which has to have the role; none where one for all will do.
void Readiness::check_need_in(const RoleNeed& need, const Agency* agency) {
  std::vector<const Post*> vacant;
  std::vector<std::string> where;
  for (const RoleNeed::Place& place : need.any_of) {
    for (const Agency* each : agencies_for(place, agency)) {
      for (const Post* post : directory_.posts_with(each->id, place.post)) {
        if (ever_filled(*post)) {
          return;
        }
        vacant.push_back(post);
      }
      if (is_on_rota(each->id, place.post)) {
        return;
      }
    }
    where.push_back(place.where == RoleNeed::Where::Sector
                        ? fmt::format("`{}` in {}", place.post, place.sector)
                        : fmt::format("`{}`", place.post));
  }
  const Agency* partnership = directory_.partnership();
  const bool of_partnership = need.any_of.front().where == RoleNeed::Where::Partnership;
  const Agency* whose = agency != nullptr ? agency : of_partnership ? partnership : nullptr;
  Gap gap{.kind = GapKind::RoleUnfilled,
          .agency = whose != nullptr ? whose->id : AgencyId{},
          .post = {},
          .role = need.role,
          .what = {},
          .mend = {},
          .during = {}};
  gap.what = fmt::format(
      "{} has nobody as {}: {}", whose != nullptr ? whose->name : "No agency", need.title,
      vacant.empty() ? "no post has the role" : fmt::format("{} is vacant", vacant.front()->title));
  if (whose == nullptr) {
    gap.what = fmt::format("No agency has anybody as {}", need.title);
  }
  gap.what += fmt::format(". The protocol asks for them: {}", need.why);
  gap.mend =
      vacant.empty()
          ? fmt::format("Add a post with the role {}, or name an agency's own in `equivalents`",
                        fmt::join(where, " or "))
          : fmt::format("Name a holder or a deputy of {}", name_of(*vacant.front()));
  if (!vacant.empty()) {
    gap.post = vacant.front()->id;
    for (const Post* post : vacant) {
      told_.insert(post->id);
    }
  }
  add(std::move(gap));
}

void Readiness::check_need(const RoleNeed& need) {
  if (need.any_of.empty()) {
    return;
  }
  const bool in_each = std::any_of(
      need.any_of.begin(), need.any_of.end(),
      [](const RoleNeed::Place& place) { return place.where == RoleNeed::Where::EachAgency; });
  if (!in_each) {
    check_need_in(need, nullptr);
    return;
  }
  for (const Agency& agency : directory_.agencies()) {
    if (!agency.is_partnership) {
      check_need_in(need, &agency);
    }
  }
}

void Readiness::check_on_call(const Agency& agency, std::string_view role) {
  constexpr int kSmallHours = 3 * kSecondsPerHour;
  constexpr int kNoon = 12 * kSecondsPerHour;
  constexpr unsigned kSunday = 0;
  constexpr unsigned kSaturday = 6;
  for (Date day = first_day_; day < end_day_; day += std::chrono::days{1}) {
    const bool weekend = weekday_of(day) == kSunday || weekday_of(day) == kSaturday;
    for (const int second : {kSmallHours, kNoon}) {
      const Instant at = zone_.to_instant({day, second});
      if (at < from_ || (second == kNoon && !weekend) || directory_.on_call(agency.id, role, at)) {
        continue;
      }
      std::string title{role};
      std::replace(title.begin(), title.end(), '_', ' ');
      title.replace(title.find("on call"), 7, "on-call");
      add({.kind = GapKind::NoOnCall,
           .agency = agency.id,
           .post = {},
           .role = std::string{role},
           .what = fmt::format("{} has no {} {}{}", agency.name, title,
                               second == kNoon ? "on " : "in the early hours of ", to_words(day)),
           .mend = "Add them to `on_call`, with a shift or for always",
           .during = std::pair{at, at}});
      return;
    }
  }
}

/// An agency's own closure stops no clock: somebody else answers meanwhile.
void Readiness::check_closures(const Agency& agency) {
  const bool covered =
      !agency.out_of_hours_phone.empty() ||
      std::any_of(directory_.on_call().begin(), directory_.on_call().end(),
                  [&agency](const OnCall& entry) { return entry.agency == agency.id; });
  if (covered) {
    return;
  }
  for (const auto& [first, last] : agency.closures) {
    const auto begin = parse_date(first);
    const auto end = parse_date(last);
    if (!begin || !end || *begin >= end_day_ || *end < first_day_) {
      continue;
    }
    add({.kind = GapKind::ClosedWithoutCover,
         .agency = agency.id,
         .post = {},
         .role = {},
         .what = fmt::format("{} is closed from {} to {}, and nobody is named to answer meanwhile",
                             agency.name, to_words(*begin), to_words(*end)),
         .mend = "Add an `out_of_hours` number, or somebody to `on_call`: a closure stops no clock",
         .during =
             std::pair{zone_.to_instant({*begin, 0}), zone_.to_instant({*end, kSecondsPerDay})}});
  }
}

void Readiness::check_agency(const Agency& agency) {
  const auto lacks = [&](GapKind kind, std::string_view what, std::string_view mend) {
    add({.kind = kind,
         .agency = agency.id,
         .post = agency.safeguarding_lead,
         .role = {},
         .what = fmt::format("{} {}", agency.name, what),
         .mend = std::string{mend},
         .during = {}});
  };
  const Post* lead = directory_.post(agency.safeguarding_lead);
  if (lead == nullptr) {
    lacks(GapKind::NoSafeguardingLead, "has no safeguarding lead recorded",
          "Name the post in `safeguarding_lead`");
  } else if (!ever_filled(*lead)) {
    lacks(GapKind::NoSafeguardingLead, "has a safeguarding lead's post that is vacant",
          "Name a holder or a deputy of it");
    told_.insert(lead->id);
  }
  if (agency.supporter.empty()) {
    lacks(GapKind::NoSupporter, "names nobody who supports a worker who disagrees",
          "Name a person in `supporter`");
  }
  if (agency.guide.empty()) {
    lacks(GapKind::NoGuide, "has no one-page guide to raising a disagreement",
          "Write it, or its address, in `guide`");
  }
  if (agency.statutory) {
    check_on_call(agency, "on_call_manager");
    check_on_call(agency, "on_call_director");
  }
  check_closures(agency);
}

void Readiness::check_vacancies() {
  for (const Post& post : directory_.posts()) {
    if (ever_filled(post) || told_.contains(post.id)) {
      continue;
    }
    add({.kind = GapKind::VacantPost,
         .agency = post.agency,
         .post = post.id,
         .role = post.role,
         .what = fmt::format("{} is vacant and has no deputy{}", name_of(post),
                             post.deputy.empty() ? "" : " who could stand in"),
         .mend = "Name a holder or a deputy",
         .during = {}});
  }
}

/// A post at which somebody's line of management begins and from which nothing leads up, unless it
/// is a top to which others report; and one above which everything is vacant.
void Readiness::check_lines() {
  std::unordered_set<PostId> reported_to;
  std::unordered_set<AgencyId> with_lines;
  for (const Post& post : directory_.posts()) {
    if (!post.line_manager.empty()) {
      reported_to.insert(post.line_manager);
      with_lines.insert(post.agency);
    }
  }
  const auto begins_a_line = [this](const Post& post) {
    return std::any_of(post.holders.begin(), post.holders.end(), [&](const PersonId& holder) {
      return directory_.post_in(holder, post.agency) == &post;
    });
  };
  for (const Post& post : directory_.posts()) {
    const Agency* agency = directory_.agency(post.agency);
    if (agency == nullptr || agency->is_partnership) {
      continue;
    }
    const bool outside = post.line_manager.empty() && with_lines.contains(post.agency) &&
                         !reported_to.contains(post.id) && begins_a_line(post);
    const bool only_vacant =
        !post.line_manager.empty() && directory_.line_manager(post.id, from_) == nullptr;
    if (outside) {
      add_line_end(post,
                   fmt::format("{} reports to nobody, so a disagreement cannot go up from there",
                               name_of(post)),
                   "Name the post above it in `reports_to`");
    } else if (only_vacant) {
      add_line_end(
          post,
          fmt::format("Every post above {} is vacant, so a disagreement cannot go up from there",
                      name_of(post)),
          "Name a holder or a deputy of a post above it");
    }
  }
}

void Readiness::add_line_end(const Post& post, std::string what, std::string mend) {
  add({.kind = GapKind::LineEndsEarly,
       .agency = post.agency,
       .post = post.id,
       .role = post.role,
       .what = std::move(what),
       .mend = std::move(mend),
       .during = {}});
}

/// The first time at which all holders are away and nobody stands in, and until when.
void Readiness::check_leave(const Post& post) {
  std::vector<Instant> starts{from_};
  std::vector<Instant> ends;
  const auto note = [&](const PersonId& id) {
    if (const Person* person = directory_.person(id)) {
      for (const auto& [begin, end] : person->away) {
        starts.push_back(begin);
        ends.push_back(end);
      }
    }
  };
  std::for_each(post.holders.begin(), post.holders.end(), note);
  if (ends.empty()) {
    return;
  }
  if (const Post* deputy = directory_.post(post.deputy)) {
    std::for_each(deputy->holders.begin(), deputy->holders.end(), note);
  }
  std::sort(starts.begin(), starts.end());
  std::sort(ends.begin(), ends.end());
  const auto nobody = [&](Instant at) { return directory_.holder(post.id, at).person.empty(); };
  const auto begin = std::find_if(starts.begin(), starts.end(), [&](Instant at) {
    return from_ <= at && at < end_ && nobody(at);
  });
  if (begin == starts.end()) {
    return;
  }
  const auto end = std::find_if(ends.begin(), ends.end(),
                                [&](Instant at) { return *begin < at && !nobody(at); });
  const Instant back = end == ends.end() ? end_ : *end;
  const Person* holder = directory_.person(post.holders.front());
  const std::string who = post.holders.size() > 1 ? "all who hold it"
                          : holder != nullptr     ? holder->name
                                                  : "its holder";
  const std::string_view deputy = directory_.post(post.deputy) == nullptr
                                      ? "it has no deputy"
                                      : "its deputy is not there either";
  add({.kind = GapKind::AwayWithoutDeputy,
       .agency = post.agency,
       .post = post.id,
       .role = post.role,
       .what = fmt::format("{}: {} {} away from {} to {}, and {}", name_of(post), who,
                           post.holders.size() > 1 ? "are" : "is", to_words(zone_, *begin),
                           to_words(zone_, back), deputy),
       .mend = "Name a deputy for that time, or a second holder",
       .during = std::pair{*begin, back}});
}

std::vector<Gap> Readiness::run(const std::vector<RoleNeed>& needs) {
  for (const RoleNeed& need : needs) {
    check_need(need);
  }
  for (const Agency& agency : directory_.agencies()) {
    if (!agency.is_partnership) {
      check_agency(agency);
    }
  }
  check_vacancies();
  check_lines();
  for (const Post& post : directory_.posts()) {
    check_leave(post);
  }
  std::ranges::stable_sort(gaps_, {}, &Gap::kind);
  return std::move(gaps_);
}

}  // namespace

std::string_view to_word(GapKind kind) {
  switch (kind) {
    case GapKind::NoSafeguardingLead: return "no_safeguarding_lead";
    case GapKind::RoleUnfilled: return "role_unfilled";
    case GapKind::VacantPost: return "vacant_post";
    case GapKind::AwayWithoutDeputy: return "away_without_deputy";
    case GapKind::LineEndsEarly: return "line_ends_early";
    case GapKind::NoOnCall: return "no_on_call";
    case GapKind::ClosedWithoutCover: return "closed_without_cover";
    case GapKind::NoSupporter: return "no_supporter";
    case GapKind::NoGuide: return "no_guide";
  }
  return {};
}

std::vector<Gap> readiness(const Directory& directory, const std::vector<RoleNeed>& needs,
                           const Zone& zone, Instant from, int days) {
  return Readiness{directory, zone, from, days}.run(needs);
}

}  // namespace accord
