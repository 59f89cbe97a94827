// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/report/figures/page_options.hpp"
#include "sim/report/target_options.hpp"

namespace lowband {

/// `lowband map DIR [--bandwidth RANGE] [--latency RANGE] [--steps N] [--links PATTERN] [--scenario NAME] [--target
/// accuracy=0.9|loss=0.3] [--of WHOM] [--hold N] [--baseline ALGORITHM] [--only PATTERN] [--title TEXT] [--size WxH]
/// [--jobs N] [--out DIR] [--quiet]`
struct MapOptions {
  std::filesystem::path dir;                 ///< results folder
  std::optional<std::string> bandwidth;      ///< "1Mbps..10Gbps"; at least one of the two is given
  std::optional<std::string> latency;        ///< "100us..200ms"
  std::size_t steps = 20;                    ///< of each axis, 2 to most_map_steps
  std::string links = "*";                   ///< a shell pattern: those that get this bandwidth and latency
  std::optional<std::string> scenario;       ///< whose changes are made before; else the platform is as it is
  TargetOptions target;                      ///< in place of the experiment's own
  std::optional<std::string> baseline;       ///< an algorithm; else the first uncompressed one
  std::string only = "*";                    ///< a shell pattern: the algorithms that compete
  PageOptions page;                          ///< of the picture
  int jobs = 0;                              ///< replays at a time; 0: one per core
  std::optional<std::filesystem::path> out;  ///< folder for the files; else that of the results
  bool quiet = false;                        ///< no progress
};

/// Replays all recorded algorithms on the networks of a grid, as far as the target; writes map.csv, crossovers.csv
/// and a picture of both, map.svg, prints who is fastest where, and returns the exit status. Throws UsageError.
int map_command(const MapOptions& options);

}  // namespace lowband
