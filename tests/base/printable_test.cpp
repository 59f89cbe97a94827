// SPDX-License-Identifier: Apache-2.0
#include "sim/base/printable.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("what can be shown is shown as it is", "[base]") {
  CHECK(printable("a \"b\" \\ c") == "a \"b\" \\ c");
  CHECK(printable("\u00e9\u4e16\U0001F600") == "\u00e9\u4e16\U0001F600");  // of two, three and four bytes
  CHECK(printable("") == "");
}

TEST_CASE("controls are escaped", "[base]") {
  CHECK(printable("a\nb\tc\r") == "a\\nb\\tc\\r");
  CHECK(printable("\x1b[31mred\x7f") == "\\u001b[31mred\\u007f");
  CHECK(printable(std::string("\0", 1)) == "\\u0000");
  CHECK(printable("\u009b") == "\\u009b");               // the C1 form of "\x1b["
  CHECK(printable("\u202e\u2066") == "\\u202e\\u2066");  // writing from right to left
  CHECK(printable("\ufeffx") == "\\ufeffx");             // a byte-order mark
}

TEST_CASE("bytes that are no UTF-8 are escaped one by one", "[base]") {
  CHECK(printable("\xff"
                  "a") == "\\xffa");
  CHECK(printable("\xc3") == "\\xc3");    // the rest is missing
  CHECK(printable("\xc3(") == "\\xc3(");  // another character follows
  CHECK(printable("\xe2\x82") == "\\xe2\\x82");
  CHECK(printable("\xc0\xaf") == "\\xc0\\xaf");  // '/' in two bytes
  CHECK(printable("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");
  CHECK(printable("\xed\xa0\x80") == "\\xed\\xa0\\x80");           // half of a surrogate pair
  CHECK(printable("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  CHECK(printable("\x80") == "\\x80");
}

TEST_CASE("quotes and backslashes between quotes are escaped", "[base]") {
  CHECK(in_quotes("a\"b\\c\n") == R"("a\"b\\c\n")");
  CHECK(in_quotes("") == "\"\"");
}
