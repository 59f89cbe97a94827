// SPDX-License-Identifier: Apache-2.0
#include "sim/report/markup.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("no character of a name is a command of LaTeX", "[report]") {
  CHECK(latex_escaped("& % $ # _ { } ~ ^ \\") ==
        "\\& \\% \\$ \\# \\_ \\{ \\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{}");
  CHECK(latex_escaped("\\input{/etc/passwd}") == "\\textbackslash{}input\\{/etc/passwd\\}");
  CHECK(latex_escaped("a\nb\r\n\n\\end{table}") ==
        "a\\textbackslash{}nb\\textbackslash{}r\\textbackslash{}n\\textbackslash{}n\\textbackslash{}end\\{table\\}");
  CHECK(latex_escaped("^^M") == "\\textasciicircum{}\\textasciicircum{}M");  // TeX reads it as an end of line
  CHECK(latex_escaped("[2pt]*") == "{[}2pt{]}{*}");                          // after \\ they would be its options
  CHECK(latex_escaped("<|>\"a") == "\\textless{}\\textbar{}\\textgreater{}\\symbol{34}a");
  CHECK(latex_escaped("a--b---c ``d''") == "a-{}-{}b-{}-{}-c `{}`{}d'{}'{}");
  CHECK(latex_escaped("1 ± 2 µs × 3 †‡") == "1 $\\pm$ 2 $\\mu$s $\\times$ 3 \\textdagger{}\\textdaggerdbl{}");
  CHECK(latex_escaped("qpr-sgd/ar é") == "qpr-sgd/ar é");
}

TEST_CASE("no character of a name is markup in Markdown", "[report]") {
  CHECK(markdown_escaped("a|b") == "a\\|b");
  CHECK(markdown_escaped("<script>alert(1)</script>") == "\\<script\\>alert(1)\\</script\\>");
  CHECK(markdown_escaped("**a** _b_ `c` ~~d~~ [e](f) $g$ &amp; #1") ==
        "\\*\\*a\\*\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~ \\[e\\](f) \\$g\\$ \\&amp; \\#1");
  CHECK(markdown_escaped("\\|") == "\\\\\\|");
  CHECK(markdown_escaped("a\n# b") == "a\\\\n\\# b");
  CHECK(markdown_escaped("time_to_target_s, qpr-sgd/ar") == "time_to_target_s, qpr-sgd/ar");
}
