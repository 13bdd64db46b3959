#include "cli/import_directory.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/try.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "directory/preview.hpp"
#include "directory/reader.hpp"
#include "directory/readiness.hpp"
#include "policy/reader.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
template <typename T>
using Answer = DirectoryPort::Answer<T>;

constexpr int kDaysAhead = 28;
/// A person reads no more; --json and the rejected rows have all.
constexpr std::size_t kMostShown = 50;

/// All that the answer is written from.
struct Import {
  std::string file;
  std::string partnership;
  bool is_csv = false;
  CsvReading reading;  ///< of YAML too: then without rows
  DirectoryChange change;
  std::vector<Gap> gaps;
  std::string another;   ///< why it seems to be another partnership's; empty: it does not
  bool refused = false;  ///< for that
  bool applied = false;
  std::int64_t moved = 0;  ///< disagreements in which a deadline moved
};

Answer<std::string> choose_partnership(const std::string& wanted, const DirectoryPort& port) {
  ACCORD_TRY(const std::vector<std::string> keys, port.partnerships());
  if (keys.empty()) {
    return std::unexpected(
        "the database has no partnership yet: adopt a policy first (accord policy adopt)");
  }
  if (wanted.empty() && keys.size() == 1) {
    return keys.front();
  }
  if (wanted.empty()) {
    return std::unexpected(
        fmt::format("the database has several partnerships: say which with --partnership ({})",
                    fmt::join(keys, ", ")));
  }
  if (std::find(keys.begin(), keys.end(), wanted) == keys.end()) {
    return std::unexpected(fmt::format("the database has no partnership '{}': it has {}", wanted,
                                       fmt::join(keys, ", ")));
  }
  return wanted;
}

bool has_ending(const std::string& file, std::initializer_list<std::string_view> endings) {
  std::string ending = std::filesystem::path{file}.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

Answer<CsvReading> read(const ImportDirectoryArguments& arguments, const Zone& zone) {
  const bool is_csv = has_ending(arguments.file, {".csv"});
  if (!is_csv && !has_ending(arguments.file, {".yaml", ".yml"})) {
    return std::unexpected(
        fmt::format("{}: whether it is YAML or CSV is told from its name: end it in .yaml or .csv",
                    arguments.file));
  }
  if (!is_csv && (arguments.good_rows || !arguments.rejects.empty())) {
    return std::unexpected("--good-rows and --rejects are for CSV files: a YAML file has no rows");
  }
  ACCORD_TRY(const std::string text, read_file(arguments.file));
  if (is_csv) {
    return read_directory_csv(text, zone, arguments.good_rows ? CsvRows::GoodOnes : CsvRows::All);
  }
  CsvReading reading;
  auto directory = read_directory(text, zone);
  if (directory) {
    reading.directory = *std::move(directory);
  } else {
    reading.problems = std::move(directory).error();
  }
  return reading;
}

/// The policy in force, for the roles that it asks for; none where there is none yet.
Answer<std::optional<Policy>> policy_in_force(const std::string& partnership,
                                              const DirectoryPort& port) {
  ACCORD_TRY(const std::optional<std::string> text, port.policy(partnership));
  if (!text) {
    return std::nullopt;
  }
  auto policy = read_policy(*text);
  if (!policy) {
    return std::unexpected(
        fmt::format("the policy in force does not read (line {}): restore the database",
                    to_line(policy.error().front())));
  }
  return *std::move(policy);
}

Answer<Directory> directory_in_force(const std::string& partnership, const DirectoryPort& port,
                                     const Zone& zone) {
  ACCORD_TRY(const std::optional<std::string> text, port.directory(partnership));
  if (!text) {
    return Directory{};
  }
  auto directory = read_directory(*text, zone);
  if (!directory) {
    return std::unexpected(
        fmt::format("the directory in force does not read (line {}): restore the database",
                    to_line(directory.error().front())));
  }
  return *std::move(directory);
}

/// Why `after` seems to be another partnership's directory than `before`; empty: it does not.
std::string why_another(const Directory& before, const Directory& after) {
  const Agency* here = before.partnership();
  const Agency* there = after.partnership();
  if (here != nullptr && there != nullptr && here->name != there->name) {
    return fmt::format("the file is of '{}', and the directory in force is of '{}'", there->name,
                       here->name);
  }
  const bool stays = std::ranges::any_of(
      before.people(), [&](const Person& person) { return after.person(person.id) != nullptr; });
  return stays || before.people().empty()
             ? ""
             : fmt::format("the file has nobody of the directory in force, such as '{}'",
                           before.people().front().id.text());
}

Answer<void> write_rejects(const std::string& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary | std::ios::trunc};
  file << text;
  if (!file.flush()) {
    return std::unexpected(fmt::format(
        "{}: the rejected rows cannot be written: check the folder and the disk", path));
  }
  return {};
}

Answer<Import> perform(const ImportDirectoryArguments& arguments, const DirectoryPort& port,
                       Instant now) {
  Import import;
  import.file = arguments.file;
  import.is_csv = has_ending(arguments.file, {".csv"});
  ACCORD_TRY(import.partnership, choose_partnership(arguments.partnership, port));
  ACCORD_TRY(const std::optional<Policy> policy, policy_in_force(import.partnership, port));
  ACCORD_TRY(const Zone zone, Zone::load(policy ? policy->zone : "Europe/London"));
  ACCORD_TRY(import.reading, read(arguments, zone));
  if (!arguments.rejects.empty() && !import.reading.reject_file.empty()) {
    ACCORD_TRY_DO(write_rejects(arguments.rejects, import.reading.reject_file));
  }
  if (!import.reading.directory) {
    return import;
  }
  ACCORD_TRY(const Directory before, directory_in_force(import.partnership, port, zone));
  import.change = preview(before, *import.reading.directory);
  import.gaps =
      readiness(*import.reading.directory, policy ? role_needs(*policy) : std::vector<RoleNeed>{},
                zone, now, kDaysAhead);
  import.another = why_another(before, *import.reading.directory);
  import.refused = arguments.apply && !arguments.replace_all && !import.another.empty();
  if (arguments.apply && !import.refused && !import.change.empty()) {
    ACCORD_TRY(import.moved, port.save(import.partnership, to_yaml(*import.reading.directory)));
    import.applied = true;
  }
  return import;
}

Json to_json(const DirectoryChange& change) {
  constexpr std::string_view kParts[] = {"agency", "post", "person"};
  constexpr std::string_view kKinds[] = {"added", "removed", "changed"};
  Json differences = Json::array();
  for (const DirectoryDifference& each : change.differences) {
    Json fields = Json::array();
    for (const FieldChange& field : each.fields) {
      fields.push_back({{"field", field.field}, {"before", field.before}, {"after", field.after}});
    }
    differences.push_back({{"kind", kKinds[static_cast<std::size_t>(each.kind)]},
                           {"part", kParts[static_cast<std::size_t>(each.part)]},
                           {"id", each.id},
                           {"name", each.name},
                           {"fields", std::move(fields)}});
  }
  Json lost = Json::array();
  for (const LostPost& each : change.lost) {
    lost.push_back({{"person", each.person.text()},
                    {"name", each.name},
                    {"post", each.post.text()},
                    {"title", each.title},
                    {"post_removed", each.post_removed},
                    {"left_vacant", each.left_vacant}});
  }
  return {{"summary", summary(change)},
          {"differences", std::move(differences)},
          {"lost_posts", std::move(lost)}};
}

void write_json(const Import& import, std::ostream& out) {
  Json problems = Json::array();
  for (const Problem& problem : import.reading.problems) {
    problems.push_back({{"line", problem.mark.line},
                        {"column", problem.mark.column},
                        {"what", problem.what},
                        {"mend", problem.mend}});
  }
  Json gaps = Json::array();
  for (const Gap& gap : import.gaps) {
    gaps.push_back({{"kind", to_word(gap.kind)},
                    {"agency", gap.agency.text()},
                    {"post", gap.post.text()},
                    {"role", gap.role},
                    {"what", gap.what},
                    {"mend", gap.mend}});
  }
  Json answer{{"file", import.file}, {"partnership", import.partnership}};
  answer["applied"] = import.applied;
  answer["another_partnership"] = import.another;
  answer["disagreements_moved"] = import.moved;
  if (import.is_csv) {
    answer["rows"] = import.reading.rows;
    answer["rejected_rows"] = import.reading.rejected_rows;
  }
  answer["problems"] = std::move(problems);
  answer["change"] = import.reading.directory ? to_json(import.change) : Json{};
  answer["gaps"] = std::move(gaps);
  out << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

template <typename Items, typename ToText>
void write_some(const Items& items, const ToText& to_text, std::ostream& to) {
  std::size_t shown = 0;
  for (const auto& item : items) {
    if (++shown > kMostShown) {
      to << fmt::format("  … and {} more (--json lists all)\n", items.size() - kMostShown);
      return;
    }
    to << to_text(item) << '\n';
  }
}

void write_text(const Import& import, const ImportDirectoryArguments& arguments, std::ostream& out,
                std::ostream& err) {
  const CsvReading& reading = import.reading;
  write_some(
      reading.problems,
      [&](const Problem& problem) { return fmt::format("{}:{}", import.file, to_line(problem)); },
      err);
  if (import.is_csv && reading.rejected_rows > 0) {
    err << fmt::format("{} of {} rows are wrong{}\n", reading.rejected_rows, reading.rows,
                       arguments.rejects.empty() ? ": --rejects FILE writes them with the reasons"
                                                 : fmt::format(": see {}", arguments.rejects));
  }
  if (!reading.directory) {
    err << "Nothing was changed.\n";
    return;
  }
  out << fmt::format("{}: {}.\n", import.partnership, summary(import.change));
  write_some(to_lines(import.change), [](const std::string& line) { return "  " + line; }, out);
  if (!import.gaps.empty()) {
    out << fmt::format("\nStill missing, or within {} days:\n", kDaysAhead);
    write_some(
        import.gaps, [](const Gap& gap) { return fmt::format("  {}. {}.", gap.what, gap.mend); },
        out);
  }
  if (import.applied) {
    out << "\nApplied.\n";
    if (import.moved > 0) {
      out << fmt::format(
          "The partnership is closed on other days: deadlines moved in {} disagreement{}, each "
          "recorded with why.\n",
          import.moved, import.moved == 1 ? "" : "s");
    }
  } else if (import.refused) {
    err << fmt::format(
        "accord: this looks like another partnership's directory: {}. Nothing was changed. Check "
        "the file and --partnership. If you mean to replace the whole directory, add "
        "--replace-all.\n",
        import.another);
  } else if (!import.change.empty()) {
    out << "\nThis is a preview: nothing was changed. ";
    if (import.another.empty()) {
      out << "Run it again with --apply.\n";
    } else {
      out << fmt::format(
          "This looks like another partnership's directory: {}. Check the file and --partnership. "
          "If you mean to replace the whole directory, run it again with --apply --replace-all.\n",
          import.another);
    }
  }
}

}  // namespace

int run_import_directory(const ImportDirectoryArguments& arguments, const DirectoryPort& port,
                         Instant now, std::ostream& out, std::ostream& err) {
  const auto import = perform(arguments, port, now);
  if (!import) {
    err << fmt::format("accord: {}\n", import.error());
    return kCouldNotRun;
  }
  if (arguments.json) {
    write_json(*import, out);
  } else {
    write_text(*import, arguments, out, err);
  }
  return import->reading.problems.empty() && !import->refused ? kDone : kAnswerIsNo;
}

}  // namespace accord
