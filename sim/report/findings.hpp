// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace lowband {

/// "a, b and c".
[[nodiscard]] std::string in_words(const std::vector<std::string>& names);

/// Where something holds, of so many scenarios in all: " in lan and \"as measured\"", names of several words in
/// quotation marks; " in both scenarios" or " in all 14 scenarios" where that is so; "" where there is but one.
[[nodiscard]] std::string in_scenarios(const std::vector<std::string>& where, std::size_t scenarios);

/// What holds in several scenarios, said once for all of them.
class Findings {
 public:
  void add(const std::string& text, const std::string& scenario);
  [[nodiscard]] bool empty() const { return findings_.empty(); }

  /// "TEXT in A and B" for each, in the order in which they were found; see in_scenarios().
  [[nodiscard]] std::vector<std::string> texts(std::size_t scenarios) const;

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> findings_;
};

}  // namespace lowband
