#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "directory/preview.hpp"
#include "directory/reader.hpp"
#include "directory/testdata/london.hpp"

namespace accord {
namespace {

using testdata::london;

// Names as people have them, and words that YAML takes for something else when they stand bare.
constexpr std::array<std::string_view, 12> kNames = {
    "Amy Ross", "Zoë Ó Briain", "O'Neill, Ann", "\"Quoted\"",  "a: b", "- dash",
    "null",     "#1",           "{x}",          "back\\slash", "~",    "李雷 & co."};
constexpr std::array<std::string_view, 6> kIdHeads = {"null", "true", "y", "a1_", "no", "person"};
constexpr std::array<std::string_view, 4> kPhones = {"", "999", "+44 (0)1632 960123",
                                                     "01632 960123 ext 4"};
constexpr std::array<std::string_view, 3> kEmails = {"", "a.b+c@x-1.example", "o'neill@ex.example"};

template <std::size_t N>
std::string one_of(const std::array<std::string_view, N>& all) {
  return std::string{*rc::gen::elementOf(all)};
}

/// The first is a plain word that YAML may take for something else; numbers keep them apart.
std::string id(std::size_t number) {
  const std::string head = number < kIdHeads.size() ? std::string{kIdHeads.at(number)} : "x";
  return number < kIdHeads.size() ? head : head + std::to_string(number);
}

std::size_t below(std::size_t end) {
  return *rc::gen::inRange<std::size_t>(0, end);
}

std::pair<Instant, Instant> span() {
  // From 2020 to 2040, to the second.
  const auto begin = *rc::gen::inRange<std::int64_t>(1'577'836'800, 2'208'988'800);
  return {Instant{begin}, Instant{begin + *rc::gen::inRange<std::int64_t>(1, 10'000'000)}};
}

struct Counts {
  std::size_t agencies;
  std::size_t posts;
  std::size_t people;
};

Agency agency(std::size_t number, const Counts& counts) {
  Agency made;
  made.id = AgencyId{id(number)};
  made.name = one_of(kNames);
  made.is_partnership = number == 0;
  made.sector = number == 0 ? "" : one_of(std::array<std::string_view, 2>{"social care", "other"});
  made.statutory = *rc::gen::arbitrary<bool>();
  made.phone = one_of(kPhones);
  made.out_of_hours_phone = one_of(kPhones);
  made.guide = one_of(std::array<std::string_view, 3>{"", "First line\nsecond: \"line\"", "#x"});
  if (counts.posts > 0 && *rc::gen::arbitrary<bool>()) {
    made.safeguarding_lead = PostId{id(below(counts.posts))};
  }
  if (counts.people > 0 && *rc::gen::arbitrary<bool>()) {
    made.supporter = PersonId{id(below(counts.people))};
  }
  for (std::size_t i = below(3); i > 0; --i) {
    made.equivalents.emplace_back("role_a", id(i));
  }
  if (*rc::gen::arbitrary<bool>()) {
    made.equivalents.emplace_back("null", "null");
    made.closures.emplace_back("2026-12-25", "2027-01-01");
  }
  return made;
}

Post post(std::size_t number, std::size_t agency_number, std::size_t first_of_agency,
          const Counts& counts) {
  Post made;
  made.id = PostId{id(number)};
  made.title = one_of(kNames);
  made.role = id(below(8));
  made.agency = AgencyId{id(agency_number)};
  made.phone = one_of(kPhones);
  // Upwards is always to an earlier post of the agency, so no line is a circle.
  if (number > first_of_agency && *rc::gen::arbitrary<bool>()) {
    made.line_manager = PostId{id(first_of_agency + below(number - first_of_agency))};
    made.deputy = PostId{id(first_of_agency)};
  }
  for (std::size_t i = 0; i < counts.people; ++i) {
    if (below(counts.people) < 2) {
      made.holders.emplace_back(id(i));
    }
  }
  return made;
}

Person person(std::size_t number, std::size_t agency_number) {
  Person made;
  made.id = PersonId{id(number)};
  made.name = one_of(kNames);
  made.job = one_of(std::array<std::string_view, 3>{"", "Nurse", "Head: \"all\""});
  made.agency = AgencyId{id(agency_number)};
  made.phone = one_of(kPhones);
  made.email = one_of(kEmails);
  for (std::size_t i = below(3); i > 0; --i) {
    made.away.push_back(span());
  }
  return made;
}

Directory any_directory() {
  const Counts counts{1 + below(4), below(9), below(9)};
  std::vector<Agency> agencies;
  std::vector<Post> posts;
  std::vector<Person> people;
  std::vector<OnCall> on_call;
  for (std::size_t i = 0; i < counts.agencies; ++i) {
    agencies.push_back(agency(i, counts));
    const bool last = i + 1 == counts.agencies;
    const std::size_t first = posts.size();
    const std::size_t end = last ? counts.posts : first + below(counts.posts - first + 1);
    for (std::size_t number = first; number < end; ++number) {
      posts.push_back(post(number, i, first, counts));
    }
    const std::size_t people_end =
        last ? counts.people : people.size() + below(counts.people - people.size() + 1);
    while (people.size() < people_end) {
      people.push_back(person(people.size(), i));
    }
    for (std::size_t entry = counts.people == 0 ? 0 : below(3); entry > 0; --entry) {
      OnCall made{AgencyId{id(i)}, "on_call_manager", PersonId{id(below(counts.people))},
                  one_of(kPhones), std::nullopt};
      if (*rc::gen::arbitrary<bool>()) {
        made.shift = span();
      }
      on_call.push_back(std::move(made));
    }
  }
  return Directory{std::move(agencies), std::move(posts), std::move(people), std::move(on_call)};
}

// What the store keeps is the text: it has to be the whole of the directory.
RC_GTEST_PROP(DirectoryText, ALL_4_ReadsBackAsTheSameDirectory, ()) {
  const Directory directory = any_directory();
  const std::string text = to_yaml(directory);
  RC_LOG(text);

  const auto again = read_directory(text, london());

  if (!again) {
    RC_FAIL(to_line(again.error().front()));
  }
  RC_ASSERT(*again == directory);
  RC_ASSERT(to_yaml(*again) == text);
  RC_ASSERT(preview(directory, *again).empty());
}

// However a file is damaged, the answer is a directory that can be kept or problems with a place.
RC_GTEST_PROP(DirectoryText, ALL_4_DamagedIsReadOrRefusedWithAPlace, ()) {
  std::string text = to_yaml(any_directory());
  for (std::size_t i = 1 + below(4); i > 0; --i) {
    const std::size_t place = below(text.size());
    switch (below(3)) {
      case 0: text.erase(place, 1 + below(20)); break;
      case 1: text.insert(place, one_of(kNames)); break;
      default: text[place] = static_cast<char>(below(256)); break;
    }
  }

  const auto read = read_directory(text, london());

  if (read) {
    const std::string kept = to_yaml(*read);
    RC_LOG(kept);
    const auto again = read_directory(kept, london());
    if (!again) {
      RC_FAIL(to_line(again.error().front()));
    }
    RC_ASSERT(*again == *read);
  } else {
    RC_ASSERT(!read.error().empty());
    for (const Problem& problem : read.error()) {
      RC_ASSERT(problem.mark.line > 0);
      RC_ASSERT(problem.mark.column > 0);
      RC_ASSERT(!problem.what.empty());
      RC_ASSERT(!problem.mend.empty());
    }
  }
}

using Row = std::array<std::string, 25>;

/// A cell of its own for each place that a row has to have, so that most rows are right.
Row row(std::string agency, std::string post, std::string person) {
  Row cells;
  cells[0] = agency;
  cells[1] = agency.empty() ? "" : "The agency " + agency;
  cells[2] = agency == "partnership" ? "partnership" : "health";
  if (!post.empty()) {
    cells[10] = "The post " + post;
    cells[11] = "nurse";
  }
  cells[9] = std::move(post);
  if (!person.empty()) {
    cells[17] = "The person " + person;
    cells[23] = "on_call_manager";
  }
  cells[16] = std::move(person);
  return cells;
}

// Rows that are right, but for some cells: what is taken of them is a directory that keeps.
RC_GTEST_PROP(DirectoryCsv, ALL_4_OfDamagedRowsIsReadOrRefused, ()) {
  constexpr std::array<std::string_view, 9> kCells = {
      "", "a1", "p1", "yes", "no such", "2026-01-01", "p1=p2; x", "p2", "partnership"};
  std::vector<Row> rows{row("partnership", "chair", "ada"), row("partnership", "", "")};
  for (std::size_t i = below(9); i > 0; --i) {
    const std::string agency = "a" + std::to_string(below(3));
    rows.push_back(row(agency, "p_" + agency + std::to_string(below(4)),
                       below(3) == 0 ? "" : "q" + std::to_string(below(6))));
  }
  for (std::size_t i = below(4); i > 0; --i) {
    rows[1 + below(rows.size() - 1)][below(25)] = one_of(kCells);
  }
  std::string text = directory_csv_header() + "\n";
  for (const Row& cells : rows) {
    for (const std::string& cell : cells) {
      text += &cell == cells.data() ? cell : "," + cell;
    }
    text += '\n';
  }
  RC_LOG(text);

  const CsvReading reading = read_directory_csv(text, london(), CsvRows::GoodOnes);

  RC_ASSERT(reading.directory.has_value() || !reading.problems.empty());
  RC_ASSERT(reading.rejected_rows <= reading.rows);
  RC_CLASSIFY(reading.directory.has_value(), "taken");
  RC_CLASSIFY(reading.rejected_rows > 0, "with rejected rows");
  if (reading.directory) {
    const auto again = read_directory(to_yaml(*reading.directory), london());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == *reading.directory);
  }
}

}  // namespace
}  // namespace accord
