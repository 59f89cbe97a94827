#include "sim/report/findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace lowband {

void Findings::add(const std::string& text, const std::string& scenario) {
  const auto same = [&text](const auto& finding) { return finding.first == text; };
  auto found = std::find_if(findings_.begin(), findings_.end(), same);
  if (found == findings_.end()) found = findings_.insert(findings_.end(), {text, {}});
  found->second.push_back(scenario);
}

std::vector<std::string> Findings::texts(std::size_t scenarios) const {
  std::vector<std::string> texts;
  for (const auto& [text, where] : findings_) {
    if (scenarios == 1) {
      texts.push_back(text);
    } else if (where.size() < scenarios) {
      texts.push_back(fmt::format("{} in {}", text, fmt::join(where, ", ")));
    } else if (scenarios == 2) {
      texts.push_back(fmt::format("{} in both scenarios", text));
    } else {
      texts.push_back(fmt::format("{} in all {} scenarios", text, scenarios));
    }
  }
  return texts;
}

}  // namespace lowband
