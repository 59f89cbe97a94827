// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/html_text.hpp"

#include <catch2/catch.hpp>

using namespace lowband;

TEST_CASE("text in HTML is text", "[report]") {
  CHECK(html_escaped("<b title=\"x\" id='y'>a & b</b>\n") ==
        "&lt;b title=&quot;x&quot; id=&#39;y&#39;&gt;a &amp; b&lt;/b&gt;\\n");
  CHECK(html_escaped("µ × é") == "µ × é");
}

TEST_CASE("nothing in JSON ends the script that it is in", "[report]") {
  const Json evil = {{"name", "</script><!-- <script> & \u2028 \u2029 \"\\ \n"}};
  const std::string text = json_in_script(evil);
  CHECK(text ==
        "{\"name\":\"\\u003c/script\\u003e\\u003c!-- \\u003cscript\\u003e \\u0026 \\u2028 \\u2029 \\\"\\\\ \\n\"}");
  CHECK(Json::parse(text) == evil);
  CHECK(json_in_script("\xff") == "\"\xEF\xBF\xBD\"");  // what is no UTF-8, as U+FFFD
}
