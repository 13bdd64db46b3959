#include "operations/log.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "base/utc.hpp"

namespace accord {
namespace {

constexpr std::array<std::string_view, 3> kLevels{"info", "warning", "error"};

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
  for (std::size_t i = 0; i < kLevels.size(); ++i) {
    if (kLevels[i] == text) {
      return static_cast<Level>(i);
    }
  }
  return std::nullopt;
}

void Log::write(Level level, std::string_view event, std::initializer_list<Field> fields) {
  if (level < least_) {
    return;
  }
  nlohmann::ordered_json line;
  line["time"] = to_utc_text(now_());
  line["level"] = kLevels[static_cast<std::size_t>(level)];
  line["event"] = event;
  for (const auto& [name, value] : fields) {
    std::visit([&, &key = name](const auto& it) { line[std::string{key}] = it; }, value);
  }
  // One write for the whole line: what other processes write to the same place does not cut it.
  const std::string text =
      line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
  const std::lock_guard lock{mutex_};
  out_ << text << std::flush;
}

}  // namespace accord
