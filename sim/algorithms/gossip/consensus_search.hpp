#pragma once

#include <optional>
#include <string>

#include "models/model.hpp"
#include "sim/algorithms/gossip/gossip_method.hpp"
#include "sim/compression/compression.hpp"
#include "sim/topology/graph.hpp"
#include "sim/topology/mixing_matrix.hpp"

namespace lowband {

/// The auto consensus step is this share of the largest step that contracts.
inline constexpr double consensus_share = 0.5;

/// That share of `largest`, with as few decimal digits as it has.
[[nodiscard]] double auto_consensus_step(double largest);

/// What "consensus_step": "auto" means, in words.
[[nodiscard]] std::string consensus_step_rule();

/// The largest step of the grid 1, 0.9, ..., 0.1, 0.09, ..., 0.01, 0.009, ..., 0.001 with which the workers come to
/// agree when `method` is simulated with this codec and without gradients; nothing if there is none. A function of its
/// arguments alone, and found in a second or less: by the method's own arithmetic, on vectors of independent normal
/// coordinates whose mean over the workers is zero. Their coded tensors are those of `layout`, the largest of them cut
/// so that all have at most 16,384 coordinates together, and fewer where there are many workers; numbers of coordinates
/// among the codec's parameters are cut likewise.
[[nodiscard]] std::optional<double> largest_contracting_step(const GossipMethod& method, const Compression& compression,
                                                             const MixingMatrix& matrix, const Layout& layout);

/// At most 64 workers of a connected graph, the nearest to worker 0, and the edges between them.
[[nodiscard]] Graph searched_part(const Graph& graph);

}  // namespace lowband
