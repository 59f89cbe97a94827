// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/timeline/timeline.hpp"

namespace lowband {

/// What one program does, in the order in which it happens: what writers of timelines go through.
struct ProgramEvent {
  enum class Kind : std::uint8_t {
    end,     ///< of a box
    report,  ///< of a model
    take,    ///< of a message
    send,    ///< of a message that is taken, too
    begin,   ///< of a box
  };

  double time_s = 0.0;
  Kind kind = Kind::end;
  std::size_t index = 0;  ///< of the box among those of the program, or of the message or report among those of the run
};

/// The events of each program, by ProgramId::number(): by time; at the same instant boxes end first, the inner before
/// the outer, and begin last. Boxes that take no time are left out.
[[nodiscard]] std::vector<std::vector<ProgramEvent>> program_events(const Timeline& timeline);

}  // namespace lowband
