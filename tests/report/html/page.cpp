// SPDX-License-Identifier: Apache-2.0
#include "sim/report/html/page.hpp"

#include <catch2/catch.hpp>

#include "tests/report/html/example_page.hpp"

using namespace lowband;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a page is one file, in which no name is markup", "[report]") {
  REQUIRE(can_draw_pages());
  const std::string html = to_html(test::example_page());
  CHECK(html.starts_with("<!DOCTYPE html>\n"));
  CHECK(html.ends_with("</html>\n"));
  CHECK(count(html, "<script") == 5);  // licence, data, Vega, charts, page
  CHECK(count(html, "</script>") == 5);
  CHECK(html.find("<img") == std::string::npos);
  CHECK(count(html, "<title>&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\\n\\n{{7*7}}") == 1);
  CHECK(count(html, " src=\"") + count(html, "<link rel=\"stylesheet") == 0);  // nothing from elsewhere
  CHECK(count(html, "default-src 'none'") == 1);
  CHECK(count(html, "University of Washington") == 1);  // Vega's licence
}

TEST_CASE("each panel of a figure can be chosen, by its title", "[report]") {
  const Page page = test::example_page();
  REQUIRE(page.charts.size() == 1);
  REQUIRE(page.charts[0].panels.size() == 5);
  CHECK(page.charts[0].panels[1].title == "timeline");
  CHECK(page.charts[0].panels[1].scenarios == std::vector<std::string>{"lan"});
  CHECK(page.charts[0].panels[4].panel == 4);
  CHECK(page.charts[0].panels[4].figure == 0);
}
