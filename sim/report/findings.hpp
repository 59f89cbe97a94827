#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace lowband {

/// What holds in several scenarios, said once for all of them.
class Findings {
 public:
  void add(const std::string& text, const std::string& scenario);
  [[nodiscard]] bool empty() const { return findings_.empty(); }

  /// "TEXT in A, B" for each, in the order in which they were found; of `scenarios` in all, "TEXT in both scenarios"
  /// or "TEXT in all 14 scenarios" where that is so, and the text alone where there is but one.
  [[nodiscard]] std::vector<std::string> texts(std::size_t scenarios) const;

 private:
  std::vector<std::pair<std::string, std::vector<std::string>>> findings_;
};

}  // namespace lowband
