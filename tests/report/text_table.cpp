#include "sim/report/text_table.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

namespace {

const TextTable table{{{"name", true}, {"time"}, {"status", true}},
                      {{"a", "10 µs", "finished"}, {"long_name", "1.5 ± 0.2 s", "-"}}};

}  // namespace

TEST_CASE("columns are aligned by characters, not bytes", "[report]") {
  CHECK(aligned(table, "  ") ==
        "  name              time  status\n"
        "  a                10 µs  finished\n"
        "  long_name  1.5 ± 0.2 s  -\n");
}

TEST_CASE("a table in Markdown", "[report]") {
  CHECK(markdown(table) ==
        "| name      |        time | status   |\n"
        "|:----------|------------:|:---------|\n"
        "| a         |       10 µs | finished |\n"
        "| long_name | 1.5 ± 0.2 s | -        |\n");
}

TEST_CASE("a bar in a name does not end its cell in Markdown", "[report]") {
  CHECK(markdown({{{"name", true}}, {{"a|b"}}}) ==
        "| name |\n"
        "|:-----|\n"
        "| a\\|b |\n");
}
