// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/algorithms/algorithm.hpp"

namespace lowband::test {

/// Two methods that are not "step, then synchronise", to show that everything between an algorithm and the engine
/// carries others than those that ship. In form and size they are what the real ones will be:
///
/// - "toy-asynchronous": after each step a worker averages with another one, chosen at random, whose second program
///   answers while the first computes (as AD-PSGD does: Lian et al., ICML 2018).
/// - "toy-server": workers push what a step has changed to a server, which adds it to its model and sends that back to
///   whoever came first (asynchronous SGD).
[[nodiscard]] const Registry<Algorithm>& toys();

}  // namespace lowband::test
