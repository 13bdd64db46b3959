#include "rehearsal/texts_shown.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "policy/flowchart.hpp"

namespace accord {
namespace {

using Lines = std::vector<std::string>;

Lines about(const Policy& policy) {
  Lines texts{policy.title,
              "version " + policy.version,
              "last updated " + policy.last_updated,
              "next review " + policy.next_review,
              "inside one agency: " + policy.inside_one_agency_word,
              "reopening: " + policy.reopening};
  for (const Review& review : policy.reviews) {
    texts.push_back(review.date + ": " + review.what);
  }
  for (const Related& related : policy.related) {
    texts.push_back(related.title + ": " + related.note);
  }
  return texts;
}

Lines document(const Policy& policy) {
  Lines texts;
  for (const ClauseText& clause : policy.document) {
    texts.push_back(clause.heading + ": " + clause.text);
  }
  return texts;
}

Lines chart(const Policy& policy) {
  Lines texts;
  for (FlowStep& step : as_list(flowchart(policy))) {
    texts.push_back(std::move(step.heading));
    std::ranges::move(step.lines, std::back_inserter(texts));
    std::ranges::move(step.ways, std::back_inserter(texts));
  }
  return texts;
}

}  // namespace

Lines texts_shown(const Policy& policy, std::string_view place) {
  static constexpr std::array<std::pair<std::string_view, Words::Shown>, 5> kPlaces{
      {{"raising", Words::Shown::Raising},
       {"answering", Words::Shown::Answering},
       {"hesitating", Words::Shown::Hesitating},
       {"speaking", Words::Shown::Speaking},
       {"policy", Words::Shown::Policy}}};
  if (place == "about") {
    return about(policy);
  }
  if (place == "document") {
    return document(policy);
  }
  if (place == "chart") {
    return chart(policy);
  }
  Lines texts;
  for (const auto& [name, shown] : kPlaces) {
    for (const Words& words : policy.words) {
      if (name == place && words.shown == shown) {
        texts.push_back(words.text);
      }
    }
  }
  return texts;
}

}  // namespace accord
