#include "cli/copy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/partial_file.hpp"
#include "database/postgres.hpp"
#include "ledger/verify.hpp"
#include "service/service.hpp"
#include "store/backup_moment.hpp"
#include "store/copy.hpp"
#include "store/rebuild.hpp"
#include "store/verify_documents.hpp"
#include "store/verify_read_models.hpp"

namespace accord {
namespace {

using Heads = std::vector<PartnershipHead>;

std::expected<Heads, Fault> heads_now(const std::string& location) {
  ACCORD_TRY(const auto connection, open_connection(location, Access::Read));
  ACCORD_TRY(const auto moment, Transaction::survey(*connection));
  return Ledger{*connection}.partnerships();
}

/// The heads of those that are asked for, in the order of their names.
std::expected<Heads, NotCopied> asked_for(Connection& from, const std::string& partnership) {
  auto heads = Ledger{from}.partnerships();
  if (!heads) {
    return not_copied(heads.error());
  }
  std::vector<std::string> names;
  for (const PartnershipHead& head : *heads) {
    names.push_back(head.partnership.text());
  }
  if (!partnership.empty()) {
    std::erase_if(*heads, [&](const PartnershipHead& head) {
      return head.partnership.text() != partnership;
    });
  }
  if (heads->empty()) {
    return not_copied(partnership.empty()
                          ? "the database holds no partnership: there is nothing to copy"
                          : fmt::format("the database has no partnership '{}': it has {}",
                                        partnership, fmt::join(names, ", ")));
  }
  return *std::move(heads);
}

bool same(const PartnershipHead& one, const PartnershipHead& other) {
  return one.partnership == other.partnership && one.entries == other.entries &&
         one.head == other.head;
}

std::expected<void, NotCopied> copy_one(Connection& from, Connection& to,
                                        const PartnershipId& partnership) {
  if (const auto entered = to.enter(partnership.text()); !entered) {
    return not_copied(entered.error());
  }
  const auto there = Ledger{to}.head(partnership);
  if (!there) {
    return not_copied(there.error());
  }
  if (*there) {
    return not_copied(
        fmt::format("'{}' is in the other database already: nothing was copied. Name another "
                    "database, or with --partnership those that it lacks",
                    partnership.text()));
  }
  const auto copied = copy_partnership(from, to, partnership);
  if (!copied) {
    // Never a fork: there is nothing to part from.
    return not_copied(std::get<Fault>(copied.error()));
  }
  return {};
}

}  // namespace

std::unexpected<NotCopied> not_copied(const Fault& fault) {
  return std::unexpected(
      NotCopied{fault.kind == FaultKind::Corrupt ? kAnswerIsNo : kCouldNotRun, fault.what});
}

std::unexpected<NotCopied> not_copied(std::string why) {
  return std::unexpected(NotCopied{kCouldNotRun, std::move(why)});
}

std::expected<CopySource, NotCopied> open_source(const std::string& location,
                                                 const std::string& partnership) {
  auto connection = open_connection(location, Access::Read);
  if (!connection) {
    return not_copied(connection.error());
  }
  CopySource source{*std::move(connection), std::nullopt, {}};
  auto moment = Transaction::survey(*source.connection);
  if (!moment) {
    return not_copied(moment.error());
  }
  source.moment.emplace(*std::move(moment));
  const std::vector<Component> components = Service::components();
  if (const auto known = check_version(*source.connection, components); !known) {
    const auto until = backed_up_until(*source.connection);
    return not_copied(fmt::format(
        "{}: {}{}", location, known.error().what,
        until && *until ? " Of a backup, make a copy of the file, and bring the copy up to date "
                          "with accord rebuild."
                        : ""));
  }
  ACCORD_TRY(source.heads, asked_for(*source.connection, partnership));
  return source;
}

std::expected<Instant, NotCopied> backup_at(const std::string& location) {
  const auto connection = open_connection(location, Access::Read);
  if (!connection) {
    return not_copied(connection.error());
  }
  const auto until = backed_up_until(**connection);
  if (!until) {
    return not_copied(until.error());
  }
  if (!*until) {
    return not_copied(fmt::format("{} is no backup that \"accord backup\" made", location));
  }
  return **until;
}

std::expected<void, NotCopied> copy_all(CopySource& from, Connection& to) {
  for (const PartnershipHead& head : from.heads) {
    ACCORD_TRY_DO(copy_one(*from.connection, to, head.partnership));
  }
  // When nothing more is read from the other one, which would end a long silence.
  for (const PartnershipHead& head : from.heads) {
    auto made = to.enter(head.partnership.text());
    if (made) {
      made = bring_up_read_models(to, head.partnership, 0);
    }
    if (!made) {
      return not_copied(made.error());
    }
  }
  return {};
}

std::expected<void, NotCopied> verify_copy(Connection& to, const Heads& copied) {
  const auto wrong = [](const std::vector<Discrepancy>& findings) {
    const Discrepancy& first = findings.front();
    return std::unexpected(NotCopied{
        kAnswerIsNo,
        fmt::format("what arrived is not as it was recorded: {} / {}: {}. \"accord verify\" of the "
                    "database that it comes from says more",
                    first.partnership.text(), first.disagreement.text(), first.what)});
  };
  const auto record = verify(to);
  if (!record) {
    return not_copied(record.error());
  }
  if (!record->intact()) {
    return wrong(record->findings);
  }
  const auto documents = verify_documents(to, *record);
  if (!documents) {
    return not_copied(documents.error());
  }
  if (!documents->empty()) {
    return wrong(*documents);
  }
  const auto lists = verify_read_models(to, *record);
  if (!lists) {
    return not_copied(lists.error());
  }
  if (!lists->findings.empty()) {
    return wrong(lists->findings);
  }
  for (const PartnershipHead& head : copied) {
    if (std::ranges::none_of(record->partnerships,
                             [&](const PartnershipHead& one) { return same(one, head); })) {
      return std::unexpected(NotCopied{
          kAnswerIsNo, fmt::format("the record of '{}' does not end there as it does here",
                                   head.partnership.text())});
    }
  }
  return {};
}

std::expected<void, NotCopied> in_database(
    const std::string& location, const std::vector<Component>& components,
    const std::function<std::expected<void, NotCopied>(Connection&)>& work) {
  const auto perform = [&](const std::string& at) -> std::expected<void, NotCopied> {
    auto to = open_connection(at, Access::Create);
    if (!to) {
      return not_copied(to.error());
    }
    if (const auto made = migrate(**to, components); !made) {
      return not_copied(made.error());
    }
    auto unit = Transaction::begin(**to, Connection::Purpose::Write);
    if (!unit) {
      return not_copied(unit.error());
    }
    ACCORD_TRY_DO(work(**to));
    if (const auto stored = unit->commit(); !stored) {
      return not_copied(stored.error());
    }
    return {};
  };
  std::error_code none;
  if (is_postgres(location) || std::filesystem::exists(location, none)) {
    return perform(location);
  }
  auto partial = PartialFile::begin(location);
  if (!partial) {
    return not_copied(partial.error());
  }
  ACCORD_TRY_DO(perform(partial->path()));
  if (auto placed = partial->put_in_place(); !placed) {
    return not_copied(placed.error());
  }
  return {};
}

std::expected<Heads, NotCopied> copy_database(const CopyArguments& arguments) {
  ACCORD_TRY(CopySource from, open_source(arguments.from, arguments.partnership));
  const auto work = [&](Connection& to) -> std::expected<void, NotCopied> {
    ACCORD_TRY_DO(copy_all(from, to));
    return verify_copy(to, from.heads);
  };
  ACCORD_TRY_DO(in_database(arguments.to, Service::components(), work));
  return std::move(from.heads);
}

int run_copy(const CopyArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto refuse = [&](std::string_view why) {
    err << "accord copy: " << why << '\n';
    return kCouldNotRun;
  };
  if (arguments.from == arguments.to) {
    return refuse("--from and --to are the same database: name another one to copy to");
  }
  const auto copied = copy_database(arguments);
  if (!copied) {
    return refuse((copied.error().exit_code == kAnswerIsNo ? "nothing was copied, since " : "") +
                  copied.error().what);
  }
  for (const PartnershipHead& head : *copied) {
    out << fmt::format("{}: {} events, copied and verified.\n", head.partnership.text(),
                       head.entries);
  }
  // What is recorded there from now on is not in the copy: whoever goes on there is told.
  const auto now = heads_now(arguments.from);
  if (!now) {
    return refuse(now.error().what);
  }
  for (const PartnershipHead& head : *copied) {
    if (std::ranges::none_of(*now, [&](const PartnershipHead& one) { return same(one, head); })) {
      err << fmt::format(
          "accord copy: '{}' has recorded more meanwhile, which is not in the copy. Stop the "
          "service there, and copy again to another database.\n",
          head.partnership.text());
      return kAnswerIsNo;
    }
  }
  return kDone;
}

}  // namespace accord
