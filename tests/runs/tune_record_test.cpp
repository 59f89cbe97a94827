// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/tune_record.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("what rungs came to is read back, question by question", "[tune]") {
  const TemporaryFolder folder;
  const Json by_time = {{"by", "time"}, {"candidates", {"a", "b"}}};
  const Json by_loss = {{"by", "loss"}, {"candidates", {"a", "b"}}};
  {
    TuneRecord record(folder.path());
    CHECK(record.rungs(by_time).empty());
    record.put(by_loss, {{standing_of("a", 20, {{1.0 / 3.0, true}})}});
    record.put(by_time, {{standing_of("b", 20, {{2.0, false}})}});
    record.put(by_time, {{standing_of("b", 20, {{2.0, false}}),
                          standing_of("a", 20, {{std::numeric_limits<double>::infinity(), false}})},
                         {standing_of("b", 60, {{3.0, true}})}});
  }
  const auto rungs = TuneRecord(folder.path()).rungs(by_time);
  REQUIRE(rungs.size() == 2);
  REQUIRE(rungs[0].size() == 2);
  CHECK(rungs[0][0].candidate == "b");
  CHECK(std::isinf(rungs[0][1].value));
  CHECK(rungs[1][0].value == 3.0);
  CHECK(rungs[1][0].steps == 60);
  CHECK(rungs[1][0].known == 1);
  CHECK(TuneRecord(folder.path()).rungs(by_loss)[0][0].value == 1.0 / 3.0);
}

TEST_CASE("a record that is damaged is refused", "[tune]") {
  const TemporaryFolder folder;
  for (const std::string text : {"[]", R"({"answers": [{"question": {}}]})", R"({"answers": [{"rungs": []}]})",
                                 R"({"answers": [{"question": {}, "rungs": [[{"candidate": 3}]]}]})"}) {
    CAPTURE(text);
    put(folder / "tune.json", text);
    CHECK_THROWS_WITH(TuneRecord(folder.path()), Contains("tune.json: the document: expected what \"lowband tune\""));
  }
}
