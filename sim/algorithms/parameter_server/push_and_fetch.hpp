// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sim/algorithms/periodic/periods/period.hpp"
#include "sim/base/parameters.hpp"

namespace lowband {

/// What `downpour` leaves to the experiment: how often clients push and fetch, and whether they wait meanwhile. Both
/// are counted in iterations, of K local steps each.
class PushAndFetch {
 public:
  /// `why_not` says why a key has no effect with the method of the experiment; "" if it has.
  void declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not);

  /// n_push and n_fetch.
  [[nodiscard]] std::uint64_t push_every() const noexcept { return static_cast<std::uint64_t>(push_every_); }
  [[nodiscard]] std::uint64_t fetch_every() const noexcept { return static_cast<std::uint64_t>(fetch_every_); }
  /// Whether steps go on while a model is fetched.
  [[nodiscard]] bool overlaps() const { return exchange_ == "overlapped"; }

  /// With these iterations: Algorithm::rhythm(), and what of it does not come about in so many steps.
  [[nodiscard]] std::string rhythm(const Period& period) const;
  [[nodiscard]] std::vector<std::string> warnings(const Period& period, std::uint64_t steps) const;

 private:
  int push_every_ = 1;
  int fetch_every_ = 1;
  std::string exchange_ = "overlapped";
};

}  // namespace lowband
