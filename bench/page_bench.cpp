// What the page of a disagreement with 50 entries costs: the aim is 1 ms of the processor. It is
// asked for through the router, in this process: no socket, no other thread.
//
//   page_bench DATABASE      a demonstration, to which notes are added: give it a copy
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "base/check.hpp"
#include "http/text.hpp"
#include "pages/reference.hpp"
#include "pages/site.hpp"
#include "service/random.hpp"

namespace accord {
namespace {

constexpr std::size_t kEntries = 50;
constexpr int kTurns = 9;
constexpr int kPagesInATurn = 100;

/// Of this process, whatever the machine does beside it.
double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// The middle of several turns, for one time of `work`, in microseconds.
template <typename Work>
double microseconds(Work work) {
  std::vector<double> turns;
  for (int turn = 0; turn < kTurns; ++turn) {
    const double before = processor_seconds();
    for (int i = 0; i < kPagesInATurn; ++i) {
      work();
    }
    turns.push_back((processor_seconds() - before) / kPagesInATurn * 1e6);
  }
  std::ranges::sort(turns);
  return turns[turns.size() / 2];
}

/// The open disagreement with the longest record.
Loaded longest(Service& service) {
  Loaded found;
  const auto partnerships = service.partnerships();
  ACCORD_CHECK(partnerships.has_value());
  for (const PartnershipRow& partnership : *partnerships) {
    const auto rows = service.all_disagreements(partnership.partnership);
    ACCORD_CHECK(rows.has_value());
    for (const DisagreementRow& row : *rows) {
      auto loaded = service.load_any(partnership.partnership, row.id);
      ACCORD_CHECK(loaded.has_value());
      if (!loaded->state.outcome && loaded->events.size() > found.events.size() &&
          loaded->events.size() <= kEntries) {
        found = *std::move(loaded);
      }
    }
  }
  ACCORD_CHECK(!found.events.empty());
  return found;
}

/// The same with notes of its raiser, until it has as many entries as are asked for.
Loaded with_entries(Service& service, Loaded loaded) {
  while (loaded.events.size() < kEntries) {
    const Submission note{
        .partnership = loaded.partnership->row.partnership,
        .disagreement = loaded.id,
        .command = {loaded.state.raiser, AddNote{"We spoke, and weigh it as we did before."}},
        .command_id = CommandId{service.new_id()},
        .body = "a note",
        .based_on = {}};
    const auto recorded = service.submit(note);
    ACCORD_CHECK(recorded.has_value());
    loaded = service.load_any(note.partnership, note.disagreement).value();
  }
  return loaded;
}

Request asking(const Loaded& loaded, std::string_view page) {
  const PartnershipId& partnership = loaded.partnership->row.partnership;
  Request request;
  request.segments = {"p", partnership.text()};
  if (page.empty()) {
    request.segments.emplace_back("d");
    request.segments.push_back(shown_reference(loaded.state.raised.reference));
  } else {
    request.segments.emplace_back(page);
  }
  for (request.path.clear(); const std::string& segment : request.segments) {
    request.path += "/" + segment;
  }
  request.cookies = {{person_cookie_name(partnership),
                      person_cookie(*loaded.partnership, {loaded.state.raiser.person, "bench"})}};
  request.origin = "http://127.0.0.1";
  request.id = "BENCH";
  return request;
}

double page_cost(const Router& router, const Request& request, std::size_t& bytes) {
  return microseconds([&] {
    Request asked = request;
    const Response answer = router.route(asked);
    ACCORD_CHECK(answer.status == 200);
    bytes = answer.body.size();
  });
}

/// Reading the record when nothing of it has been kept: a new service that knows the partnership.
double first_load_cost(Service& service, const Loaded& loaded) {
  const PartnershipId& partnership = loaded.partnership->row.partnership;
  std::vector<double> turns;
  for (int turn = 0; turn < kTurns * 3; ++turn) {
    Service fresh{service.database(),
                  {[&service] { return service.now(); }, random_hex_128, random_reference}};
    ACCORD_CHECK(fresh.partnership(partnership).has_value());
    const double before = processor_seconds();
    const auto read = fresh.load(partnership, loaded.state.raised.reference, loaded.state.raiser);
    turns.push_back((processor_seconds() - before) * 1e6);
    ACCORD_CHECK(read.has_value());
  }
  std::ranges::sort(turns);
  return turns[turns.size() / 2];
}

int run(const std::string& path) {
  auto database =
      Database::open({.location = path, .access = Access::Write}, Service::components());
  ACCORD_CHECK(database.has_value());
  const auto now = [] {
    return Instant{std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()};
  };
  Service service{**database, {now, random_hex_128, random_reference}};
  const Loaded loaded = with_entries(service, longest(service));
  Site site{.service = service, .templates = load_page_templates()};
  Router router;
  add_routes(router, site);

  std::size_t bytes = 0;
  std::size_t bytes_of_frame = 0;
  const double page = page_cost(router, asking(loaded, ""), bytes);
  const double frame = page_cost(router, asking(loaded, "people"), bytes_of_frame);
  const double load = microseconds([&] {
    const auto again = service.load(loaded.partnership->row.partnership,
                                    loaded.state.raised.reference, loaded.state.raiser);
    ACCORD_CHECK(again.has_value());
  });
  const double first_load = first_load_cost(service, loaded);
  fmt::print(
      "{{\"entries\": {}, \"page_us\": {:.1f}, \"page_bytes\": {}, \"load_us\": {:.1f}, "
      "\"first_load_us\": {:.1f}, \"people_us\": {:.1f}, \"people_bytes\": {}}}\n",
      loaded.events.size(), page, bytes, load, first_load, frame, bytes_of_frame);
  return 0;
}

}  // namespace
}  // namespace accord

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr,
               "usage: page_bench DATABASE   (a copy of a demonstration: notes are added)\n");
    return 2;
  }
  return accord::run(argv[1]);
}
