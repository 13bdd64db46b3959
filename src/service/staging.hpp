#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "disagreement/outlook.hpp"
#include "service/demonstration.hpp"

namespace accord {

/// One invented disagreement on its way. It goes by turns, each at its own time and with at most
/// one act, so that several can be taken forward side by side in the order of time: what is
/// recorded of a partnership is recorded in that order.
class Staging {
 public:
  using Done = std::expected<void, std::string>;

  Staging(Service& service, StagedClock& clock, Instant now, PartnershipId partnership,
          const InventedDisagreement& invented);

  /// When its next turn is; none: it stands where it should.
  [[nodiscard]] std::optional<Instant> next() const;
  /// Takes that turn. The error says what could not be done.
  Done go_on();
  [[nodiscard]] const std::string& reference() const { return reference_; }

 private:
  using Turn = Done (Staging::*)();

  // Each turn says which comes then.
  Done raise();
  Done look();           ///< whether it stands where it should, and else what to do
  Done take();           ///< the next of those who take the way out that was chosen
  Done let_time_pass();  ///< something is only open then
  Done afterwards();     ///< what people may do once it has ended
  Done tell();           ///< one of these
  Done owe();            ///< what is owed afterwards
  Done end();

  Done step(const Loaded& loaded);
  Done arrive(const Loaded& loaded);
  Done stop();
  Done do_what_is_owed(const Loaded& loaded, bool afterwards);
  Done use_a_right(const Loaded& loaded);
  Done act(const Actor& by, CommandBody body);
  std::expected<Loaded, std::string> load();
  [[nodiscard]] bool stands_where_it_should(const Disagreement& state) const;
  [[nodiscard]] const OpenExit* choose(const Outlook& seen, const Disagreement& state) const;
  [[nodiscard]] std::vector<Actor> takers_of(const ExitRule& exit, const Loaded& loaded) const;

  // What people say (staging_says.cpp).
  [[nodiscard]] Actor actor_for(const Ower& ower, const Loaded& loaded) const;
  Evidence evidence_for(const DutyRule& rule, const Loaded& loaded);
  [[nodiscard]] std::vector<Undertake> actions_for(const DutyRule& rule,
                                                   const Loaded& loaded) const;
  [[nodiscard]] Instant day_of_action(std::size_t taken_on) const;
  Texts texts_for(const std::vector<std::string>& asked);
  void say_the_purpose(const DutyRule& rule, const Loaded& loaded, Texts& texts);
  std::string sentence();
  void pass_hours(std::int64_t hours);

  Service& service_;
  StagedClock& clock_;
  Instant real_now_;
  PartnershipId partnership_;
  const InventedDisagreement& invented_;
  DisagreementId id_;
  std::string reference_;
  Instant at_;           ///< of the next turn
  Turn then_ = nullptr;  ///< the next turn
  int steps_ = 0;        ///< on the way there
  int owed_ = 0;         ///< done afterwards
  std::string scope_;    ///< of the way out that is being taken
  std::string exit_;
  std::vector<Actor> acted_;  ///< who has taken it
  std::string telling_;       ///< the right of `after` that is used next
  bool learnt_ = false;
  bool debriefed_ = false;
  std::size_t said_ = 0;
  std::size_t considered_ = 0;
};

}  // namespace accord
