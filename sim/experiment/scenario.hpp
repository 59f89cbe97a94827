// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameters.hpp"
#include "sim/engine/platform.hpp"
#include "sim/experiment/devices/devices.hpp"

namespace lowband {

/// A setting of the platform under which every algorithm runs.
struct Scenario {
  std::string name;
  std::vector<LinkChange> links{};           ///< applied in order
  std::vector<HostChange> hosts{};           ///< likewise
  std::string platform{};                    ///< in place of the experiment's, as in the file; empty: that one
  std::filesystem::path platform_file{};     ///< where that lies
  std::optional<NetworkSettings> network{};  ///< in place of the experiment's
  std::optional<double> step_time_s{};       ///< in place of the experiment's
  Devices devices{};                         ///< likewise, if there are any
  std::size_t entry = 0;                     ///< of the file's list; a range makes several scenarios of one entry

  [[nodiscard]] bool varies_over_time() const;
  /// Whether SimGrid's settings may differ from the experiment's, by a platform or network in place of its.
  [[nodiscard]] bool has_own_settings() const { return !platform.empty() || network.has_value(); }
  /// Whether it is the experiment's own platform and network, as they are.
  [[nodiscard]] bool changes_nothing() const;
};

/// The scenarios of a list, ranges expanded: their names differ and can be folders, and their platform files exist.
/// Files are relative to `folder`. Throws UsageError that points at the key to blame.
[[nodiscard]] std::deque<Scenario> read_scenarios(const Json& json, const Place& place,
                                                  const std::filesystem::path& folder);

/// What read_scenarios() reads, with ranges expanded and profiles as points.
[[nodiscard]] Json scenarios_json(std::deque<Scenario>& scenarios);
/// Declares "scenarios" of an experiment, whose files are relative to `folder`.
void declare_scenarios(Parameters& parameters, std::deque<Scenario>& scenarios, const std::filesystem::path& folder);

}  // namespace lowband
