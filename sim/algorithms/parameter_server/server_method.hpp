// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/client_model.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"
#include "sim/algorithms/periodic/synchroniser.hpp"
#include "sim/algorithms/rehearsal.hpp"

namespace lowband {

class ParameterServer;

/// When a server takes what clients have changed, and whom it answers when.
struct ServerMethod {
  /// What the program of the server is made of.
  struct ServerSetting {
    const ParameterServer& algorithm;
    int clients = 1;
    std::vector<std::uint64_t> samples{};  ///< training samples of each client; empty: not known
    const Layout& exchanged;               ///< the tensors of the vector that is exchanged
    Shards shards;                         ///< of it
    int shard = 0;                         ///< the server's
    ServerModel model;
  };

  /// What a client is made of.
  struct ClientSetting {
    const ParameterServer& algorithm;
    int clients = 1;
    int rank = 0;
    float weight = 1.0F;  ///< how often it counts
    /// Its side of the exchange of models with these tensors, all of which begin as the one that is given.
    std::function<ClientModel(const FloatBuffer&, const Layout&)> model;
  };
  /// What a closed form is made of.
  struct FormSetting {
    const ParameterServer& algorithm;
    int clients = 1;
    const Rehearsal& client;  ///< has told what it has changed, and taken the answer
    const ServerModel& server;
  };
  using MakeClient = std::function<std::unique_ptr<Node>(const ClientSetting&)>;
  using MakeSynchroniser = std::function<std::unique_ptr<Synchroniser>(const ClientSetting&, ClientModel)>;

  std::string name;
  std::string help;               ///< one line: what happens
  std::string source;             ///< paper
  std::vector<std::string> keys;  ///< parameters that it has and others have not
  std::function<std::unique_ptr<Node>(ServerSetting)> make_server;
  /// The program of a client; none: all always are in step, and have a synchroniser.
  MakeClient make_client;
  /// Whether all clients take part in every round; none: there are no rounds.
  std::function<bool(const ParameterServer&)> has_rounds_of_all{};
  /// What a client does after its local steps where all are in step; none: its own program, in that case, too.
  MakeSynchroniser make_synchroniser{};
  std::string outer = "none";  ///< the server's optimiser, unless the experiment names one
  /// Whether clients tell the sum of what their steps have moved: Optimizer::leaves_direction().
  bool adds_up_moves = false;
  bool goes_by_time = false;  ///< periods of local steps may be of time
  /// Method::closed_forms(); none: no closed form is known.
  std::function<std::vector<ClosedForm>(const FormSetting&)> closed_forms{};

  /// Clients have copies of their own, which are corrected as they are told of a store's values; else they go on from
  /// models that are sent to them. A store has no steps along a mean, and what a code leaves out stays in the copy.
  bool has_store = false;

  [[nodiscard]] bool has(std::string_view key) const;
};

[[nodiscard]] const std::vector<ServerMethod>& server_methods();
/// The one of this name, which is there.
[[nodiscard]] const ServerMethod& server_method(std::string_view name);

}  // namespace lowband
