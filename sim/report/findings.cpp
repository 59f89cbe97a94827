// SPDX-License-Identifier: Apache-2.0
#include "sim/report/findings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace lowband {

std::string in_words(const std::vector<std::string>& names) {
  if (names.size() < 2) return fmt::format("{}", fmt::join(names, ""));
  return fmt::format("{} and {}", fmt::join(names.begin(), std::prev(names.end()), ", "), names.back());
}

std::string in_scenarios(const std::vector<std::string>& where, std::size_t scenarios) {
  if (scenarios == 1) return "";
  if (where.size() == scenarios) {
    return scenarios == 2 ? " in both scenarios" : fmt::format(" in all {} scenarios", scenarios);
  }
  std::vector<std::string> names;
  for (const auto& name : where) {
    names.push_back(name.find(' ') == std::string::npos ? name : fmt::format("\"{}\"", name));
  }
  return " in " + in_words(names);
}

void Findings::add(const std::string& text, const std::string& scenario) {
  const auto same = [&text](const auto& finding) { return finding.first == text; };
  auto found = std::find_if(findings_.begin(), findings_.end(), same);
  if (found == findings_.end()) found = findings_.insert(findings_.end(), {text, {}});
  found->second.push_back(scenario);
}

std::vector<std::string> Findings::texts(std::size_t scenarios) const {
  std::vector<std::string> texts;
  for (const auto& [text, where] : findings_) {
    texts.push_back(text + in_scenarios(where, scenarios));
  }
  return texts;
}

}  // namespace lowband
