#include "store/event_json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace accord {

namespace {

using Json = nlohmann::json;

/// Each struct lists its fields once, for both directions: `io("name", field)`.
struct Writing {
  static constexpr bool kReading = false;
  Json& json;

  template <typename Field>
  void operator()(const char* name, const Field& field) {
    json[name] = write(field);
  }

  static Json write(const std::string& text) { return text; }
  static Json write(std::int64_t number) { return number; }
  static Json write(int number) { return number; }
  static Json write(bool truth) { return truth; }
  static Json write(Instant instant) { return instant.seconds; }
  template <typename Tag>
  static Json write(const Id<Tag>& id) {
    return id.text();
  }
  static Json write(OutcomeKind kind) { return std::string{to_word(kind)}; }
  static Json write(Undertaking::Kind kind) {
    return kind == Undertaking::Kind::Action ? "action" : "outstanding_issue";
  }
  template <typename T>
  static Json write(const std::optional<T>& maybe) {
    return maybe ? write(*maybe) : Json(nullptr);
  }
  template <typename T>
  static Json write(const std::vector<T>& many) {
    Json array = Json::array();
    for (const T& one : many) {
      array.push_back(write(one));
    }
    return array;
  }
  template <typename A, typename B>
  static Json write(const std::pair<A, B>& both) {
    return Json::array({write(both.first), write(both.second)});
  }
  template <typename T>
    requires std::is_class_v<T>
  static Json write(const T& fields);
};

/// Throws what nlohmann throws; `event_from_json` turns it into words.
struct Reading {
  static constexpr bool kReading = true;
  const Json& json;

  template <typename Field>
  void operator()(const char* name, Field& field) {
    read(json.at(name), field);
  }

  static void read(const Json& json, std::string& text) { json.get_to(text); }
  static void read(const Json& json, std::int64_t& number) { json.get_to(number); }
  static void read(const Json& json, int& number) { json.get_to(number); }
  static void read(const Json& json, bool& truth) { json.get_to(truth); }
  static void read(const Json& json, Instant& instant) { json.get_to(instant.seconds); }
  template <typename Tag>
  static void read(const Json& json, Id<Tag>& id) {
    id = Id<Tag>{json.get<std::string>()};
  }
  static void read(const Json& json, OutcomeKind& kind) {
    const auto found = outcome_kind(json.get<std::string>());
    if (!found) {
      throw std::invalid_argument("no such outcome: " + json.get<std::string>());
    }
    kind = *found;
  }
  static void read(const Json& json, Undertaking::Kind& kind) {
    kind = json.get<std::string>() == "action" ? Undertaking::Kind::Action
                                               : Undertaking::Kind::OutstandingIssue;
  }
  template <typename T>
  static void read(const Json& json, std::optional<T>& maybe) {
    maybe.reset();
    if (!json.is_null()) {
      read(json, maybe.emplace());
    }
  }
  template <typename T>
  static void read(const Json& json, std::vector<T>& many) {
    many.clear();
    for (const Json& one : json) {
      read(one, many.emplace_back());
    }
  }
  template <typename A, typename B>
  static void read(const Json& json, std::pair<A, B>& both) {
    read(json.at(0), both.first);
    read(json.at(1), both.second);
  }
  template <typename T>
    requires std::is_class_v<T>
  static void read(const Json& json, T& fields);
};

/// `T` as its writer sees it: const when written.
template <typename Io, typename T>
using Of = std::conditional_t<Io::kReading, T&, const T&>;

template <typename Io>
void list(Io& io, Of<Io, Side> v) {
  io("agency", v.agency);
  io("worker", v.worker);
}
template <typename Io>
void list(Io& io, Of<Io, Child> v) {
  io("id", v.id);
  io("reference", v.reference);
  io("other_reference", v.other_reference);
  io("age_band", v.age_band);
}
template <typename Io>
void list(Io& io, Of<Io, Ower> v) {
  io("side", v.side);
  io("role", v.role);
  io("post", v.post);
  io("person", v.person);
  io("proxy", v.proxy);
  io("deputy", v.deputy);
  io("outside_line", v.outside_line);
  io("passed", v.passed);
}
template <typename Io>
void list(Io& io, Of<Io, DeadlineState> v) {
  io("due", v.due);
  io("bound", v.bound);
  io("local_target", v.local_target);
  io("target", v.target);
  io("anchors", v.anchors);
}
template <typename Io>
void list(Io& io, Of<Io, Undertaking> v) {
  io("kind", v.kind);
  io("what", v.what);
  io("how", v.how);
  io("owner", v.owner);
  io("due", v.due);
}
template <typename Io>
void list(Io& io, Of<Io, Seat> v) {
  io("role", v.role);
  io("agency", v.agency);
  io("person", v.person);
}
template <typename Io>
void list(Io& io, Of<Io, Evidence> v) {
  io("mode", v.mode);
  io("participants", v.participants);
  io("texts", v.texts);
  io("seats", v.seats);
  io("minutes", v.minutes);
  io("decision", v.decision);
}
template <typename Io>
void list(Io& io, Of<Io, Matter> v) {
  io("summary", v.summary);
  io("what", v.what);
  io("why", v.why);
  io("change", v.change);
  io("child", v.child);
}
template <typename Io>
void list(Io& io, Of<Io, Raised> v) {
  io("partnership", v.partnership);
  io("reference", v.reference);
  io("policy", v.policy);
  io("policy_version", v.policy_version);
  io("policy_hash", v.policy_hash);
  io("sides", v.sides);
  io("children", v.children);
  io("matter", v.matter);
  io("talked_to", v.talked_to);
}
template <typename Io>
void list(Io& io, Of<Io, FactSet> v) {
  io("fact", v.fact);
  io("holder", v.holder);
  io("words", v.words);
  io("moment", v.moment);
  io("reason", v.reason);
}
template <typename Io>
void list(Io& io, Of<Io, FactProposed> v) {
  io("fact", v.fact);
  io("side", v.side);
}
template <typename Io>
void list(Io& io, Of<Io, ChildTimescaleSet> v) {
  io("to", v.to);
  io("reason", v.reason);
  io("side", v.side);
}
template <typename Io>
void list(Io& io, Of<Io, ChildTimescaleProposed> v) {
  io("to", v.to);
  io("reason", v.reason);
  io("side", v.side);
}
template <typename Io>
void list(Io& io, Of<Io, Done> v) {
  io("number", v.number);
  io("scope", v.scope);
  io("id", v.id);
  io("side", v.side);
  io("evidence", v.evidence);
}
template <typename Io>
void list(Io& io, Of<Io, Taken> v) {
  io("scope", v.scope);
  io("exit", v.exit);
  io("side", v.side);
  io("covers", v.covers);
  io("record", v.record);
  io("choice", v.choice);
}
template <typename Io>
void list(Io& io, Of<Io, TermsDeclined> v) {
  io("scope", v.scope);
  io("exit", v.exit);
  io("side", v.side);
  io("reason", v.reason);
}
template <typename Io>
void list(Io& io, Of<Io, DateProposed> v) {
  io("number", v.number);
  io("to", v.to);
  io("reason", v.reason);
  io("side", v.side);
}
template <typename Io>
void list(Io& io, Of<Io, Undertaken> v) {
  io("undertaking", v.undertaking);
  io("number", v.number);
}
template <typename Io>
void list(Io& io, Of<Io, Corrected> v) {
  io("sequence", v.sequence);
  io("text", v.text);
  io("happened", v.happened);
  io("number", v.number);
}
template <typename Io>
void list(Io& io, Of<Io, Noted> v) {
  io("text", v.text);
}
template <typename Io>
void list(Io& io, Of<Io, Rebound> v) {
  io("number", v.number);
  io("side", v.side);
  io("ower", v.ower);
  io("reason", v.reason);
}
template <typename Io>
void list(Io& io, Of<Io, StageBegun> v) {
  io("stage", v.stage);
  io("visit", v.visit);
  io("tier", v.tier);
  io("more_tiers", v.more_tiers);
  io("representatives", v.representatives);
}
template <typename Io>
void list(Io& io, Of<Io, StageLeft> v) {
  io("stage", v.stage);
  io("visit", v.visit);
}
template <typename Io>
void list(Io& io, Of<Io, StageSkipped> v) {
  io("stage", v.stage);
}
template <typename Io>
void list(Io& io, Of<Io, ExitFired> v) {
  io("scope", v.scope);
  io("exit", v.exit);
}
template <typename Io>
void list(Io& io, Of<Io, DutyOpened> v) {
  io("number", v.number);
  io("batch", v.batch);
  io("scope", v.scope);
  io("id", v.id);
  io("visit", v.visit);
  io("tier", v.tier);
  io("any_side", v.any_side);
  io("owers", v.owers);
  io("to", v.to);
  io("deadline", v.deadline);
}
template <typename Io>
void list(Io& io, Of<Io, DutyMet> v) {
  io("number", v.number);
  io("late", v.late);
}
template <typename Io>
void list(Io& io, Of<Io, DutyOverdue> v) {
  io("number", v.number);
}
template <typename Io>
void list(Io& io, Of<Io, DutyLapsed> v) {
  io("number", v.number);
  io("why", v.why);
}
template <typename Io>
void list(Io& io, Of<Io, DeadlineChanged> v) {
  io("number", v.number);
  io("from", v.from);
  io("to", v.to);
  io("why", v.why);
}
template <typename Io>
void list(Io& io, Of<Io, DateAgreed> v) {
  io("number", v.number);
  io("to", v.to);
}
template <typename Io>
void list(Io& io, Of<Io, Resolved> v) {
  io("kind", v.kind);
  io("scope", v.scope);
  io("exit", v.exit);
  io("record", v.record);
}
template <typename Io>
void list(Io&, Of<Io, Finished>) {}

template <typename T>
  requires std::is_class_v<T>
Json Writing::write(const T& fields) {
  Json json = Json::object();
  Writing io{json};
  list<Writing>(io, fields);
  return json;
}

template <typename T>
  requires std::is_class_v<T>
void Reading::read(const Json& json, T& fields) {
  Reading io{json};
  list<Reading>(io, fields);
}

/// The body whose kind is `kind`, read; tries each alternative's name.
template <std::size_t index = 0>
bool read_kind(std::string_view kind, const Json& json, EventBody& body) {
  if constexpr (index == std::variant_size_v<EventBody>) {
    return false;
  } else {
    EventBody candidate{std::in_place_index<index>};
    if (kind_of(candidate) != kind) {
      return read_kind<index + 1>(kind, json, body);
    }
    Reading::read(json, std::get<index>(candidate));
    body = std::move(candidate);
    return true;
  }
}

}  // namespace

std::string to_json(const EventBody& body) {
  const Json json = std::visit([](const auto& fields) { return Writing::write(fields); }, body);
  return json.dump();
}

std::expected<EventBody, std::string> event_from_json(std::string_view kind, std::int64_t schema,
                                                      std::string_view text) {
  if (schema != kEventSchema) {
    return std::unexpected("event schema " + std::to_string(schema) +
                           " is of a later release: update the program");
  }
  try {
    EventBody body;
    if (!read_kind(kind, Json::parse(text), body)) {
      return std::unexpected("no event is called '" + std::string{kind} + "'");
    }
    return body;
  } catch (const std::exception& error) {
    return std::unexpected(std::string{kind} + ": " + error.what());
  }
}

}  // namespace accord
