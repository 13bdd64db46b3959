#include "ledger/digest.hpp"

#include <openssl/evp.h>

#include "base/check.hpp"

namespace accord {

// Fetched once: looking the algorithm up takes longer than hashing an event.
struct Hasher::State {
  struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  struct FreeAlgorithm {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
  };
  std::unique_ptr<EVP_MD, FreeAlgorithm> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  ACCORD_CHECK(state_->algorithm != nullptr && state_->context != nullptr);
}

Hasher::~Hasher() = default;

Digest Hasher::digest(std::initializer_list<std::span<const std::byte>> parts) {
  Digest digest{};
  unsigned int size = 0;
  EVP_MD_CTX* const context = state_->context.get();
  ACCORD_CHECK(EVP_DigestInit_ex2(context, state_->algorithm.get(), nullptr) == 1);
  for (const auto part : parts) {
    ACCORD_CHECK(EVP_DigestUpdate(context, part.data(), part.size()) == 1);
  }
  ACCORD_CHECK(
      EVP_DigestFinal_ex(context, reinterpret_cast<unsigned char*>(digest.data()), &size) == 1);
  ACCORD_CHECK(size == digest.size());
  return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
  return Hasher{}.digest({bytes});
}

std::string to_hex(const Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::byte byte : digest) {
    text += kDigits[std::to_integer<unsigned>(byte) >> 4U];
    text += kDigits[std::to_integer<unsigned>(byte) & 15U];
  }
  return text;
}

}  // namespace accord
