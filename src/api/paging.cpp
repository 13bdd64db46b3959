#include "api/paging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/try.hpp"

namespace accord {

namespace {

constexpr std::int64_t kRowsUnlessAsked = 50;
constexpr std::int64_t kMostRows = 200;
constexpr std::int64_t kMostPages = 1'000'000;

}  // namespace

Response json_answer(const nlohmann::ordered_json& json) {
  return Response::json(json.dump() + "\n");
}

ApiProblem query_problem(std::string detail) {
  return {.kind = ProblemKind::InvalidQuery, .detail = std::move(detail)};
}

std::expected<std::int64_t, ApiProblem> number_of(const Request& request, std::string_view name,
                                                  std::int64_t least, std::int64_t most,
                                                  std::int64_t otherwise) {
  const auto asked = request.asked(name);
  if (!asked) {
    return otherwise;
  }
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(asked->data(), asked->data() + asked->size(), number);
  if (wrong != std::errc{} || end != asked->data() + asked->size() || number < least ||
      number > most) {
    return std::unexpected(
        query_problem(fmt::format("{} is a whole number from {} to {}.", name, least, most)));
  }
  return number;
}

std::string address_with(const Request& request, std::string_view name, std::int64_t value) {
  std::string address = request.path;
  char separator = '?';
  for (const auto& [key, text] : request.query) {
    if (key != name) {
      address += fmt::format("{}{}={}", separator, percent_encode(key), percent_encode(text));
      separator = '&';
    }
  }
  return fmt::format("{}{}{}={}", address, separator, name, value);
}

std::expected<PageAsked, ApiProblem> page_asked(const Request& request) {
  PageAsked asked;
  ACCORD_TRY(asked.limit, number_of(request, "limit", 1, kMostRows, kRowsUnlessAsked));
  ACCORD_TRY(asked.page, number_of(request, "page", 1, kMostPages, 1));
  return asked;
}

void put_page(nlohmann::ordered_json& json, const Request& request, const PageAsked& asked,
              std::int64_t matching) {
  const bool more = asked.offset() + asked.limit < matching;
  json["matching"] = matching;
  json["page"] = asked.page;
  json["limit"] = asked.limit;
  json["next"] = nullptr;
  if (more) {
    json["next"] = address_with(request, "page", asked.page + 1);
  }
}

Answered page_answer(const Request& request, const char* name, std::size_t count,
                     const std::function<nlohmann::ordered_json(std::size_t)>& row) {
  return page_answer(request, name, count, row, nlohmann::ordered_json::object());
}

Answered page_answer(const Request& request, const char* name, std::size_t count,
                     const std::function<nlohmann::ordered_json(std::size_t)>& row,
                     nlohmann::ordered_json beside) {
  ACCORD_TRY(const PageAsked asked, page_asked(request));
  const auto matching = static_cast<std::int64_t>(count);
  auto& rows = beside[name] = nlohmann::ordered_json::array();
  const std::int64_t end = std::min(asked.offset() + asked.limit, matching);
  for (std::int64_t i = asked.offset(); i < end; ++i) {
    rows.push_back(row(static_cast<std::size_t>(i)));
  }
  put_page(beside, request, asked, matching);
  return json_answer(beside);
}

}  // namespace accord
