#pragma once

#include "sim/platforms/platform_generator.hpp"

namespace lowband {

/// One switch that never congests; from worker to worker a message crosses the link of each.
class StarPlatform final : public PlatformGenerator {
 public:
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
};

}  // namespace lowband
