#include "service/policy_versions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "access/may.hpp"
#include "pages/pages_groups.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "policy/change_lines.hpp"
#include "policy/words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

constexpr Action kReadVersions{"policy.versions.read"};
constexpr Action kReadVersion{"policy.version.read"};

constexpr std::string_view kPath = "/policy/versions";
constexpr std::size_t kMovesOnAPage = 20;

using Versions = std::vector<PolicyVersion>;

std::string address_of(const PageContext& context, const PolicyVersion& version) {
  return context.href(fmt::format("{}/{}", kPath, version.number));
}

/// "Tuesday 10 November 2026"; with the time where it is not the day's beginning.
std::string beginning(const PageContext& context, const PolicyVersion& version) {
  // What had been raised when a later version was adopted keeps the one before.
  const Instant effective = in_force_from(version, context.zone());
  const Instant from = version.number > 1 ? std::max(effective, version.adopted) : effective;
  const LocalTime local = context.zone().to_local(from);
  return local.second_of_day == 0 ? to_words(local.day) : context.words(from);
}

/// "From Monday 5 January 2026, until version 2027 took over on …"
std::string in_force(const PageContext& context, const Versions& all, std::size_t place) {
  const std::string from = beginning(context, all[place]);
  if (place + 1 == all.size()) {
    return fmt::format("From {} on.", from);
  }
  const PolicyVersion& next = all[place + 1];
  return fmt::format("From {}, until version {} {} on {}.", from, next.policy->version,
                     next.effective > context.now() ? "takes over" : "took over",
                     beginning(context, next));
}

std::string counted(std::int64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count == 0 ? "No" : fmt::to_string(count), what,
                     count == 1 ? "" : "s");
}

/// The disagreements without an outcome that are under a version, or under another. What has an
/// outcome keeps its version.
std::vector<DisagreementRow> open_of(const std::vector<DisagreementRow>& rows,
                                     const std::string& hash, bool under_it) {
  std::vector<DisagreementRow> found;
  std::ranges::copy_if(rows, std::back_inserter(found), [&](const DisagreementRow& row) {
    return !row.finished && row.outcome.empty() && (row.policy_hash == hash) == under_it;
  });
  std::ranges::sort(found, {}, &DisagreementRow::reference);
  return found;
}

/// The references of what this person may read.
class Readable {
 public:
  explicit Readable(const PageContext& context) : context_(context) {
    if (auto rows = context.service().disagreements(context.id(), context.actor())) {
      rows_ = *std::move(rows);
    }
  }
  /// A link to it, or its reference alone.
  void put(Dictionary& place, std::string_view marker, const std::string& reference) const {
    const std::string shown = shown_reference(reference);
    const bool opens =
        std::ranges::find(rows_, reference, &DisagreementRow::reference) != rows_.end();
    Dictionary& part = place.section(opens ? "OPENS" : "SHUT").set(marker, shown);
    if (opens) {
      part.set("HREF", context_.href("/d/" + percent_encode(shown)));
    }
  }

 private:
  const PageContext& context_;
  std::vector<DisagreementRow> rows_;
};

/// Under which version what is open stands, for the partnership's own people alone.
void put_governed(Dictionary& card, const PolicyVersion& version,
                  const std::vector<DisagreementRow>& rows, const Readable& readable) {
  const auto open = open_of(rows, version.policy->hash, true);
  Dictionary& list = card.section("GOVERNS");
  std::string count = counted(static_cast<std::int64_t>(open.size()), "open disagreement");
  if (version.owing > 0) {
    count +=
        fmt::format("; {} more with an outcome, in which something is still owed", version.owing);
  }
  list.set("COUNT", count + ".");
  for (const DisagreementRow& row : open) {
    const Stage* stage = version.policy->scope(row.stage);
    Dictionary& line = list.section("REFERENCE");
    line.set("NOTE", stage != nullptr ? fmt::format(", {}", name_of(*stage)) : std::string{});
    readable.put(line, "TEXT", row.reference);
  }
}

/// `/policy/versions`: every version that was adopted, the newest first.
Response show_versions(PageContext& context) {
  const auto versions = context.service().policy_versions(context.id());
  if (!versions) {
    return context.failed(versions.error());
  }
  const bool ours = serves_partnership(context.actor(), context.directory());
  std::vector<DisagreementRow> rows;
  if (ours) {
    auto all = context.service().all_disagreements(context.id());
    if (!all) {
      return context.failed(all.error());
    }
    rows = *std::move(all);
  }
  const Readable readable{context};
  Dictionary content;
  content.set("POLICY", context.policy().title);
  for (std::size_t i = versions->size(); i-- > 0;) {
    const PolicyVersion& version = (*versions)[i];
    Dictionary& card = content.section("VERSION");
    card.set("NAME", version.policy->version).set("WHEN", in_force(context, *versions, i));
    card.show_if(version.in_force, "NOW").show_if(version.effective > context.now(), "TO_COME");
    card.set("HREF", address_of(context, version));
    card.set("LINK", i == 0 ? fmt::format("More about version {}", version.policy->version)
                            : fmt::format("What changed in version {}", version.policy->version));
    if (ours) {
      put_governed(card, version, rows, readable);
    }
  }
  context.frame.back = Link{"Back to the policy", context.href("/policy")};
  return context.page("versions.html", "Versions of the policy", std::move(content));
}

void put_change(Dictionary& place, const PolicyChange& change) {
  const ChangeInLines said = in_lines(change);
  Dictionary& part = place.section("CHANGE");
  part.set("KIND", said.kind).set("UNDER", said.under).set("WHAT", said.what);
  for (const auto& [section, lines] :
       {std::pair{"LINE", &said.lines}, {"BEFORE", &said.before}, {"AFTER", &said.now}}) {
    for (const std::string& line : *lines) {
      part.section(section).set("TEXT", line);
    }
  }
  part.set_if_any("MOVED", "TEXT", said.moved_from);
}

std::string heading_of(const ClauseChanges& group) {
  if (group.clause.empty()) {
    return "What cites no clause";
  }
  return fmt::format("Clause {}{}{}", group.clause, group.heading.empty() ? "" : ": ",
                     group.heading);
}

/// What changed, clause by clause, in words.
void put_differences(const PageContext& context, Dictionary& content, const Versions& all,
                     const PolicyVersion& older, const PolicyVersion& newer) {
  Dictionary& compared = content.section("COMPARED");
  compared.set("OLDER", older.policy->version);
  if (all.size() > 2) {
    Dictionary& others = compared.section("OTHERS");
    others.set("ACTION", address_of(context, newer));
    for (const PolicyVersion& one : all) {
      if (one.number != newer.number) {
        others.section("OTHER")
            .set("VALUE", fmt::to_string(one.number))
            .set("TEXT", one.policy->version)
            .show_if(one.number == older.number, "CHOSEN");
      }
    }
  }
  const auto changes = policy_changes(*older.policy, *newer.policy);
  compared.set("COUNT", changes.empty()
                            ? std::string{"The two say the same."}
                            : counted(static_cast<std::int64_t>(changes.size()), "change") +
                                  ", clause by clause.");
  for (const ClauseChanges& group : by_clause(changes, *older.policy, *newer.policy)) {
    Dictionary& clause = compared.section("CLAUSE");
    clause.set("HEADING", heading_of(group));
    for (const PolicyChange& change : group.changes) {
      put_change(clause, change);
    }
  }
}

std::string date_words(const PageContext& context, const std::optional<Instant>& at) {
  return at ? context.words(*at) : std::string{"no date"};
}

void put_duty(const PageContext& context, Dictionary& table, const MovedDuty& duty) {
  const bool opened = duty.change == MovedDuty::Change::Opened;
  const bool lapsed = duty.change == MovedDuty::Change::Lapsed;
  table.section("DUTY")
      .set("WHAT", capitalised(duty.what))
      .set("BY", duty.owed_by.empty() ? std::string{"everybody"} : listed(duty.owed_by))
      .set("FROM", opened ? std::string{"not asked"} : date_words(context, duty.from))
      .set("TO", lapsed ? std::string{"no longer owed"} : date_words(context, duty.to));
}

void put_move(const PageContext& context, Dictionary& place, const PolicyMove& move,
              const PolicyVersion& version, const Readable& readable) {
  Dictionary& card = place.section("MOVE");
  readable.put(card, "REFERENCE", move.reference);
  card.set("FROM_TO",
           !move.refused.empty()
               ? fmt::format("Under version {}, at “{}”.", move.version_before, move.stage_before)
           : move.stage_after.empty() || move.stage_after == move.stage_before
               ? fmt::format("From version {} to version {}. It is at “{}”, and stays there.",
                             move.version_before, version.policy->version, move.stage_before)
               : fmt::format("From version {} to version {}. It is at “{}”, and goes on at “{}”.",
                             move.version_before, version.policy->version, move.stage_before,
                             move.stage_after));
  if (!move.refused.empty()) {
    card.section("KEPT").set(
        "WHY", fmt::format("It would keep version {}. {}", move.version_before, move.refused));
    return;
  }
  if (move.duties.empty()) {
    card.section("KEPT").set("WHY", "No date changes, and nothing else is asked of anybody.");
  } else {
    Dictionary& table = card.section("TABLE");
    table.set("REFERENCE", shown_reference(move.reference));
    for (const MovedDuty& duty : move.duties) {
      put_duty(context, table, duty);
    }
  }
  if (!move.tell.empty()) {
    card.section("TELL").set("NAMES", listed(move.tell) + ".");
  }
}

void put_command(const PageContext& context, Dictionary& moving, const PolicyVersion& version) {
  Dictionary& command = moving.section("COMMAND");
  command.set("HOW", version.effective > context.now()
                         ? fmt::format("From {} on, whoever looks after Accord types:",
                                       beginning(context, version))
                         : std::string{"Whoever looks after Accord types:"});
  command.set("WORDS",
              fmt::format("accord policy adopt policy.yaml --database accord.db --partnership {} "
                          "--move --by {} --reason \"Why they move\"",
                          context.id().text(), context.actor().person.text()));
  command.set("WHERE",
              fmt::format("Here policy.yaml is the file of version {}, accord.db the database that "
                          "is served, and the reason is what both sides will read. With references "
                          "after --move, those alone move.",
                          version.policy->version));
}

std::size_t page_asked_of(const PageContext& context) {
  const std::string asked{context.request().asked("page").value_or("1")};
  std::size_t page = 1;
  std::from_chars(asked.data(), asked.data() + asked.size(), page);
  return std::clamp<std::size_t>(page, 1, 100'000);
}

/// Each old and new date and who must be told, for the partnership's own people, as `accord policy
/// adopt --preview` says it; some at a time.
std::expected<void, ServiceError> put_preview(PageContext& context, Dictionary& content,
                                              const PolicyVersion& version) {
  auto rows = context.service().all_disagreements(context.id());
  if (!rows) {
    return std::unexpected(rows.error());
  }
  const auto elsewhere = open_of(*rows, version.policy->hash, false);
  Dictionary& moving = content.section("MOVING");
  moving.set("SENTENCE",
             elsewhere.empty()
                 ? std::string{"No open disagreement is under another version."}
                 : counted(static_cast<std::int64_t>(elsewhere.size()), "open disagreement") +
                       (elsewhere.size() == 1 ? " is" : " are") + " under another version.");
  if (elsewhere.empty()) {
    return {};
  }
  moving.show("SOME");
  const std::size_t page = page_asked_of(context);
  const std::size_t first = std::min((page - 1) * kMovesOnAPage, elsewhere.size());
  const std::size_t last = std::min(first + kMovesOnAPage, elsewhere.size());
  PolicyMoves moves;
  for (std::size_t i = first; i < last; ++i) {
    moves.references.push_back(elsewhere[i].reference);
  }
  const Readable readable{context};
  if (!moves.references.empty()) {
    auto found = context.service().preview_version(context.id(), version.policy->hash, moves);
    if (!found) {
      return std::unexpected(found.error());
    }
    std::ranges::sort(*found, {}, &PolicyMove::reference);
    for (const PolicyMove& move : *found) {
      put_move(context, moving, move, version, readable);
    }
  }
  const auto further = [&](std::size_t to, std::string_view words) {
    moving.section("FURTHER")
        .set("HREF", fmt::format("{}?page={}#moving", address_of(context, version), to))
        .set("TEXT", words);
  };
  if (page > 1) {
    further(1, "The first of them");
  }
  if (last < elsewhere.size()) {
    further(page + 1, fmt::format("The next of them ({} are left)", elsewhere.size() - last));
  }
  put_command(context, moving, version);
  return {};
}

/// `/policy/versions/2`: what changed since the one before it, or another that is asked for.
Response show_version(PageContext& context) {
  const auto versions = context.service().policy_versions(context.id());
  if (!versions) {
    return context.failed(versions.error());
  }
  const auto place = place_of(*versions, context.request().parameter("number"));
  const auto since = context.request().asked("since");
  const auto other = since ? place_of(*versions, *since) : std::nullopt;
  if (!place || (since && !other)) {
    return Response::not_found();
  }
  const PolicyVersion& version = (*versions)[*place];
  Dictionary content;
  content.set("POLICY", context.policy().title).set("NAME", version.policy->version);
  content.set("READ", context.policy_href(*version.policy));
  content.set("WHEN", "For what is raised: " + in_force(context, *versions, *place));
  if (other || *place > 0) {
    put_differences(context, content, *versions, (*versions)[other ? *other : *place - 1], version);
  } else {
    content.show("ONLY");
  }
  // Back to a version that another has replaced nobody should move by mistake.
  const auto now = std::ranges::find_if(*versions, &PolicyVersion::in_force);
  const bool replaced = now != versions->end() && version.number < now->number;
  if (!replaced && serves_partnership(context.actor(), context.directory())) {
    if (const auto put = put_preview(context, content, version); !put) {
      return context.failed(put.error());
    }
  }
  context.frame.back = Link{"Back to the versions", context.href(kPath)};
  return context.page("version.html", "Version " + version.policy->version, std::move(content));
}

}  // namespace

void add_policy_versions_pages(Pages& pages) {
  pages.get_for_anybody(kPath, kReadVersions, show_versions);
  pages.get_for_anybody(fmt::format("{}/{{number}}", kPath), kReadVersion, show_version);
}

}  // namespace accord
