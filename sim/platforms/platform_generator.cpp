// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/platform_generator.hpp"

#include <fmt/format.h>

namespace lowband {

std::string platform_file(const GeneratedPlatform& platform, const std::string& command) {
  // A comment cannot hold the "--" of options; a processing instruction can.
  return fmt::format(
      "<?xml version=\"1.0\"?>\n"
      "<!DOCTYPE platform SYSTEM \"https://simgrid.org/simgrid.dtd\">\n"
      "{}<?made-by {}?>\n"
      "<platform version=\"4.1\">\n{}</platform>\n",
      xml_comment(platform.about + " Made by the command below."), command, platform.network.text(1));
}

}  // namespace lowband
