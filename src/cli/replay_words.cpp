#include "cli/replay_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/lines.hpp"
#include "pages/reference.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

using OrderedJson = nlohmann::ordered_json;

/// What differs in one or in all, counted.
struct Sum {
  int same = 0;
  int other_duties = 0;  ///< to its end the same way, with other dates or duties
  int until_then = 0;    ///< compared until it was moved, or cannot be made again
  int parted = 0;
  int refused = 0;
  int earlier = 0;
  int later = 0;
  int no_longer_in_time = 0;
  int now_in_time = 0;
  int not_owed = 0;
  int newly_owed = 0;
  int by_others = 0;
};

void add(Sum& sum, const DutyDifference& one) {
  if (!one.recorded || !one.replayed) {
    ++(one.recorded ? sum.not_owed : sum.newly_owed);
    return;
  }
  const auto& from = one.recorded->due;
  const auto& to = one.replayed->due;
  if (from && to && *from != *to) {
    ++(*to < *from ? sum.earlier : sum.later);
  }
  sum.no_longer_in_time += !one.recorded->late && one.replayed->late ? 1 : 0;
  sum.now_in_time += one.recorded->late && !one.replayed->late ? 1 : 0;
  const bool others =
      one.recorded->owed_by != one.replayed->owed_by || one.recorded->told != one.replayed->told;
  sum.by_others += others ? 1 : 0;
}

Sum sum_of(const std::vector<Replay>& all) {
  Sum sum;
  for (const Replay& one : all) {
    sum.same += one.same() ? 1 : 0;
    sum.other_duties += one.end == ReplayEnd::Whole && !one.same() ? 1 : 0;
    sum.until_then += one.end == ReplayEnd::Moved || one.end == ReplayEnd::NotRepeated ? 1 : 0;
    sum.parted += one.end == ReplayEnd::Parted ? 1 : 0;
    sum.refused += one.end == ReplayEnd::Refused ? 1 : 0;
    for (const DutyDifference& duty : one.duties) {
      add(sum, duty);
    }
  }
  return sum;
}

std::string_view word_of(ReplayEnd end) {
  switch (end) {
    case ReplayEnd::Whole: return "whole";
    case ReplayEnd::Refused: return "refused";
    case ReplayEnd::Parted: return "parted";
    case ReplayEnd::Moved: return "moved";
    case ReplayEnd::NotRepeated: return "not_repeated";
  }
  return "";
}

std::string_view word_of(ReplayNote::Kind kind) {
  switch (kind) {
    case ReplayNote::Kind::LeftOut: return "left_out";
    case ReplayNote::Kind::TakenSaid: return "taken_as_said";
    case ReplayNote::Kind::NoAnswer: return "no_answer";
    case ReplayNote::Kind::Refused: return "refused";
  }
  return "";
}

std::string_view label_of(ReplayNote::Kind kind) {
  switch (kind) {
    case ReplayNote::Kind::LeftOut: return "Left out: ";
    case ReplayNote::Kind::TakenSaid: return "Asked besides, and taken as said: ";
    case ReplayNote::Kind::NoAnswer: return "Asked besides: ";
    case ReplayNote::Kind::Refused: return "Refused, and left out: ";
  }
  return "";
}

/// Writes each disagreement that differs.
class ReplayWriter {
 public:
  ReplayWriter(const Zone& zone, std::ostream& out) : zone_(zone), out_(out) {}

  void write(const Replay& one) {
    out_ << fmt::format("\n{}  raised {}, version {}\n", shown_reference(one.reference),
                        to_words(zone_, one.raised_at), one.version);
    for (const ReplayNote& note : one.notes) {
      if (note.kind == ReplayNote::Kind::NoAnswer) {
        continue;  // said once for all
      }
      line(fmt::format("{}{}.", label_of(note.kind), note.what), 4);
    }
    for (const DutyDifference& duty : one.duties) {
      write(duty);
    }
    for (const std::string& stage : one.stages_newly_passed) {
      line(fmt::format("Stage newly passed: {}.", stage), 4);
    }
    for (const std::string& stage : one.stages_not_passed) {
      line(fmt::format("Stage not passed: {}.", stage), 4);
    }
    if (one.differing_already > 0) {
      line(fmt::format("{} more dut{} left out: already under its own version the record cannot "
                       "be made again with the same dates and owers.",
                       one.differing_already, one.differing_already == 1 ? "y is" : "ies are"),
           4);
    }
    write_end(one);
  }

 private:
  void line(const std::string& words, std::size_t under) {
    out_ << in_lines(words, std::string(under, ' '), under + 2);
  }
  [[nodiscard]] std::string date(const OwedDuty& duty) const {
    return fmt::format("{}{}", duty.due ? to_words(zone_, *duty.due) : std::string{"no date"},
                       duty.local_target ? " (a local target)" : "");
  }
  [[nodiscard]] static std::string clause(const OwedDuty& duty) {
    return duty.clause.empty() ? std::string{} : fmt::format(", clause {}", duty.clause);
  }
  [[nodiscard]] static std::string owers(const OwedDuty& duty) {
    return duty.owed_by.empty() ? std::string{}
                                : fmt::format(" ({})", fmt::join(duty.owed_by, "; "));
  }

  void write(const DutyDifference& one) {
    if (one.recorded && one.replayed) {
      write(*one.recorded, *one.replayed);
    } else if (one.recorded) {
      const OwedDuty& duty = *one.recorded;
      line(fmt::format("Not owed: {}{}, {}; {}{}.", duty.what, owers(duty), date(duty), duty.word,
                       clause(duty)),
           4);
    } else if (one.replayed) {
      const OwedDuty& duty = *one.replayed;
      line(fmt::format("Newly owed: {}{}, {}; nobody knows when it would have been done{}.",
                       duty.what, owers(duty), date(duty), clause(duty)),
           4);
    }
  }

  void write(const OwedDuty& recorded, const OwedDuty& replayed) {
    line(capitalised(recorded.what) + owers(recorded), 4);
    if (recorded.due != replayed.due || recorded.late != replayed.late) {
      line(fmt::format("from {}; {}{}", date(recorded), recorded.word, clause(recorded)), 8);
      line(fmt::format("to   {}; {}{}", date(replayed), replayed.word, clause(replayed)), 8);
    }
    if (recorded.owed_by != replayed.owed_by) {
      line(fmt::format("owed by {}", listed(replayed.owed_by)), 8);
    }
    if (recorded.told != replayed.told) {
      line(replayed.told.empty() ? std::string{"told to nobody"}
                                 : "told to " + listed(replayed.told),
           8);
    }
  }

  /// Where the other policy leads, and what would be owed there: the record tells its own.
  void write(const Place& place) {
    line(fmt::format("Under the other policy: {}.", place.words), 4);
    if (!place.waits_for.empty()) {
      line(fmt::format("It would still wait for: {}.", listed(place.waits_for)), 8);
    }
    for (const OwedDuty& duty : place.opened) {
      line(fmt::format("{}{}, {}", duty.what, owers(duty), date(duty)), 8);
    }
  }

  void write_end(const Replay& one) {
    const std::string act =
        fmt::format("{}: {}{}", to_words(zone_, one.until), one.act,
                    one.by.empty() ? std::string{} : fmt::format(" ({})", one.by));
    switch (one.end) {
      case ReplayEnd::Whole: return;
      case ReplayEnd::Refused: line(act + ". This would be refused: " + one.why, 4); break;
      case ReplayEnd::Parted: line(act + ". From here the ways part.", 4); break;
      case ReplayEnd::Moved:
        line(fmt::format("{}: it was moved to another version; compared until then.",
                         to_words(zone_, one.until)),
             4);
        return;
      case ReplayEnd::NotRepeated:
        line(act + ". Already under its own version the record cannot be made again from here: " +
                 one.why,
             4);
        return;
    }
    if (one.recorded) {
      line(fmt::format("Recorded: {}.", one.recorded->words), 4);
    }
    if (one.replayed) {
      write(*one.replayed);
    }
    line("From here on nobody knows what they would have done.", 4);
  }

  const Zone& zone_;
  std::ostream& out_;
};

std::string counted(std::size_t count) {
  return fmt::format("{} disagreement{}", count, count == 1 ? "" : "s");
}

/// The questions that records have no answer to, and how many.
std::map<std::string, int> unanswered(const std::vector<Replay>& all) {
  std::map<std::string, int> questions;
  for (const Replay& one : all) {
    for (const ReplayNote& note : one.notes) {
      questions[note.what] += note.kind == ReplayNote::Kind::NoAnswer ? 1 : 0;
    }
  }
  std::erase_if(questions, [](const auto& question) { return question.second == 0; });
  return questions;
}

OrderedJson json_of(const Sum& sum, std::size_t disagreements) {
  return {{"disagreements", disagreements},
          {"same", sum.same},
          {"same_way", sum.other_duties},
          {"refused", sum.refused},
          {"parted", sum.parted},
          {"until_then", sum.until_then},
          {"dates_earlier", sum.earlier},
          {"dates_later", sum.later},
          {"in_time_then_late", sum.no_longer_in_time},
          {"late_then_in_time", sum.now_in_time},
          {"not_owed", sum.not_owed},
          {"newly_owed", sum.newly_owed},
          {"owed_by_or_told_others", sum.by_others}};
}

/// Makes the JSON of one disagreement.
class ReplayJson {
 public:
  explicit ReplayJson(const Zone& zone) : zone_(zone) {}

  [[nodiscard]] OrderedJson of(const Replay& one) const {
    OrderedJson notes = OrderedJson::array();
    for (const ReplayNote& note : one.notes) {
      notes.push_back(
          {{"kind", word_of(note.kind)}, {"at", iso_local(zone_, note.at)}, {"what", note.what}});
    }
    OrderedJson duties = OrderedJson::array();
    for (const DutyDifference& duty : one.duties) {
      duties.push_back({{"recorded", of(duty.recorded)}, {"replayed", of(duty.replayed)}});
    }
    const bool whole = one.end == ReplayEnd::Whole;
    return {{"reference", shown_reference(one.reference)},
            {"version", one.version},
            {"raised", iso_local(zone_, one.raised_at)},
            {"same", one.same()},
            {"compared", word_of(one.end)},
            {"until", iso_local(zone_, one.until)},
            {"act", whole ? OrderedJson() : OrderedJson(one.act)},
            {"by", whole ? OrderedJson() : OrderedJson(one.by)},
            {"why", one.why.empty() ? OrderedJson() : OrderedJson(one.why)},
            {"recorded", of(one.recorded)},
            {"replayed", of(one.replayed)},
            {"notes", std::move(notes)},
            {"duties", std::move(duties)},
            {"stages_not_passed", one.stages_not_passed},
            {"stages_newly_passed", one.stages_newly_passed},
            {"duties_left_out", one.differing_already}};
  }

 private:
  [[nodiscard]] OrderedJson of(const OwedDuty& duty) const {
    return {{"what", duty.what},
            {"owed_by", duty.owed_by},
            {"told", duty.told},
            {"clause", duty.clause},
            {"due", duty.due ? OrderedJson(iso_local(zone_, *duty.due)) : OrderedJson()},
            {"local_target", duty.local_target},
            {"late", duty.late},
            {"state", duty.word}};
  }
  [[nodiscard]] OrderedJson of(const std::optional<OwedDuty>& duty) const {
    return duty ? of(*duty) : OrderedJson();
  }
  [[nodiscard]] OrderedJson of(const std::optional<Place>& place) const {
    if (!place) {
      return nullptr;
    }
    OrderedJson opened = OrderedJson::array();
    for (const OwedDuty& duty : place->opened) {
      opened.push_back(of(duty));
    }
    return {
        {"place", place->words}, {"waits_for", place->waits_for}, {"opened", std::move(opened)}};
  }

  const Zone& zone_;
};

void write_sum(const Sum& sum, std::ostream& out) {
  out << fmt::format("  {} the same in everything\n", sum.same);
  out << fmt::format("  {} the same way, with other dates, duties or texts\n", sum.other_duties);
  out << fmt::format("  {} would have taken another way\n", sum.parted);
  out << fmt::format("  {} would have met a refusal\n", sum.refused);
  if (sum.until_then > 0) {
    out << fmt::format("  {} compared in part: moved to another version, or not made again\n",
                       sum.until_then);
  }
  out << fmt::format("  dates: {} earlier, {} later\n", sum.earlier, sum.later);
  out << fmt::format("  {} kept in time would have been late, {} late would have been in time\n",
                     sum.no_longer_in_time, sum.now_in_time);
  out << fmt::format("  duties: {} not owed, {} newly owed, {} owed by or told to somebody else\n",
                     sum.not_owed, sum.newly_owed, sum.by_others);
}

}  // namespace

void write_text(const PolicyReplay& replayed, std::ostream& out) {
  const Sum sum = sum_of(replayed.disagreements);
  const std::size_t all = replayed.disagreements.size();
  out << in_lines(
      fmt::format("{} ({}): {} run again under version {} of “{}”.", replayed.partnership->row.name,
                  replayed.partnership->row.partnership.text(), counted(all),
                  replayed.policy->version, replayed.policy->title),
      "", 2);
  write_sum(sum, out);
  for (const auto& [question, without] : unanswered(replayed.disagreements)) {
    out << in_lines(
        fmt::format("asked besides, and {} no answer: {}",
                    without == 1 ? "1 record has" : fmt::format("{} records have", without),
                    question),
        "  ", 4);
  }
  ReplayWriter writer{replayed.partnership->calendar->zone(), out};
  for (const Replay& one : replayed.disagreements) {
    if (!one.same()) {
      writer.write(one);
    }
  }
  out << "\nNothing was changed.\n";
}

OrderedJson to_json(const PolicyReplay& replayed) {
  const ReplayJson json{replayed.partnership->calendar->zone()};
  OrderedJson disagreements = OrderedJson::array();
  for (const Replay& one : replayed.disagreements) {
    disagreements.push_back(json.of(one));
  }
  return {{"partnership", replayed.partnership->row.partnership.text()},
          {"version", replayed.policy->version},
          {"sum", json_of(sum_of(replayed.disagreements), replayed.disagreements.size())},
          {"disagreements", std::move(disagreements)}};
}

}  // namespace accord
