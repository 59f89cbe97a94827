// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/report/figures/figure.hpp"
#include "sim/report/run_groups.hpp"

namespace lowband {

/// The panels of scenarios, each titled with the name of its own, with one for all that show the very same, as replays
/// over iterations do. Those with an absence are kept apart.
[[nodiscard]] std::vector<FigurePanel> merged(std::vector<FigurePanel> panels);

/// The most panels that a figure has room for.
inline constexpr std::size_t most_panels = 24;
/// "The first 24 of 30 panels; --scenario and --only choose others."
[[nodiscard]] std::string first_panels_note(std::size_t shown, std::size_t all);
/// Leaves the first most_panels panels, and says of how many in a note.
void limit_panels(Figure& figure);

/// "EXPERIMENT, ...: WHAT"
[[nodiscard]] std::string title_of(std::span<const RunGroup> groups, const std::string& what);

inline constexpr const char* not_finished = "not finished";

/// Throws UsageError: there is nothing to plot, and why.
[[noreturn]] void nothing_to_plot(std::span<const RunGroup> groups, const std::string& why);

}  // namespace lowband
