#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "directory/checks.hpp"
#include "directory/csv.hpp"
#include "directory/draft.hpp"
#include "directory/reader.hpp"

namespace accord {

namespace {

enum class Column : std::size_t {
  AgencyId,
  AgencyName,
  Sector,
  Statutory,
  AgencyPhone,
  OutOfHours,
  Guide,
  Equivalents,
  Closures,
  PostId,
  PostTitle,
  Role,
  ReportsTo,
  Deputy,
  PostPhone,
  SafeguardingLead,
  PersonId,
  PersonName,
  Job,
  Phone,
  Email,
  Away,
  Supporter,
  OnCall,
  OnCallPhone,
};

constexpr std::size_t kColumns = static_cast<std::size_t>(Column::OnCallPhone) + 1;

constexpr std::array<std::string_view, kColumns> kNames = {
    "agency_id",    "agency_name",  "sector",     "statutory",
    "agency_phone", "out_of_hours", "guide",      "equivalents",
    "closures",     "post_id",      "post_title", "role",
    "reports_to",   "deputy",       "post_phone", "safeguarding_lead",
    "person_id",    "person_name",  "job",        "phone",
    "email",        "away",         "supporter",  "on_call",
    "on_call_phone"};

std::string_view name_of(Column column) {
  return kNames[static_cast<std::size_t>(column)];
}

/// The parts of a cell that holds several, between semicolons.
std::vector<Given> parts_of(const Given& cell) {
  std::vector<Given> parts;
  std::string_view rest = cell.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    if (const std::string_view part = trimmed(rest.substr(0, end)); !part.empty()) {
      parts.push_back({std::string{part}, cell.mark});
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return parts;
}

/// Rows become one draft: what several rows say about one agency, post or person is put together.
class Gatherer {
 public:
  explicit Gatherer(std::vector<Problem>& problems) : problems_(problems) {}

  void add(const CsvRow& row);
  DirectoryDraft draft() && { return std::move(draft_); }

 private:
  [[nodiscard]] Given cell(Column column) const;
  void report(const Given& at, std::string what, std::string mend) {
    problems_.push_back({at.mark, std::move(what), std::move(mend)});
  }
  /// The draft of that id, made if it is new.
  template <typename Draft>
  Draft& of(std::vector<Draft>& drafts, std::unordered_map<std::string, std::size_t>& places,
            const Given& id);
  void merge(Given& into, Column column);
  void merge(std::vector<Given>& into, Column column);
  bool marked(Column column, const Given& needed, std::string_view kind);
  void add_agency();
  void add_equivalents(AgencyDraft& agency);
  void add_post();
  void add_person();
  void add_on_call();

  std::vector<Problem>& problems_;
  DirectoryDraft draft_;
  std::unordered_map<std::string, std::size_t> agencies_;
  std::unordered_map<std::string, std::size_t> posts_;
  std::unordered_map<std::string, std::size_t> people_;
  const CsvRow* row_ = nullptr;
};

Given Gatherer::cell(Column column) const {
  std::string_view text = trimmed(row_->cells[static_cast<std::size_t>(column)]);
  constexpr std::string_view kFormula = "=+-@\t\r";
  if (text.size() > 1 && text[0] == '\'' && kFormula.find(text[1]) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  return {std::string{text}, {row_->mark.line, static_cast<int>(column) + 1}};
}

template <typename Draft>
Draft& Gatherer::of(std::vector<Draft>& drafts,
                    std::unordered_map<std::string, std::size_t>& places, const Given& id) {
  const auto [place, is_new] = places.emplace(id.text, drafts.size());
  if (is_new) {
    Draft made;
    made.id = id;
    made.mark = id.mark;
    drafts.push_back(std::move(made));
  }
  return drafts[place->second];
}

void Gatherer::merge(Given& into, Column column) {
  Given fresh = cell(column);
  if (into.empty()) {
    into = std::move(fresh);
  } else if (!fresh.empty() && fresh.text != into.text) {
    report(fresh,
           fmt::format("`{}` is `{}` here and `{}` in line {}", name_of(column), shown(fresh.text),
                       shown(into.text), into.mark.line),
           "write the same in both, or in one of them");
  }
}

void Gatherer::merge(std::vector<Given>& into, Column column) {
  for (Given& part : parts_of(cell(column))) {
    const bool known = std::any_of(into.begin(), into.end(),
                                   [&part](const Given& other) { return other.text == part.text; });
    if (!known) {
      into.push_back(std::move(part));
    }
  }
}

/// Whether the cell says yes; then the row has to have `needed`.
bool Gatherer::marked(Column column, const Given& needed, std::string_view kind) {
  const Given mark = cell(column);
  if (mark.empty() || says_no(mark.text)) {
    return false;
  }
  if (!says_yes(mark.text)) {
    report(mark, fmt::format("`{}` is `{}`", name_of(column), shown(mark.text)),
           "write yes or true, or leave it empty");
    return false;
  }
  if (needed.empty()) {
    report(mark, fmt::format("`{}` is yes, and the row has no {}", name_of(column), kind),
           fmt::format("name the {}, or leave the cell empty", kind));
    return false;
  }
  return true;
}

void Gatherer::add_equivalents(AgencyDraft& agency) {
  for (const Given& part : parts_of(cell(Column::Equivalents))) {
    const std::size_t sign = part.text.find('=');
    if (sign == std::string::npos) {
      report(part, fmt::format("in `equivalents`, `{}` has no `=`", shown(part.text)),
             "write the policy's role = this agency's role; several with semicolons between them");
      continue;
    }
    const Given policys{std::string{trimmed(part.text.substr(0, sign))}, part.mark};
    const Given own{std::string{trimmed(part.text.substr(sign + 1))}, part.mark};
    const bool known =
        std::any_of(agency.equivalents.begin(), agency.equivalents.end(), [&](const auto& other) {
          return other.first.text == policys.text && other.second.text == own.text;
        });
    if (!known) {
      agency.equivalents.emplace_back(policys, own);
    }
  }
}

void Gatherer::add_agency() {
  AgencyDraft& agency = of(draft_.agencies, agencies_, cell(Column::AgencyId));
  merge(agency.name, Column::AgencyName);
  if (cell(Column::Sector).text == "partnership") {
    agency.is_partnership = true;
  } else {
    merge(agency.sector, Column::Sector);
  }
  merge(agency.statutory, Column::Statutory);
  merge(agency.phone, Column::AgencyPhone);
  merge(agency.out_of_hours, Column::OutOfHours);
  merge(agency.guide, Column::Guide);
  add_equivalents(agency);
  merge(agency.closures, Column::Closures);
  const auto take = [this](Given& into, Column column, Column id, std::string_view kind) {
    if (!marked(column, cell(id), kind)) {
      return;
    }
    if (!into.empty() && into.text != cell(id).text) {
      report(cell(column),
             fmt::format("the agency has a `{}` already (`{}`, line {})", name_of(column),
                         shown(into.text), into.mark.line),
             "mark one row of the agency");
      return;
    }
    into = cell(id);
  };
  take(agency.safeguarding_lead, Column::SafeguardingLead, Column::PostId, "post");
  take(agency.supporter, Column::Supporter, Column::PersonId, "person");
}

void Gatherer::add_post() {
  const Given id = cell(Column::PostId);
  if (id.empty()) {
    for (const Column column :
         {Column::PostTitle, Column::Role, Column::ReportsTo, Column::Deputy, Column::PostPhone}) {
      if (const Given left = cell(column); !left.empty()) {
        report(left, fmt::format("the row has `{}` and no `post_id`", name_of(column)),
               "give the post an id, or leave its cells empty");
      }
    }
    return;
  }
  PostDraft& post = of(draft_.posts, posts_, id);
  merge(post.title, Column::PostTitle);
  merge(post.role, Column::Role);
  merge(post.agency, Column::AgencyId);
  merge(post.reports_to, Column::ReportsTo);
  merge(post.deputy, Column::Deputy);
  merge(post.phone, Column::PostPhone);
  merge(post.held_by, Column::PersonId);
}

void Gatherer::add_person() {
  const Given id = cell(Column::PersonId);
  if (id.empty()) {
    for (const Column column : {Column::PersonName, Column::Job, Column::Phone, Column::Email,
                                Column::Away, Column::OnCall}) {
      if (const Given left = cell(column); !left.empty()) {
        report(left, fmt::format("the row has `{}` and no `person_id`", name_of(column)),
               "give the person an id, or leave their cells empty");
      }
    }
    return;
  }
  PersonDraft& person = of(draft_.people, people_, id);
  if (person.agency.empty()) {
    person.agency = cell(Column::AgencyId);
  }
  merge(person.name, Column::PersonName);
  merge(person.job, Column::Job);
  merge(person.phone, Column::Phone);
  merge(person.email, Column::Email);
  merge(person.away, Column::Away);
}

/// `on_call_manager`, or with a shift `on_call_manager 2026-12-24 17:00 to 2026-12-29 09:00`.
void Gatherer::add_on_call() {
  if (cell(Column::OnCall).empty() && !cell(Column::OnCallPhone).empty()) {
    report(cell(Column::OnCallPhone), "the row has `on_call_phone` and no `on_call`",
           "say for which role, such as on_call_manager, or leave it empty");
  }
  for (const Given& part : parts_of(cell(Column::OnCall))) {
    const std::size_t space = std::min(part.text.find(' '), part.text.size());
    OnCallDraft entry;
    entry.mark = part.mark;
    entry.agency = cell(Column::AgencyId);
    entry.person = cell(Column::PersonId);
    entry.phone = cell(Column::OnCallPhone);
    entry.role = {part.text.substr(0, space), part.mark};
    entry.shift = {std::string{trimmed(part.text.substr(space))}, part.mark};
    draft_.on_call.push_back(std::move(entry));
  }
}

void Gatherer::add(const CsvRow& row) {
  row_ = &row;
  if (cell(Column::AgencyId).empty()) {
    report(cell(Column::AgencyId), "the row has no `agency_id`",
           "say in every row which agency it is of");
    return;
  }
  add_agency();
  add_post();
  add_person();
  if (!cell(Column::PersonId).empty()) {
    add_on_call();
  }
}

std::optional<Problem> header_problem(const CsvRow& header) {
  std::vector<std::string_view> cells;
  for (const std::string& cell : header.cells) {
    cells.push_back(trimmed(cell));
  }
  if (std::equal(cells.begin(), cells.end(), kNames.begin(), kNames.end())) {
    return std::nullopt;
  }
  std::string what = "the header is not that of a directory";
  if (cells.size() == 1 && cells[0].find_first_of(";\t") != std::string_view::npos) {
    what = "the columns are not separated by commas";
  } else {
    const auto lists = [](const auto& all, std::string_view name) {
      return std::find(all.begin(), all.end(), name) != all.end();
    };
    const auto unknown = std::find_if(cells.begin(), cells.end(),
                                      [&](std::string_view name) { return !lists(kNames, name); });
    const auto missing = std::find_if(kNames.begin(), kNames.end(),
                                      [&](std::string_view name) { return !lists(cells, name); });
    if (unknown != cells.end()) {
      what += fmt::format(": it has `{}`", shown(*unknown));
    } else if (missing != kNames.end()) {
      what += fmt::format(": `{}` is missing", *missing);
    } else {
      what += ": a column stands twice or in another place";
    }
  }
  return Problem{header.mark, std::move(what),
                 fmt::format("begin the file with this line: {}", directory_csv_header())};
}

/// The file as rows, and which of them are wrong.
class Import {
 public:
  Import(std::vector<CsvRow> rows, const Zone& zone) : rows_(std::move(rows)), zone_(zone) {
    reasons_.resize(rows_.size());
  }

  CsvReading run(CsvRows wanted);

 private:
  std::optional<Directory> pass(bool first);
  void note(const Problem& problem, bool first);
  [[nodiscard]] std::string reject_file() const;

  std::vector<CsvRow> rows_;
  const Zone& zone_;
  std::vector<std::vector<std::string>> reasons_;  ///< by row; none: the row is good
  std::vector<Problem> problems_;
  bool whole_file_ = false;  ///< something is wrong that no row can be blamed for
};

void Import::note(const Problem& problem, bool first) {
  problems_.push_back(problem);
  if (!first) {
    problems_.back().what += ", once wrong rows are left out";
  }
  const auto after =
      std::upper_bound(rows_.begin(), rows_.end(), problem.mark.line,
                       [](int line, const CsvRow& row) { return line < row.mark.line; });
  if (after == rows_.begin()) {
    whole_file_ = true;
    return;
  }
  reasons_[static_cast<std::size_t>(after - rows_.begin()) - 1].push_back(
      fmt::format("{}: {}", problems_.back().what, problem.mend));
}

/// The directory of the rows that are still good; none when that showed another wrong one.
std::optional<Directory> Import::pass(bool first) {
  std::vector<Problem> found;
  Gatherer gatherer{found};
  bool any_partnership = false;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (!reasons_[i].empty()) {
      continue;
    }
    if (rows_[i].cells.size() != kColumns) {
      found.push_back(
          {rows_[i].mark,
           fmt::format("the row has {} cells, and the header {}", rows_[i].cells.size(), kColumns),
           "add or delete commas; a cell with a comma in it goes in quotes"});
      continue;
    }
    any_partnership =
        any_partnership ||
        trimmed(rows_[i].cells[static_cast<std::size_t>(Column::Sector)]) == "partnership";
    gatherer.add(rows_[i]);
  }
  if (!any_partnership) {
    found.push_back({{1, 1},
                     "no row is of the partnership itself",
                     "add a row with `partnership` as agency_id and as sector"});
  }
  auto directory = assemble(std::move(gatherer).draft(), zone_, std::move(found));
  if (directory) {
    return *std::move(directory);
  }
  for (const Problem& problem : directory.error()) {
    note(problem, first);
  }
  return std::nullopt;
}

std::string Import::reject_file() const {
  std::string file;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (reasons_[i].empty()) {
      continue;
    }
    std::vector<std::string> cells;
    for (const std::string& cell : rows_[i].cells) {
      cells.push_back(csv_cell(cell));
    }
    cells.resize(std::max(cells.size(), kColumns));
    cells.push_back(csv_cell(fmt::format("{}", fmt::join(reasons_[i], "; "))));
    file += fmt::format("{}\r\n", fmt::join(cells, ","));
  }
  return file.empty() ? file : fmt::format("{},reason\r\n{}", directory_csv_header(), file);
}

CsvReading Import::run(CsvRows wanted) {
  /// Each pass leaves out rows that leaned on rows left out before. A file in which this goes on is
  /// wrong throughout.
  constexpr int kMostPasses = 8;
  CsvReading reading;
  reading.rows = rows_.size();
  for (int i = 0; i < kMostPasses && !whole_file_; ++i) {
    reading.directory = pass(i == 0);
    if (reading.directory || wanted == CsvRows::All) {
      break;
    }
  }
  std::ranges::stable_sort(problems_, {}, &Problem::mark);
  reading.problems = std::move(problems_);
  reading.rejected_rows = static_cast<std::size_t>(std::count_if(
      reasons_.begin(), reasons_.end(), [](const auto& why) { return !why.empty(); }));
  reading.reject_file = reject_file();
  return reading;
}

}  // namespace

const std::string& directory_csv_header() {
  static const std::string header = fmt::format("{}", fmt::join(kNames, ","));
  return header;
}

CsvReading read_directory_csv(std::string_view text, const Zone& zone, CsvRows rows) {
  CsvReading reading;
  if (text.size() > kLongestDirectoryFile) {
    reading.problems = {{{1, 1}, "the file is longer than 16 MiB", "leave out what is not needed"}};
    return reading;
  }
  auto parsed = parse_csv(text);
  if (!parsed) {
    reading.problems = {std::move(parsed).error()};
    return reading;
  }
  if (parsed->empty()) {
    reading.problems = {{{1, 1},
                         "the file is empty",
                         fmt::format("begin it with this line: {}", directory_csv_header())}};
    return reading;
  }
  if (auto problem = header_problem(parsed->front())) {
    reading.problems = {*std::move(problem)};
    return reading;
  }
  parsed->erase(parsed->begin());
  return Import{*std::move(parsed), zone}.run(rows);
}

}  // namespace accord
