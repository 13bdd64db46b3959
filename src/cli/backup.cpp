#include "cli/backup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "base/try.hpp"
#include "cli/copy.hpp"
#include "cli/exit_code.hpp"
#include "cli/moment_words.hpp"
#include "database/postgres.hpp"
#include "ledger/digest.hpp"
#include "service/service.hpp"
#include "store/backup_moment.hpp"
#include "store/copy.hpp"
#include "store/rebuild.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

std::string in_words(const PartnershipId& partnership, const Fork& fork) {
  if (fork.common == fork.from) {
    return fmt::format(
        "{}: the database ends after event {} of its record, and the backup goes on to event {}: "
        "the database was restored from something older, or events were removed",
        partnership.text(), fork.from, fork.to);
  }
  return fmt::format(
      "{}: from event {} of its record on the database has other events than the backup, which "
      "has {}: the database was restored from something older and went on, or one of the two was "
      "changed",
      partnership.text(), fork.common + 1, fork.to);
}

/// Brings what `to` holds up to what `from` has. Belongs inside a unit of work on `to`.
class Backup {
 public:
  Backup(CopySource& from, Connection& to) : from_(from), to_(to) {}

  std::expected<std::vector<Continued>, NotCopied> bring_up() {
    ACCORD_TRY_DO(continue_records());
    for (const Continued& continued : continued_) {
      const auto made =
          bring_up_read_models(to_, continued.after.partnership, continued.before.entries);
      if (!made) {
        return not_copied(made.error());
      }
    }
    return std::move(continued_);
  }

 private:
  std::expected<void, NotCopied> continue_records() {
    ACCORD_TRY_DO(look_for_lost());
    for (const PartnershipHead& head : from_.heads) {
      const PartnershipId& partnership = head.partnership;
      auto continued = copy_partnership(*from_.connection, to_, partnership);
      if (continued) {
        continued_.push_back(*std::move(continued));
      } else if (const auto* const fork = std::get_if<Fork>(&continued.error())) {
        parted_.push_back(in_words(partnership, *fork));
      } else {
        return not_copied(std::get<Fault>(continued.error()));
      }
    }
    if (!parted_.empty()) {
      std::string what = "nothing was added, since the backup has what the database has not:\n";
      for (const std::string& one : parted_) {
        what += fmt::format("  {}.\n", one);
      }
      what +=
          "Keep this backup as it is, find out which of the two is right, and begin another "
          "one under a new name.";
      return std::unexpected(NotCopied{kAnswerIsNo, std::move(what)});
    }
    return {};
  }

  std::expected<void, NotCopied> look_for_lost() {
    const auto held = Ledger{to_}.partnerships();
    if (!held) {
      return not_copied(held.error());
    }
    for (const PartnershipHead& one : *held) {
      if (std::ranges::find(from_.heads, one.partnership, &PartnershipHead::partnership) ==
          from_.heads.end()) {
        parted_.push_back(
            fmt::format("{}: the database does not have it, and the backup has {} "
                        "events of it",
                        one.partnership.text(), one.entries));
      }
    }
    return {};
  }

  CopySource& from_;
  Connection& to_;
  std::vector<Continued> continued_;
  std::vector<std::string> parted_;
};

/// That what was there before is a backup.
std::expected<void, NotCopied> check_target(const BackupArguments& arguments) {
  std::error_code none;
  if (is_postgres(arguments.to)) {
    return not_copied(
        "--to is a file, which can be kept elsewhere: to another server goes \"accord "
        "copy\"");
  }
  if (!fs::exists(arguments.to, none)) {
    return {};
  }
  if (!is_postgres(arguments.database) && fs::equivalent(arguments.database, arguments.to, none)) {
    return not_copied("--database and --to are the same file: name another one for the backup");
  }
  ACCORD_TRY_DO(backup_at(arguments.to));
  return {};
}

using BackedUp = std::pair<Instant, std::vector<Continued>>;

std::expected<BackedUp, NotCopied> back_up(const BackupArguments& arguments,
                                           const std::function<Instant()>& now) {
  ACCORD_TRY_DO(check_target(arguments));
  std::error_code none;
  const bool begun = fs::exists(arguments.to, none);
  std::vector<Component> components = Service::components();
  components.push_back(backup_component());
  BackedUp done;
  const auto work = [&](Connection& to) -> std::expected<void, NotCopied> {
    // The moment that is copied lies after the last one that another process may have copied here.
    done.first = now();
    ACCORD_TRY(CopySource from, open_source(arguments.database, ""));
    const auto its = backed_up_until(*from.connection);
    if (!its) {
      return not_copied(its.error());
    }
    if (*its) {
      return not_copied(fmt::format("{} is itself a backup: copy the file, or restore it first",
                                    arguments.database));
    }
    ACCORD_TRY(done.second, Backup(from, to).bring_up());
    if (const auto noted = note_backed_up(to, done.first); !noted) {
      return not_copied(noted.error());
    }
    return begun ? std::expected<void, NotCopied>{} : verify_copy(to, from.heads);
  };
  ACCORD_TRY_DO(in_database(arguments.to, components, work));
  return done;
}

}  // namespace

int run_backup(const BackupArguments& arguments, const std::function<Instant()>& now,
               std::ostream& out, std::ostream& err) {
  const auto done = back_up(arguments, now);
  if (!done) {
    err << "accord backup: " << done.error().what << '\n';
    return done.error().exit_code;
  }
  const auto& [until, partnerships] = *done;
  for (const Continued& one : partnerships) {
    out << fmt::format("{}: {} events, {} of them added. The last was recorded on {}.\n  {}\n",
                       one.after.partnership.text(), one.after.entries, one.added(),
                       in_words_and_utc(one.after.last_recorded_at), to_hex(one.after.head));
  }
  out << fmt::format("{} has everything up to {}.\n", arguments.to, in_words_and_utc(until));
  return kDone;
}

}  // namespace accord
