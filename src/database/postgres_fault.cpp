#include "database/postgres_fault.hpp"

namespace accord {

FaultKind kind_of_state(std::string_view state) {
  if (state == "23505") {
    return FaultKind::Unique;
  }
  if (state == "23503") {
    return FaultKind::ForeignKey;
  }
  if (state == "23502") {
    return FaultKind::NotNull;
  }
  // 42804: a value of another type than its column's, which SQLite finds at the same place.
  if (state == "23514" || state == "42804") {
    return FaultKind::Check;
  }
  if (state == "AC001") {  // raised by what {append_only} makes
    return FaultKind::Forbidden;
  }
  if (state == "25006" || state == "42501") {
    return FaultKind::ReadOnly;
  }
  if (state == "53100") {
    return FaultKind::Full;
  }
  if (state == "08P01" || state == "57014") {  // a defect of ours; cancelled by its own time limit
    return state == "08P01" ? FaultKind::Misuse : FaultKind::Busy;
  }
  if (state == "22021" || state == "22P05") {
    return FaultKind::BadInput;
  }
  if (state == "55P03" || state.starts_with("40")) {
    return FaultKind::Busy;
  }
  if (state == "3D000") {
    return FaultKind::NotADatabase;
  }
  if (state.starts_with("XX001") || state.starts_with("XX002")) {
    return FaultKind::Corrupt;
  }
  if (state.starts_with("42") || state.starts_with("22") || state.starts_with("0A") ||
      state.starts_with("26") || state.starts_with("25")) {
    return FaultKind::Misuse;
  }
  return FaultKind::Unavailable;
}

bool nothing_stored(std::string_view state) {
  return state.starts_with("40") || state.starts_with("23") || state == "25P02";
}

std::string_view server_remedy(FaultKind kind) {
  switch (kind) {
    case FaultKind::Busy: return " Somebody else came first: try again in a moment.";
    case FaultKind::Full:
      return " Nothing was stored: free some space on the server's disk, then try again.";
    case FaultKind::ReadOnly:
      return " Name the primary, and give this role the right to write to Accord's tables.";
    case FaultKind::Corrupt:
      return " Keep a copy of the server's files, and restore the last backup.";
    case FaultKind::NotADatabase:
      return " Make the database first (createdb), or give the address of one that is there.";
    case FaultKind::OutcomeUnknown:
      return " It is not known whether the last change was stored: look before doing it again.";
    case FaultKind::Unavailable:
      return " Look whether the server runs, and at the address, the role and the network.";
    case FaultKind::Unique:
    case FaultKind::ForeignKey:
    case FaultKind::NotNull:
    case FaultKind::Check:
    case FaultKind::Forbidden:
    case FaultKind::BadInput:
    case FaultKind::NewerVersion:
    case FaultKind::Misuse: return "";
  }
  return "";
}

}  // namespace accord
