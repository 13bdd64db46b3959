#pragma once

#include <expected>
#include <utility>

#define ACCORD_TRY_JOIN2(a, b) a##b
#define ACCORD_TRY_JOIN(a, b) ACCORD_TRY_JOIN2(a, b)
#define ACCORD_TRY_IMPL(held, declaration, ...)      \
  auto held = (__VA_ARGS__);                         \
  if (!held) {                                       \
    return std::unexpected(std::move(held).error()); \
  }                                                  \
  declaration = *std::move(held)

/// `ACCORD_TRY(const auto deadline, due(limit, start, calendar));` declares `deadline` with the
/// value, or returns the error of the `std::expected` from the enclosing function.
#define ACCORD_TRY(declaration, ...) \
  ACCORD_TRY_IMPL(ACCORD_TRY_JOIN(accord_try_, __LINE__), declaration, __VA_ARGS__)

/// The same for an `std::expected<void, E>`.
#define ACCORD_TRY_DO(...)                                        \
  do {                                                            \
    if (auto accord_try_held = (__VA_ARGS__); !accord_try_held) { \
      return std::unexpected(std::move(accord_try_held).error()); \
    }                                                             \
  } while (false)
