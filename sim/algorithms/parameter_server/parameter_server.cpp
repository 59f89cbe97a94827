// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/parameter_server.hpp"

#include <fmt/format.h>

#include <utility>

#include "sim/algorithms/parameter_server/prepared_server.hpp"
#include "sim/algorithms/periodic/counts_steps.hpp"

namespace lowband {

namespace {

Named<StalenessWeight> default_staleness() { return read_named(staleness_weights(), "polynomial", Place("default")); }

}  // namespace

ParameterServer::ParameterServer() : staleness_(default_staleness()) {}

void ParameterServer::parameters(Parameters& parameters) {
  PeriodicAlgorithm::parameters(parameters);
  std::vector<Choice> methods;
  for (const auto& method : server_methods()) methods.push_back({method.name, method.help, method.source});
  parameters.choice("method", method_, std::move(methods),
                    "when the server applies the clients' changes, and when it answers");
  declare_component(
      parameters, "outer", outer_, outer_optimizers(),
      "what the server does with the clients' changes; by default adagrad for downpour, none for the others");
  parameters.no_effect_if([this]() -> std::string {
    if (is_elastic()) return fmt::format("the centre of \"{}\" goes where its clients draw it", method_);
    if (method().has_store)
      return fmt::format("the store of \"{}\" adds what is told to it, and takes no mean", method_);
    return method().has("mixing") ? fmt::format("what \"{}\" does with models is to mix them", method_) : "";
  });
  declare_proximal(parameters);
  declare_rounds(parameters);
  pulls_.declare(parameters, [this](const char* key) { return why_not(key, "clients that always pull"); });
  parameters.integer("max_delay", max_delay_, {.least = 0}, "iterations",
                     "tau, for bounded-delay: a client that reads the model for its iteration t, of local_steps each, "
                     "waits until iterations up to t - tau - 1 of all clients are in. Unless given, nobody waits; nor "
                     "from training iterations / local_steps on");
  parameters.no_effect_if([this] { return why_not("max_delay", "no bound on delays"); });
  declare_staleness(parameters);
  declare_buffer(parameters);
  push_and_fetch_.declare(parameters,
                          [this](const char* key) { return why_not(key, "no fetches apart from its pushes"); });
  elastic_averaging_.declare(parameters, [this](const char* key) { return why_not(key, "no elastic moves"); });
  parameters.integer("requests", requests_, {.least = 1}, "",
                     "for delta: how many keys of a client are under way at a time, to all servers together");
  parameters.no_effect_if([this] { return why_not("requests", "whole models under way"); });
  parameters.integer("shards", shards_, {.least = 1, .most = 65535}, "",
                     "the model is cut into this many parts, as equal as possible, each with a server of its own");
  places_.declare(parameters);
}

void ParameterServer::declare_proximal(Parameters& parameters) {
  parameters.number("proximal", proximal_, {.least = 0}, "",
                    "rho: clients add rho/2 ||x - y||^2 to their losses, y being the server's model that they started "
                    "from");
  parameters.no_effect_if([this]() -> std::string {
    if (!method().has("proximal")) return why_not("proximal", "clients that go on from their own models");
    return period().constant() == 1 ? "one local step begins, and has its gradient, where it is to stay near" : "";
  });
}

void ParameterServer::declare_rounds(Parameters& parameters) {
  downlink_.declare(parameters, "downlink",
                    "codec of what the server sends; only in synchronous rounds of all clients");
  parameters.no_effect_if(
      [this] { return why_not("downlink", "clients with different models, who are sent whole ones"); });
  parameters.integer("clients_per_round", clients_per_round_, {.least = 1}, "clients",
                     "r, for synchronous: how many clients take part in a round; by default all");
  parameters.no_effect_if([this] { return why_not("clients_per_round", "no rounds of clients that are drawn"); });
  parameters.choice("sampling", sampling_,
                    {{"uniform", "every set of r clients is equally likely; without replacement"},
                     {by_samples,
                      "one after the other, each of those left with a probability in proportion to its training "
                      "samples",
                      "scheme I of Li et al., ICLR 2020 (arXiv:1907.02189), but without replacement"}},
                    "how the clients of a round are drawn");
  parameters.no_effect_if([this]() -> std::string {
    if (!method().has("sampling")) return why_not("sampling", "no rounds of clients that are drawn");
    return clients_per_round_ ? "" : "without \"clients_per_round\" all clients take part";
  });
}

void ParameterServer::declare_staleness(Parameters& parameters) {
  declare_component(parameters, "staleness", staleness_, staleness_weights(),
                    "s, for fedbuff and fedasync: the weight of a change whose client started tau server steps ago");
  parameters.no_effect_if([this]() -> std::string {
    if (!method().has("staleness")) return why_not("staleness", "no weights of stale changes");
    const bool is_divided_out = method().has("buffer") && buffer_ == 1 && divides_by_weights();
    return is_divided_out && !staleness_->is_constant()
               ? "with a \"buffer\" of 1 each change is divided by its own weight"
               : "";
  });
  parameters.number("mixing", mixing_, {.least = 0, .most = 1, .above = true}, "",
                    "alpha, for fedasync: the share of a client's model in the server's new one, times s");
  parameters.no_effect_if([this] { return why_not("mixing", "no models of clients that are mixed in"); });
}

void ParameterServer::declare_buffer(Parameters& parameters) {
  const auto without_buffer = [this](const char* key) { return [this, key] { return why_not(key, "no buffer"); }; };
  parameters.integer("buffer", buffer_, {.least = 1}, "changes",
                     "B, for fedbuff: the server makes a step when it has this many changes");
  parameters.no_effect_if(without_buffer("buffer"));
  parameters.choice("divisor", divisor_,
                    {{"buffer", "B, whatever the weights: stale changes make a step smaller", "FedBuff, algorithm 1"},
                     {"weights", "the sum of the weights: a step is a weighted mean", "FedScale; Flower's port"}},
                    "what fedbuff divides the weighted sum of changes by");
  parameters.no_effect_if([this]() -> std::string {
    if (!method().has("divisor")) return why_not("divisor", "no buffer");
    return staleness_->is_constant() ? "weights that are all 1 add up to the buffer" : "";
  });
  parameters.choice("restart", restart_,
                    {{"at-once", "immediately, from the current model"},
                     {"after-flush", "after the server's step that includes its change"}},
                    "when a client of fedbuff that has sent its change starts again");
  parameters.no_effect_if(without_buffer("restart"));
}

std::string ParameterServer::why_not(const char* key, const char* lack) const {
  return method().has(key) ? "" : fmt::format("\"{}\" has {}", method_, lack);
}

void ParameterServer::check(const Place& place) {
  if (!outer_) outer_ = read_named(outer_optimizers(), method().outer, Place("default"));
  auto standard = default_staleness();
  has_own_staleness_ = values(staleness_weights(), staleness_) != values(staleness_weights(), standard);
  PeriodicAlgorithm::check(place);
  if (is_elastic()) check_elastic(place);
  if (method().has_store) check_store(place);
  if (optimizer_state() == StateAtSynchronisation::averaged) {
    (place / "optimizer_state").fail("a server has models, and no momenta: expected \"local\" or \"reset\"");
  }
  check_by_samples(place);
  check_codec(compression(), place / "compression");
  check_codec(downlink_, place / "downlink");
  if (clients_per_round_ && !downlink_.is_none()) {
    (place / "downlink")
        .fail(
            "a code tells what the server's model has become since a round before, in which other clients took part: "
            "use \"none\", or leave \"clients_per_round\" out");
  }
  places_.check(shards_, place / "server_hosts");
}

void ParameterServer::check_training(const TrainingSettings& training, const Place& place) const {
  if (!method().adds_up_moves || training.optimizer->leaves_direction()) return;
  (place / "method")
      .fail(fmt::format("\"{}\" adds up what steps have moved, but those of the optimizer \"{}\" go along no direction "
                        "that it tells: use \"sgd\", or another method",
                        method_, training.optimizer.name));
}

void ParameterServer::check_devices_over_time(const Place& place) const {
  if (!clients_per_round_ || shards_ == 1) return;
  (place / "shards")
      .fail(
          "the servers of several shards draw the clients of a round at instants of their own, and with devices over "
          "time others may be in use then: expected 1, or no \"clients_per_round\"");
}

void ParameterServer::check_elastic(const Place& place) const {
  if (optimizer_state() != StateAtSynchronisation::kept) {
    (place / "optimizer_state")
        .fail(fmt::format("clients of \"{}\" keep their own models, and the momenta of these: expected \"local\"",
                          method_));
  }
  if (compression().has_error_feedback()) {
    (place / "compression" / "error_feedback")
        .fail(fmt::format("what a code leaves out of a move of \"{}\" stays between client and centre, and is in the "
                          "next one: leave it out",
                          method_));
  }
}

void ParameterServer::check_by_samples(const Place& place) const {
  if (!averages_by_samples()) return;
  if (draws_by_samples()) {
    (place / "sampling").fail("samples would count twice, as \"average\" goes by them, too: use one of both");
  }
  // Changes of a few clients, each counted more than once, are no mean of theirs, and lead beyond all of them.
  const bool adds_each_move = is_elastic() && !has_rounds_of_all();
  if (exchanges_buffers() && (clients_per_round_ || method().has("buffer") || method().has("mixing") ||
                              method().has_store || adds_each_move)) {
    (place / "average")
        .fail(
            fmt::format("clients that count more than once may lead running variances below zero where a server takes "
                        "the changes of a few: expected \"equal\"{}",
                        clients_per_round_ ? ", with which \"sampling\" can go by samples" : ""));
  }
}

void ParameterServer::check_store(const Place& place) const {
  if (optimizer_state() != StateAtSynchronisation::kept) {
    (place / "optimizer_state").fail(fmt::format("\"{}\" has no synchronisations: expected \"local\"", method_));
  }
  if (compression().has_error_feedback()) {
    (place / "compression" / "error_feedback")
        .fail(fmt::format("has no effect: what a code of \"{}\" leaves out is told with the next one in any case",
                          method_));
  }
  if (!compression().contracts()) {
    (place / "compression")
        .fail(fmt::format("errors of \"{}\" codes with so few levels may be larger than what is coded, and grow with "
                          "\"{}\": use more levels",
                          compression().name(), method_));
  }
}

void ParameterServer::check_codec(const Compression& compression, const Place& place) const {
  if (compression.codec().reads_receiver()) {
    place.fail(
        fmt::format("a \"{}\" code is read with a vector near the sender's, which a change is not: use it with "
                    "\"gossip\"",
                    compression.name()));
  }
  if (compression.codec().matrix_rank() > 0) {
    place.fail(
        fmt::format("the codec \"{}\" averages over all workers: use it with \"all-reduce\"", compression.name()));
  }
}

std::vector<std::string> ParameterServer::warnings(const Layout& exchanged, std::uint64_t iterations) const {
  auto lines = PeriodicAlgorithm::warnings(exchanged, iterations);
  for (const Compression* const each : downlink_.all()) {
    const bool is_biased = each->codec().facts().error_class == ErrorClass::biased;
    if (!is_biased || downlink_.has_error_feedback()) continue;
    lines.push_back(
        fmt::format("the codec \"{}\" of \"downlink\" is biased, and the server needs an unbiased one or "
                    "\"error_feedback\": true",
                    each->name()));
  }
  if (method().has("push_every")) {
    for (auto& line : push_and_fetch_.warnings(period(), iterations)) lines.push_back(std::move(line));
  }
  const std::uint64_t pull_every = pulls().period();
  std::uint64_t pushes = 0;
  for (std::uint64_t iteration = 0; iteration < iterations && pushes < pull_every; ++pushes) {
    iteration = period().end(iteration, pushes, iterations);
  }
  if (pull_every > 1 && pushes < pull_every && iterations > 0) {
    lines.push_back(
        fmt::format("with a \"pull_every\" of {}, and {} push{} in {} iterations, some clients pull at "
                    "the end alone",
                    pull_every, pushes, pushes == 1 ? "" : "es", iterations));
  }
  return lines;
}

void ParameterServer::check_tensors(const Layout& exchanged, const Place& place) const {
  PeriodicAlgorithm::check_tensors(exchanged, place);
  downlink_.check_rules(coded_tensors(exchanged), place / "downlink");
}

std::string ParameterServer::key_of_samples() const {
  return draws_by_samples() ? "sampling" : PeriodicAlgorithm::key_of_samples();
}

std::string ParameterServer::why_not_by_time() const {
  if (method().goes_by_time) return "";
  return counts_steps(method_);
}

std::string ParameterServer::rhythm() const {
  if (pulls().period() > 1) {
    return fmt::format("sends changes to the server {}, and pulls once in {} times", period().text(), pulls().period());
  }
  if (has_rounds_of_all()) return PeriodicAlgorithm::rhythm();
  if (method().has("push_every")) return push_and_fetch_.rhythm(period());
  if (method().has_store) {
    return fmt::format("sends changes to the server during its steps, {}, or as often as the network allows",
                       period().text());
  }
  if (clients_per_round_) return fmt::format("{} clients a round, who answer {}", *clients_per_round_, period().text());
  return fmt::format("sends changes to the server {}, without rounds", period().text());
}

bool ParameterServer::has_known_sizes() const {
  return PeriodicAlgorithm::has_known_sizes() && downlink_.has_known_sizes();
}

bool ParameterServer::has_rounds_of_all() const {
  return method().has_rounds_of_all && method().has_rounds_of_all(*this);
}

std::unique_ptr<const Method> ParameterServer::prepared(const Setting& setting, const Place& place) const {
  if (clients_per_round_ && *clients_per_round_ > setting.workers) {
    (place / "clients_per_round")
        .fail(
            fmt::format("expected at most {}, the number of workers, found {}", setting.workers, *clients_per_round_));
  }
  if (draws_by_samples() && *clients_per_round_ == setting.workers) {
    (place / "sampling").fail("has no effect: all clients are drawn in each round");
  }
  places_.check_workers(shards_, setting.workers, place / "server_hosts");
  const std::size_t size = size_of(setting.exchanged);
  if (size > 0 && static_cast<std::size_t>(shards_) > size) {
    (place / "shards")
        .fail(fmt::format("expected at most {}, the numbers that are exchanged, found {}", size, shards_));
  }
  if (restarts_after_flush() && shards_ > 1 && buffer_ != setting.workers) {
    (place / "buffer")
        .fail(fmt::format("shards may have the changes of different clients in their buffers, so that all clients wait "
                          "for ever: expected {}, the number of workers, or \"restart\": \"at-once\"",
                          setting.workers));
  }
  if (restarts_after_flush() && buffer_ > setting.workers) {
    (place / "buffer")
        .fail(
            fmt::format("{} clients that wait for the server's step never fill a buffer of {}: expected at most {}, or "
                        "\"restart\": \"at-once\"",
                        setting.workers, buffer_, setting.workers));
  }
  if (restarts_after_flush() && buffer_ == setting.workers) check_nothing_stale(place);
  return std::make_unique<PreparedServer>(*this, setting, weights(setting));
}

void ParameterServer::check_nothing_stale(const Place& place) const {
  const auto refuse = [&](const char* key) {
    (place / key)
        .fail(fmt::format("has no effect: with \"restart\": \"after-flush\" and all {} clients in a \"buffer\" nothing "
                          "is ever stale, and all weights are 1",
                          buffer_));
  };
  if (has_own_staleness()) refuse("staleness");
  if (divides_by_weights()) refuse("divisor");
}

ModelCodec ParameterServer::codec(const Layout& layout) const {
  return model_codec(layout, method().has_store ? CodecErrors::contracted : CodecErrors::left);
}

Uplink ParameterServer::uplink(const Layout& layout, int clients, double weight) const {
  return {codec(layout), Shards(clients, size_of(layout), shards_), static_cast<float>(weight)};
}

PullSchedule ParameterServer::pulls() const { return method().has("pull_every") ? pulls_ : PullSchedule::always(); }

ClientModel ParameterServer::client_model(const FloatBuffer& initial, const Layout& layout, int clients,
                                          double weight) const {
  return {uplink(layout, clients, weight), downlink(layout), initial};
}

ElasticExchange ParameterServer::elastic_exchange(const FloatBuffer& initial, const Layout& layout, int clients,
                                                  double weight) const {
  return {uplink(layout, clients, weight), elastic_averaging_.elasticity(clients), initial};
}

ServerModel ParameterServer::server_model(const Layout& layout, CoordinateRange shard) const {
  return ServerModel({.up = codec(layout),
                      .down = downlink(layout),
                      .outer = *outer_,
                      .has_buffers = exchanges_buffers(),
                      .shard = shard});
}

std::optional<ModelCodec> ParameterServer::downlink(const Layout& layout) const {
  if (downlink_.is_none()) return std::nullopt;
  return model_codec_of(downlink_, layout);
}

}  // namespace lowband
