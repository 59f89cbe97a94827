#include "sim/engine/simulation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <deque>
#include <exception>
#include <stdexcept>
#include <unordered_map>

#include "sim/base/error.hpp"
#include "sim/engine/simgrid_platform.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// SimGrid's resolution: it makes a shorter sleep this long.
constexpr double shortest_sleep_s = 1e-9;
/// Work below this many operations takes less time than handing it to another thread.
constexpr double handover_flops = 20'000.0;

/// What is on its way, or has arrived, from any sender under one tag.
struct AnyInbox {
  std::deque<std::pair<int, Message>> arrived;
  bool waiting = false;
};

/// The one-way connection between two workers under one tag. SimGrid moves the time through the mailbox, in order; the
/// messages themselves wait here, in the same order.
struct Channel {
  sg::Mailbox* mailbox = nullptr;
  std::deque<Message> messages;
  PeerLedger* peer = nullptr;
  bool has_courier = false;
};

}  // namespace

class Simulation::Implementation {
 public:
  class ActorWorker;

  Implementation(const PlatformSettings& platform_settings, ComputeSettings compute_settings, std::uint64_t run_seed,
                 TaskPool& task_pool)
      : platform(platform_settings), compute(std::move(compute_settings)), seed(run_seed), pool(task_pool) {
    workers.resize(platform.hosts().size());
    actors.resize(platform.hosts().size());
  }

  void run(const std::function<void(Worker&)>& program);
  void stop(std::exception_ptr reason);

  /// Channel keys: 16 + 24 + 24 bits.
  static std::uint64_t key(int from, int to, Tag tag) {
    return (static_cast<std::uint64_t>(tag) << 48U) | (static_cast<std::uint64_t>(from) << 24U) |
           static_cast<std::uint64_t>(to);
  }
  Channel& channel(int from, int to, Tag tag);
  AnyInbox& any_inbox(int to, Tag tag) { return any_inboxes[key(0, to, tag)]; }
  void employ_courier(Channel& channel, int from, int to, Tag tag);

  SimgridPlatform platform;
  ComputeSettings compute;
  std::uint64_t seed;
  TaskPool& pool;
  std::vector<sg::ActorPtr> actors;
  std::vector<WorkerLedger> workers;
  std::map<std::pair<int, int>, PeerLedger> peers;
  std::unordered_map<std::uint64_t, Channel> channels;        // looked up, never iterated
  std::unordered_map<std::uint64_t, AnyInbox> any_inboxes;    // likewise
  std::map<std::pair<int, Tag>, std::vector<int>> senders;    ///< who has sent to (worker, tag), in order of first use
  TrafficCurve curve;
  std::uint64_t payload_bytes = 0;
  std::uint64_t coordinates = 0;
  std::exception_ptr failure;
  std::optional<std::string> diverged;
};

/// The worker of one actor.
class Simulation::Implementation::ActorWorker final : public Worker {
 public:
  ActorWorker(Implementation& simulation, int rank)
      : simulation_(simulation), rank_(rank), ledger_(simulation.workers.at(static_cast<std::size_t>(rank))) {
    const auto index = static_cast<std::size_t>(rank);
    const auto& slowdown = simulation.compute.slowdown;
    seconds_per_flop_ = (slowdown.empty() ? 1.0 : slowdown.at(index)) / simulation.platform.hosts().at(index)->get_speed();
  }

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return static_cast<int>(simulation_.workers.size()); }
  [[nodiscard]] double now() const override { return sg::Engine::get_clock(); }

  void compute(double flops, FunctionRef<void()> work) override {
    if (flops < handover_flops) {
      const ComputeScope scope;
      work();
      pass_time(flops);
      return;
    }
    TaskPool::Task task(work);
    simulation_.pool.submit(task);
    try {
      pass_time(flops);
    } catch (...) {  // this actor is being killed, and the task lies on its stack
      simulation_.pool.finish(task);
      throw;
    }
    simulation_.pool.wait(task);
  }

  void send(int to, Tag tag, Message message) override {
    Channel& channel = simulation_.channel(rank_, to, tag);
    const std::uint64_t bytes = message.wire_bytes();
    ++ledger_.messages_sent;
    ledger_.bytes_sent += bytes;
    ++channel.peer->messages;
    channel.peer->bytes += bytes;
    simulation_.curve.add(now(), bytes);
    if (message.coordinates() > 0) {
      simulation_.payload_bytes += message.payload_bytes();
      simulation_.coordinates += message.coordinates();
    }
    channel.messages.push_back(std::move(message));
    channel.mailbox->put_init(&channel, bytes)->detach();
  }

  [[nodiscard]] Message receive(int from, Tag tag) override {
    Channel& channel = simulation_.channel(from, rank_, tag);
    const double begin = now();
    channel.mailbox->get<Channel>();
    return take(channel, begin);
  }

  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    AnyInbox& inbox = simulation_.any_inbox(rank_, tag);
    for (const int from : simulation_.senders[{rank_, tag}]) {
      simulation_.employ_courier(simulation_.channel(from, rank_, tag), from, rank_, tag);
    }
    const double begin = now();
    while (inbox.arrived.empty()) {
      inbox.waiting = true;
      sg::this_actor::suspend();
    }
    ledger_.wait_s += now() - begin;
    auto first = std::move(inbox.arrived.front());
    inbox.arrived.pop_front();
    ledger_.bytes_received += first.second.wire_bytes();
    return first;
  }

  [[nodiscard]] Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return {simulation_.seed, purpose, static_cast<std::uint32_t>(rank_), step, lane};
  }

 private:
  Message take(Channel& channel, double begin) {
    ledger_.wait_s += now() - begin;
    Message message = std::move(channel.messages.front());
    channel.messages.pop_front();
    ledger_.bytes_received += message.wire_bytes();
    return message;
  }

  /// One worker per host and core, so a computation takes flops / speed: a sleep of that length, at a third of the
  /// price of SimGrid's executions. What is too short for SimGrid's clock is owed and passes later.
  void pass_time(double flops) {
    double seconds = flops * seconds_per_flop_;
    if (simulation_.compute.jitter > 0.0) {
      const double jitter = simulation_.compute.jitter;
      seconds *= std::exp(jitter * static_cast<double>(random(Purpose::jitter, computes_++, 0).normal()) - jitter * jitter / 2);
    }
    owed_s_ += seconds;
    if (owed_s_ < shortest_sleep_s) return;
    const double begin = now();
    sg::this_actor::sleep_for(owed_s_);
    owed_s_ = 0.0;
    ledger_.compute_s += now() - begin;
  }

  Implementation& simulation_;
  int rank_;
  WorkerLedger& ledger_;
  double seconds_per_flop_ = 0.0;
  double owed_s_ = 0.0;
  std::uint32_t computes_ = 0;
};

Channel& Simulation::Implementation::channel(int from, int to, Tag tag) {
  if (const auto found = channels.find(key(from, to, tag)); found != channels.end()) return found->second;
  // These calls let other actors run, who may make the same channel meanwhile: it is filed when it is complete.
  Channel made;
  made.mailbox = platform.engine().mailbox_by_name_or_create(fmt::format("{}>{}#{}", from, to, tag));
  // Eager: with a permanent receiver a message leaves when it is sent, not when it is asked for.
  made.mailbox->set_receiver(actors.at(static_cast<std::size_t>(to)));
  made.peer = &peers[{from, to}];
  const auto [filed, is_new] = channels.try_emplace(key(from, to, tag), std::move(made));
  if (is_new) {
    senders[{to, tag}].push_back(from);
    if (any_inboxes.contains(key(0, to, tag))) employ_courier(filed->second, from, to, tag);
  }
  return filed->second;
}

/// Messages of one sender come through one mailbox in order, but whose message comes first among several senders is
/// known only when it arrives. So a daemon actor per sender waits for its messages and files them as they come in.
void Simulation::Implementation::employ_courier(Channel& channel, int from, int to, Tag tag) {
  if (channel.has_courier) return;
  channel.has_courier = true;
  sg::Actor::create(fmt::format("courier {}>{}#{}", from, to, tag), platform.hosts().at(static_cast<std::size_t>(to)),
                    [this, &channel, from, to, tag] {
                      AnyInbox& inbox = any_inbox(to, tag);
                      while (true) {
                        channel.mailbox->get<Channel>();
                        inbox.arrived.emplace_back(from, std::move(channel.messages.front()));
                        channel.messages.pop_front();
                        if (inbox.waiting) {
                          inbox.waiting = false;
                          actors.at(static_cast<std::size_t>(to))->resume();
                        }
                      }
                    })
      ->daemonize();
}

void Simulation::Implementation::stop(std::exception_ptr reason) {
  if (failure || diverged) return;  // the first one counts; the others fell with it
  try {
    std::rethrow_exception(reason);
  } catch (const Diverged& error) {
    diverged = error.what();
  } catch (...) {
    failure = reason;
  }
  sg::Actor::kill_all();
}

void Simulation::Implementation::run(const std::function<void(Worker&)>& program) {
  bool deadlock = false;
  sg::Engine::on_deadlock_cb([&deadlock] { deadlock = true; });
  for (std::size_t i = 0; i < actors.size(); ++i) {
    actors[i] = sg::Actor::create(fmt::format("worker {}", i), platform.hosts()[i], [this, &program, i] {
      ActorWorker worker(*this, static_cast<int>(i));
      try {
        program(worker);
      } catch (const std::exception&) {  // and nothing else: SimGrid ends actors with an exception of its own
        stop(std::current_exception());
      }
    });
  }
  platform.engine().run();
  if (failure) std::rethrow_exception(failure);
  if (deadlock) throw std::runtime_error(fmt::format("deadlock at {} s: a worker waits for a message that nobody sends", sg::Engine::get_clock()));
}

Simulation::Simulation(const PlatformSettings& platform, ComputeSettings compute, std::uint64_t seed, TaskPool& pool)
    : implementation_(std::make_unique<Implementation>(platform, std::move(compute), seed, pool)) {}

Simulation::~Simulation() = default;

void Simulation::run(const std::function<void(Worker&)>& program) { implementation_->run(program); }

const std::optional<std::string>& Simulation::diverged() const noexcept { return implementation_->diverged; }

double Simulation::now() const { return sg::Engine::get_clock(); }

std::uint64_t Simulation::bytes_sent() const noexcept { return implementation_->curve.total(); }

Traffic Simulation::traffic() const {
  const auto& simulation = *implementation_;
  Traffic traffic;
  traffic.workers = simulation.workers;
  traffic.curve = simulation.curve;
  traffic.payload_bytes = simulation.payload_bytes;
  traffic.coordinates = simulation.coordinates;
  std::map<const sg::Link*, std::size_t> index;
  for (const auto* link : simulation.platform.links()) {
    index[link] = traffic.links.size();
    traffic.links.push_back({link->get_name(), link->get_bandwidth(), link->get_latency(), 0});
  }
  // A channel that was asked for but never used has an entry too; only what was sent is told.
  for (const auto& [pair, ledger] : simulation.peers) {
    if (ledger.messages == 0) continue;
    traffic.peers[pair] = ledger;
    for (const auto* link : simulation.platform.route(pair.first, pair.second)) {
      traffic.links[index.at(link)].bytes += ledger.bytes;
    }
  }
  return traffic;
}

std::vector<std::string> Simulation::host_names() const {
  std::vector<std::string> names;
  for (const auto* host : implementation_->platform.hosts()) names.push_back(host->get_name());
  return names;
}

}  // namespace lowband
