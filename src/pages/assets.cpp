#include "pages/assets.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "web_assets.hpp"

namespace accord {
namespace {

constexpr std::size_t kVersionBytes = 8;

std::string hash_over_all() {
  std::string all;
  for (const EmbeddedFile& file : web_assets()) {
    all += fmt::format("{} {}\n", file.path, file.sha256);
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(all.data()), all.size());
  std::string text;
  for (std::size_t i = 0; i < kVersionBytes; ++i) {
    text += fmt::format("{:02x}", hash[i]);
  }
  return text;
}

}  // namespace

const std::string& asset_version() {
  static const std::string version = hash_over_all();
  return version;
}

std::optional<EmbeddedFile> find_asset(std::string_view name) {
  const auto files = web_assets();
  const auto found = std::ranges::find(files, name, &EmbeddedFile::path);
  if (found == files.end()) {
    return std::nullopt;
  }
  return *found;
}

std::string asset_url(std::string_view name) {
  ACCORD_CHECK(find_asset(name).has_value());
  return fmt::format("/assets/{}/{}", asset_version(), name);
}

}  // namespace accord
