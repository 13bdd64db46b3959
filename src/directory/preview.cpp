#include "directory/preview.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>

#include "base/utc.hpp"
#include "directory/checks.hpp"

namespace accord {

namespace {

using FieldTexts = std::vector<std::pair<std::string_view, std::string>>;
/// An agency's on-call rota as one text.
using Rotas = std::unordered_map<AgencyId, std::string>;

std::string person_name(const Directory& directory, const PersonId& id) {
  const Person* person = directory.person(id);
  return person == nullptr ? id.text() : person->name;
}

std::string spans_text(const std::vector<std::pair<Instant, Instant>>& spans) {
  std::vector<std::string> texts;
  for (const auto& [from, to] : spans) {
    texts.push_back(fmt::format("{} to {}", to_utc_text(from), to_utc_text(to)));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

Rotas rotas_of(const Directory& directory) {
  Rotas rotas;
  for (const OnCall& entry : directory.on_call()) {
    std::string& rota = rotas[entry.agency];
    fmt::format_to(std::back_inserter(rota), "{}{} {}{}{}{}{}", rota.empty() ? "" : "; ",
                   entry.role, entry.person.text(), entry.phone.empty() ? "" : " ", entry.phone,
                   entry.shift ? " " : "",
                   entry.shift ? spans_text({*entry.shift}) : std::string{});
  }
  return rotas;
}

std::string pairs_text(const std::vector<std::pair<std::string, std::string>>& pairs,
                       std::string_view between) {
  std::vector<std::string> texts;
  for (const auto& [left, right] : pairs) {
    texts.push_back(fmt::format("{}{}{}", left, between, right));
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

FieldTexts fields_of(const Agency& agency, const Rotas& rotas) {
  const auto rota = rotas.find(agency.id);
  return {{"name", agency.name},
          {"sector", agency.sector},
          {"partnership", agency.is_partnership ? "true" : ""},
          {"statutory", agency.statutory ? "true" : ""},
          {"phone", agency.phone},
          {"out_of_hours", agency.out_of_hours_phone},
          {"guide", agency.guide},
          {"safeguarding_lead", agency.safeguarding_lead.text()},
          {"supporter", agency.supporter.text()},
          {"equivalents", pairs_text(agency.equivalents, ": ")},
          {"closures", pairs_text(agency.closures, " to ")},
          {"on_call", rota == rotas.end() ? std::string{} : rota->second}};
}

FieldTexts fields_of(const Post& post, const Rotas& /*rotas*/) {
  std::vector<std::string> holders;
  for (const PersonId& holder : post.holders) {
    holders.push_back(holder.text());
  }
  return {{"title", post.title},
          {"role", post.role},
          {"agency", post.agency.text()},
          {"held_by", fmt::format("{}", fmt::join(holders, ", "))},
          {"reports_to", post.line_manager.text()},
          {"deputy", post.deputy.text()},
          {"phone", post.phone}};
}

FieldTexts fields_of(const Person& person, const Rotas& /*rotas*/) {
  return {{"name", person.name},   {"job", person.job},     {"agency", person.agency.text()},
          {"phone", person.phone}, {"email", person.email}, {"away", spans_text(person.away)}};
}

const std::string& name_of(const Agency& agency) {
  return agency.name;
}
const std::string& name_of(const Post& post) {
  return post.title;
}
const std::string& name_of(const Person& person) {
  return person.name;
}

struct Sides {
  Rotas old_rotas;
  Rotas new_rotas;
};

template <typename Value, typename Find>
void compare(DirectoryPart part, const std::vector<Value>& old_ones,
             const std::vector<Value>& new_ones, const Find& find_old, const Find& find_new,
             const Sides& sides, std::vector<DirectoryDifference>& out) {
  for (const Value& value : new_ones) {
    const Value* before = find_old(value.id);
    if (before == nullptr) {
      out.push_back({ChangeKind::Added, part, value.id.text(), name_of(value), {}});
      continue;
    }
    const FieldTexts was = fields_of(*before, sides.old_rotas);
    const FieldTexts is = fields_of(value, sides.new_rotas);
    std::vector<FieldChange> fields;
    for (std::size_t i = 0; i < is.size(); ++i) {
      if (is[i].second != was[i].second) {
        fields.push_back({std::string{is[i].first}, was[i].second, is[i].second});
      }
    }
    if (!fields.empty()) {
      out.push_back(
          {ChangeKind::Changed, part, value.id.text(), name_of(value), std::move(fields)});
    }
  }
  for (const Value& value : old_ones) {
    if (find_new(value.id) == nullptr) {
      out.push_back({ChangeKind::Removed, part, value.id.text(), name_of(value), {}});
    }
  }
}

std::vector<LostPost> lost_posts(const Directory& old_one, const Directory& new_one) {
  std::vector<LostPost> lost;
  for (const Post& before : old_one.posts()) {
    const Post* after = new_one.post(before.id);
    for (const PersonId& holder : before.holders) {
      const bool keeps = after != nullptr && std::find(after->holders.begin(), after->holders.end(),
                                                       holder) != after->holders.end();
      if (!keeps) {
        lost.push_back({before.id, before.title, holder, person_name(old_one, holder),
                        after == nullptr, after != nullptr && after->holders.empty()});
      }
    }
  }
  return lost;
}

std::string_view word_of(DirectoryPart part, bool several) {
  switch (part) {
    case DirectoryPart::Agency: return several ? "agencies" : "agency";
    case DirectoryPart::Post: return several ? "posts" : "post";
    case DirectoryPart::Person: return several ? "people" : "person";
  }
  return {};
}

std::string_view word_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::Added: return "added";
    case ChangeKind::Changed: return "changed";
    case ChangeKind::Removed: return "removed";
  }
  return {};
}

/// "2 agencies, 5 posts and 7 people added"; empty when there is none of that kind.
std::string counted(const DirectoryChange& change, ChangeKind kind) {
  std::vector<std::string> parts;
  for (const auto part : {DirectoryPart::Agency, DirectoryPart::Post, DirectoryPart::Person}) {
    if (const std::size_t count = change.count(part, kind); count > 0) {
      parts.push_back(fmt::format("{} {}", count, word_of(part, count > 1)));
    }
  }
  if (parts.empty()) {
    return {};
  }
  const std::string last = std::move(parts.back());
  parts.pop_back();
  return fmt::format("{}{}{} {}", fmt::join(parts, ", "), parts.empty() ? "" : " and ", last,
                     word_of(kind));
}

std::string to_line(const LostPost& lost) {
  const std::string_view then = lost.post_removed  ? ": the post is removed"
                                : lost.left_vacant ? ", which is left vacant"
                                                   : "";
  return fmt::format("{} ({}) would no longer hold {} ({}){}", lost.name, lost.person.text(),
                     lost.title, lost.post.text(), then);
}

}  // namespace

std::size_t DirectoryChange::count(DirectoryPart part, ChangeKind kind) const {
  return static_cast<std::size_t>(std::count_if(
      differences.begin(), differences.end(),
      [=](const DirectoryDifference& each) { return each.part == part && each.kind == kind; }));
}

DirectoryChange preview(const Directory& old_one, const Directory& new_one) {
  const Sides sides{rotas_of(old_one), rotas_of(new_one)};
  DirectoryChange change;
  const auto agencies_of = [](const Directory& directory) {
    return [&directory](const AgencyId& id) { return directory.agency(id); };
  };
  const auto posts_of = [](const Directory& directory) {
    return [&directory](const PostId& id) { return directory.post(id); };
  };
  const auto people_of = [](const Directory& directory) {
    return [&directory](const PersonId& id) { return directory.person(id); };
  };
  compare(DirectoryPart::Agency, old_one.agencies(), new_one.agencies(), agencies_of(old_one),
          agencies_of(new_one), sides, change.differences);
  compare(DirectoryPart::Post, old_one.posts(), new_one.posts(), posts_of(old_one),
          posts_of(new_one), sides, change.differences);
  compare(DirectoryPart::Person, old_one.people(), new_one.people(), people_of(old_one),
          people_of(new_one), sides, change.differences);
  change.lost = lost_posts(old_one, new_one);
  return change;
}

std::string summary(const DirectoryChange& change) {
  std::string out;
  for (const auto kind : {ChangeKind::Added, ChangeKind::Changed, ChangeKind::Removed}) {
    if (const std::string part = counted(change, kind); !part.empty()) {
      out += (out.empty() ? "" : "; ") + part;
    }
  }
  return out.empty() ? "Nothing changes" : out;
}

std::vector<std::string> to_lines(const DirectoryChange& change) {
  std::vector<std::string> lines;
  for (const DirectoryDifference& each : change.differences) {
    std::string line = fmt::format("{}: {} {} ({})", word_of(each.kind), word_of(each.part, false),
                                   each.name, each.id);
    for (const FieldChange& field : each.fields) {
      fmt::format_to(std::back_inserter(line), "\n    {}: {} → {}", field.field,
                     field.before.empty() ? "(none)" : field.before,
                     field.after.empty() ? "(none)" : field.after);
    }
    lines.push_back(std::move(line));
  }
  for (const LostPost& lost : change.lost) {
    lines.push_back(to_line(lost));
  }
  return lines;
}

}  // namespace accord
