// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/text_width.hpp"

#include <catch2/catch.hpp>

using namespace lowband;
using Lines = std::vector<std::string>;

TEST_CASE("text is as wide as its characters", "[report]") {
  // Advance widths of DejaVu Sans, units per em 2048: 'i' 569, 'W' 2025, ' ' 651.
  CHECK(text_width("i") == Approx(569.0 / 2048.0).margin(5e-4));
  CHECK(text_width("W i") == Approx((2025.0 + 651.0 + 569.0) / 2048.0).margin(1.5e-3));
  CHECK(text_width("") == 0.0);
  CHECK(text_width("µ") == 1.0);  // one character of two bytes
  CHECK(text_width("10⁻²") == Approx(2 * 0.636 + 2 * 0.53));
  CHECK(text_width("\n") == Approx(0.318));  // which becomes a space
}

TEST_CASE("lines break at spaces, and inside words that are too long", "[report]") {
  const double four = text_width("aaaa");
  CHECK(wrapped("", four) == Lines{""});
  CHECK(wrapped("aaaa", four) == Lines{"aaaa"});
  CHECK(wrapped("aa aa", four) == Lines{"aa", "aa"});
  CHECK(wrapped("a a a", four) == Lines{"a a", "a"});
  CHECK(wrapped("aaaaaaaaaa", four) == Lines{"aaaa", "aaaa", "aa"});
  CHECK(wrapped("a aaaaaa", four) == Lines{"a", "aaaa", "aa"});
  CHECK(wrapped("µµ", 1.5) == Lines{"µ", "µ"});   // never inside a character
  CHECK(wrapped("ab", 0.01) == Lines{"a", "b"});  // at least one in a line
}

TEST_CASE("no line is wider than it may be", "[report]") {
  const std::string text =
      "The quick brown fox jumps over the-lazy-dog-and-so-on 'q_sgd's \"4\" {bit} ÄÖÜ 漢字漢字漢字";
  for (const double width : {1.5, 3.0, 7.0, 20.0}) {
    for (const auto& line : wrapped(text, width)) CHECK(text_width(line) <= width);
  }
}
