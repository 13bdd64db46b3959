#include "policy/change_lines.hpp"

#include <algorithm>
#include <iterator>

namespace accord {

namespace {

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::vector<std::string> missing(const std::vector<std::string>& from,
                                 const std::vector<std::string>& in) {
  std::vector<std::string> alone;
  std::ranges::copy_if(from, std::back_inserter(alone), [&](const std::string& line) {
    return std::ranges::find(in, line) == in.end();
  });
  return alone;
}

}  // namespace

std::vector<std::string> lines_of(const RuleInWords& rule) {
  std::vector<std::string> lines{capital(rule.what)};
  lines.insert(lines.end(), rule.lines.begin(), rule.lines.end());
  std::ranges::copy(in_words(rule.source), std::back_inserter(lines));
  return lines;
}

ChangeInLines in_lines(const PolicyChange& change) {
  const std::vector<std::string> lines = lines_of(change.rule());
  ChangeInLines said;
  said.kind = !change.before ? "New" : !change.after ? "Gone" : "Changed";
  said.under = change.rule().under;
  said.what = lines.front();
  if (!change.before || !change.after) {
    said.lines.assign(lines.begin() + 1, lines.end());
    return said;
  }
  const std::vector<std::string> was = lines_of(*change.before);
  said.before = missing(was, lines);
  said.now = missing(lines, was);
  if (change.before->under != change.after->under) {
    said.moved_from = change.before->under;
  }
  return said;
}

}  // namespace accord
