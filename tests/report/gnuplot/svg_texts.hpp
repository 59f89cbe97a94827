// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/report/gnuplot/page.hpp"

namespace lowband::test {

/// A text of an SVG that gnuplot wrote, and what its letters cover, by text_width() and the heights of DejaVu Sans.
struct SvgText {
  std::string text;
  PageBox box;
};

struct SvgPicture {
  double width = 0.0;
  double height = 0.0;
  std::vector<SvgText> texts;  ///< but for empty ones
};

[[nodiscard]] SvgPicture svg_picture(const std::string& svg);

/// What is wrong with its texts: "a" covers "b", "a" is cut off; "" if nothing is.
[[nodiscard]] std::string faults_of(const SvgPicture& picture);

}  // namespace lowband::test
