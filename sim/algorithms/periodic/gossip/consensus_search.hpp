// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>

#include "models/model.hpp"
#include "sim/algorithms/periodic/gossip/gossip_method.hpp"
#include "sim/compression/compression.hpp"
#include "sim/topology/graph.hpp"
#include "sim/topology/mixing_matrix.hpp"

namespace lowband {

/// Synchronisations of a simulated consensus; the later numbers are for codecs so coarse that nothing contracts before.
inline constexpr std::array consensus_rounds = {50, 200, 800};

/// What "consensus_step": "auto" means, in words.
[[nodiscard]] std::string consensus_step_rule();

/// Whether a step contracts: the squared disagreement falls within the rounds to a hundredth, or by a quarter of
/// the orders of magnitude by which it falls without a codec (in long thin graphs that is little). Both as shares of
/// the first disagreement.
///
/// That it falls at all would not do. Close to where it does not, codes that err by more than they tell keep the
/// workers apart in training (docs/gossip.md), whereas fine codecs lose from every step below 1.
[[nodiscard]] bool contracts(double with_codec, double without);

/// The largest step of the grid 1, 0.9, ..., 0.1, 0.09, ..., 0.01, 0.009, ..., 0.001 that contracts when the consensus
/// of `method` alone is simulated with this codec; if none does so well, the one with which disagreement falls most, as
/// with codecs that tell too little in so few rounds; nothing if it falls with none. A function of its arguments, and
/// found in a second or less: by the method's own arithmetic, on vectors of independent normal coordinates whose mean
/// over the workers is zero. Their coded tensors are those of `layout`, the largest of them cut so that all have at
/// most 16,384 coordinates together, fewer where there are more than two workers; numbers of coordinates among the
/// codec's parameters are cut likewise.
[[nodiscard]] std::optional<double> largest_contracting_step(const GossipMethod& method, const Compression& compression,
                                                             const MixingMatrix& matrix, const Layout& layout);

/// At most 64 workers of a connected graph, the nearest to worker 0, and the edges between them.
[[nodiscard]] Graph searched_part(const Graph& graph);

}  // namespace lowband
