// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/place.hpp"

namespace lowband {

/// Results of an experiment may grow: by algorithms, seeds and scenarios. All else that their manifest holds stays as
/// it was when they began, the seed of the data with it, but for targets, by which nothing is trained, and the
/// description, which is for people.

/// Throws UsageError if `manifest`, which stands at `place`, lacks what the functions below need.
void check_can_grow(const Json& manifest, const Place& place);

/// In what results of the manifest `there` are of another experiment than those of `now`, such as "of another algorithm
/// \"ring\", which differs in /local_steps"; nothing if they can grow to be both. Algorithms and scenarios of the same
/// name, or folder, must be equal.
[[nodiscard]] std::optional<std::string> difference(const Json& there, const Json& now);

/// `manifest` with the algorithms, seeds and scenarios of `other` that it does not have after its own.
[[nodiscard]] Json with_all_of(Json manifest, const Json& other);

/// The seeds of a manifest's experiment.
[[nodiscard]] std::vector<std::uint64_t> seeds_of(const Json& manifest);
/// The seed of the data that a manifest's experiment is about; nothing if chance decides nothing of them.
[[nodiscard]] std::optional<std::uint64_t> data_seed_of(const Json& manifest);

}  // namespace lowband
