#include "store/drafts.hpp"

#include <nlohmann/json.hpp>

#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kSave = R"sql(
    INSERT INTO draft (partnership, draft, person, kind, subject, fields, updated_at_s)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (partnership, draft) DO UPDATE
    SET fields = excluded.fields, updated_at_s = excluded.updated_at_s
    WHERE draft.person = excluded.person
)sql";
constexpr std::string_view kFind = R"sql(
    SELECT kind, subject, fields, updated_at_s FROM draft
    WHERE partnership = $1 AND person = $2 AND draft = $3
)sql";
constexpr std::string_view kOf = R"sql(
    SELECT draft, kind, subject, fields, updated_at_s FROM draft
    WHERE partnership = $1 AND person = $2 ORDER BY updated_at_s DESC, draft
)sql";
constexpr std::string_view kRemove = R"sql(
    DELETE FROM draft WHERE partnership = $1 AND person = $2 AND draft = $3
)sql";

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string to_text(const Fields& fields) {
  nlohmann::json json = nlohmann::json::array();
  for (const auto& [name, value] : fields) {
    json.push_back(nlohmann::json::array({name, value}));
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::expected<Fields, Fault> to_fields(const std::string& text) {
  try {
    return nlohmann::json::parse(text).get<Fields>();
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(Fault{FaultKind::Corrupt, std::string{"a draft: "} + error.what()});
  }
}

}  // namespace

std::expected<void, Fault> Drafts::save(const PartnershipId& partnership, const Draft& draft) {
  ACCORD_TRY_DO(connection_.run(kSave, partnership.text(), draft.id, draft.person.text(),
                                draft.kind, draft.subject, to_text(draft.fields),
                                draft.updated_at.seconds));
  return {};
}

std::expected<std::optional<Draft>, Fault> Drafts::find(const PartnershipId& partnership,
                                                        const PersonId& person,
                                                        std::string_view id) {
  ACCORD_TRY(auto row, (connection_.row<std::string, std::string, std::string, std::int64_t>(
                           kFind, partnership.text(), person.text(), id)));
  if (!row) {
    return std::nullopt;
  }
  auto& [kind, subject, text, updated] = *row;
  ACCORD_TRY(auto fields, to_fields(text));
  return Draft{std::string{id},   person,          std::move(kind), std::move(subject),
               std::move(fields), Instant{updated}};
}

std::expected<std::vector<Draft>, Fault> Drafts::of(const PartnershipId& partnership,
                                                    const PersonId& person) {
  ACCORD_TRY(auto rows,
             (connection_.rows<std::string, std::string, std::string, std::string, std::int64_t>(
                 kOf, partnership.text(), person.text())));
  std::vector<Draft> found;
  for (auto& [id, kind, subject, text, updated] : rows) {
    ACCORD_TRY(auto fields, to_fields(text));
    found.push_back({std::move(id), person, std::move(kind), std::move(subject), std::move(fields),
                     Instant{updated}});
  }
  return found;
}

std::expected<void, Fault> Drafts::remove(const PartnershipId& partnership, const PersonId& person,
                                          std::string_view id) {
  ACCORD_TRY_DO(connection_.run(kRemove, partnership.text(), person.text(), id));
  return {};
}

}  // namespace accord
