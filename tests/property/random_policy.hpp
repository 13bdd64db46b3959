#pragma once

#include <cstdint>
#include <string>

namespace accord::property {

/// A policy that nobody wrote, as the text of a file: for each seed another, made of every
/// construct of docs/policy-format.md. From every stage of it some way on stands open to somebody;
/// whether it is valid, the reader and the checker say.
[[nodiscard]] std::string random_policy(std::uint64_t seed);

/// The text of a directory for such policies: several agencies with lines of management of several
/// heights, vacant posts, deputies, people on leave, and posts on call.
[[nodiscard]] std::string random_directory(std::uint64_t seed);

}  // namespace accord::property
