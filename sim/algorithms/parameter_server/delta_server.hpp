// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/delta_store.hpp"
#include "sim/base/recycled.hpp"

namespace lowband {

/// A distributed store of keys and values, the server of one shard (Smola & Narayanamurthy, "An architecture for
/// parallel topic models", VLDB 2010): a request has what its sender adds to a key, s <- s + q_i, and is answered with
/// the value. It waits for nobody. All that comes at one instant is added, by ascending client, before anybody is
/// answered. Running statistics follow the mean of what clients have changed, s <- s + q_i / M.
///
/// Clients go over the keys in order, again and again, and their requests come in the order in which they are sent: so
/// a request need not name its key, nor its answer.
class DeltaServer final : public Node {
 public:
  struct Setting {
    int clients = 1;                    ///< M
    bool has_buffers = false;           ///< running statistics, behind the parameters of the whole model
    CoordinateRange shard{};            ///< of the vector that clients exchange
    std::vector<CoordinateRange> keys;  ///< in that vector; together they are the shard
  };

  DeltaServer(DeltaStore store, Setting setting) : store_(std::move(store)), setting_(std::move(setting)) {}

  void run(Worker& worker, Learner* none, Reporter& reporter) override;

 private:
  /// What a client has asked for.
  struct Request {
    int client = 0;
    std::size_t key = 0;
  };
  /// What is known of a client.
  struct Seen {
    std::size_t next_key = 0;
    std::vector<std::uint64_t> versions;  ///< which of each key it has been told
  };

  void receive_initial(Worker& worker, Reporter& reporter);
  [[nodiscard]] Request add(Worker& worker, Reporter& reporter, int client, const Message& delta);
  void answer(Worker& worker, Reporter& reporter, const Request& request);

  DeltaStore store_;
  Setting setting_;
  std::size_t parameters_end_ = 0;       ///< of the vector: statistics from there on
  std::vector<std::uint64_t> versions_;  ///< of each key: so many deltas are in it
  std::vector<Seen> seen_;               ///< by client
  Recycled<FloatBuffer> told_;
};

}  // namespace lowband
