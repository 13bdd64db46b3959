#include "store/disagreement_list.hpp"

#include <array>
#include <string>
#include <utility>

#include "base/try.hpp"
#include "store/disagreement_columns.hpp"

namespace accord {
namespace {

/// The person's own lines and no other: whoever asks sees and counts only these. What follows are
/// the posts that the person may act for.
constexpr std::string_view kConcerned =
    " disagreement IN (SELECT concerned.disagreement FROM concerned"
    " WHERE concerned.partnership = $1 AND concerned.who IN (";

/// Each part asks for nothing where its value is empty, so one text serves every filter.
constexpr std::string_view kNarrowed = R"sql(
    AND ($2 = '' OR ($2 = 'open' AND outcome = '') OR ($2 = 'resolved' AND outcome <> '')
      OR ($2 = 'late' AND finished = FALSE
          AND (late = TRUE OR (outcome = '' AND due_s IS NOT NULL AND due_s < $3))))
    AND ($4 = '' OR stage = $4)
    AND ($5 = '' OR area = $5)
    AND ($6 = '' OR raising = $6 OR ' ' || responding || ' ' LIKE $7 ESCAPE '!')
    AND ($8 = '' OR EXISTS (SELECT 1 FROM child_fact
      WHERE child_fact.partnership = disagreement.partnership
        AND child_fact.disagreement = disagreement.disagreement AND child_fact.word = $8))
    AND ($9 = '' OR reference = $9)
    AND raised_at_s >= $10 AND raised_at_s < $11
)sql";

constexpr std::size_t kFirstOfWho = 12;
constexpr std::size_t kWhoAtOnce = 8;  // few texts, so that each stays prepared
constexpr std::int64_t kBeforeAll = 0;
constexpr std::int64_t kAfterAll = 253'402'300'800;  // the year 10000

std::string_view word_of(ListFilter::State state) {
  switch (state) {
    case ListFilter::State::Any: return "";
    case ListFilter::State::Open: return "open";
    case ListFilter::State::Late: return "late";
    case ListFilter::State::Resolved: return "resolved";
  }
  return "";
}

std::string_view order_of(const ListQuery& query) {
  switch (query.order) {
    case ListQuery::Order::LateFirst:
      return " ORDER BY CASE WHEN outcome = '' AND (late = TRUE OR"
             " (due_s IS NOT NULL AND due_s < $3)) THEN 0 ELSE 1 END,"
             " raised_at_s DESC, disagreement";
    case ListQuery::Order::Reference:
      return query.descending ? " ORDER BY reference DESC" : " ORDER BY reference";
    case ListQuery::Order::Raised:
      return query.descending ? " ORDER BY raised_at_s DESC, disagreement"
                              : " ORDER BY raised_at_s, disagreement";
    case ListQuery::Order::Due:
      // What has no date stands last in either direction.
      return query.descending
                 ? " ORDER BY CASE WHEN due_s IS NULL THEN 1 ELSE 0 END, due_s DESC, disagreement"
                 : " ORDER BY CASE WHEN due_s IS NULL THEN 1 ELSE 0 END, due_s, disagreement";
  }
  return "";
}

/// A pattern for LIKE that is `agency` between spaces, whatever it holds.
std::string pattern_of(const AgencyId& agency) {
  std::string pattern = "% ";
  for (const char c : agency.text()) {
    if (c == '%' || c == '_' || c == '!') {
      pattern += '!';
    }
    pattern += c;
  }
  return pattern + " %";
}

/// The person and the posts, repeated until they are a whole number of eights.
std::vector<std::string> everybody(const PersonId& person, const std::vector<PostId>& posts) {
  std::vector<std::string> who{person.text()};
  for (const PostId& post : posts) {
    who.push_back(post.text());
  }
  while (who.size() % kWhoAtOnce != 0) {
    who.push_back(person.text());
  }
  return who;
}

std::string where_of(std::size_t who) {
  std::string where{" FROM disagreement WHERE partnership = $1 AND"};
  where += kConcerned;
  for (std::size_t i = 0; i < who; ++i) {
    where += (i == 0 ? "$" : ", $") + std::to_string(kFirstOfWho + i);
  }
  return where + "))";
}

/// A row as the types of a tuple.
template <typename... Columns>
std::expected<std::tuple<Columns...>, Fault> read_columns(std::string_view sql,
                                                          std::span<const Value> row,
                                                          std::tuple<Columns...>*) {
  return read_row<Columns...>(sql, row);
}

std::expected<std::int64_t, Fault> count(Connection& connection, const std::string& sql,
                                         std::span<const Value> values) {
  std::int64_t counted = 0;
  const Connection::OnRow read = [&](std::span<const Value> row) -> std::expected<void, Fault> {
    ACCORD_TRY(const auto columns, read_row<std::int64_t>(sql, row));
    counted = std::get<0>(columns);
    return {};
  };
  ACCORD_TRY_DO(connection.execute(sql, values, read));
  return counted;
}

}  // namespace

std::expected<ListPage, Fault> list_disagreements(Connection& connection,
                                                  const PartnershipId& partnership,
                                                  const PersonId& person,
                                                  const std::vector<PostId>& posts,
                                                  const ListQuery& query, Instant now) {
  const std::vector<std::string> who = everybody(person, posts);
  const std::string pattern = pattern_of(query.filter.agency);
  const auto values_of = [&](const ListFilter& filter) {
    std::vector<Value> values{
        to_value(partnership.text()),
        to_value(word_of(filter.state)),
        to_value(now.seconds),
        to_value(filter.stage),
        to_value(filter.area),
        to_value(filter.agency.text()),
        to_value(pattern),
        to_value(filter.child_word),
        to_value(filter.reference),
        to_value(filter.raised_from ? filter.raised_from->seconds : kBeforeAll),
        to_value(filter.raised_before ? filter.raised_before->seconds : kAfterAll)};
    for (const std::string& one : who) {
      values.push_back(to_value(one));
    }
    return values;
  };
  const std::string matching = where_of(who.size()) + std::string{kNarrowed};
  const ListFilter nothing;
  ListPage page;
  ACCORD_TRY(page.all, count(connection, "SELECT COUNT(*)" + matching, values_of(nothing)));
  std::vector<Value> values = values_of(query.filter);
  page.matching = page.all;
  if (query.filter != nothing) {
    ACCORD_TRY(page.matching, count(connection, "SELECT COUNT(*)" + matching, values));
  }
  values.push_back(to_value(query.limit));
  values.push_back(to_value(query.offset));
  std::string sql = "SELECT " ACCORD_DISAGREEMENT_COLUMNS + matching;
  sql += order_of(query);
  sql += " LIMIT $" + std::to_string(values.size() - 1);
  sql += " OFFSET $" + std::to_string(values.size());
  const Connection::OnRow read = [&](std::span<const Value> row) -> std::expected<void, Fault> {
    ACCORD_TRY(const auto columns,
               read_columns(sql, row, static_cast<DisagreementColumns*>(nullptr)));
    page.rows.push_back(to_row(columns));
    return {};
  };
  ACCORD_TRY_DO(connection.execute(sql, values, read));
  return page;
}

}  // namespace accord
