#include "cli/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>
#include <system_error>
#include <vector>

#include "base/try.hpp"
#include "base/utc.hpp"
#include "cli/copy.hpp"
#include "cli/exit_code.hpp"
#include "cli/moment_words.hpp"
#include "cli/partial_file.hpp"
#include "database/postgres.hpp"
#include "ledger/digest.hpp"
#include "service/service.hpp"
#include "store/partnership_entry.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

struct Drilled {
  PartnershipHead head;
  std::int64_t disagreements = 0;
};

struct Figures {
  Instant until;
  std::int64_t age_s = 0;
  std::int64_t oldest_s = 0;
  std::vector<Drilled> partnerships;
  std::uintmax_t bytes = 0;
  double restore_s = 0;
  double verify_s = 0;

  [[nodiscard]] bool in_time() const { return age_s <= oldest_s; }
  [[nodiscard]] std::int64_t events() const {
    std::int64_t sum = 0;
    for (const Drilled& one : partnerships) {
      sum += one.head.entries;
    }
    return sum;
  }
  [[nodiscard]] std::int64_t disagreements() const {
    std::int64_t sum = 0;
    for (const Drilled& one : partnerships) {
      sum += one.disagreements;
    }
    return sum;
  }
  [[nodiscard]] Instant last_recorded_at() const {
    return std::ranges::max(partnerships, {},
                            [](const Drilled& one) { return one.head.last_recorded_at; })
        .head.last_recorded_at;
  }
  [[nodiscard]] double events_per_second() const {
    return static_cast<double>(events()) / std::max(restore_s + verify_s, 1e-6);
  }
};

/// What a restored file needs: itself, and what is written of it before its commit.
std::expected<void, NotCopied> check_room(const fs::path& folder, std::uintmax_t bytes) {
  constexpr std::uintmax_t kMiB = 1U << 20U;
  std::error_code failed;
  const auto space = fs::space(folder, failed);
  if (failed) {
    return not_copied(
        fmt::format("{} is no folder to restore to: {}", folder.string(), failed.message()));
  }
  const std::uintmax_t needed = bytes / kMiB * 2 + 16;
  if (space.available / kMiB < needed) {
    return not_copied(
        fmt::format("{} has {} MiB left, and to restore this backup takes {} MiB: make "
                    "room, or name another folder with --scratch",
                    folder.string(), space.available / kMiB, needed));
  }
  return {};
}

class Drill {
 public:
  Drill(const DrillArguments& arguments, CopySource& from) : arguments_(arguments), from_(from) {}

  std::expected<Figures, NotCopied> run() {
    std::error_code none;
    figures_.bytes = fs::file_size(arguments_.from, none);
    ACCORD_TRY_DO(look_at_backup());
    if (is_postgres(arguments_.scratch)) {
      ACCORD_TRY_DO(at_server());
    } else {
      ACCORD_TRY_DO(in_folder());
    }
    return std::move(figures_);
  }

 private:
  std::expected<void, NotCopied> look_at_backup() {
    const auto damages = from_.connection->self_check();
    if (!damages) {
      return not_copied(damages.error());
    }
    if (!damages->empty()) {
      return std::unexpected(NotCopied{kAnswerIsNo, "the file is damaged: " + damages->front()});
    }
    for (const PartnershipHead& head : from_.heads) {
      const auto streams = Ledger{*from_.connection}.streams(head.partnership);
      if (!streams) {
        return not_copied(streams.error());
      }
      const auto of_disagreements = std::ranges::count_if(*streams, [](const StreamHead& one) {
        return one.stream.disagreement != partnership_stream();
      });
      figures_.partnerships.push_back({head, of_disagreements});
    }
    return {};
  }

  /// In a transaction that is never committed: nothing is left, however it ends.
  std::expected<void, NotCopied> at_server() {
    const auto server = open_connection(arguments_.scratch, Access::Write);
    if (!server) {
      return not_copied(server.error());
    }
    const auto to = (*server)->scratch();
    if (!to) {
      return not_copied(to.error());
    }
    const std::vector<Component> components = Service::components();
    if (const auto made = make_tables(**to, components); !made) {
      return not_copied(made.error());
    }
    const auto begun = Clock::now();
    ACCORD_TRY_DO(copy_all(from_, **to));
    const auto restored = Clock::now();
    ACCORD_TRY_DO(verify_copy(**to, from_.heads));
    note(begun, restored);
    return {};
  }

  std::expected<void, NotCopied> in_folder() {
    const fs::path folder =
        arguments_.scratch.empty() ? fs::temp_directory_path() : fs::path{arguments_.scratch};
    ACCORD_TRY_DO(check_room(folder, figures_.bytes));
    const auto partial = PartialFile::begin(folder / "accord-drill");
    if (!partial) {
      return not_copied(partial.error());
    }
    const auto begun = Clock::now();
    ACCORD_TRY_DO(in_database(partial->path(), Service::components(),
                              [&](Connection& to) { return copy_all(from_, to); }));
    const auto restored = Clock::now();
    const auto there = open_connection(partial->path(), Access::Read);
    if (!there) {
      return not_copied(there.error());
    }
    ACCORD_TRY_DO(verify_copy(**there, from_.heads));
    note(begun, restored);
    return {};
  }

  void note(Clock::time_point begun, Clock::time_point restored) {
    figures_.restore_s = Seconds{restored - begun}.count();
    figures_.verify_s = Seconds{Clock::now() - restored}.count();
  }

  const DrillArguments& arguments_;
  CopySource& from_;
  Figures figures_;
};

std::expected<Figures, NotCopied> drill(const DrillArguments& arguments) {
  const auto oldest_s = read_length(arguments.oldest);
  if (!oldest_s) {
    return not_copied(
        fmt::format("--oldest {} is no length of time: write 90m, 26h or 2d", arguments.oldest));
  }
  ACCORD_TRY(const Instant until, backup_at(arguments.from));
  ACCORD_TRY(CopySource from, open_source(arguments.from, ""));
  ACCORD_TRY(Figures figures, Drill(arguments, from).run());
  figures.until = until;
  figures.age_s = arguments.now.seconds - until.seconds;
  figures.oldest_s = *oldest_s;
  return figures;
}

void write_text(const Figures& figures, const DrillArguments& arguments, std::ostream& out) {
  const auto ago = [&](Instant at) {
    return length_in_words(arguments.now.seconds - at.seconds) + " ago";
  };
  out << fmt::format("{}\n", figures.in_time() ? "The backup is intact, and can be restored."
                                               : "The backup is intact, and TOO OLD.");
  out << fmt::format(
      "It has everything up to {}, {}{}.\n", in_words_and_utc(figures.until), ago(figures.until),
      figures.in_time() ? "" : fmt::format(": longer than {}", length_in_words(figures.oldest_s)));
  out << fmt::format("The last event was recorded on {}, {}.\n",
                     in_words_and_utc(figures.last_recorded_at()), ago(figures.last_recorded_at()));
  out << fmt::format("Partnerships: {}. Disagreements: {}. Events: {}. Bytes: {}.\n",
                     figures.partnerships.size(), figures.disagreements(), figures.events(),
                     figures.bytes);
  out << fmt::format("Restored in {:.1f} s, verified in {:.1f} s: {:.0f} events a second.\n",
                     figures.restore_s, figures.verify_s, figures.events_per_second());
  out << "\nHeads, to compare with those that were noted:\n";
  for (const Drilled& one : figures.partnerships) {
    out << fmt::format("{}  {:>8}  {}\n", to_hex(one.head.head), one.head.entries,
                       one.head.partnership.text());
  }
}

void write_json(const Figures& figures, const DrillArguments& arguments, std::ostream& out) {
  nlohmann::ordered_json partnerships = nlohmann::ordered_json::array();
  for (const Drilled& one : figures.partnerships) {
    partnerships.push_back({{"partnership", one.head.partnership.text()},
                            {"disagreements", one.disagreements},
                            {"events", one.head.entries},
                            {"last_recorded_at", to_utc_text(one.head.last_recorded_at)},
                            {"head", to_hex(one.head.head)}});
  }
  nlohmann::ordered_json answer;
  answer["intact"] = true;
  answer["in_time"] = figures.in_time();
  answer["complete_until"] = to_utc_text(figures.until);
  answer["age_s"] = figures.age_s;
  answer["oldest_s"] = figures.oldest_s;
  answer["last_recorded_at"] = to_utc_text(figures.last_recorded_at());
  answer["last_recorded_age_s"] = arguments.now.seconds - figures.last_recorded_at().seconds;
  answer["disagreements"] = figures.disagreements();
  answer["events"] = figures.events();
  answer["bytes"] = figures.bytes;
  answer["restore_s"] = figures.restore_s;
  answer["verify_s"] = figures.verify_s;
  answer["events_per_second"] = figures.events_per_second();
  answer["partnerships"] = std::move(partnerships);
  out << answer.dump(2) << '\n';
}

}  // namespace

int run_drill(const DrillArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto figures = drill(arguments);
  if (!figures && figures.error().exit_code == kCouldNotRun) {
    err << "accord drill: " << figures.error().what << '\n';
    return kCouldNotRun;
  }
  if (!figures) {
    if (arguments.json) {
      const nlohmann::ordered_json answer{{"intact", false}, {"why", figures.error().what}};
      out << answer.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else {
      out << "The backup is NOT intact: " << figures.error().what << '\n';
    }
    return kAnswerIsNo;
  }
  if (arguments.json) {
    write_json(*figures, arguments, out);
  } else {
    write_text(*figures, arguments, out);
  }
  return figures->in_time() ? kDone : kAnswerIsNo;
}

}  // namespace accord
