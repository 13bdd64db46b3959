#include "database/sqlite_fault.hpp"

#include <sqlite3.h>

namespace accord {

FaultKind kind_of(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return FaultKind::Unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY: return FaultKind::ForeignKey;
    case SQLITE_CONSTRAINT_NOTNULL: return FaultKind::NotNull;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_DATATYPE: return FaultKind::Check;
    case SQLITE_CONSTRAINT_TRIGGER: return FaultKind::Forbidden;
    default: break;
  }
  if (code == SQLITE_IOERR_SHMSIZE) {
    return FaultKind::Full;  // what lies beside the file could not grow
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return FaultKind::Busy;
    case SQLITE_FULL: return FaultKind::Full;
    case SQLITE_READONLY: return FaultKind::ReadOnly;
    case SQLITE_CORRUPT: return FaultKind::Corrupt;
    case SQLITE_NOTADB: return FaultKind::NotADatabase;
    case SQLITE_MISMATCH: return FaultKind::Check;
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE: return FaultKind::Misuse;
    default: return FaultKind::Unavailable;
  }
}

std::string_view remedy(FaultKind kind) {
  switch (kind) {
    case FaultKind::Busy: return " Another program holds the database: try again in a moment.";
    case FaultKind::Full:
      return " Nothing was stored: free some space on the disk, then try again.";
    case FaultKind::ReadOnly:
      return " Give this user the right to write to the file and to its folder.";
    case FaultKind::Corrupt: return " Keep a copy of the file, and restore the last backup.";
    case FaultKind::NotADatabase: return " Give the path of a database that Accord made.";
    case FaultKind::OutcomeUnknown:
      return " It is not known whether the last change was stored: restart the service, then look.";
    case FaultKind::Unavailable:
      return " Look at the disk, and at the rights to the file and to its folder.";
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
