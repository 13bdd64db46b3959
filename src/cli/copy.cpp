#include "cli/copy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "database/database.hpp"
#include "ledger/verify.hpp"
#include "service/service.hpp"
#include "store/copy.hpp"
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
std::expected<Heads, std::string> asked_for(Connection& from, const CopyArguments& arguments) {
  auto heads = Ledger{from}.partnerships();
  if (!heads) {
    return std::unexpected(heads.error().what);
  }
  std::vector<std::string> names;
  for (const PartnershipHead& head : *heads) {
    names.push_back(head.partnership.text());
  }
  if (!arguments.partnership.empty()) {
    std::erase_if(*heads, [&](const PartnershipHead& head) {
      return head.partnership.text() != arguments.partnership;
    });
  }
  if (heads->empty()) {
    return std::unexpected(arguments.partnership.empty()
                               ? "the database holds no partnership: there is nothing to copy"
                               : fmt::format("the database has no partnership '{}': it has {}",
                                             arguments.partnership, fmt::join(names, ", ")));
  }
  return *std::move(heads);
}

bool same(const PartnershipHead& one, const PartnershipHead& other) {
  return one.partnership == other.partnership && one.entries == other.entries &&
         one.head == other.head;
}

/// Holds what arrived against its own hashes and against the heads that it had.
std::expected<void, std::string> verify_copy(Connection& to, const Heads& copied) {
  const auto faulty = [](const Fault& fault) { return std::unexpected(fault.what); };
  const auto wrong = [](const std::vector<Discrepancy>& findings) {
    const Discrepancy& first = findings.front();
    return std::unexpected(
        fmt::format("nothing was copied, since what arrived is not as it was recorded: {} / {}: "
                    "{}. \"accord verify\" of the database that it comes from says more",
                    first.partnership.text(), first.disagreement.text(), first.what));
  };
  const auto record = verify(to);
  if (!record) {
    return faulty(record.error());
  }
  if (!record->intact()) {
    return wrong(record->findings);
  }
  const auto documents = verify_documents(to, *record);
  if (!documents) {
    return faulty(documents.error());
  }
  if (!documents->empty()) {
    return wrong(*documents);
  }
  const auto lists = verify_read_models(to, *record);
  if (!lists) {
    return faulty(lists.error());
  }
  if (!lists->findings.empty()) {
    return wrong(lists->findings);
  }
  for (const PartnershipHead& head : copied) {
    if (std::ranges::none_of(record->partnerships,
                             [&](const PartnershipHead& one) { return same(one, head); })) {
      return std::unexpected(fmt::format(
          "nothing was copied, since the record of '{}' does not end there as it does here",
          head.partnership.text()));
    }
  }
  return {};
}

std::expected<void, std::string> copy_all(Connection& from, Connection& to, const Heads& heads) {
  for (const PartnershipHead& head : heads) {
    auto copied = to.enter(head.partnership.text());
    if (copied) {
      copied = copy_partnership(from, to, head.partnership);
    }
    if (!copied && copied.error().kind == FaultKind::Unique) {
      return std::unexpected(
          fmt::format("'{}' is in the other database already: nothing was copied. Name another "
                      "database, or with --partnership those that it lacks",
                      head.partnership.text()));
    }
    if (!copied) {
      return std::unexpected(copied.error().what);
    }
  }
  return verify_copy(to, heads);
}

}  // namespace

std::expected<std::vector<PartnershipHead>, std::string> copy_database(
    const CopyArguments& arguments) {
  const auto faulty = [](const Fault& fault) { return std::unexpected(fault.what); };
  const std::vector<Component> components = Service::components();
  auto from = open_connection(arguments.from, Access::Read);
  if (!from) {
    return faulty(from.error());
  }
  const auto moment = Transaction::survey(**from);
  if (!moment) {
    return faulty(moment.error());
  }
  if (const auto known = check_version(**from, components); !known) {
    return faulty(known.error());
  }
  ACCORD_TRY(auto heads, asked_for(**from, arguments));
  auto to = open_connection(arguments.to, Access::Create);
  if (!to) {
    return faulty(to.error());
  }
  if (const auto made = migrate(**to, components); !made) {
    return faulty(made.error());
  }
  auto unit = Transaction::begin(**to, Connection::Purpose::Write);
  if (!unit) {
    return faulty(unit.error());
  }
  ACCORD_TRY_DO(copy_all(**from, **to, heads));
  if (const auto stored = unit->commit(); !stored) {
    return faulty(stored.error());
  }
  return heads;
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
    return refuse(copied.error());
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
