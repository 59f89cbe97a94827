// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/platforms/site_matrix.hpp"

namespace lowband {

/// How a file is to be read.
struct SiteMatrixSource {
  std::string file;
  Dimension dimension = Dimension::duration;
  std::string unit{};                  ///< of cells and columns without one
  std::vector<std::string> columns{};  ///< of a long table: source, destination, value; empty: by their names
  std::string repeated = "refuse";   ///< what counts where a pair has several values: or mean, median, least, greatest
  std::string prefix{};              ///< taken off names of sites that begin with it
  std::vector<std::string> sites{};  ///< values of no others count; empty: those of all do
  bool is_symmetrical = false;       ///< one direction of a pair stands for both where the other is missing
};

/// Reads a matrix from a DataTable of either layout:
///
///   - square: the first column names who sends, the other columns who receives; each site is in both.
///   - long: a row per measurement, with a column of sources, one of destinations and one of values. Unless they are
///     given, the first of these names counts: src_region, srcRegion, source, src, from; dst_region, destRegion,
///     destination, dest, dst, to; for latencies latency, rtt, avg_rtt, delay, for bandwidths bandwidth, throughput,
///     received, rate, each with or without a unit behind it (rtt_ms, received_mbps); else the only column left.
///
/// An empty cell is a value that is not known. Throws UsageError with the place.
[[nodiscard]] SiteMatrix read_site_matrix(const SiteMatrixSource& source);

}  // namespace lowband
