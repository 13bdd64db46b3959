#include <nlohmann/json.hpp>

#include "access/adopt.hpp"
#include "api/caller.hpp"
#include "api/paging.hpp"
#include "api/routes.hpp"
#include "api/views.hpp"
#include "base/try.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

constexpr Action kReadReviews{"reviews.read"};
constexpr Action kReadAdoptions{"reviews.adoptions.read"};

Json me_to_policy(const ApiCall& call) {
  const Directory& directory = *call.partnership->directory;
  return {{"may_review", serves_partnership(call.actor, directory)},
          {"may_adopt", may_adopt(call.actor, directory, call.service.now()).has_value()}};
}

/// The latest recorded first, then what the policy's own text tells of, the latest first.
Answered show_reviews(const ApiCall& call) {
  const auto record = call.service.partnership_record(call.id());
  if (!record) {
    return std::unexpected(to_problem(record.error()));
  }
  const Policy& policy = *call.partnership->policy;
  std::vector<Json> all;
  for (const PartnershipEntry& entry : reviews_held(*record)) {
    all.push_back(review_json(entry, call.zone()));
  }
  for (auto review = policy.reviews.rbegin(); review != policy.reviews.rend(); ++review) {
    all.push_back(review_json(*review));
  }
  Json beside;
  beside["next_review"] = next_review_json(next_review(policy, *record), *call.partnership,
                                           call.actor, call.service.now());
  beside["me"] = me_to_policy(call);
  return page_answer(
      call.request, "reviews", all.size(), [&](std::size_t i) { return all[i]; },
      std::move(beside));
}

Answered show_adoptions(const ApiCall& call) {
  const auto record = call.service.partnership_record(call.id());
  if (!record) {
    return std::unexpected(to_problem(record.error()));
  }
  const auto all = adoptions(*record);
  return page_answer(call.request, "adoptions", all.size(),
                     [&](std::size_t i) { return adoption_json(all[i], call.zone()); },
                     {{"me", me_to_policy(call)}});
}

}  // namespace

void add_review_routes(Router& router, Service& service) {
  router.get("/api/v1/p/{partnership}/policy/reviews", kReadReviews,
             answering(service, Asks::Anybody, {"limit", "page"}, show_reviews));
  router.get("/api/v1/p/{partnership}/policy/adoptions", kReadAdoptions,
             answering(service, Asks::Anybody, {"limit", "page"}, show_adoptions));
}

}  // namespace accord
