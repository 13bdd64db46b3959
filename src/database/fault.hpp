#pragma once

#include <string>

namespace accord {

/// How the machine failed. Each kind asks for another answer from whoever called.
enum class FaultKind {
  Unique,      ///< a row with this key is there already
  ForeignKey,  ///< a row refers to one that is not there
  NotNull,     ///< a value is missing
  Check,       ///< a CHECK of the table does not hold
  Forbidden,   ///< the table refuses the change (the ledger is only ever added to)
  Busy,  ///< somebody else holds the lock, or came first: the whole operation can be tried again
  Full,  ///< no space left: nothing was stored
  ReadOnly,        ///< the database can be read only
  Corrupt,         ///< what is stored is not what was written
  BadInput,        ///< a value that no engine may store: text with NUL, or that is not UTF-8
  NewerVersion,    ///< made by a later release of Accord
  NotADatabase,    ///< the file is something else, or is not Accord's
  OutcomeUnknown,  ///< the commit may have happened: ask again by command id
  Unavailable,     ///< could not be reached, or has stopped
  Misuse,          ///< a statement that cannot be run: a defect of the program
};

/// The machine failed. `what` is for the log and for an operator: what happened, where, and how to
/// mend it; it holds no value that somebody typed.
struct Fault {
  FaultKind kind = FaultKind::Unavailable;
  std::string what;

  /// True when the same operation may succeed if it is run again as a whole.
  [[nodiscard]] bool retryable() const { return kind == FaultKind::Busy; }

  bool operator==(const Fault&) const = default;
};

}  // namespace accord
