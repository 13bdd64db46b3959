#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "base/utc.hpp"
#include "directory/checks.hpp"
#include "directory/reader.hpp"

namespace accord {

namespace {

/// In double quotes: nothing in it can then be read as anything but text.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      default: out += c;
    }
  }
  return out + '"';
}

/// An id or a role as it stands; the one that YAML takes for nothing at all in quotes.
std::string plain(std::string_view word) {
  return word == "null" ? quoted(word) : std::string{word};
}

/// One map on one line: `{id: a, name: "B"}`. What is empty is left out.
class Line {
 public:
  void word(std::string_view key, std::string_view value) {
    if (!value.empty()) {
      raw(key, plain(value));
    }
  }
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) {
      raw(key, quoted(value));
    }
  }
  void raw(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(line_), "{}{}: {}", line_.empty() ? "" : ", ", key, value);
  }
  [[nodiscard]] const std::string& line() const { return line_; }

 private:
  std::string line_;
};

template <typename Value>
using ByAgency = std::unordered_map<AgencyId, std::vector<const Value*>>;

template <typename Value>
ByAgency<Value> by_agency(const std::vector<Value>& all) {
  ByAgency<Value> grouped;
  for (const Value& value : all) {
    grouped[value.agency].push_back(&value);
  }
  return grouped;
}

class Writer {
 public:
  explicit Writer(const Directory& directory) : directory_(directory) {}

  std::string write();

 private:
  void agency(const Agency& agency, std::string_view indent);
  void key(std::string_view indent, std::string_view name, std::string_view value) {
    if (!value.empty()) {
      fmt::format_to(std::back_inserter(out_), "{}{}: {}\n", indent, name, value);
    }
  }
  void text(std::string_view indent, std::string_view name, std::string_view value) {
    key(indent, name, value.empty() ? "" : quoted(value));
  }
  /// The list `name` of the lines that `line` makes of an agency's part of `all`.
  template <typename Value, typename MakeLine>
  void list(const AgencyId& agency, std::string_view indent, std::string_view name,
            const ByAgency<Value>& all, MakeLine line);

  const Directory& directory_;
  ByAgency<Person> people_ = by_agency(directory_.people());
  ByAgency<Post> posts_ = by_agency(directory_.posts());
  ByAgency<OnCall> on_call_ = by_agency(directory_.on_call());
  std::string out_;
};

template <typename Values, typename ToText>
std::string joined(const Values& values, ToText to_text) {
  std::string out;
  for (const auto& value : values) {
    out += (out.empty() ? "" : ", ") + to_text(value);
  }
  return out;
}

std::string person_line(const Person& person) {
  Line line;
  line.word("id", person.id.text());
  line.text("name", person.name);
  line.text("job", person.job);
  line.text("phone", person.phone);
  line.text("email", person.email);
  if (!person.away.empty()) {
    line.raw("away", fmt::format("[{}]", joined(person.away, [](const auto& span) {
                                   return fmt::format("\"{} to {}\"", to_utc_text(span.first),
                                                      to_utc_text(span.second));
                                 })));
  }
  return line.line();
}

std::string post_line(const Post& post) {
  Line line;
  line.word("id", post.id.text());
  line.text("title", post.title);
  line.word("role", post.role);
  if (!post.holders.empty()) {
    line.raw("held_by", fmt::format("[{}]", joined(post.holders, [](const PersonId& id) {
                                      return plain(id.text());
                                    })));
  }
  line.word("reports_to", post.line_manager.text());
  line.word("deputy", post.deputy.text());
  line.text("phone", post.phone);
  return line.line();
}

std::string on_call_line(const OnCall& entry) {
  Line line;
  line.word("role", entry.role);
  line.word("person", entry.person.text());
  line.text("phone", entry.phone);
  if (entry.shift) {
    line.text("from", to_utc_text(entry.shift->first));
    line.text("to", to_utc_text(entry.shift->second));
  }
  return line.line();
}

/// A list even of one: an agency may name several of its posts for one of the policy's.
std::string equivalents_map(const Agency& agency) {
  std::string out;
  std::vector<std::string_view> done;
  for (const auto& [policys, own] : agency.equivalents) {
    if (std::find(done.begin(), done.end(), policys) != done.end()) {
      continue;
    }
    done.push_back(policys);
    std::string all;
    for (const auto& [other, word] : agency.equivalents) {
      if (other == policys) {
        all += (all.empty() ? "" : ", ") + plain(word);
      }
    }
    fmt::format_to(std::back_inserter(out), "{}{}: [{}]", out.empty() ? "" : ", ", plain(policys),
                   all);
  }
  return out.empty() ? out : fmt::format("{{{}}}", out);
}

template <typename Value, typename MakeLine>
void Writer::list(const AgencyId& agency, std::string_view indent, std::string_view name,
                  const ByAgency<Value>& all, MakeLine line) {
  const auto found = all.find(agency);
  if (found == all.end()) {
    return;
  }
  fmt::format_to(std::back_inserter(out_), "{}{}:\n", indent, name);
  for (const Value* value : found->second) {
    fmt::format_to(std::back_inserter(out_), "{}  - {{{}}}\n", indent, line(*value));
  }
}

void Writer::agency(const Agency& agency, std::string_view indent) {
  text(indent, "name", agency.name);
  key(indent, "sector", agency.sector);
  key(indent, "statutory", agency.statutory ? "true" : "");
  text(indent, "phone", agency.phone);
  text(indent, "out_of_hours", agency.out_of_hours_phone);
  text(indent, "guide", agency.guide);
  key(indent, "safeguarding_lead", plain(agency.safeguarding_lead.text()));
  key(indent, "supporter", plain(agency.supporter.text()));
  key(indent, "equivalents", equivalents_map(agency));
  const std::string closures = joined(agency.closures, [](const auto& days) {
    return fmt::format("{} to {}", days.first, days.second);
  });
  key(indent, "closures", closures.empty() ? closures : fmt::format("[{}]", closures));
  list(agency.id, indent, "people", people_, person_line);
  list(agency.id, indent, "posts", posts_, post_line);
  list(agency.id, indent, "on_call", on_call_, on_call_line);
}

std::string Writer::write() {
  if (const Agency* partnership = directory_.partnership()) {
    out_ += "partnership:\n";
    key("  ", "id", plain(partnership->id.text()));
    agency(*partnership, "  ");
  }
  bool first = true;
  for (const Agency& each : directory_.agencies()) {
    if (each.is_partnership) {
      continue;
    }
    out_ += first ? "agencies:\n" : "";
    first = false;
    fmt::format_to(std::back_inserter(out_), "  - id: {}\n", plain(each.id.text()));
    agency(each, "    ");
  }
  return std::move(out_);
}

}  // namespace

std::string to_yaml(const Directory& directory) {
  return Writer{directory}.write();
}

}  // namespace accord
