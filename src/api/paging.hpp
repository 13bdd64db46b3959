#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

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
};
[[nodiscard]] std::expected<PageAsked, ApiProblem> page_asked(const Request& request);
/// How many there are on all pages, which this is, and the address of the next.
void put_page(nlohmann::ordered_json& json, const Request& request, const PageAsked& asked,
              std::int64_t matching);

/// One page of a list that is whole in memory: its rows under `name`, each as `row` gives it by its
/// place in the list, what stands `beside` them, and the page.
[[nodiscard]] Answered page_answer(const Request& request, const char* name, std::size_t count,
                                   const std::function<nlohmann::ordered_json(std::size_t)>& row);
[[nodiscard]] Answered page_answer(const Request& request, const char* name, std::size_t count,
                                   const std::function<nlohmann::ordered_json(std::size_t)>& row,
                                   nlohmann::ordered_json beside);

}  // namespace accord
