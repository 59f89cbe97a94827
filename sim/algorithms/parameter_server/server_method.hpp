#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/algorithms/node.hpp"
#include "sim/algorithms/parameter_server/server_model.hpp"

namespace lowband {

class ParameterServer;

/// When a server takes what clients have changed, and whom it answers when.
struct ServerMethod {
  /// What the program of the server is made of.
  struct ServerSetting {
    const ParameterServer& algorithm;
    int clients = 1;
    ServerModel model;
  };

  std::string name;
  std::string help;               ///< one line: what happens
  std::string source;             ///< paper
  std::vector<std::string> keys;  ///< parameters that it has and others have not
  bool has_rounds = false;        ///< the server waits for all whom it has asked
  std::function<std::unique_ptr<Node>(ServerSetting)> make_server;

  [[nodiscard]] bool has(std::string_view key) const;
};

[[nodiscard]] const std::vector<ServerMethod>& server_methods();
/// The one of this name, which is there.
[[nodiscard]] const ServerMethod& server_method(std::string_view name);

}  // namespace lowband
