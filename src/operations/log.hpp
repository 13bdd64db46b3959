#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/instant.hpp"

namespace accord {

enum class Level { Info, Warning, Error };

/// "info", "warning" and "error"; none: it is none of them.
[[nodiscard]] std::optional<Level> parse_level(std::string_view text);

/// What the service writes while it runs: one JSON object a line, UTC, with `time`, `level` and
/// `event`, which a collector of logs takes as it is. Fields hold ids, counts and kinds, nothing
/// that somebody typed (S-LOG). Safe from any thread.
///
///     log.write(Level::Error, "time_not_recorded", {{"why", to_words(error)}});
class Log {
 public:
  using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;

  /// @param least what is below it is left out
  Log(std::ostream& out, std::function<Instant()> now, Level least)
      : out_(out), now_(std::move(now)), least_(least) {}

  void write(Level level, std::string_view event, std::initializer_list<Field> fields);

 private:
  std::ostream& out_;
  std::function<Instant()> now_;
  Level least_;
  std::mutex mutex_;
};

}  // namespace accord
