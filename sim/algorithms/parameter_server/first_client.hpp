#pragma once

#include <memory>
#include <span>
#include <utility>

#include "sim/algorithms/node.hpp"

namespace lowband {

/// Client 0: all begin from the same model, and one of them tells the server, which has none of its own, as in
/// MXNet's and ps-lite's key-value stores. 4 bytes a parameter, at once, and a second message of the running
/// statistics, if they are exchanged. Then it does what the others do.
class FirstClient final : public Node {
 public:
  FirstClient(int server, bool tells_buffers, std::unique_ptr<Node> program)
      : server_(server), tells_buffers_(tells_buffers), program_(std::move(program)) {}

  void run(Worker& worker, Learner* learner, Reporter& reporter) override;

 private:
  /// Of a vector of `size` coordinates, which is empty where nothing is learned.
  void tell(Worker& worker, std::span<const float> vector, std::size_t size) const;

  int server_;
  bool tells_buffers_;
  std::unique_ptr<Node> program_;
};

}  // namespace lowband
