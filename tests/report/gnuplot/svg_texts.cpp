// SPDX-License-Identifier: Apache-2.0
#include "tests/report/gnuplot/svg_texts.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <regex>
#include <utility>

#include "sim/report/gnuplot/text_width.hpp"

namespace lowband::test {

namespace {

std::string unescaped(std::string text) {
  const std::vector<std::pair<std::string, std::string>> entities = {{"&lt;", "<"},   {"&gt;", ">"},  {"&quot;", "\""},
                                                                     {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : entities) {
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; at += character.size()) {
      text.replace(at, entity.size(), character);
    }
  }
  return text;
}

/// A text at (x, y), the beginning, middle or end of its baseline, turned by `angle` degrees clockwise.
PageBox box_of(const std::string& text, double x, double y, double size, const std::string& anchor, double angle) {
  constexpr double ascent = 0.76;  // of letters above the baseline, in units of their size
  constexpr double descent = 0.24;
  const double width = size * text_width(text);
  const double from = anchor == "start" ? 0.0 : anchor == "middle" ? -0.5 * width : -width;
  const double radians = angle * std::numbers::pi / 180.0;
  PageBox box{x, y, x, y};
  for (const double along : {from, from + width}) {
    for (const double across : {-ascent * size, descent * size}) {
      const double corner_x = x + along * std::cos(radians) - across * std::sin(radians);
      const double corner_y = y + along * std::sin(radians) + across * std::cos(radians);
      box = {std::min(box.left, corner_x), std::min(box.top, corner_y), std::max(box.right, corner_x),
             std::max(box.bottom, corner_y)};
    }
  }
  return box;
}

/// Turned texts have boxes with empty corners: those of the same angle side by side do not cover each other.
bool are_slanted(const SvgText& a, const SvgText& b) {
  const auto is_slanted = [](const SvgText& each) { return each.box.width() > 20.0 && each.box.height() > 20.0; };
  return is_slanted(a) && is_slanted(b);
}

}  // namespace

SvgPicture svg_picture(const std::string& svg) {
  SvgPicture picture;
  std::smatch size;
  REQUIRE(std::regex_search(svg, size, std::regex(R"(viewBox="0 0 ([0-9.]+) ([0-9.]+)\")")));
  picture.width = std::stod(size[1]);
  picture.height = std::stod(size[2]);
  const std::regex group(
      R"re(<g transform="translate\(([-0-9.]+),([-0-9.]+)\)(?: rotate\(([-0-9.]+)\))?"[^>]*font-size="([0-9.]+)"[^>]*text-anchor="([a-z]+)">\s*<text>([^\n]*)</text>)re");
  const std::regex tag("<[^>]*>");
  for (auto match = std::sregex_iterator(svg.begin(), svg.end(), group); match != std::sregex_iterator(); ++match) {
    const auto& parts = *match;
    const std::string text = unescaped(std::regex_replace(parts[6].str(), tag, ""));
    if (text.empty()) continue;
    picture.texts.push_back({text, box_of(text, std::stod(parts[1]), std::stod(parts[2]), std::stod(parts[4]), parts[5],
                                          parts[3].matched ? std::stod(parts[3]) : 0.0)});
  }
  return picture;
}

std::string faults_of(const SvgPicture& picture) {
  std::string faults;
  for (std::size_t i = 0; i < picture.texts.size(); ++i) {
    const SvgText& one = picture.texts[i];
    const bool is_inside =
        one.box.left >= 0.0 && one.box.top >= 0.0 && one.box.right <= picture.width && one.box.bottom <= picture.height;
    if (!is_inside) faults += "\"" + one.text + "\" is cut off\n";
    for (std::size_t j = 0; j < i; ++j) {
      const SvgText& other = picture.texts[j];
      if (one.box.overlaps(other.box) && !are_slanted(one, other)) {
        faults += "\"" + one.text + "\" covers \"" + other.text + "\"\n";
      }
    }
  }
  return faults;
}

}  // namespace lowband::test
