// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/base/parameters.hpp"

namespace lowband {

/// `pull_every` and `pulls` of an algorithm: in which rounds, of a push each, a client pulls the server's model. With
/// rounds t = 1, 2, ... client i pulls in those in which t + i is a multiple of p, so that from round to round others
/// do, as many as can be in turn; or all in those in which t is.
class PullSchedule {
 public:
  /// In every round.
  [[nodiscard]] static PullSchedule always();

  /// `why_not` says why a key has no effect, if it has none.
  void declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not);

  [[nodiscard]] bool pulls(int client, std::uint64_t round) const noexcept {
    const auto phase = is_staggered() ? static_cast<std::uint64_t>(client) : 0;
    return (round + phase) % period() == 0;
  }
  /// p: each client pulls once in so many rounds.
  [[nodiscard]] std::uint64_t period() const noexcept { return static_cast<std::uint64_t>(pull_every_); }

 private:
  [[nodiscard]] bool is_staggered() const noexcept { return pulls_ == staggered; }

  static constexpr auto staggered = "staggered";

  int pull_every_ = 2;
  std::string pulls_ = staggered;
};

}  // namespace lowband
