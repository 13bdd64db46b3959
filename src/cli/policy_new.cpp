#include "cli/policy_new.hpp"

#include <fmt/format.h>

#include <array>
#include <expected>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <ostream>

#include "base/characters.hpp"
#include "calendar/date.hpp"
#include "calendar/limit.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "policy/starter.hpp"

namespace accord {

namespace {

/// Why an answer cannot be used; empty: it can.
using Judge = std::function<std::string(const std::string&)>;

/// The answers came to an end before the questions did.
struct Ended {};

class Interview {
 public:
  Interview(std::istream& in, std::ostream& out) : in_(in), out_(out) {}

  /// Asks until the answer can be used; an empty one is `usual` (shown in brackets).
  std::string ask(const std::string& question, const std::string& usual, const Judge& judge) {
    while (true) {
      out_ << question << (usual.empty() ? "" : fmt::format(" [{}]", usual)) << "\n> "
           << std::flush;
      std::string line;
      if (!std::getline(in_, line)) {
        throw Ended{};
      }
      line.erase(line.find_last_not_of(" \t\r") + 1);
      line.erase(0, line.find_first_not_of(" \t"));
      const std::string answer = line.empty() ? usual : line;
      const std::string why = judge(answer);
      if (why.empty()) {
        return answer;
      }
      out_ << "  " << why << '\n';
    }
  }

 private:
  std::istream& in_;
  std::ostream& out_;
};

constexpr std::size_t kMostInAnswer = 200;

std::string a_text(const std::string& answer) {
  if (answer.empty()) {
    return "Please write something.";
  }
  return answer.size() <= kMostInAnswer && is_plain(answer, Lines::One)
             ? ""
             : fmt::format("Please write one line of at most {} letters.", kMostInAnswer);
}

std::string anything(const std::string& answer) {
  return answer.empty() ? "" : a_text(answer);
}

std::string a_limit(const std::string& answer) {
  const auto limit = parse_limit(answer);
  return limit ? "" : limit.error() + ".";
}

std::string a_target(const std::string& answer) {
  const auto limit = parse_limit(answer);
  if (!limit) {
    return limit.error() + ".";
  }
  return states_a_time(*limit) ? "" : "A target needs a time, such as 2 working days.";
}

std::string a_limit_or_none(const std::string& answer) {
  return answer.empty() ? "" : a_target(answer);
}

std::string a_date(const std::string& answer) {
  return parse_date(answer) ? "" : "Please write a date as 2027-01-31.";
}

std::string an_id(const std::string& answer) {
  return id_of_title(answer) == answer
             ? ""
             : fmt::format("Small letters, digits and _ only, such as {}.", id_of_title(answer));
}

Judge one_of(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& answer) {
    std::string list;
    for (const std::string& word : words) {
      if (word == answer) {
        return std::string{};
      }
      list += (list.empty() ? "" : ", ") + word;
    }
    return fmt::format("Please write one of: {}.", list);
  };
}

StarterStage ask_stage(Interview& interview, const std::string& title) {
  StarterStage stage;
  stage.title = title;
  const std::string who = interview.ask(
      "  Who speaks for each side there: the workers (1), their line managers (2), or a post of "
      "its own (3)?",
      "1", one_of({"1", "2", "3"}));
  if (who == "2") {
    stage.speaking = StarterStage::Speaking::LineManagers;
  } else if (who == "3") {
    stage.speaking = StarterStage::Speaking::Role;
    stage.role = interview.ask("  What is that post called?", "Head of service", a_text);
  }
  stage.within = interview.ask(
      "  Within how long (5 working days, 48 hours (2 working days), …), or: not stated",
      "not stated", a_limit);
  return stage;
}

StarterAnswers ask_all(Interview& interview) {
  StarterAnswers answers;
  answers.partnership = interview.ask("What is the partnership called?", "", a_text);
  answers.id = interview.ask("A short name for it, for files and addresses",
                             id_of_title(answers.partnership), an_id);
  answers.title = interview.ask("What is the procedure called?",
                                "Resolution of professional disagreements", a_text);
  answers.version = interview.ask("Which version is it?", "1", a_text);
  answers.effective = interview.ask("From which day does it hold (2027-01-31)?", "", a_date);
  answers.calendar = interview.ask("Whose bank holidays?", "england-and-wales",
                                   one_of({"england-and-wales", "scotland", "northern-ireland"}));
  answers.local_target = interview.ask("Where the document gives no time, what is your own target?",
                                       "2 working days", a_target);
  constexpr std::size_t kMostStages = 20;
  while (answers.stages.size() < kMostStages) {
    const bool first = answers.stages.empty();
    const std::string title =
        first
            ? interview.ask("What is the first stage called?", "Between the workers", a_text)
            : interview.ask("What is the next stage called? (empty: there is none)", "", anything);
    if (title.empty()) {
      break;
    }
    answers.stages.push_back(ask_stage(interview, title));
  }
  answers.decider = interview.ask(
      "Who of the partnership decides in the end, such as: Independent Chair (empty: nobody)", "",
      anything);
  answers.cap = interview.ask(
      "Is there a limit on the whole process, such as: 4 weeks (empty: none)", "", a_limit_or_none);
  return answers;
}

}  // namespace

int run_policy_new(const PolicyNewArguments& arguments, std::istream& in, std::ostream& out,
                   std::ostream& err) {
  const std::filesystem::path file{arguments.output};
  std::error_code error;
  if (std::filesystem::exists(file, error)) {
    err << fmt::format("accord policy new: {}: it is there already: choose another name\n",
                       arguments.output);
    return kCouldNotRun;
  }
  if (!file.parent_path().empty() && !std::filesystem::is_directory(file.parent_path(), error)) {
    err << fmt::format("accord policy new: {}: there is no such folder: make it first\n",
                       file.parent_path().string());
    return kCouldNotRun;
  }
  StarterAnswers answers;
  try {
    Interview interview{in, out};
    answers = ask_all(interview);
  } catch (const Ended&) {
    err << "\naccord policy new: the answers ended before the questions did; nothing was written\n";
    return kCouldNotRun;
  }
  const std::string text = starter_policy(answers);
  if (const auto written = write_file(file, text); !written) {
    out << text;  // what was answered is not lost
    err << "accord policy new: " << written.error() << "; the policy stands above\n";
    return kCouldNotRun;
  }
  out << fmt::format(
      "{0} is written. Next: accord policy check {0}, and put the document's own words in it.\n",
      arguments.output);
  return kDone;
}

}  // namespace accord
