// The OpenAPI document says what there is: routes, commands, events and problems, both ways.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "api/api.hpp"
#include "api/command_fields.hpp"
#include "api/command_reader.hpp"
#include "api/problem.hpp"
#include "disagreement/written.hpp"
#include "site.hpp"

namespace accord::test {
namespace {

using Names = std::set<std::string>;

/// Takes down what a struct lists.
struct Listing {
  static constexpr bool kReading = false;
  Names names{};
  Names required_names{};
  Names shown_names{};  ///< nobody gives them

  template <typename Field>
  void operator()(const char* name, const Field& /*field*/) {
    names.insert(name);
  }
  template <typename Field>
  void required(const char* name, const Field& /*field*/) {
    names.insert(name);
    required_names.insert(name);
  }
  void side(const char* name, SideIndex /*side*/) { names.insert(name); }
  template <typename Field>
  void later(const char* name, const Field& /*field*/) {
    names.insert(name);
  }
  /// What Accord finds out is shown, and no command has it.
  template <typename Field>
  void derived(const char* name, const Field& /*field*/) {
    shown_names.insert(name);
  }
};

template <typename T>
Listing listing_of(const T& fields) {
  Listing io;
  list_fields<Listing>(io, fields);
  return io;
}

const Json& document() {
  static const Json json = Json::parse(openapi_document());
  return json;
}

const Json& schema(const std::string& name) {
  const Json& schemas = document()["components"]["schemas"];
  EXPECT_TRUE(schemas.contains(name)) << name;
  static const Json none = Json::object();
  return schemas.contains(name) ? schemas[name] : none;
}

Names properties_of(const Json& schema) {
  Names names;
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [name, property] : properties.items()) {
    names.insert(name);
  }
  return names;
}

Names required_of(const Json& schema) {
  Names names;
  const Json required = schema.value("required", Json::array());
  for (const Json& name : required) {
    names.insert(name.get<std::string>());
  }
  return names;
}

/// "SetChildTimescale" of "set_child_timescale".
std::string camel(std::string_view snake) {
  std::string text;
  bool start = true;
  for (const char c : snake) {
    if (c != '_') {
      text += start ? static_cast<char>(c - 'a' + 'A') : c;
    }
    start = c == '_';
  }
  return text;
}

TEST(Document, NamesEveryRouteAndNoOther) {
  ApiSite site;
  Router router;
  add_api_routes(router, site.service());
  Names served;
  for (const Router::Declared& route : router.declared()) {
    served.insert(fmt::format("{} {}", to_text(route.method), route.pattern));
  }
  Names described;
  for (const auto& [path, operations] : document()["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      described.insert((method == "get" ? "GET " : method == "post" ? "POST " : method) + path);
    }
  }
  EXPECT_EQ(served, described);
}

template <typename Commands, std::size_t index = 0>
void expect_commands(Names& seen) {
  if constexpr (index < std::variant_size_v<Commands>) {
    using Body = std::variant_alternative_t<index, Commands>;
    if constexpr (!std::is_same_v<Body, PassTime>) {
      const std::string name{CommandName{}(Body{})};
      ASSERT_FALSE(name.empty()) << index;
      const Json& described = schema("Command" + camel(name));
      Listing listed = listing_of(Body{});
      listed.names.insert("command");
      listed.required_names.insert("command");
      EXPECT_EQ(properties_of(described), listed.names) << name;
      EXPECT_EQ(required_of(described), listed.required_names) << name;
      EXPECT_EQ(described["properties"]["command"]["const"], name);
      EXPECT_EQ(described["additionalProperties"], false) << name;
      EXPECT_TRUE(seen.insert(name).second) << name << " is the name of two commands";
    }
    expect_commands<Commands, index + 1>(seen);
  }
}

// Every command that the engine has can be sent; what time alone does is no person's to send.
TEST(Document, HasASchemaForEveryCommandWithItsFields) {
  Names seen;
  expect_commands<CommandBody>(seen);
  EXPECT_EQ(seen.size() + 1, std::variant_size_v<CommandBody>);
  const auto names = command_names();
  EXPECT_EQ(seen, Names(names.begin(), names.end()));
  Names offered;
  for (const auto& [name, address] : schema("Command")["discriminator"]["mapping"].items()) {
    EXPECT_EQ(address, "#/components/schemas/Command" + camel(name));
    offered.insert(name);
  }
  offered.insert("raise");
  EXPECT_EQ(offered, seen);
}

TEST(Document, HasASchemaForEveryCommandToThePolicyWithItsFields) {
  Names seen;
  expect_commands<PolicyCommand>(seen);
  const auto names = policy_command_names();
  EXPECT_EQ(seen, Names(names.begin(), names.end()));
  Names offered;
  for (const auto& [name, address] : schema("PolicyCommand")["discriminator"]["mapping"].items()) {
    EXPECT_EQ(address, "#/components/schemas/Command" + camel(name));
    offered.insert(name);
  }
  EXPECT_EQ(offered, seen);
}

template <std::size_t index = 0>
void expect_events(Names& seen) {
  if constexpr (index < std::variant_size_v<EventBody>) {
    using Body = std::variant_alternative_t<index, EventBody>;
    const std::string name{kind_of(EventBody{std::in_place_index<index>})};
    const Json& described = schema("Event" + camel(name));
    EXPECT_EQ(described["properties"]["event"]["const"], name);
    EXPECT_EQ(properties_of(described["properties"]["details"]), listing_of(Body{}).names) << name;
    seen.insert(name);
    expect_events<index + 1>(seen);
  }
}

TEST(Document, HasASchemaForEveryEventWithItsFields) {
  Names seen;
  expect_events(seen);
  Names described;
  for (const auto& [name, address] : schema("Event")["discriminator"]["mapping"].items()) {
    EXPECT_EQ(address, "#/components/schemas/Event" + camel(name));
    described.insert(name);
  }
  EXPECT_EQ(seen, described);
}

TEST(Document, DescribesThePartsOfCommandsAndEvents) {
  const auto expect = [](const char* name, const Listing& listed) {
    EXPECT_EQ(properties_of(schema(name)), listed.names) << name;
  };
  expect("GivenFact", listing_of(GivenFact{}));
  expect("UsedBefore", listing_of(UsedBefore{}));
  expect("GivenUndertaking", listing_of(Undertake{}));
  expect("GivenEvidence", listing_of(Evidence{}));
  expect("GivenSeat", listing_of(Seat{}));
  expect("GivenSide", listing_of(Side{}));
  Listing shown_side = listing_of(Side{});
  shown_side.names.merge(shown_side.shown_names);
  expect("SideNamed", shown_side);
  expect("GivenChild", listing_of(Child{}));
  expect("GivenMatter", listing_of(Matter{}));
  expect("Evidence", listing_of(Evidence{}));
  expect("Seat", listing_of(Seat{}));
  expect("Ower", listing_of(Ower{}));
  expect("Undertaking", listing_of(Undertaking{}));
  expect("FactSet", listing_of(FactSet{}));
  EXPECT_EQ(required_of(schema("GivenUndertaking")), listing_of(Undertake{}).required_names);
  EXPECT_EQ(required_of(schema("GivenFact")), listing_of(GivenFact{}).required_names);
}

// "An age is one of those that the pages offer": a program is told which before it sends one.
TEST(Document, NamesEveryAgeOfAChildAndNoOther) {
  const Json& ages = schema("GivenChild")["properties"]["age_band"];
  ASSERT_TRUE(ages.contains("enum"));
  EXPECT_EQ(ages["enum"], Json(kAgeBands));
}

TEST(Document, NamesEveryTypeOfProblemAndNoOther) {
  Names there{"about:blank"};
  for (const ProblemSort& sort : problem_sorts()) {
    there.insert(fmt::format("/api/v1/problems#{}", sort.name));
    EXPECT_EQ(kind_of_status(sort.status).has_value(), true);
  }
  Names described;
  for (const Json& type : schema("Problem")["properties"]["type"]["enum"]) {
    described.insert(type.get<std::string>());
  }
  EXPECT_EQ(there, described);
}

TEST(Document, IsServedByteForByte) {
  ApiSite site;
  const Answer served = site.get("", "/api/v1/openapi.json");
  EXPECT_EQ(served.status, 200);
  EXPECT_EQ(served.json, document());
  EXPECT_EQ(served.json["openapi"], "3.1.0");
}

}  // namespace
}  // namespace accord::test
