#include "sim/experiment/shares_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <vector>

namespace lowband {

FileContent shares_file(const Data& data, const std::map<std::uint64_t, Shares>& shares) {
  const auto classes = static_cast<std::size_t>(data.train.classes());
  const auto labels = data.train.labels();
  FileContent file{"shares.csv", "seed,worker,samples"};
  const auto append = std::back_inserter(file.content);
  for (std::size_t label = 0; label < classes; ++label) fmt::format_to(append, ",label_{}", label);
  file.content += '\n';
  for (const auto& [seed, share_of] : shares) {
    for (std::size_t worker = 0; worker < share_of.size(); ++worker) {
      std::vector<std::size_t> counts(classes, 0);
      for (const auto sample : share_of[worker]) ++counts[labels[sample]];
      fmt::format_to(append, "{},{},{},{}\n", seed, worker, share_of[worker].size(), fmt::join(counts, ","));
    }
  }
  return file;
}

}  // namespace lowband
