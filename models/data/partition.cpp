// SPDX-License-Identifier: Apache-2.0
#include "models/data/partition.hpp"

#include "models/data/partitions/by_file.hpp"
#include "models/data/partitions/by_group.hpp"
#include "models/data/partitions/dirichlet.hpp"
#include "models/data/partitions/iid.hpp"
#include "models/data/partitions/label_shards.hpp"

namespace lowband {

const Registry<Partition>& partitions() {
  static const Registry<Partition> registry(
      "partition", "scheme",
      {{"iid", "random parts of equal size", "", [] { return std::make_unique<IidPartition>(); }},
       {"label-shards", "sorted by label, cut into shards, dealt at random: few classes per worker",
        "McMahan et al., AISTATS 2017, section 3", [] { return std::make_unique<LabelShards>(); }},
       {"dirichlet", "Dirichlet(alpha) proportions of each class over the workers",
        "Yurochkin et al., ICML 2019; Hsu et al., arXiv:1909.06335",
        [] { return std::make_unique<DirichletPartition>(); }},
       {"groups", "whole groups of samples, such as those of a user, dealt at random",
        "LEAF: Caldas et al., arXiv:1812.01097", [] { return std::make_unique<GroupPartition>(); }},
       {"file", "as listed in a file: a line with worker and sample for each sample", "",
        [] { return std::make_unique<FilePartition>(); }}});
  return registry;
}

}  // namespace lowband
