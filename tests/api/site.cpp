#include "site.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "api/api.hpp"
#include "base/testdata/project_folder.hpp"

namespace accord::test {

namespace {

constexpr std::string_view kOrigin = "http://127.0.0.1:8080";

std::string file_text(const std::filesystem::path& path) {
  const std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  EXPECT_FALSE(text.str().empty()) << path;
  return text.str();
}

Instant london(std::string_view local) {
  const auto zone = Zone::load("Europe/London");
  const auto at = parse_local(*zone, local);
  EXPECT_TRUE(at.has_value()) << local;
  return at.value_or(Instant{});
}

void put(NamedValues& headers, const std::string& name, const std::string& value) {
  std::erase_if(headers, [&](const auto& header) { return header.first == name; });
  if (!value.empty()) {
    headers.emplace_back(name, value);
  }
}

void write_exchange(Method method, const std::string& path, const std::string& sent,
                    const Answer& answer) {
  const char* file = std::getenv("ACCORD_EXCHANGES");
  if (file == nullptr) {
    return;
  }
  Json line;
  line["method"] = to_text(method);
  line["path"] = path;
  line["sent"] = Json::parse(sent, nullptr, false);
  if (line["sent"].is_discarded()) {
    line["sent"] = nullptr;
  }
  line["status"] = answer.status;
  line["type"] = answer.type;
  line["headers"] = Json::object();
  for (const auto& [name, value] : answer.headers) {
    line["headers"][lower_case(name)] = value;
  }
  line["body"] = answer.json;
  std::ofstream{file, std::ios::app} << line.dump() << '\n';
}

}  // namespace

std::string Answer::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& one) { return same_letters(one.first, name); });
  return found == headers.end() ? "" : found->second;
}

std::string Answer::problem() const {
  const std::string uri = json.value("type", "");
  return uri.substr(std::min(uri.size(), uri.find('#') + 1));
}

// With duties of every purpose that has pages of its own, which the invented policy has not.
std::string ApiSite::policy_text() {
  const std::filesystem::path source = testdata::project_folder();
  std::string policy = file_text(source / "src" / "policy" / "testdata" / "northmoor.yaml");
  const std::string_view before = "\nafter:\n  duties:\n";
  const std::size_t at = policy.find(before);
  EXPECT_NE(at, std::string::npos);
  policy.insert(at + before.size(), file_text(source / "tests" / "api" / "after.yaml"));
  return policy;
}

ApiSite::ApiSite(std::string_view now) : now_(london(now)) {
  auto opened = Database::open({.location = kept_.location()}, Service::components());
  EXPECT_TRUE(opened.has_value()) << opened.error().what;
  database_ = *std::move(opened);
  service_ = std::make_unique<Service>(
      *database_, Service::Options{.now = [this] { return now_; },
                                   .random_id = [this] { return fmt::format("{:032x}", ++ids_); },
                                   .random_reference =
                                       [this] { return fmt::format("REF{}-{:04}", 2, ++ids_); }});
  const std::filesystem::path source = testdata::project_folder();
  const std::string policy = policy_text();
  const auto add = [&](const char* id, bool demonstration) {
    const auto added =
        service_->add_partnership({PartnershipId{id}, "An invented partnership", demonstration},
                                  policy, file_text(source / "tests" / "api" / "directory.yaml"));
    EXPECT_TRUE(added.has_value()) << to_words(added.error());
  };
  add("northmoor", true);
  add("real", false);
  Router router;
  add_api_routes(router, *service_);
  edge_ = std::make_unique<Edge>(
      std::move(router),
      Edge::Options{.error_page = api_error_page(bare_error_page()),
                    .log = [this](const Served& served) { log_.push_back(served); }});
}

ApiSite::~ApiSite() {
  edge_.reset();
  service_.reset();
  database_.reset();
}

void ApiSite::set_now(std::string_view local) {
  now_ = london(local);
}

Answer ApiSite::send(Method method, std::string_view person, std::string_view path,
                     std::string body, const Sending& sending) {
  const std::string target =
      path.starts_with("/api") ? std::string{path} : fmt::format("/api/v1/p/northmoor{}", path);
  Request request;
  request.method = method;
  const std::size_t query = target.find('?');
  request.path = target.substr(0, query);
  if (query != std::string::npos) {
    request.query = parse_query(std::string_view{target}.substr(query + 1)).value_or(NamedValues{});
  }
  std::istringstream pieces{request.path};
  for (std::string piece; std::getline(pieces, piece, '/');) {
    if (!piece.empty()) {
      request.segments.push_back(piece);
    }
  }
  request.origin = kOrigin;
  request.id = "TEST1-TEST2";
  request.body = body;
  put(request.headers, "accord-person", std::string{person});
  if (method != Method::Get && method != Method::Head) {
    put(request.headers, "content-type", "application/json");
    put(request.headers, "idempotency-key",
        sending.key.empty() ? fmt::format("key-{:08}", ++ids_) : sending.key);
    put(request.headers, "if-match", sending.if_match);
  }
  for (const auto& [name, value] : sending.headers) {
    put(request.headers, name, value);
  }
  const std::string whole_path = request.path;
  const Response response = edge_->answer(std::move(request));
  Answer answer{response.status, response.content_type, response.headers,
                Json::parse(response.body, nullptr, false)};
  EXPECT_FALSE(answer.json.is_discarded()) << target << ": " << response.body;
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.type, answer.status < 400 ? "application/json" : "application/problem+json");
  write_exchange(method, whole_path, body, answer);
  return answer;
}

Answer ApiSite::get(std::string_view person, std::string_view path, const Sending& sending) {
  return send(Method::Get, person, path, "", sending);
}

Answer ApiSite::post_text(std::string_view person, std::string_view path, std::string body,
                          const Sending& sending) {
  return send(Method::Post, person, path, std::move(body), sending);
}

Answer ApiSite::post(std::string_view person, std::string_view path, const Json& body,
                     const Sending& sending) {
  return post_text(person, path, body.dump(), sending);
}

Json ApiSite::raising() {
  return Json::parse(R"({
    "command": "raise",
    "sides": [{"agency": "school"}, {"agency": "csc", "worker": "will"}],
    "children": [{"reference": "MS-17", "age_band": "5 to 11"}],
    "matter": {
      "summary": "The referral was closed",
      "what": "They closed the referral without a visit.",
      "why": "He comes to school hungry and tired.",
      "change": "A visit this week.",
      "child": "He falls asleep in lessons."
    },
    "facts": [
      {"fact": "matter", "words": ["a disagreement"]},
      {"fact": "urgency", "words": ["routine"]},
      {"fact": "area", "words": ["Criteria for referrals"]}
    ]
  })");
}

std::string ApiSite::raise() {
  const Answer raised = post("tess", "/disagreements", raising());
  EXPECT_EQ(raised.status, 201) << raised.json.dump();
  return raised.json.value("reference", "");
}

std::string ApiSite::withdrawn() {
  const std::string reference = raise();
  const Answer ended = command(
      "tess", reference,
      {{"command", "take_exit"},
       {"scope", "throughout"},
       {"exit", "withdraw"},
       {"record", Json::array({{{"name", "the reasons"}, {"text", "The visit was made."}}})}});
  EXPECT_EQ(ended.status, 200) << ended.json.dump(1);
  return reference;
}

Answer ApiSite::command(std::string_view person, const std::string& reference, const Json& body,
                        const Sending& sending) {
  return post(person, fmt::format("/disagreements/{}/commands", reference), body, sending);
}

Json ApiSite::disagreement(std::string_view person, const std::string& reference) {
  const Answer found = get(person, "/disagreements/" + reference);
  EXPECT_EQ(found.status, 200) << found.json.dump();
  return found.json;
}

int ApiSite::duty(const std::string& reference, std::string_view id, int side) {
  const Json found = disagreement("tess", reference);
  for (const Json& duty : found["duties"]) {
    const bool of_side = side < 0 || (!duty["owers"].empty() && duty["owers"][0]["side"] == side);
    if (duty["duty"] == id && duty["status"] == "open" && of_side) {
      return duty["number"].get<int>();
    }
  }
  ADD_FAILURE() << "no open duty " << id;
  return 0;
}

}  // namespace accord::test
