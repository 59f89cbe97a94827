// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/why_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lowband {

namespace {

/// "62 %", "0.4 %".
std::string percent(double share) {
  const double value = 100.0 * share;
  return std::abs(value) < 1.0 && value != 0.0 ? fmt::format("{:.1f} %", value) : fmt::format("{:.0f} %", value);
}

/// "32", "4.1".
std::string number(double bits) { return fmt::format("{:.3g}", bits); }

/// A part of a path that may take most of it.
struct Bound {
  double seconds;
  const char* name;
  const char* what;  ///< follows its share "of the time"
};

std::string bound_of(const Why& why) {
  const PathTime& path = why.path;
  const double for_bytes_s = path.transmission_s + path.queueing_s;
  const std::array bounds = {
      Bound{path.computing_s, "compute-bound", "goes into a worker's own local steps"},
      Bound{path.stragglers_s, "held up by stragglers", "is by how much longer the slowest worker's steps take"},
      Bound{path.coding_s, "coding-bound", "goes into what is computed for the exchange"},
      Bound{path.latency_s, "latency-bound", "is latency"},
      Bound{for_bytes_s, "bandwidth-bound", "goes into moving bytes"},
      Bound{path.waiting_s, "held up by waiting", "is waiting for a set time"},
  };
  const auto* most = std::max_element(bounds.begin(), bounds.end(),
                                      [](const Bound& a, const Bound& b) { return a.seconds < b.seconds; });
  std::string text =
      fmt::format("{}: {} of the time {}", most->name, percent(most->seconds / path.total_s()), most->what);
  if (most->seconds != for_bytes_s) return text;
  if (path.queueing_s > 0.005 * path.total_s()) {
    text += fmt::format(", {} behind other messages", percent(path.queueing_s / path.total_s()));
  }
  if (!why.links.empty()) {
    text +=
        fmt::format(", \"{}\" is {} used meanwhile", why.links.front().name, percent(why.links.front().utilisation));
  }
  return text;
}

std::string codec_of(const Why& why) {
  if (why.other_bits == 0.0) return "";
  return fmt::format("; with {} bits instead of {} it would take {} {} (estimate)", number(why.other_bits),
                     number(why.bits), percent(std::abs(why.gain)), why.gain < 0.0 ? "longer" : "less");
}

}  // namespace

std::string words_of(const Why& why) {
  if (!why.has_path()) {
    return fmt::format(
        "{}; a worker spends {} of its time on local steps, {} on other computation, {} waiting for "
        "messages",
        why.why_no_path, percent(why.workers.steps), percent(why.workers.coding), percent(why.workers.waiting));
  }
  if (!(why.path.total_s() > 0.0)) return "it takes no time";
  return bound_of(why) + codec_of(why);
}

}  // namespace lowband
