// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/shares_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

#include "sim/results/layout.hpp"

namespace lowband {

FileContent shares_file(const Data& data, const std::map<std::uint64_t, Shares>& shares) {
  const Labels& labels = data.train.labels();
  const auto classes = static_cast<std::size_t>(labels.shape().classes);  // 0 of real numbers, which have no columns
  FileContent file{shares_name, "seed,worker,samples"};
  const auto append = std::back_inserter(file.content);
  for (std::size_t label = 0; label < classes; ++label) fmt::format_to(append, ",label_{}", label);
  file.content += '\n';
  for (const auto& [seed, share_of] : shares) {
    for (std::size_t worker = 0; worker < share_of.size(); ++worker) {
      std::vector<std::size_t> counts(classes, 0);
      const Labels own = labels.select(share_of[worker]);
      for (const Label label : own.classes()) ++counts[label];
      fmt::format_to(append, "{},{},{}", seed, worker, share_of[worker].size());
      for (const std::size_t count : counts) fmt::format_to(append, ",{}", count);
      file.content += '\n';
    }
  }
  return file;
}

bool is_part_of(const FileContent& file, const std::string& content) {
  const auto lines_of = [](const std::string& text) {
    std::istringstream stream(text);
    std::set<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.insert(line);
    return lines;
  };
  const auto all = lines_of(file.content);
  const auto part = lines_of(content);
  return std::includes(all.begin(), all.end(), part.begin(), part.end());
}

}  // namespace lowband
