#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "disagreement/condition.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord::testdata {

/// `{id: is}`; without a word the bare moment.
inline Condition word(SubjectKind kind, std::string scope, std::string id, std::string is) {
  Condition condition;
  condition.kind = Condition::Kind::Word;
  condition.subject = {kind, std::move(scope), std::move(id)};
  if (!is.empty()) {
    condition.words = {std::move(is)};
  }
  return condition;
}

/// `all: […]`, `any: […]`, `not: …`
inline Condition of(Condition::Kind kind, std::vector<Condition> parts) {
  Condition condition;
  condition.kind = kind;
  condition.parts = std::move(parts);
  return condition;
}

inline Condition no(Condition part) {
  return of(Condition::Kind::Not, {std::move(part)});
}

/// Since when it is true at `when`: "2026-04-02 16:30", "always" or "none".
inline std::string since_at(const Scene& scene, const Condition& condition, std::string_view when) {
  const auto found = since(condition, {scene.state, scene.london(when), &scene.calendar});
  return found == kAlways ? "always" : scene.text(found);
}

}  // namespace accord::testdata
