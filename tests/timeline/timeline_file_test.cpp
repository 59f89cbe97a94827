// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_file.hpp"

#include <catch2/catch.hpp>

#include "tests/timeline/recorded.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

TEST_CASE("a timeline is read back as it was written", "[timeline]") {
  for (const auto& timeline : {example_timeline(), Timeline()}) {
    CHECK(timeline_of_bytes(to_bytes(timeline), "t.bin") == timeline);
  }
}

TEST_CASE("a file that is no timeline, or a damaged one, is refused", "[timeline]") {
  const std::string bytes = to_bytes(example_timeline());
  CHECK_THROWS_WITH(timeline_of_bytes("something else", "t.bin"),
                    "t.bin: expected a timeline of lowband, found something else");
  for (std::size_t size = 8; size < bytes.size(); ++size) {
    CHECK_THROWS_AS(timeline_of_bytes(bytes.substr(0, size), "t.bin"), UsageError);
  }
  for (std::size_t at = 8; at < bytes.size(); ++at) {
    std::string altered = bytes;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    CHECK_THROWS_AS(timeline_of_bytes(altered, "t.bin"), UsageError);
  }
  CHECK_THROWS_WITH(timeline_of_bytes(bytes + "x", "t.bin"), Contains("checksum is wrong"));
  std::string later = bytes;
  later[8] = 2;
  CHECK_THROWS_WITH(timeline_of_bytes(later, "t.bin"), Contains("of version 2, and this program knows version 1"));
}
