#include "access/adopt.hpp"

#include "directory/directory.hpp"

namespace accord {

std::expected<void, Refusal> may_adopt(const Actor& actor, const Directory& directory, Instant at) {
  const Agency* agency = directory.agency(actor.agency);
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotYours;
  if (agency == nullptr || agency->is_partnership) {
    refusal.what = "Only an agency can adopt the policy, and only for itself.";
    return std::unexpected(std::move(refusal));
  }
  const Post* lead = directory.post(agency->safeguarding_lead);
  if (lead == nullptr) {
    refusal.what = "The directory names no safeguarding lead of " + agency->name + ".";
    refusal.instead = "Ask the partnership to name one: they record the adoption.";
    return std::unexpected(std::move(refusal));
  }
  if (directory.acts_for(actor.person, lead->id, at)) {
    return {};
  }
  refusal.what = "An adoption is recorded by the safeguarding lead of " + agency->name + ".";
  const Person* holder = directory.person(directory.holder(lead->id, at).person);
  refusal.instead = "Ask " + (holder != nullptr ? holder->name + ", " : std::string{"the "}) +
                    lead->title + ", to record it.";
  return std::unexpected(std::move(refusal));
}

}  // namespace accord
