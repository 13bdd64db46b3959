#include "cli/restore.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/copy.hpp"
#include "cli/exit_code.hpp"
#include "cli/moment_words.hpp"
#include "ledger/digest.hpp"

namespace accord {

int run_restore(const RestoreArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto until = backup_at(arguments.from);
  const auto restored =
      until
          ? copy_database(
                {.from = arguments.from, .to = arguments.to, .partnership = arguments.partnership})
          : std::unexpected(until.error());
  if (!restored) {
    err << "accord restore: "
        << (restored.error().exit_code == kAnswerIsNo ? "nothing was restored, since " : "")
        << restored.error().what << '\n';
    return restored.error().exit_code;
  }
  for (const PartnershipHead& head : *restored) {
    out << fmt::format("{}: {} events, restored and verified. The last was recorded on {}.\n  {}\n",
                       head.partnership.text(), head.entries,
                       in_words_and_utc(head.last_recorded_at), to_hex(head.head));
  }
  out << fmt::format(
      "The backup has everything up to {}: what was recorded after that is not here.\n"
      "Compare these heads with those that you noted last, before anybody works here.\n",
      in_words_and_utc(*until));
  return kDone;
}

}  // namespace accord
