#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// `text` as a string of a gnuplot script that stands for exactly these characters: in single quotes nothing but the
/// quote itself is special, neither backslash nor backtick. Control characters become spaces.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

/// Runs gnuplot, without a shell and without the user's own settings, and returns the picture that `script` draws to
/// standard output. Throws UsageError if gnuplot is not installed or does not accept the script.
[[nodiscard]] std::string run_gnuplot(const std::string& script);

}  // namespace lowband
