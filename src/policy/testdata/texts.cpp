#include "policy/testdata/texts.hpp"

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/check.hpp"
#include "base/testdata/project_folder.hpp"
#include "policy/reader.hpp"

namespace accord::testdata {

std::string northmoor() {
  const std::ifstream file{testdata::project_folder() / "src/policy/testdata/northmoor.yaml"};
  std::stringstream text;
  text << file.rdbuf();
  ACCORD_CHECK(!text.str().empty());
  return text.str();
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  ACCORD_CHECK(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

std::string small_policy(const Parts& parts) {
  std::string text =
      "policy: small\n"
      "partnership: Small Partnership\n"
      "title: Disagreements\n"
      "version: '1'\n"
      "effective: 2026-01-05\n"
      "calendar: england-and-wales\n"
      "local_target: 2 working days\n";
  const auto part = [&text](std::string_view key, std::string_view body) {
    if (!body.empty()) {
      text += std::string{key} + "\n" + std::string{body};
    }
  };
  text += parts.top;
  part("facts:", parts.facts);
  part("roles:", parts.roles);
  part("start:\n  exits:", parts.start_exits);
  part("stages:", parts.stages);
  part("throughout:", parts.throughout);
  part("after:", parts.after);
  return text + "document: [{id: '1', text: The whole}]\n";
}

Policy read_sound(std::string_view yaml) {
  auto policy = read_policy(yaml);
  if (!policy) {
    for (const Problem& problem : policy.error()) {
      std::fprintf(stderr, "%s\n", to_line(problem).c_str());
    }
  }
  ACCORD_CHECK(policy.has_value());
  return *std::move(policy);
}

}  // namespace accord::testdata
