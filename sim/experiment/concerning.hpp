#pragma once

#include <new>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"

namespace lowband {

/// What `action` returns. A UsageError of it, which knows nothing of the experiment, gets the place that it concerns.
template <class Action>
auto concerning(const Place& place, Action action) {
  try {
    return action();
  } catch (const UsageError& error) {
    place.fail(error.what());
  } catch (const std::bad_alloc&) {
    place.fail("this does not fit into memory");
  }
}

}  // namespace lowband
