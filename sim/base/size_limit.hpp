// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/place.hpp"

namespace lowband {

/// The pairs (from, to) of workers that may talk in an experiment. What is known of a pair (neighbours, weights, route,
/// traffic) takes bytes_per_pair in the mean, so that these make 2.5 GB.
inline constexpr double most_pairs = 20e6;
inline constexpr double bytes_per_pair = 125.0;

/// Throws UsageError at `place`, with an estimate of the memory, if `pairs` are more than most_pairs: before anything
/// is built.
void check_pairs(double pairs, int workers, const Place& place);

/// What a worker takes at the very least, whatever it learns: its stack as far as it is used, and what is known of it.
inline constexpr double least_bytes_per_worker = 16384.0;

/// Throws UsageError at `place` if `bytes`, which `what` takes at the very least, are more than this machine has of
/// memory and swap: before anything is built.
void check_memory(double bytes, const std::string& what, const Place& place);

}  // namespace lowband
