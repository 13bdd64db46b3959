#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/verify.hpp"
#include "conformance/engine.hpp"
#include "conformance/sample.hpp"

namespace accord::conformance {
namespace {

class VerifyCommand : public testing::Test {
 protected:
  VerifyCommand() {
    connection_ = *open_connection(path(), Access::Create);
    EXPECT_TRUE(migrate(*connection_, std::array{ledger_component()}));
    const std::array entries{event("one"), event("two")};
    EXPECT_TRUE(Ledger{*connection_}.append({.stream = stream("a"),
                                             .expected = Version{0},
                                             .command = CommandId{"c1"},
                                             .body = body("c1"),
                                             .now = Instant{1'800'000'000},
                                             .entries = entries}));
  }

  [[nodiscard]] std::string path() const { return folder_.file("a.db"); }
  int verify(bool json = false) { return verify(path(), json); }
  int verify(const std::string& database, bool json = false) {
    out_.str({});
    err_.str({});
    return run_verify({.database = database, .json = json}, out_, err_);
  }
  void tamper() {
    EXPECT_TRUE(connection_->run("DROP TRIGGER ledger_entry_refuses_update"));
    EXPECT_TRUE(connection_->run("UPDATE ledger_entry SET kind = 'other' WHERE sequence = 2"));
  }

  TemporaryFolder folder_;
  std::unique_ptr<Connection> connection_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(VerifyCommand, AnswersZeroAndTheHeadsWhenTheRecordIsIntact) {
  EXPECT_EQ(verify(), 0);
  EXPECT_TRUE(
      out_.str().starts_with("The record is intact.\n2 events in 1 stream, 1 partnership.\n"))
      << out_.str();
  EXPECT_EQ(err_.str(), "");

  EXPECT_EQ(verify(true), 0);
  const auto answer = nlohmann::json::parse(out_.str());
  EXPECT_EQ(answer["intact"], true);
  EXPECT_EQ(answer["entries"], 2);
  EXPECT_EQ(answer["partnerships"][0]["partnership"], "north");
  EXPECT_EQ(answer["partnerships"][0]["head"].get<std::string>().size(), 64);
}

TEST_F(VerifyCommand, AnswersOneAndThePlaceWhenItIsNot) {
  tamper();
  EXPECT_EQ(verify(), 1);
  EXPECT_NE(out_.str().find("The record is NOT intact: 2 findings."), std::string::npos)
      << out_.str();
  EXPECT_NE(out_.str().find("north / a, event 2: the column kind says something else"),
            std::string::npos)
      << out_.str();

  EXPECT_EQ(verify(true), 1);
  const auto answer = nlohmann::json::parse(out_.str());
  EXPECT_EQ(answer["intact"], false);
  EXPECT_EQ(answer["findings"][0]["disagreement"], "a");
  EXPECT_EQ(answer["findings"][0]["sequence"], 2);
  EXPECT_EQ(answer["findings"][1]["of"], "schema");
}

TEST_F(VerifyCommand, ATerminalDoesNotObeyWhatWasTamperedWith) {
  tamper();
  const auto name = bytes_of("\x1b[2J\xff");
  EXPECT_TRUE(connection_->run("UPDATE ledger_entry SET disagreement = CAST($1 AS TEXT)", name));
  EXPECT_EQ(verify(), 1);
  EXPECT_EQ(out_.str().find('\x1b'), std::string::npos);
  EXPECT_EQ(verify(true), 1);
  EXPECT_FALSE(nlohmann::json::parse(out_.str())["findings"].empty());
}

TEST_F(VerifyCommand, AnswersTwoAndHowToMendItWhenItCannotLook) {
  EXPECT_EQ(verify(folder_.file("none.db")), 2);
  EXPECT_NE(err_.str().find("There is no database"), std::string::npos);
  EXPECT_EQ(out_.str(), "");

  std::ofstream{folder_.file("notes.txt")} << std::string(2000, 'x');
  EXPECT_EQ(verify(folder_.file("notes.txt")), 2);
  EXPECT_NE(err_.str().find("Give the path of a database that Accord made"), std::string::npos)
      << err_.str();

  (void)open_connection(folder_.file("empty.db"), Access::Create);
  EXPECT_EQ(verify(folder_.file("empty.db")), 2);
  EXPECT_NE(err_.str().find("start the service once"), std::string::npos) << err_.str();
}

}  // namespace
}  // namespace accord::conformance
