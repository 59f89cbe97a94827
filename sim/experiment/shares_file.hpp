// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "models/data/dataset.hpp"
#include "sim/experiment/experiment.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

/// shares.csv: which training samples each worker has, by seed (that of the split): a row per seed and worker with
/// their number, and how many of them have each label, seed,worker,samples,label_0,label_1,...
[[nodiscard]] FileContent shares_file(const Data& data, const std::map<std::uint64_t, Shares>& shares);

/// Whether shares.csv with this content tells what `file` does, of some or all of its seeds.
[[nodiscard]] bool is_part_of(const FileContent& file, const std::string& content);

}  // namespace lowband
