// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/server_form.hpp"

#include <string>
#include <utility>

#include "sim/algorithms/parameter_server/parameter_server.hpp"

namespace lowband {

namespace {

/// What clients exchange with their servers, client by client.
class ServerPhases {
 public:
  explicit ServerPhases(const ServerMethod::FormSetting& setting) : client_(setting.client), server_(setting.server) {}

  /// From so many clients, of which the first is `first`, to the servers, who take `changes` of them for a step.
  [[nodiscard]] Phase up(int first, int clients, int changes) const {
    MessageSize sum;
    for (const auto& sent : client_.sent()) sum += sent.size;
    const double share = static_cast<double>(clients) / changes;
    return {.pairs = pairs(first, clients, false),
            .drawn_from = {},
            .size = (1.0 / static_cast<double>(client_.sent().size())) * sum,
            .sender_flops = client_.flops_until_sent(),
            .receiver_flops = share * server_.flops(static_cast<std::size_t>(changes)),
            .begins_apart = true};
  }

  /// And back.
  [[nodiscard]] Phase down(int first, int clients) const {
    return {.pairs = pairs(first, clients, true),
            .drawn_from = {},
            .size = MessageSize(server_.outline()),
            .receiver_flops = client_.flops() - client_.flops_until_sent()};
  }

  /// The same from and to clients that are drawn of all, who begin when they have been sent the model, beside receipts
  /// of the round before; `drawn` of `all` stand for any.
  [[nodiscard]] Phase up_from_drawn(int drawn, int all) const {
    Phase phase = up(0, drawn, drawn);
    phase.drawn_from = pairs(0, all, false);
    phase.begins_apart = false;
    return phase;
  }
  [[nodiscard]] Phase down_to_drawn(int drawn, int all) const {
    Phase phase = down(0, drawn);
    phase.drawn_from = pairs(0, all, true);
    phase.size += MessageSize(Message());
    return phase;
  }

  [[nodiscard]] Phase receipts(int clients) const {
    return {.pairs = pairs(0, clients, true), .drawn_from = {}, .size = MessageSize(Message())};
  }

  /// The initial model, from client 0.
  [[nodiscard]] Phase initial() const {
    return {.pairs = pairs(0, 1, false), .drawn_from = {}, .size = MessageSize(server_.outline())};
  }

 private:
  [[nodiscard]] std::vector<std::pair<int, int>> pairs(int first, int clients, bool is_back) const {
    std::vector<std::pair<int, int>> pairs;
    for (int client = first; client < first + clients; ++client) {
      for (const auto& sent : client_.sent()) {
        pairs.emplace_back(is_back ? sent.to : client, is_back ? client : sent.to);
      }
    }
    return pairs;
  }

  const Rehearsal& client_;
  const ServerModel& server_;
};

/// What is left out of the waiting for others, who are there if `clients` are several. Equally fast ones come to the
/// server at the same time, each time.
std::string condition_of(const ParameterServer& algorithm, int clients) {
  if (clients == 1) return "";
  const std::string alone = "alone, as if others did not queue at the server's port, where equally fast ones always do";
  if (algorithm.max_delay()) return alone + "; as if nobody waited for slower ones";
  const bool waits_for_step = algorithm.method().has("buffer") && algorithm.restarts_after_flush();
  return waits_for_step ? alone + "; as if nobody waited for the server's step" : alone;
}

/// Whether the server answers nobody before it has the changes of all.
bool waits_for_all(const ServerMethod::FormSetting& setting) {
  const ParameterServer& algorithm = setting.algorithm;
  return algorithm.method().has("buffer") && algorithm.restarts_after_flush() && algorithm.buffer() == setting.clients;
}

}  // namespace

std::vector<ClosedForm> closed_form_of_rounds(const ServerMethod::FormSetting& setting) {
  const ServerPhases exchange(setting);
  if (const auto drawn = setting.algorithm.clients_per_round()) {
    return {
        {.equation = "2 l + r (S + S') / (k B)",
         .phases = {exchange.down_to_drawn(*drawn, setting.clients), exchange.up_from_drawn(*drawn, setting.clients)},
         .opening = {exchange.initial()},
         .closing = {exchange.receipts(*drawn)},
         .participants = *drawn,
         .condition = "as if the first clients were drawn, and the slowest of all"}};
  }
  return {{.equation = "2 l + M (S + S') / (k B)",
           .phases = {exchange.up(0, setting.clients, setting.clients), exchange.down(0, setting.clients)},
           .beside_first = {exchange.initial()}}};
}

std::vector<ClosedForm> closed_forms_of_clients(const ServerMethod::FormSetting& setting) {
  if (waits_for_all(setting)) return closed_form_of_rounds(setting);
  const ServerPhases exchange(setting);
  const ParameterServer& algorithm = setting.algorithm;
  const int changes = algorithm.method().has("buffer") ? algorithm.buffer() : 1;
  std::vector<ClosedForm> forms;
  for (int client = 0; client < setting.clients; ++client) {
    forms.push_back({.equation = "2 l + (S + S') / B",
                     .phases = {exchange.up(client, 1, changes), exchange.down(client, 1)},
                     .worker = client,
                     .condition = condition_of(algorithm, setting.clients)});
  }
  forms.front().beside_first = {exchange.initial()};
  return forms;
}

}  // namespace lowband
