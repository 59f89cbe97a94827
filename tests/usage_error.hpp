// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>

#include <string>

#include "sim/base/error.hpp"

namespace lowband {

/// The message of the UsageError that `action` throws; it is one line.
template <class Action>
std::string usage_error(Action action) {
  try {
    action();
  } catch (const UsageError& error) {
    const std::string message = error.what();
    CHECK(message.find('\n') == std::string::npos);
    return message;
  }
  FAIL("no UsageError was thrown");
  return "";
}

}  // namespace lowband
