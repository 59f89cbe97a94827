// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_format.hpp"

#include <algorithm>
#include <array>

#include "sim/base/error.hpp"
#include "sim/timeline/paje.hpp"
#include "sim/timeline/perfetto.hpp"
#include "sim/timeline/timeline_csv.hpp"

namespace lowband {

namespace {

struct Format {
  const char* name;
  std::string (*text)(const Timeline&);
};
constexpr std::array formats = {Format{"perfetto", to_perfetto}, Format{"csv", to_csv}, Format{"paje", to_paje}};

}  // namespace

std::vector<std::string> timeline_formats() {
  std::vector<std::string> names;
  for (const auto& format : formats) names.emplace_back(format.name);
  return names;
}

std::string formatted(const Timeline& timeline, const std::string& format) {
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const Format& each) { return each.name == format; });
  if (found != formats.end()) return found->text(timeline);
  fail_choice("--format", format, timeline_formats());
}

}  // namespace lowband
