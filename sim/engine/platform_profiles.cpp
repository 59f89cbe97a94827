// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/platform_profiles.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"
#include "sim/engine/simgrid_profile.hpp"

namespace lowband {

namespace {

using Quantity = PlatformXml::Quantity;

const char* word_for(Quantity quantity) {
  switch (quantity) {
    case Quantity::speed:
      return "speed";
    case Quantity::bandwidth:
      return "bandwidth";
    case Quantity::latency:
      return "latency";
    case Quantity::state:
      return "state";
  }
  return "";
}

Profile read(const PlatformXml& platform, const PlatformXml::Profiled& one) {
  const std::string file = one.file.empty() ? "" : platform.path_of(one.file);
  const auto fail = [&](const std::string& what) {
    throw UsageError(fmt::format("{}: line {}: {} of {} \"{}\"{}: {}", platform.file(), one.line,
                                 word_for(one.quantity), one.is_link ? "link" : "host", one.name,
                                 file.empty() ? "" : ", " + file, what));
  };
  if (one.quantity == Quantity::state) {
    fail("hosts and links that go off and on are not supported: take the state file away");
  }
  std::string text = one.content;
  if (!file.empty()) {
    try {
      text = read_file(file);
    } catch (const UsageError& error) {
      fail(error.what());
    }
  }
  Profile profile = read_simgrid_profile(text, file.empty() ? one.period_s : 0.0, fail);
  for (const auto& point : profile.points) {
    if (point.factor <= 0.0 && one.quantity != Quantity::latency) {
      fail(fmt::format("expected values above 0, found {} at {} s", point.factor, point.time_s));
    }
  }
  return profile;
}

}  // namespace

PlatformProfiles read_platform_profiles(const PlatformXml& platform) {
  PlatformProfiles profiles;
  for (const auto& one : platform.profiles()) {
    const Profile profile = read(platform, one);
    auto& of_quantity = one.quantity == Quantity::speed       ? profiles.speeds
                        : one.quantity == Quantity::bandwidth ? profiles.bandwidths
                                                              : profiles.latencies;
    for (const std::string direction : {"_UP", "_DOWN"}) {
      const std::string name = one.has_two_directions ? one.name + direction : one.name;
      if (!of_quantity.emplace(name, profile).second) {
        throw UsageError(fmt::format("{}: line {}: expected one profile of the {} of {} \"{}\", found a second",
                                     platform.file(), one.line, word_for(one.quantity), one.is_link ? "link" : "host",
                                     one.name));
      }
      if (!one.has_two_directions) break;
    }
  }
  return profiles;
}

}  // namespace lowband
