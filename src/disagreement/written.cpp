#include "disagreement/written.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/characters.hpp"
#include "base/try.hpp"
#include "disagreement/about.hpp"
#include "disagreement/acts.hpp"

namespace accord {

namespace {

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}

/// Letters and figures of ASCII, and what lies where Unicode has its alphabets: no sign and no
/// picture.
bool is_letter(char32_t c) {
  return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') || (c >= 0xC0 && c < 0x2000) ||
         (c >= 0x2C00 && c < 0xE000) || (c >= 0xF900 && c < 0xFE00) ||
         (c >= 0x10000 && c < 0x1F000);
}

/// A piece of what may be a date: a number of so many figures, or a word in small letters.
struct Piece {
  std::string word;
  int number = -1;
  std::size_t figures = 0;
};

/// The numbers and words between the marks and blanks. "12th" is a number.
std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < text.size();) {
    const auto run = [&](auto belongs) {
      const std::size_t start = i;
      while (i < text.size() && belongs(text[i])) {
        ++i;
      }
      return text.substr(start, i - start);
    };
    const auto is_word = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const std::string_view figures = run(is_figure);
    std::string word{run(is_word)};
    std::ranges::transform(word, word.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (figures.empty() && word.empty()) {
      ++i;
      continue;
    }
    Piece piece;
    const bool ordinal = word == "st" || word == "nd" || word == "rd" || word == "th";
    if (!figures.empty() && figures.size() <= 4 && (word.empty() || ordinal)) {
      std::from_chars(figures.data(), figures.data() + figures.size(), piece.number);
      piece.figures = figures.size();
    } else if (figures.empty()) {
      piece.word = std::move(word);
    }
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

bool is_month_name(const Piece& piece) {
  constexpr std::array<std::string_view, 12> kMonths{
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  return piece.word.size() >= 3 && std::ranges::any_of(kMonths, [&](std::string_view month) {
           return month.starts_with(piece.word);
         });
}

bool is_day_or_month(const Piece& piece, int most) {
  return piece.figures <= 2 && piece.number >= 1 && piece.number <= most;
}

bool is_whole_year(const Piece& piece) {
  return piece.figures == 4 && piece.number >= 1900 && piece.number <= 2100;
}

/// What people write about a date of birth: it makes no reference of the date.
bool is_said_of_a_date(const Piece& piece) {
  constexpr std::array<std::string_view, 5> kWords{"born", "dob", "birth", "date", "of"};
  return std::ranges::find(kWords, piece.word) != kWords.end();
}

/// Whether three pieces are a day, a month and a year, in any of the orders in which they are
/// written. `alone`: there is nothing else, so that a year may have two figures.
bool is_date(const Piece& first, const Piece& second, const Piece& third, bool alone) {
  const auto month = [](const Piece& piece) {
    return is_month_name(piece) || is_day_or_month(piece, 12);
  };
  const auto day = [](const Piece& piece) { return is_day_or_month(piece, 31); };
  const bool year_last = is_whole_year(third) || (alone && third.figures == 2);
  return (year_last && ((day(first) && month(second)) || (month(first) && day(second)))) ||
         (is_whole_year(first) && month(second) && day(third));
}

/// Whether there is a date in it: "12/03/2019", "born 12 March 2019", "2019-03-12", "12/03/2019
/// Zoe". A reference may be made of short numbers: with anything before them, or figures behind
/// them, they are one ("MH-12-03-2019", "CIN 10-11-12", "2019-03-12-001"). A month in letters is
/// no part of a reference.
bool reads_as_a_date(std::string_view text) {
  std::vector<Piece> pieces = pieces_of(text);
  std::erase_if(pieces, is_said_of_a_date);
  for (std::size_t i = 0; i + 3 <= pieces.size(); ++i) {
    if (!is_date(pieces[i], pieces[i + 1], pieces[i + 2], pieces.size() == 3)) {
      continue;
    }
    const bool in_letters = is_month_name(pieces[i]) || is_month_name(pieces[i + 1]);
    const bool words_behind =
        std::all_of(pieces.begin() + static_cast<std::ptrdiff_t>(i) + 3, pieces.end(),
                    [](const Piece& piece) { return !piece.word.empty(); });
    if (in_letters || (i == 0 && words_behind)) {
      return true;
    }
  }
  return false;
}

/// One text, where it stands in the command (`field`) and what it is called there.
Answer check(const std::string& text, const std::string& field, const std::string& what,
             std::size_t most = kMostInText, Lines lines = Lines::Many) {
  if (!is_plain(text, lines)) {
    return refuse(Refusal::Kind::Incomplete,
                  "There are characters in " + what + " that are no text.",
                  lines == Lines::One
                      ? "Write it in one line, without control characters and without marks that "
                        "turn the direction of writing."
                      : "Take out control characters and marks that turn the direction of writing.",
                  field);
  }
  if (!text.empty() && !has_words(text)) {
    return refuse(Refusal::Kind::Incomplete, "There is nothing to read in " + what + ".",
                  "It has only characters that nobody sees. Say it in words, or leave it empty.",
                  field);
  }
  if (characters_in(text) > most) {
    return refuse(Refusal::Kind::Incomplete,
                  "Shorten " + what + " to " + std::to_string(most) + " characters.", "", field);
  }
  return {};
}

Answer check_line(const std::string& text, const std::string& field, const std::string& what,
                  std::size_t most = kMostInLine) {
  return check(text, field, what, most, Lines::One);
}

Answer check_reference(const std::string& reference) {
  ACCORD_TRY_DO(check_line(reference, "reference", "the reference", kMostInReference));
  if (const std::string_view wrong = wrong_in_reference(reference); !wrong.empty()) {
    return refuse(Refusal::Kind::Incomplete, "“" + reference + "” " + std::string{wrong} + ".",
                  "Enter a reference, like MH-20418, never a name or a date of birth.",
                  "reference");
  }
  return {};
}

Answer check(const Texts& texts) {
  for (const auto& [name, text] : texts) {
    ACCORD_TRY_DO(check_line(name, "name", "the name of what is recorded"));
    ACCORD_TRY_DO(check(text, name, name));
  }
  return {};
}

Answer check(const Evidence& evidence) {
  ACCORD_TRY_DO(check_line(evidence.mode, "mode", "how you spoke"));
  ACCORD_TRY_DO(check(evidence.texts));
  for (const Seat& seat : evidence.seats) {
    ACCORD_TRY_DO(check_line(seat.role, "seats", "the role of a seat"));
    ACCORD_TRY_DO(check_line(seat.vote, "seats", "a vote"));
    ACCORD_TRY_DO(check(seat.conflict, "seats", "a conflict of interest"));
  }
  ACCORD_TRY_DO(check(evidence.minutes, "minutes", "the minutes"));
  return check(evidence.decision, "decision", "the decision");
}

Answer check(const GivenFact& fact, const Policy& policy) {
  const FactRule* rule = policy.fact(fact.fact);
  const bool told = rule != nullptr && rule->kind == FactKind::Text;
  for (const std::string& word : fact.words) {
    ACCORD_TRY_DO(check(word, fact.fact, "the answer to: " + (told ? rule->asks : fact.fact),
                        told ? kMostInMatter : kMostInLine, told ? Lines::Many : Lines::One));
  }
  return {};
}

struct Checking {
  const Policy& policy;

  Answer operator()(const Raise& c) const {
    const AboutWhom about = about_whom(c.children, policy);
    ACCORD_TRY_DO(check_line(c.matter.summary, "summary", "the summary", kMostInSummary));
    ACCORD_TRY_DO(
        check(c.matter.what, "what", "what they decided, did or did not do", kMostInMatter));
    ACCORD_TRY_DO(check(c.matter.why, "why", "why it is not safe for " + about.the, kMostInMatter));
    ACCORD_TRY_DO(check(c.matter.change, "change", "what should change", kMostInWish));
    ACCORD_TRY_DO(check(c.matter.child, "child", "what it means for " + about.the, kMostInWish));
    ACCORD_TRY_DO(check_line(c.talked_to, "talked_to", "whom you talked it through with",
                             std::size_t{2} * kMostInLine));  // a name and a job
    for (const Child& child : c.children) {
      ACCORD_TRY_DO(check_line(child.id, "children", "the id of one of them", kMostInReference));
      ACCORD_TRY_DO(check_line(child.age_band, "age_band", "the age", kMostInReference));
      ACCORD_TRY_DO(check_line(child.kind, "children", "whom it is about", kMostInReference));
      ACCORD_TRY_DO(check_reference(child.reference));
      ACCORD_TRY_DO(check_reference(child.other_reference));
    }
    for (const GivenFact& fact : c.facts) {
      ACCORD_TRY_DO(check(fact, policy));
    }
    for (const UsedBefore& used : c.before) {
      ACCORD_TRY_DO(check(used.evidence));
    }
    return check_line(c.child_timescale_reason, "child_timescale_reason",
                      "why " + about.does("needs", "need") + " it by then", kMostInReason);
  }
  Answer operator()(const SetFact& c) const {
    ACCORD_TRY_DO(check(c.fact, policy));
    return check(c.reason, "reason", "the reason");
  }
  Answer operator()(const SetChildTimescale& c) const {
    return check(c.reason, "reason", "why it is needed");
  }
  Answer operator()(const Undertake& c) const {
    ACCORD_TRY_DO(check(c.what, "what", "what is to be done"));
    return check(c.how, "how", "how it will be pursued");
  }
  Answer operator()(const RecordDone& c) const {
    ACCORD_TRY_DO(check(c.evidence));
    for (const Undertake& action : c.actions) {
      ACCORD_TRY_DO((*this)(action));
    }
    return {};
  }
  Answer operator()(const TakeExit& c) const {
    ACCORD_TRY_DO(check(c.record));
    for (const Undertake& issue : c.outstanding) {
      ACCORD_TRY_DO((*this)(issue));
    }
    return {};
  }
  Answer operator()(const DeclineTerms& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const AgreeDate& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const Correct& c) const { return check(c.text, "text", "the correction"); }
  Answer operator()(const AddNote& c) const { return check(c.text, "text", "the note"); }
  Answer operator()(const Rebind& c) const { return check(c.reason, "reason", "the reason"); }
  Answer operator()(const PassTime& /*time*/) const { return {}; }  // the program's own words
};

}  // namespace

std::string_view wrong_in_reference(std::string_view reference) {
  if (reads_as_a_date(reference)) {
    return "reads as a date";
  }
  if (reference.empty() || std::ranges::any_of(reference, is_figure)) {
    return "";
  }
  for (std::size_t i = 0; i < reference.size();) {
    if (is_letter(next_character(reference, i))) {
      return "looks like a name";
    }
  }
  return "has no figure in it";
}

std::expected<void, Refusal> check_written(const CommandBody& command, const Policy& policy) {
  return std::visit(Checking{policy}, command);
}

std::expected<void, Refusal> check_written(const std::string& text, const std::string& field,
                                           const std::string& what, Lines lines) {
  return check(text, field, what, lines == Lines::One ? kMostInLine : kMostInText, lines);
}

}  // namespace accord
