// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "models/model.hpp"
#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/periodic/gossip/mixing_row.hpp"
#include "sim/algorithms/periodic/gossip/push_row.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/compression/model_codec.hpp"

namespace lowband {

class Gossip;

/// What gossip exchanges and when it mixes.
struct GossipMethod {
  /// Which codecs it can do with.
  enum class Codec : std::uint8_t {
    none,           ///< full precision only
    any,            ///< all that are read without the receiver's vector
    with_receiver,  ///< only those that are read with it
    either,         ///< both
  };
  /// What a worker's side is made of.
  struct Setting {
    MixingRow row;               ///< unless the method pushes
    std::vector<PushRow> rows;   ///< if it does: its exchanges by turns
    ModelCodec codec;            ///< of vectors of codec.size() coordinates
    const FloatBuffer& initial;  ///< the vector that all start from; empty where nothing is learned
    float consensus_step;
  };

  /// What a worker's program is made of, where there are no rounds.
  struct NodeSetting {
    const Gossip& gossip;
    std::vector<int> receivers;  ///< whom the worker may send to, ascending
    bool is_on_second_side;      ///< of the topology, if it is to have two sides
    float consensus_step;
    double weight;  ///< how often the worker's progress counts
  };

  std::string name;
  std::string help;    ///< one line: what happens at a synchronisation
  std::string source;  ///< paper
  Codec codec = Codec::any;
  bool needs_unbiased = false;             ///< or error feedback that the experiment asks for
  bool has_alpha_limit = false;            ///< a codec must not err by more than Spectrum::alpha_limit()
  CodecErrors errors = CodecErrors::left;  ///< what the method itself does about them
  bool has_consensus_step = false;         ///< goes a part of the way towards its neighbours
  bool pushes = false;                     ///< along directed graphs too, without a mixing matrix
  std::string compressed = {};             ///< the method to use with a codec, for those without
  bool has_two_sides = false;              ///< workers of one side exchange with those of the other
  /// One of the two: a worker's side of a synchronisation, or its program, of a method without rounds.
  std::function<std::unique_ptr<Synchroniser>(Setting)> make{};
  std::function<std::unique_ptr<Node>(NodeSetting)> make_node{};
  /// What this worker does from a read of its model, of these tensors, to the next, alone; of a method without rounds.
  std::function<ClosedForm(NodeSetting, int rank, const Layout& exchanged)> closed_form_of_node{};

  [[nodiscard]] bool has_rounds() const { return make != nullptr; }
};

[[nodiscard]] const std::vector<GossipMethod>& gossip_methods();
/// The one of this name, which is there.
[[nodiscard]] const GossipMethod& gossip_method(std::string_view name);

}  // namespace lowband
