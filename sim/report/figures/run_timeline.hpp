#pragma once

#include <string>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// A run that a figure is to show, and what happened when in it.
struct RunTimeline {
  std::string scenario;
  std::string algorithm;
  Timeline timeline;
};

}  // namespace lowband
