// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <new>

#include "models/data/dataset.hpp"
#include "sim/base/error.hpp"
#include "sim/base/place.hpp"

namespace lowband {

/// What `action` returns. A UsageError of it, which knows nothing of the experiment, gets the place that it concerns.
template <class Action>
auto concerning(const Place& place, Action action) {
  try {
    return action();
  } catch (const AbsentData& error) {
    throw AbsentData(fmt::format("{}: {}", place.text(), error.what()));
  } catch (const UsageError& error) {
    place.fail(error.what());
  } catch (const std::bad_alloc&) {
    place.fail("this does not fit into memory");
  }
}

}  // namespace lowband
