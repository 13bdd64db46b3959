#include "cli/policy_adopt.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/partnership_files.hpp"
#include "cli/policy_file.hpp"
#include "pages/reference.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {

namespace {

using OrderedJson = nlohmann::ordered_json;
template <typename T>
using Adopting = std::expected<T, std::string>;

/// What was done, or would be.
struct Adopted {
  std::shared_ptr<const Partnership> partnership;
  std::string version;
  std::optional<Instant> effective;  ///< none: a preview, nothing was adopted
  bool moved = false;
  std::vector<PolicyMove> moves;
  std::optional<Instant> begins;  ///< its `effective`, where nothing can be moved to it before
  bool since_past = false;        ///< it is adopted after its `effective`
};

template <typename T>
Adopting<T> in_words(std::expected<T, ServiceError> answer) {
  if (answer) {
    return *std::move(answer);
  }
  return std::unexpected(to_words(answer.error()));
}

Adopting<std::shared_ptr<const Partnership>> partnership_for(Service& service,
                                                             const std::string& wanted,
                                                             const std::string& of_policy) {
  const auto rows = service.partnerships();
  if (!rows) {
    return std::unexpected(rows.error().what);
  }
  std::vector<std::string> keys;
  for (const PartnershipRow& row : *rows) {
    keys.push_back(row.partnership.text());
  }
  const std::string& key = wanted.empty() ? of_policy : wanted;
  if (std::ranges::find(keys, key) == keys.end()) {
    return std::unexpected(fmt::format("the database has no partnership '{}': it has {}{}", key,
                                       fmt::join(keys, ", "),
                                       wanted.empty() ? "; say which with --partnership" : ""));
  }
  return in_words(service.partnership(PartnershipId{key}));
}

/// The stages named as OLD=NEW, who moves them, and the references as they are stored.
Adopting<PolicyMoves> moves_of(const PolicyAdoptArguments& asked, const Partnership& there) {
  PolicyMoves moves;
  moves.reason = asked.reason;
  for (const std::string& reference : asked.references) {
    moves.references.push_back(stored_reference(reference));
  }
  for (const std::string& stage : asked.stages) {
    const std::size_t equals = stage.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == stage.size()) {
      return std::unexpected(
          fmt::format("--stage {} names no two stages: write --stage OLD=NEW", stage));
    }
    moves.stages[stage.substr(0, equals)] = stage.substr(equals + 1);
  }
  if (!asked.move || asked.preview) {
    return moves;
  }
  if (asked.reason.empty()) {
    return std::unexpected("--move needs --reason TEXT: both sides read why");
  }
  const Person* person = there.directory->person(PersonId{asked.by});
  if (person == nullptr) {
    return std::unexpected(
        asked.by.empty()
            ? std::string{"--move needs --by PERSON: an act is recorded with who did it, by their "
                          "id in the directory"}
            : fmt::format("--by {}: the directory has nobody of that id", asked.by));
  }
  moves.by = {person->id, person->agency};
  return moves;
}

Adopting<Adopted> adopt(const PolicyAdoptArguments& asked, const std::function<Instant()>& now) {
  ACCORD_TRY(const Policy policy, load_policy(asked.file));
  const auto file = read_policy_file(asked.file);
  if (!file) {
    return std::unexpected(to_lines(file.error()));
  }
  auto database =
      Databases::open({.location = asked.database, .access = Access::Write}, Service::components());
  if (!database) {
    return std::unexpected(database.error().what);
  }
  Service service{*database, {now, random_hex_128, random_reference}};
  if (const auto rebuilt = service.rebuild_outdated(); !rebuilt) {
    return std::unexpected(to_words(rebuilt.error()));
  }
  Adopted done;
  ACCORD_TRY(done.partnership, partnership_for(service, asked.partnership, policy.id));
  ACCORD_TRY(const PolicyMoves moves, moves_of(asked, *done.partnership));
  const PartnershipId& id = done.partnership->row.partnership;
  done.version = policy.version;
  const Zone& zone = done.partnership->calendar->zone();
  if (const auto effective = parse_date(policy.effective)) {
    const Date today = zone.to_local(now()).day;
    if (*effective > today) {
      done.begins = zone.to_instant({*effective, 0});
    }
    done.since_past = *effective < today;
  }
  if (!asked.preview) {
    ACCORD_TRY(done.effective,
               in_words(service.adopt_version(id, file->text, asked.move ? &moves : nullptr)));
  }
  done.moved = asked.move && !asked.preview;
  if (done.moved) {
    ACCORD_TRY(done.moves, in_words(service.move_to_policy(id, digest_of(file->text), moves)));
  } else {
    ACCORD_TRY(done.moves, in_words(service.preview_policy_change(id, file->text, moves)));
  }
  return done;
}

bool moves_on(const PolicyMove& move) {
  return !move.there && move.refused.empty();
}

std::string said(const std::optional<Instant>& at, const Zone& zone) {
  return at ? to_words(zone, *at) : std::string{"no date"};
}

void write_duty(const MovedDuty& duty, const Zone& zone, std::ostream& out) {
  const std::string owed =
      duty.owed_by.empty() ? std::string{} : fmt::format(" ({})", fmt::join(duty.owed_by, ", "));
  switch (duty.change) {
    case MovedDuty::Change::Moved:
      out << fmt::format("      {}{}\n          from {}\n          to   {}\n", duty.what, owed,
                         said(duty.from, zone), said(duty.to, zone));
      return;
    case MovedDuty::Change::Opened:
      out << fmt::format("      asked anew: {}{}, by {}\n", duty.what, owed, said(duty.to, zone));
      return;
    case MovedDuty::Change::Lapsed:
      out << fmt::format("      no longer owed: {}{}\n", duty.what, owed);
      return;
  }
}

void write_move(const PolicyMove& move, const Adopted& done, std::ostream& out) {
  const std::string name = shown_reference(move.reference);
  if (move.there) {
    out << fmt::format("  {}  version {} already\n", name, done.version);
    return;
  }
  if (!move.refused.empty()) {
    out << fmt::format("  {}  keeps version {}. {}\n", name, move.version_before, move.refused);
    return;
  }
  out << fmt::format("  {}  version {} to {}, {}{}\n", name, move.version_before, done.version,
                     move.stage_before,
                     move.stage_after == move.stage_before ? "" : " to " + move.stage_after);
  for (const MovedDuty& duty : move.duties) {
    write_duty(duty, done.partnership->calendar->zone(), out);
  }
  out << fmt::format("      to be told: {}\n", fmt::join(move.tell, ", "));
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} open disagreement{} {}", count, count == 1 ? "" : "s", what);
}

void write_answer(const PolicyAdoptArguments& asked, const Adopted& done, std::ostream& out) {
  const auto moving = static_cast<std::size_t>(std::ranges::count_if(done.moves, moves_on));
  out << fmt::format("{} ({}): version {}", done.partnership->row.name,
                     done.partnership->row.partnership.text(), done.version);
  if (done.effective && done.effective->seconds > 0) {  // the first is in force from ever
    out << fmt::format(", in force from {}.\n",
                       to_words(done.partnership->calendar->zone(), *done.effective));
    if (done.since_past) {
      out << "That day has passed: what was raised since then, and before now, keeps the version "
             "under which it was raised.\n";
    }
  } else {
    out << ".\n";
  }
  if (!done.moved && !asked.preview) {
    const auto there = static_cast<std::size_t>(
        std::ranges::count_if(done.moves, [](const PolicyMove& move) { return move.there; }));
    out << fmt::format("{} the version under which they are.\n",
                       counted(done.moves.size() - there, "keep"));
    for (const PolicyMove& move : done.moves) {
      if (!move.there) {
        out << fmt::format("  {}  version {}{}{}\n", shown_reference(move.reference),
                           move.version_before, move.stage_before.empty() ? "" : ", ",
                           move.stage_before);
      }
    }
    out << "\n--preview shows what moving them would change; --move moves them.\n";
    return;
  }
  out << counted(moving, done.moved ? "moved" : "would move") << ".\n";
  for (const PolicyMove& move : done.moves) {
    write_move(move, done, out);
  }
  if (done.moved && moving == 0) {
    return;
  }
  out << (done.moved ? "\nMoved. Each change is in the record of its disagreement, with why.\n"
                     : "\nThis is a preview: nothing was changed.\n");
  if (done.begins) {
    out << fmt::format("Nothing can be moved to it before {}.\n",
                       to_words(done.partnership->calendar->zone(), *done.begins));
  }
}

OrderedJson to_json(const PolicyMove& move, const Zone& zone) {
  const auto time = [&](const std::optional<Instant>& at) {
    return at ? OrderedJson(iso_local(zone, *at)) : OrderedJson();
  };
  OrderedJson duties = OrderedJson::array();
  for (const MovedDuty& duty : move.duties) {
    const std::string_view change = duty.change == MovedDuty::Change::Moved    ? "date"
                                    : duty.change == MovedDuty::Change::Opened ? "opened"
                                                                               : "lapsed";
    duties.push_back({{"change", change},
                      {"what", duty.what},
                      {"owed_by", duty.owed_by},
                      {"clause", duty.clause},
                      {"from", time(duty.from)},
                      {"to", time(duty.to)}});
  }
  return {{"reference", shown_reference(move.reference)},
          {"version_before", move.version_before},
          {"there_already", move.there},
          {"refused", move.refused.empty() ? OrderedJson() : OrderedJson(move.refused)},
          {"stage_before", move.stage_before},
          {"stage_after", move.stage_after},
          {"duties", std::move(duties)},
          {"to_be_told", move.tell}};
}

}  // namespace

int run_policy_adopt(const PolicyAdoptArguments& arguments, const std::function<Instant()>& now,
                     std::ostream& out, std::ostream& err) {
  const auto done = adopt(arguments, now);
  if (!done) {
    err << "accord policy adopt: " << done.error() << '\n';
    return kCouldNotRun;
  }
  const bool kept = done->moved && std::ranges::any_of(done->moves, [](const PolicyMove& move) {
                      return !move.refused.empty() && !move.stage_before.empty();
                    });
  if (arguments.json) {
    const Zone& zone = done->partnership->calendar->zone();
    OrderedJson moves = OrderedJson::array();
    for (const PolicyMove& move : done->moves) {
      moves.push_back(to_json(move, zone));
    }
    const OrderedJson answer{
        {"partnership", done->partnership->row.partnership.text()},
        {"version", done->version},
        {"effective",
         done->effective ? OrderedJson(iso_local(zone, *done->effective)) : OrderedJson()},
        {"moved", done->moved},
        {"disagreements", std::move(moves)}};
    out << answer.dump(2, ' ', false, OrderedJson::error_handler_t::replace) << '\n';
  } else {
    write_answer(arguments, *done, out);
  }
  return kept ? kAnswerIsNo : kDone;
}

}  // namespace accord
