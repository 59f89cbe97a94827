// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <vector>

#include "sim/engine/platform.hpp"
#include "sim/experiment/sections.hpp"

namespace lowband {

/// A key of a change whose value may be a list: a scenario then stands for one per value.
struct RangeKey {
  const char* name;
  ReadQuantity read;
};
[[nodiscard]] const std::array<RangeKey, 4>& link_range_keys();
[[nodiscard]] const std::array<RangeKey, 2>& host_range_keys();

/// Declares "links" and "hosts": lists of changes. Files of profiles are relative to `folder`.
void declare_changes(Parameters& parameters, std::vector<LinkChange>& links, const std::filesystem::path& folder);
void declare_changes(Parameters& parameters, std::vector<HostChange>& hosts, const std::filesystem::path& folder);

}  // namespace lowband
