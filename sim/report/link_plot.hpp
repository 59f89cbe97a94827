#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "sim/report/run_groups.hpp"

namespace lowband {

/// The most links that a figure has room for; of more, those with the highest utilisation are shown, and the title
/// says so.
inline constexpr std::size_t most_links_shown = 24;

/// The gnuplot script of a figure with the bytes that each link carried: a panel per scenario (one for those with the
/// very same bars), a group of bars per link, a bar per algorithm, the mean over its seeds. The ending of `file`
/// decides the format. Throws UsageError if there is nothing to draw.
[[nodiscard]] std::string link_plot(std::span<const RunGroup> groups, const std::filesystem::path& file);

}  // namespace lowband
