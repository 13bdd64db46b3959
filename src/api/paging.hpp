#pragma once

#include <cstdint>
#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"

namespace accord {

/// Lists come in pages, each of which has the address of the next.

[[nodiscard]] Response json_answer(const nlohmann::ordered_json& json);
[[nodiscard]] ApiProblem query_problem(std::string detail);

/// A whole number from `least` to `most`; `otherwise` where the query does not have it.
[[nodiscard]] std::expected<std::int64_t, ApiProblem> number_of(const Request& request,
                                                                std::string_view name,
                                                                std::int64_t least,
                                                                std::int64_t most,
                                                                std::int64_t otherwise);
/// The address of this request with `name` as `value`.
[[nodiscard]] std::string address_with(const Request& request, std::string_view name,
                                       std::int64_t value);

/// `limit` and `page` of the query: which page of a list, and how many are on it.
struct PageAsked {
  std::int64_t limit = 0;
  std::int64_t page = 1;

  [[nodiscard]] std::int64_t offset() const { return (page - 1) * limit; }
  /// What of `all` is on it.
  template <typename T>
  [[nodiscard]] std::span<const T> part(const std::vector<T>& all) const {
    const auto size = static_cast<std::int64_t>(all.size());
    const std::int64_t first = offset() < size ? offset() : size;
    const std::int64_t last = first + limit < size ? first + limit : size;
    return std::span{all}.subspan(static_cast<std::size_t>(first),
                                  static_cast<std::size_t>(last - first));
  }
};
[[nodiscard]] std::expected<PageAsked, ApiProblem> page_asked(const Request& request);
/// How many there are on all pages, which this is, and the address of the next.
void put_page(nlohmann::ordered_json& json, const Request& request, const PageAsked& asked,
              std::int64_t matching);

}  // namespace accord
