// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The names of what stands in a results folder, beside the runs and the copies of platform files.
namespace lowband {

inline constexpr auto manifest_name = "manifest.json";     ///< what the results are of
inline constexpr auto shares_name = "shares.csv";          ///< the training samples of each worker
inline constexpr auto traces_name = "traces";              ///< folder of the traces
inline constexpr auto plots_name = "plots";                ///< folder of the plots
inline constexpr auto map_name = "map.csv";                ///< who is fastest on which network
inline constexpr auto crossovers_name = "crossovers.csv";  ///< where that changes
inline constexpr auto map_picture_name = "map.svg";        ///< both as a picture
inline constexpr auto tune_name = "tune.json";             ///< what was decided between candidates
inline constexpr auto summary_name = "summary.json";       ///< in the folder of each run: how it ended
inline constexpr auto timeline_name = "timeline.bin";      ///< in that of a run without a trace: what happened when

}  // namespace lowband
