#include "store/verify_documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <tuple>

#include "base/try.hpp"
#include "database/migration.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"

namespace accord {
namespace {

constexpr std::string_view kSelectDocuments = R"sql(
    SELECT partnership, kind, version, effective_s, recorded_at_s, sha256, text FROM document
    ORDER BY partnership, kind, version
)sql";

/// A document as its row has it.
struct DocumentRow {
  PartnershipId partnership;
  Document document;
};

std::expected<std::vector<DocumentRow>, Fault> documents_in(Connection& connection) {
  ACCORD_TRY(auto rows, (connection.rows<PartnershipId, std::string, std::int64_t, Instant, Instant,
                                         std::string, std::string>(kSelectDocuments)));
  std::vector<DocumentRow> found;
  for (auto& [partnership, kind, version, effective, recorded, hash, text] : rows) {
    found.push_back(
        {std::move(partnership),
         {std::move(kind), version, effective, recorded, std::move(hash), std::move(text)}});
  }
  return found;
}

std::string name_of(const PartnershipEntry& added) {
  return fmt::format("version {} of the {}", added.field("version"), added.field("document"));
}

/// A field of an event, in words; none of which names the row.
std::string_view words_of(std::string_view field) {
  if (field == "name") {
    return "its name";
  }
  if (field == "demonstration") {
    return "whether it is a demonstration";
  }
  return field == "sha256" ? "its SHA-256" : "from when it is in force";
}

/// Holds the rows of one partnership against the events that added them, both ways.
class AddedVerifier {
 public:
  AddedVerifier(PartnershipId partnership, std::vector<Discrepancy>& found)
      : partnership_(std::move(partnership)), found_(found) {}

  std::expected<void, Fault> read(Connection& connection) {
    ACCORD_TRY(const auto stored, Ledger{connection}.read({partnership_, partnership_stream()}));
    for (const StoredEntry& one : stored) {
      auto entry = to_partnership_entry(one);
      if (!entry) {
        find(entry.error().what);
      } else if (entry->kind == PartnershipEntry::Kind::PartnershipAdded) {
        own_.push_back(*std::move(entry));
      } else if (entry->kind == PartnershipEntry::Kind::DocumentAdded) {
        documents_.push_back(*std::move(entry));
      }
    }
    return {};
  }

  /// @param row none: the table does not list it
  void check(const PartnershipRow* row, const std::vector<const DocumentRow*>& rows) {
    if (row == nullptr) {
      find("there are events or documents of it, but the table partnership does not list it");
    } else if (own_.empty() && documents_.empty()) {
      find(
          "no event says that it was added, nor any of its documents: its record was removed, or a "
          "development version of Accord before the first release made this database. Restore it, "
          "or make it anew (accord demo)");
      return;
    } else if (own_.empty()) {
      find("the table partnership lists it, and no event says that it was added");
    }
    for (const PartnershipEntry& event : own_) {
      if (row != nullptr) {
        compare(event, added(*row), "the table partnership");
      }
    }
    check_documents(rows);
  }

 private:
  void check_documents(const std::vector<const DocumentRow*>& rows) {
    for (const PartnershipEntry& event : documents_) {
      const auto row = std::ranges::find_if(rows, [&](const DocumentRow* one) {
        return name_of(added(one->document)) == name_of(event);
      });
      if (row == rows.end()) {
        find(fmt::format("{} was removed: event {} of the partnership's own record added it",
                         name_of(event), event.sequence));
        continue;
      }
      compare(event, added((*row)->document), name_of(event));
      if ((*row)->document.recorded_at != event.recorded_at) {
        differs(name_of(event), "when it was recorded", event);
      }
    }
    for (const DocumentRow* row : rows) {
      const std::string name = name_of(added(row->document));
      if (std::ranges::find(documents_, name, name_of) == documents_.end()) {
        find(fmt::format("{} is there, and no event says that it was added", name));
      }
      if (digest_of(row->document.text) != row->document.sha256) {
        find(fmt::format("{} is not the text that was adopted", name));
      }
    }
  }

  void compare(const PartnershipEntry& event, const PartnershipEntry& row,
               const std::string& what) {
    for (const auto& [field, words] : row.fields) {
      if (event.field(field) != words) {
        differs(what, words_of(field), event);
      }
    }
  }

  void differs(const std::string& what, std::string_view about, const PartnershipEntry& event) {
    find(fmt::format("{} says otherwise than event {} of the partnership's own record: {}", what,
                     event.sequence, about));
  }

  void find(std::string what) {
    found_.push_back({partnership_, {}, std::nullopt, std::move(what)});
  }

  PartnershipId partnership_;
  std::vector<Discrepancy>& found_;
  std::vector<PartnershipEntry> own_;
  std::vector<PartnershipEntry> documents_;
};

}  // namespace

std::expected<std::vector<Discrepancy>, Fault> verify_documents(Connection& connection,
                                                                const VerifyReport& record) {
  std::vector<Discrepancy> found;
  if (!check_version(connection, std::array{store_component()})) {
    return found;
  }
  ACCORD_TRY(const auto listed, Documents{connection}.partnerships());
  ACCORD_TRY(const auto documents, documents_in(connection));
  std::set<PartnershipId> all;
  for (const PartnershipRow& row : listed) {
    all.insert(row.partnership);
  }
  for (const DocumentRow& row : documents) {
    all.insert(row.partnership);
  }
  for (const PartnershipHead& head : record.partnerships) {
    all.insert(head.partnership);
  }
  for (const PartnershipId& partnership : all) {
    AddedVerifier verifier{partnership, found};
    ACCORD_TRY_DO(verifier.read(connection));
    std::vector<const DocumentRow*> rows;
    for (const DocumentRow& one : documents) {
      if (one.partnership == partnership) {
        rows.push_back(&one);
      }
    }
    const auto row = std::ranges::find(listed, partnership, &PartnershipRow::partnership);
    verifier.check(row != listed.end() ? &*row : nullptr, rows);
  }
  return found;
}

}  // namespace accord
