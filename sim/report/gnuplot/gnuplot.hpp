// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// `text` as a string of a gnuplot script that stands for exactly these characters, whatever they are. Everything that
/// a script quotes goes through here, or through gnuplot_tic(). Control characters become spaces.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// The label `text` at `value` of an axis, as `set xtics (...)` takes it. In labels '%' begins a format.
[[nodiscard]] std::string gnuplot_tic(std::string_view text, double value);

/// Throws UsageError if gnuplot cannot be run: before somebody waits for what it is to draw.
void require_gnuplot();

/// Runs gnuplot, without a shell and without the user's own settings, and returns the picture that `script` draws to
/// standard output. Throws UsageError if gnuplot is not installed or does not accept the script.
[[nodiscard]] std::string run_gnuplot(const std::string& script);

}  // namespace lowband
