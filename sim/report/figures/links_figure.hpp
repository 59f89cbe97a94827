// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// The most links that a figure has room for; of more, those with the highest utilisation are shown, and the title
/// says so.
inline constexpr std::size_t most_links_shown = 24;

/// The bytes that each link carried: a panel per scenario (one for those with the very same bars), a group of bars per
/// link, a bar per algorithm, the mean over its seeds. Throws UsageError if there is nothing to draw.
[[nodiscard]] Figure links_figure(std::span<const RunGroup> groups);

class LinkBytesPlot final : public Plot {
 public:
  [[nodiscard]] bool is_standard() const override { return true; }

 protected:
  [[nodiscard]] Figure drawn(const PlotData& data) const override { return links_figure(data.groups); }
};

}  // namespace lowband
