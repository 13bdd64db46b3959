#include <fmt/format.h>
#include <fmt/ranges.h>

#include "world.hpp"

namespace accord::property {

namespace {

std::string dump(const std::optional<Instant>& at) {
  return at ? std::to_string(at->seconds) : "-";
}

std::string dump(const DeadlineState& deadline) {
  std::string text = fmt::format("{}/{}/{}/{}[", dump(deadline.due), deadline.bound,
                                 deadline.local_target, dump(deadline.target));
  for (const auto& anchor : deadline.anchors) {
    text += dump(anchor) + " ";
  }
  return text + "]";
}

std::string dump(const std::vector<Ower>& owers) {
  std::string text;
  for (const Ower& ower : owers) {
    text += fmt::format("{}:{}:{}:{} ", ower.side, ower.role, ower.post.text(), ower.person.text());
  }
  return text;
}

std::string dump(const Undertaking& undertaking) {
  return fmt::format("{} {} how {} by {} until {}", static_cast<int>(undertaking.kind),
                     undertaking.what, undertaking.how, dump(std::vector{undertaking.owner}),
                     undertaking.due.seconds);
}

std::string dump(const Texts& texts) {
  std::string text;
  for (const auto& [id, said] : texts) {
    text += fmt::format("{}={} ", id, said);
  }
  return text;
}

/// What is proposed, agreed or undertaken and what is still being put to the others.
std::string dump_of_what_is_open(const Disagreement& d) {
  std::string text;
  for (const DutyState& duty : d.duties) {
    if (duty.undertaking) {
      text += fmt::format("undertaken {} {}\n", duty.number, dump(*duty.undertaking));
    }
    for (const auto& date : duty.proposed) {
      text += fmt::format("date {} {} {}\n", duty.number, date.to.seconds, date.side);
    }
    if (duty.agreed || duty.any_side || !duty.done_by.person.empty()) {
      text += fmt::format("more {} agreed {} any {} by {}\n", duty.number, dump(duty.agreed),
                          duty.any_side, duty.done_by.person.text());
    }
  }
  for (const FactProposed& p : d.fact_proposals) {
    text += fmt::format("fact proposed {} {} {} {}\n", p.fact.fact, p.fact.holder,
                        fmt::join(p.fact.words, ","), p.side);
  }
  for (const ChildTimescaleProposed& p : d.child_timescale_proposals) {
    text += fmt::format("child proposed {} {} {}\n", dump(p.to), p.reason, p.side);
  }
  for (const Terms& terms : d.terms) {
    text += fmt::format("terms {}.{} {} by {} {}\n", terms.scope, terms.exit, dump(terms.record),
                        terms.by.person.text(), terms.side);
    for (const Undertaking& outstanding : terms.outstanding) {
      text += fmt::format("outstanding {}\n", dump(outstanding));
    }
  }
  return text;
}

}  // namespace

std::string to_dump(const Disagreement& d) {
  std::string text = fmt::format("raised {} current {} cap {} finished {}\n", d.raised_at.seconds,
                                 d.current, dump(d.cap), d.finished);
  for (const Visit& visit : d.visits) {
    text += fmt::format("visit {} {} {} {} {} {} {} {} {}\n", visit.stage, visit.number, visit.tier,
                        visit.more_tiers, visit.tiers_since.seconds, visit.skipped,
                        visit.begun_at.seconds, visit.tier_begun_at.seconds, dump(visit.left_at));
  }
  for (const DutyState& duty : d.duties) {
    text += fmt::format("duty {} {} {}.{} {} {} {} to {} opened {} {} {} overdue {} done {} {}\n",
                        duty.number, duty.batch, duty.scope, duty.id, duty.visit, duty.tier,
                        dump(duty.owers), dump(duty.to), duty.opened_at.seconds,
                        dump(duty.deadline), static_cast<int>(duty.status), dump(duty.overdue_at),
                        dump(duty.done_at), duty.late);
  }
  text += "speaks " + dump(d.representatives) + " before " + dump(d.previous) + "\n";
  for (const FactValue& value : d.facts) {
    text += fmt::format("fact {} {} {} {}\n", value.set.fact, value.set.holder,
                        fmt::join(value.set.words, ","), dump(value.set.moment));
  }
  for (const Fired& fired : d.fired) {
    text +=
        fmt::format("fired {}.{} {} {}\n", fired.scope, fired.exit, fired.visit, fired.at.seconds);
  }
  for (const Take& take : d.takes) {
    text += fmt::format("take {}.{} {} {}\n", take.taken.scope, take.taken.exit, take.taken.side,
                        take.by.person.text());
  }
  for (const RightUsed& right : d.rights) {
    text += fmt::format("right {}.{} {} {} {}\n", right.scope, right.id, right.visit, right.tier,
                        right.done_at.seconds);
  }
  if (d.child_timescale) {
    text += fmt::format("child {} {} {}\n", d.child_timescale->at.seconds,
                        d.child_timescale->reason, d.child_timescale->side);
  }
  if (d.outcome) {
    text += fmt::format("outcome {}\n", static_cast<int>(d.outcome->kind));
  }
  return text + dump_of_what_is_open(d);
}

}  // namespace accord::property
