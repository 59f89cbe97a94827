// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_csv.hpp"

#include <catch2/catch.hpp>

#include "sim/timeline/timeline_format.hpp"
#include "tests/timeline/recorded.hpp"
#include "tests/usage_error.hpp"

using namespace lowband;
using namespace lowband::test;

TEST_CASE("a timeline as CSV", "[timeline]") {
  CHECK(to_csv(example_timeline()) == R"(kind,node,host,program,begin_s,end_s,arrived_s,round,steps,peer,tag,bytes
step,0,"a ""quoted"" <host>",first,0,0.5,,1,3,,,
compute,0,"a ""quoted"" <host>",first,0.1,0.2,,1,,,,
wait,0,"a ""quoted"" <host>",first,0.25,0.5,,1,,1,,
wait,0,"a ""quoted"" <host>",first,0.5,0.9,,1,,2,,
step,1,"b\
,c",first,0,0.125,,1,1,,,
sleep,1,"b\
,c",first,0.125,1,,1,,,,
attend,1,"b\
,c",beside,0,1,,0,,,,
wait,2,s,first,0,0.5,,0,,1,,
wait,2,s,first,0.5,1,,0,,,,
message,1,"b\
,c",first,0.125,0.5,0.5,,,0,7,1000
message,2,s,first,0.5,0.9,0.75,,,0,7,100
message,1,"b\
,c",first,0.125,0.5,0.5,,,2,7,1000
message,1,"b\
,c",beside,0.3333333333333333,0.9,0.4,,,0,8,16
message,0,"a ""quoted"" <host>",first,0.9,nan,nan,,,1,9,16
report,0,"a ""quoted"" <host>",first,0,0,,,0,,,
report,1,"b\
,c",first,0.125,0.125,,,4,,,
)");
}

TEST_CASE("a format that there is not is refused with the nearest", "[timeline]") {
  CHECK(usage_error([] { return formatted(Timeline(), "perfeto"); }) ==
        "--format: expected perfetto, csv, paje, found \"perfeto\", did you mean \"perfetto\"?");
}
