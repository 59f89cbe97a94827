// SPDX-License-Identifier: Apache-2.0
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

TEST_CASE("a table in LaTeX, with the rules of booktabs", "[report]") {
  CHECK(latex(table, "  ") ==
        "  \\begin{tabular}{lrl}\n"
        "    \\toprule\n"
        "    name       &            time & status   \\\\\n"
        "    \\midrule\n"
        "    a          &       10 $\\mu$s & finished \\\\\n"
        "    long\\_name & 1.5 $\\pm$ 0.2 s & -        \\\\\n"
        "    \\bottomrule\n"
        "  \\end{tabular}\n");
}

TEST_CASE("no name ends a cell or a line", "[report]") {
  const TextTable bad{{{"n|a\nme", true}, {"x"}}, {{"a & b \\\\ c\n\nd | e", "1"}}};
  CHECK(aligned(bad) == "n|a\\nme              x\na & b \\\\ c\\n\\nd | e  1\n");
  CHECK(latex(bad).find("a \\& b \\textbackslash{}\\textbackslash{} c\\textbackslash{}n\\textbackslash{}nd "
                        "\\textbar{} e & 1 \\\\\n") != std::string::npos);
  CHECK(markdown(bad).find("| a \\& b \\\\\\\\ c\\\\n\\\\nd \\| e | 1 |\n") != std::string::npos);
}
