#include "cli/demo.hpp"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "base/try.hpp"
#include "cli/copy.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "cli/partial_file.hpp"
#include "cli/policy_file.hpp"
#include "database/postgres.hpp"
#include "policy/reader.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"

namespace accord {

namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, std::string>;

std::string listed(const std::string& file, const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += (text.empty() ? "" : "\n") + file + ":" + to_line(problem);
  }
  return text;
}

constexpr std::int64_t kDay = std::int64_t{24} * 3600;

std::expected<std::vector<InventedDisagreement>, std::string> disagreements_in(
    const fs::path& folder) {
  const fs::path file = folder / "demo" / "disagreements.yaml";
  ACCORD_TRY(const std::string text, read_file(file));
  auto invented = read_invented(text);
  if (!invented) {
    return std::unexpected(listed(file.string(), invented.error()));
  }
  return *std::move(invented);
}

/// The day before the first of its disagreements: the record's clock never goes back.
Instant added_at(const std::vector<InventedDisagreement>& invented, Instant now) {
  std::int64_t days = 0;
  for (const InventedDisagreement& one : invented) {
    days = std::max<std::int64_t>(days, one.days_ago);
  }
  return Instant{now.seconds - (days + 1) * kDay};
}

Done add_partnership(Service& service, const fs::path& folder, const PartnershipId& id) {
  const auto file = read_policy_file(folder / "policy.yaml");
  if (!file) {
    return std::unexpected(to_lines(file.error()));
  }
  ACCORD_TRY(const std::string directory_text, read_file(folder / "demo" / "directory.yaml"));
  const auto policy = policy_in(*file);
  if (!policy) {
    return std::unexpected(to_lines(policy.error()));
  }
  const auto added =
      service.add_partnership({id, policy->partnership, true}, file->text, directory_text);
  if (!added) {
    return std::unexpected(to_words(added.error()));
  }
  return {};
}

Done add_disagreements(Service& service, StagedClock& clock, Instant now, const fs::path& folder,
                       const PartnershipId& id, const std::vector<InventedDisagreement>& invented) {
  const auto staged = stage_disagreements(service, clock, now, id, invented);
  if (!staged) {
    return std::unexpected((folder / "demo" / "disagreements.yaml").string() + ": " +
                           staged.error());
  }
  return {};
}

/// What the partnership recorded of itself, where its demonstration has such a file.
Done add_reviews(Service& service, const fs::path& folder, const PartnershipId& id) {
  const fs::path file = folder / "demo" / "reviews.yaml";
  if (!fs::exists(file)) {
    return {};
  }
  ACCORD_TRY(const std::string text, read_file(file));
  auto entries = read_invented_reviews(text);
  if (!entries) {
    return std::unexpected(listed(file.string(), entries.error()));
  }
  const auto there = service.partnership(id);
  for (PartnershipEntry& entry : *entries) {
    const Person* person = there ? (*there)->directory->person(entry.by.person) : nullptr;
    if (person == nullptr) {
      return std::unexpected(file.string() + ": the directory has no person '" +
                             entry.by.person.text() + "'");
    }
    entry.by.agency = person->agency;
    const CommandId command{service.new_id()};
    const auto added = service.add_to_partnership_record(id, entry, command, command.text());
    if (!added) {
      return std::unexpected(file.string() + ": " + to_words(added.error()));
    }
  }
  return {};
}

std::vector<fs::path> partnership_folders(const fs::path& policies) {
  std::vector<fs::path> folders;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(policies, none)) {
    if (fs::exists(entry.path() / "demo" / "directory.yaml")) {
      folders.push_back(entry.path());
    }
  }
  std::ranges::sort(folders);
  return folders;
}

/// Fills the new database at `location`.
Done fill(const DemoArguments& arguments, const std::string& location, std::ostream& out) {
  const auto folders = partnership_folders(arguments.policies);
  if (folders.empty()) {
    return std::unexpected("no policy with a demonstration stands in '" + arguments.policies +
                           "': run it where the folder policies/ is, or name the folder with "
                           "--policies");
  }
  const std::vector<Component> components = Service::components();
  auto database = Database::open({location, Access::Create, 1, {}}, components);
  if (!database) {
    return std::unexpected(database.error().what);
  }
  StagedClock clock;
  clock.set(arguments.now);
  Service service{**database, {[&] { return clock.now(); }, random_hex_128, random_reference}};
  for (const fs::path& folder : folders) {
    const PartnershipId id{folder.filename().string()};
    ACCORD_TRY(const auto invented, disagreements_in(folder));
    clock.set(added_at(invented, arguments.now));
    ACCORD_TRY_DO(add_partnership(service, folder, id));
    clock.set(arguments.now);
    ACCORD_TRY_DO(add_disagreements(service, clock, arguments.now, folder, id, invented));
    ACCORD_TRY_DO(add_reviews(service, folder, id));
    out << id.text() << ": " << invented.size() << " disagreements\n" << std::flush;
  }
  return {};
}

/// The same at a server: it is made in a file of its own, and copied there.
Done make_at_server(const DemoArguments& arguments, std::ostream& out) {
  std::string name = (fs::temp_directory_path() / "accord-demo-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return std::unexpected("no folder can be made in '" + fs::temp_directory_path().string() +
                           "': free some space there, or set TMPDIR");
  }
  struct Folder {
    fs::path path;
    ~Folder() {
      std::error_code none;
      fs::remove_all(path, none);
    }
  };
  const Folder folder{name};
  const std::string file = folder.path / "demo.db";
  ACCORD_TRY_DO(fill(arguments, file, out));
  if (const auto copied = copy_database({.from = file, .to = arguments.database}); !copied) {
    return std::unexpected(copied.error().what);
  }
  return {};
}

/// The demonstration whole, or nothing at its place: it is made beside it and moved there.
Done make(const DemoArguments& arguments, std::ostream& out) {
  if (is_postgres(arguments.database)) {
    return make_at_server(arguments, out);
  }
  std::error_code failed;
  if (fs::exists(arguments.database, failed)) {
    return std::unexpected("'" + arguments.database +
                           "' is there already: name a new file, or delete this one first");
  }
  ACCORD_TRY(auto partial, PartialFile::begin(arguments.database));
  ACCORD_TRY_DO(fill(arguments, partial.path(), out));
  return partial.put_in_place();
}

}  // namespace

int run_demo(const DemoArguments& arguments, std::ostream& out, std::ostream& err) {
  if (const auto done = make(arguments, out); !done) {
    err << "accord demo: " << done.error() << '\n';
    return kCouldNotRun;
  }
  out << "Everything in it is invented. Start it: accord serve --database " << arguments.database
      << '\n';
  return kDone;
}

}  // namespace accord
