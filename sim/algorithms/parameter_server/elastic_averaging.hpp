// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// What `easgd` leaves to the experiment: alpha, the elasticity, and when clients and servers exchange.
class ElasticAveraging {
 public:
  /// `why_not` says why a key has no effect with the method of the experiment; "" if it has.
  void declare(Parameters& parameters, const std::function<std::string(const char* key)>& why_not);

  /// alpha; unless it is given, 0.9 / M, of which all M clients together make 0.9, whatever M.
  [[nodiscard]] double elasticity(int clients) const;
  /// Whether the centre waits for all clients.
  [[nodiscard]] bool is_synchronous() const { return in_rounds_; }

  /// "elasticity", as it is with so many clients.
  [[nodiscard]] Json settled(int clients) const;
  /// That it is too large for so many.
  [[nodiscard]] std::vector<std::string> warnings(int clients) const;

 private:
  std::optional<double> elasticity_;
  bool in_rounds_ = false;
};

}  // namespace lowband
