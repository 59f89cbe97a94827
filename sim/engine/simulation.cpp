// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simulation.hpp"

#include <fmt/format.h>
#include <simgrid/Exception.hpp>

#include <array>
#include <exception>
#include <limits>
#include <list>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/channels.hpp"
#include "sim/engine/clock_rounding.hpp"
#include "sim/engine/connection_routes.hpp"
#include "sim/engine/core.hpp"
#include "sim/engine/host_cores.hpp"
#include "sim/engine/private_lines.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/engine/simgrid_versions.hpp"
#include "sim/world/compute_scope.hpp"
#include "sim/world/strand.hpp"
#include "sim/world/task_series.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// Work below this many operations takes less time than handing it to another thread.
constexpr double handover_flops = 20'000.0;

}  // namespace

/// What the programs of one node have in common.
struct NodeState {
  NodeLedger ledger;
  /// Of the first program and of the second one.
  std::array<double, 2> busy_s{};
  std::array<std::optional<int>, 2> awaited{};  ///< whose message they wait for, -1: anybody's
  std::unique_ptr<Strand> strand;               ///< where there are two programs
  sg::SemaphorePtr news;                        ///< of one of them for the other
  bool awaits_news = false;
};

class Simulation::Implementation {
 public:
  class ActorWorker;
  enum class Program : std::size_t { first, second };

  Implementation(const PlatformSettings& platform_settings, ComputeSettings compute_settings, std::uint64_t run_seed,
                 TaskPool& task_pool, const std::vector<std::pair<int, int>>& pairs)
      : platform(platform_settings),
        workers(platform_settings.workers),
        others(platform_settings.others),
        compute(std::move(compute_settings)),
        seed(run_seed),
        pool(task_pool),
        channels(platform, private_lines(platform, pairs), pairs),
        nodes(platform.hosts().size()) {
    for (const auto* host : platform.hosts()) cores.try_emplace(host, host->get_core_count(), speed_of(host));
  }

  void run(const std::function<void(Worker&)>& program);
  sg::ActorPtr begin(int rank, Program number, const std::function<void(Worker&)>& program);
  void end(int rank, Program number);
  void stop(std::exception_ptr reason);
  /// The run is over at this instant.
  void kill_all();
  [[nodiscard]] double now() const { return over_at_s.value_or(sg::Engine::get_clock()); }
  [[nodiscard]] sg::Host* host_of(int rank) const { return platform.hosts()[static_cast<std::size_t>(rank)]; }
  [[nodiscard]] HostCores& cores_of(int rank) { return cores.at(host_of(rank)); }
  [[nodiscard]] VaryingSpeed speed_of(const sg::Host* host) const;
  using LinkNumbers = std::map<const sg::Link*, std::size_t>;  // looked up, never iterated
  /// Where links stand among those of the platform.
  [[nodiscard]] LinkNumbers link_numbers() const;
  /// The links that messages of a pair cross, but for a host's own to itself.
  [[nodiscard]] std::vector<std::size_t> route(const std::pair<int, int>& pair, const LinkNumbers& numbers) const;
  /// Tells the observer of a message that leaves now.
  void tell_of(ProgramId from, int to, Tag tag, const Message& message) const;
  /// "worker 1 (host "b") waits for a message of worker 0 (host "a"): link "l" is off"
  [[nodiscard]] std::string wait_of(int rank, Program number) const;
  [[nodiscard]] std::string name_of(int rank) const;
  [[nodiscard]] std::string deadlock() const;

  SimgridPlatform platform;
  ConnectionRoutes connection_routes{platform};
  double latency_factor = platform.factor("network/latency-factor");
  int workers;
  std::vector<NodePlace> others;
  ComputeSettings compute;
  std::uint64_t seed;
  TaskPool& pool;
  Channels channels;
  std::vector<NodeState> nodes;
  std::unordered_map<const sg::Host*, HostCores> cores;  ///< of the hosts of nodes; looked up, never iterated
  std::list<std::function<void(Worker&)>> second_programs;
  int workers_at_work = 0;
  std::optional<double> over_at_s;  ///< when the run was; SimGrid goes on until what is under way has arrived
  bool is_over = false;             ///< by RunIsOver: nobody does anything any more
  std::map<std::pair<int, int>, double> under_way;  ///< at over_at_s: bytes of each pair
  TrafficCurve curve;
  std::uint64_t payload_bytes = 0;
  std::uint64_t coordinates = 0;
  MessageObserver* observer = nullptr;
  std::exception_ptr failure;
  std::optional<Diverged> diverged;
};

/// The worker of one program: of an actor.
class Simulation::Implementation::ActorWorker final : public Worker {
 public:
  ActorWorker(Implementation& simulation, int rank, Program number)
      : simulation_(simulation),
        rank_(rank),
        number_(number),
        node_(simulation.nodes.at(static_cast<std::size_t>(rank))),
        core_(simulation.cores_of(rank), simulation.platform.clock_resolution_s()) {
    if (is_worker()) slowdown_ = simulation.compute.slowdown_of(static_cast<std::size_t>(rank), host()->get_name());
    seconds_per_flop_ = slowdown_ / simulation.platform.speed_flops(host());
  }

  [[nodiscard]] int rank() const override { return rank_; }
  [[nodiscard]] int size() const override { return static_cast<int>(simulation_.nodes.size()); }
  [[nodiscard]] double now() const override { return sg::Engine::get_clock(); }

  void compute(double flops, FunctionRef<void()> work) override { compute_for(seconds_of(flops), flops, work); }

  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    if (flops < handover_flops || node_.strand) {
      for (std::size_t i = 0; i < count; ++i) compute_for(seconds_of_step(flops, flops), flops, [&] { work(i); });
      return;
    }
    go_on();
    TaskSeries series(simulation_.pool, count, work, now(), mean_seconds_of_step(flops, flops));
    try {
      for (std::size_t i = 0; i < count; ++i) pass_time(seconds_of_step(flops, flops));
    } catch (...) {
      series.abandon();  // for it lies on this actor's stack
      throw;
    }
    series.wait();
  }

  void compute_in_parts(std::span<const double> flops, FunctionRef<void(PartIsReady)> work,
                        FunctionRef<void(std::size_t)> after) override {
    go_on();
    const auto whole = [&] { work([](std::size_t /*part*/) {}); };  // all of it is waited for, with the first part
    const double due = now() + mean_seconds_of_step(flops.front(), std::accumulate(flops.begin(), flops.end(), 0.0));
    if (node_.strand) {
      Strand::Task task(*node_.strand, whole, due);
      node_.strand->submit(task);
      return pass_parts_of(task, flops, after);
    }
    PoolTask task(simulation_.pool, whole, due);
    pass_parts_of(task, flops, after);
  }

  void send(int to, Tag tag, Message message) override {
    go_on();
    const std::uint64_t bytes = message.wire_bytes();
    ++node_.ledger.messages_sent;
    node_.ledger.bytes_sent += bytes;
    simulation_.curve.add(now(), bytes);
    if (message.coordinates() > 0) {
      simulation_.payload_bytes += message.payload_bytes();
      simulation_.coordinates += message.coordinates();
    }
    if (simulation_.observer != nullptr) simulation_.tell_of(program(), to, tag, message);
    simulation_.channels.send(rank_, to, tag, std::move(message));
  }

  [[nodiscard]] Message receive(int from, Tag tag) override {
    return awaiting(from, tag, [&] { return simulation_.channels.receive(from, rank_, tag); }).message;
  }
  [[nodiscard]] std::optional<Message> receive_until(int from, Tag tag, double deadline) override {
    auto delivery = awaiting(from, tag, [&] { return simulation_.channels.receive_until(from, rank_, tag, deadline); });
    if (!delivery) return std::nullopt;
    return std::move(delivery->message);
  }
  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    return receive_any_until(tag, std::numeric_limits<double>::infinity()).value();
  }
  [[nodiscard]] std::optional<std::pair<int, Message>> receive_any_until(Tag tag, double deadline) override {
    auto delivery = awaiting(-1, tag, [&] { return simulation_.channels.receive_any_until(rank_, tag, deadline); });
    if (!delivery) return std::nullopt;
    return std::pair(delivery->from, std::move(delivery->message));
  }

  void sleep_until(double time) override {
    go_on();
    if (time > now()) sg::this_actor::sleep_until(time);
    go_on();
  }

  void run_beside(std::function<void(Worker&)> program) override {
    if (node_.strand) throw std::logic_error(fmt::format("{} has a second program", simulation_.name_of(rank_)));
    node_.strand = std::make_unique<Strand>(simulation_.pool);
    simulation_.second_programs.push_back(std::move(program));
    simulation_.begin(rank_, Program::second, simulation_.second_programs.back());
  }

  void await(FunctionRef<bool()> holds) override {
    go_on();
    if (!node_.news) node_.news = sg::Semaphore::create(0);
    while (!holds()) {
      node_.awaits_news = true;
      node_.news->acquire();
      go_on();
    }
  }
  void notify() override {
    go_on();
    if (std::exchange(node_.awaits_news, false)) node_.news->release();
  }

  [[nodiscard]] Stream random_of(int rank, Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return {simulation_.seed, purpose, static_cast<std::uint32_t>(rank), step, lane};
  }

  [[nodiscard]] double available_from(int rank) const override {
    const double resumes = simulation_.cores_of(rank).speed().resumes_at(now());
    return resumes < now() + core_.resolution_s() ? now() : resumes;
  }

 private:
  /// A task of the pool, as Strand::Task is one of a strand.
  class PoolTask {
   public:
    PoolTask(TaskPool& pool, FunctionRef<void()> work, double due) : pool_(pool), work_(work) {
      pool.submit(task_, due);
    }
    void wait() { pool_.wait(task_); }
    void finish() noexcept { pool_.finish(task_); }

   private:
    struct Turn {
      PoolTask& task;
      void operator()(std::size_t /*index*/) const { task.work_(); }
    };
    TaskPool& pool_;
    FunctionRef<void()> work_;
    Turn turn_{*this};
    TaskPool::Task task_{turn_};
  };

  [[nodiscard]] sg::Host* host() const { return simulation_.host_of(rank_); }
  [[nodiscard]] bool is_worker() const { return rank_ < simulation_.workers; }
  [[nodiscard]] ProgramId program() const { return {rank_, number_ == Program::second}; }

  /// How long a computation takes at the host's own speed.
  double seconds_of(double flops) { return with_jitter(flops * seconds_per_flop_); }

  /// The same of so many operations of a local step of `all`.
  double seconds_of_step(double flops, double all) { return with_jitter(mean_seconds_of_step(flops, all)); }
  [[nodiscard]] double mean_seconds_of_step(double flops, double all) const {
    const auto& step_time_s = simulation_.compute.step_time_s;
    if (!step_time_s) return flops * seconds_per_flop_;
    return *step_time_s * slowdown_ * (flops == all ? 1.0 : flops / all);
  }

  double with_jitter(double seconds) {
    const Jitter& jitter = simulation_.compute.jitter;
    if (jitter.is_none() || seconds == 0.0) return seconds;  // what costs nothing, as evaluation, moves no other draw
    Stream numbers = random(Purpose::jitter, computes_++, static_cast<std::uint32_t>(number_));
    return seconds * jitter.factor(numbers);
  }

  /// Actors that have a turn at the instant at which another one ends the run end with it, before they do anything.
  void go_on() const {
    if (simulation_.is_over) throw RunIsOver();
  }

  /// What `receive` returns, which waits for a message of `from`, -1: of anybody.
  template <class Receive>
  std::invoke_result_t<Receive> awaiting(int from, Tag tag, Receive receive) {
    go_on();
    const double begin = now();
    auto& awaited = node_.awaited[static_cast<std::size_t>(number_)];
    awaited = from;
    auto received = receive();
    go_on();
    awaited.reset();
    node_.ledger.wait_s += now() - begin;
    note(received, tag, begin);
    return received;
  }

  /// That a message has been taken, which the program has waited for since `begin`.
  void note(const Delivery& delivery, Tag tag, double begin) {
    ++node_.ledger.messages_received;
    node_.ledger.bytes_received += delivery.message.wire_bytes();
    if (simulation_.observer != nullptr) {
      simulation_.observer->taken(program(), delivery.from, tag, delivery.arrived_s, now());
    }
    if (is_worker()) return;
    const double waited_s = begin - delivery.arrived_s;
    if (waited_s > clock_rounding(begin)) node_.ledger.queue.add(waited_s);
  }
  void note(const std::optional<Delivery>& delivery, Tag tag, double begin) {
    if (delivery) note(*delivery, tag, begin);
  }

  /// Runs `work`, of so many operations, while `seconds` pass.
  void compute_for(double seconds, double flops, FunctionRef<void()> work) {
    go_on();
    if (node_.strand) {
      Strand::Task task(*node_.strand, work, now() + seconds);
      node_.strand->submit(task);
      return pass_time_of(task, seconds);
    }
    if (flops < handover_flops) {
      const ComputeScope scope;
      work();
      return pass_time(seconds);
    }
    PoolTask task(simulation_.pool, work, now() + seconds);
    pass_time_of(task, seconds);
  }

  /// What is too short for SimGrid's clock is owed and passes later.
  void pass_time(double seconds) {
    owed_s_ += seconds;
    if (owed_s_ < core_.resolution_s()) return;
    core_.compute(std::exchange(owed_s_, 0.0));
    go_on();
    tell_busy();
  }
  void tell_busy() { node_.busy_s[static_cast<std::size_t>(number_)] = core_.busy_s(); }

  /// Returns when `task` and its time are over.
  template <class Task>
  void pass_time_of(Task& task, double seconds) {
    try {
      pass_time(seconds);
    } catch (...) {  // this actor is being killed, and the task lies on its stack
      task.finish();
      throw;
    }
    task.wait();
  }

  template <class Task>
  void pass_parts_of(Task& task, std::span<const double> flops, FunctionRef<void(std::size_t)> after) {
    std::vector<double> seconds;
    double owed_s = std::exchange(owed_s_, 0.0);  // it passes with the first part
    const double all = std::accumulate(flops.begin(), flops.end(), 0.0);
    for (const double part : flops) seconds.push_back(seconds_of_step(part, all) + std::exchange(owed_s, 0.0));
    double left = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    try {
      core_.begin_background(left);
      for (std::size_t i = 0; i < seconds.size(); ++i) {
        left -= seconds[i];
        core_.await_background(left);
        go_on();
        if (i == 0) task.wait();
        after(i);
      }
      core_.end_background();
    } catch (...) {
      task.finish();
      throw;
    }
    tell_busy();
  }

  Implementation& simulation_;
  int rank_;
  Program number_;
  NodeState& node_;
  Core core_;
  double slowdown_ = 1.0;
  double seconds_per_flop_ = 0.0;
  double owed_s_ = 0.0;
  std::uint32_t computes_ = 0;
};

void Simulation::Implementation::kill_all() {
  over_at_s = sg::Engine::get_clock();
  under_way = channels.under_way();
  sg::Actor::kill_all();
}

void Simulation::Implementation::stop(std::exception_ptr reason) {
  if (failure || diverged) return;  // the first one counts; the others fell with it
  try {
    std::rethrow_exception(reason);
  } catch (const Diverged& error) {
    diverged = error;
  } catch (...) {
    failure = reason;
  }
  kill_all();
}

std::string Simulation::Implementation::name_of(int rank) const {
  const auto other = static_cast<std::size_t>(rank - workers);
  return fmt::format("{} {} (host \"{}\")", rank < workers ? "worker" : others[other].role, rank,
                     host_of(rank)->get_name());
}

std::string Simulation::Implementation::wait_of(int rank, Program number) const {
  const auto& from = nodes[static_cast<std::size_t>(rank)].awaited[static_cast<std::size_t>(number)];
  if (!from) return name_of(rank);
  if (*from < 0) return fmt::format("{} waits for a message of anybody", name_of(rank));
  const std::string obstacle = platform.obstacle(*from, rank);
  return fmt::format("{} waits for a message of {}{}{}", name_of(rank), name_of(*from), obstacle.empty() ? "" : ": ",
                     obstacle);
}

/// Who waits because something is off tells most; else the first who waits.
std::string Simulation::Implementation::deadlock() const {
  std::optional<int> first;
  for (int rank = 0; rank < static_cast<int>(nodes.size()); ++rank) {
    const auto& from = nodes[static_cast<std::size_t>(rank)].awaited.front();
    if (!from || !host_of(rank)->is_on()) continue;  // who is gone waits no more
    if (*from >= 0 && !platform.obstacle(*from, rank).empty()) return wait_of(rank, Program::first);
    if (!first) first = rank;
  }
  return first ? wait_of(*first, Program::first) + ", which never comes" : "no worker goes on";
}

/// By the profile of the platform or scenario, and those of the devices.
VaryingSpeed Simulation::Implementation::speed_of(const sg::Host* host) const {
  auto profiles = compute.over_time.of(host->get_name());
  if (const auto& profile = platform.state(host).speed.profile) profiles.push_back(profile);
  return VaryingSpeed(std::move(profiles));
}

Simulation::Implementation::LinkNumbers Simulation::Implementation::link_numbers() const {
  LinkNumbers numbers;
  for (const auto* link : platform.links()) numbers.emplace(link, numbers.size());
  return numbers;
}

std::vector<std::size_t> Simulation::Implementation::route(const std::pair<int, int>& pair,
                                                           const LinkNumbers& numbers) const {
  std::vector<std::size_t> route;
  for (const auto* link : platform.route(pair.first, pair.second)) {
    if (link != platform.loopback()) route.push_back(numbers.at(link));
  }
  return route;
}

void Simulation::Implementation::tell_of(ProgramId from, int to, Tag tag, const Message& message) const {
  const RouteSpeed speed = platform.speed(from.rank, to);
  const auto bytes = static_cast<double>(message.wire_bytes());
  observer->departed({.from = from,
                      .to = to,
                      .tag = tag,
                      .bytes = message.wire_bytes(),
                      .coordinates = message.coordinates(),
                      .time_s = sg::Engine::get_clock(),
                      .latency_s = speed.latency_s * latency_factor,
                      .transmission_s = bytes / connection_routes.of(speed).rate_Bps +
                                        store_and_forward_s(speed.forwarding_s, bytes)});
}

sg::ActorPtr Simulation::Implementation::begin(int rank, Program number, const std::function<void(Worker&)>& program) {
  const auto work = [this, &program, rank, number] {
    ActorWorker worker(*this, rank, number);
    try {
      program(worker);
      end(rank, number);
    } catch (const RunIsOver&) {
      if (!std::exchange(is_over, true)) kill_all();
    } catch (const simgrid::Exception& error) {  // SimGrid's reason alone would name neither worker nor host
      const std::string what = error.what();
      stop(std::make_exception_ptr(
          std::runtime_error(fmt::format("{} ({})", wait_of(rank, number), what.substr(0, what.find('\n'))))));
    } catch (const std::exception&) {  // and nothing else: SimGrid ends actors with an exception of its own
      stop(std::current_exception());
    }
  };
  return begin_actor(fmt::format("{} {}", number == Program::first ? "node" : "beside", rank), host_of(rank), work);
}

/// A program has returned. That of the last worker ends the run, and all that goes on in it.
void Simulation::Implementation::end(int rank, Program number) {
  const bool is_last = rank < workers && number == Program::first && --workers_at_work == 0;
  if (is_last) {
    kill_all();
  } else {
    channels.drain(rank);
  }
}

void Simulation::Implementation::run(const std::function<void(Worker&)>& program) {
  std::string deadlocked;
  sg::Engine::on_deadlock_cb([&deadlocked, this] { deadlocked = deadlock(); });
  workers_at_work = workers;
  for (int rank = 0; rank < static_cast<int>(nodes.size()); ++rank) {
    channels.set_actor(rank, begin(rank, Program::first, program));
  }
  platform.engine().run();
  if (failure) std::rethrow_exception(failure);
  if (!deadlocked.empty()) {
    throw std::runtime_error(fmt::format("deadlock at {} s: {}", sg::Engine::get_clock(), deadlocked));
  }
}

Simulation::Simulation(const PlatformSettings& platform, ComputeSettings compute, std::uint64_t seed, TaskPool& pool,
                       const std::vector<std::pair<int, int>>& pairs)
    : implementation_(std::make_unique<Implementation>(platform, std::move(compute), seed, pool, pairs)) {}

Simulation::~Simulation() = default;

void Simulation::observe(MessageObserver& observer) { implementation_->observer = &observer; }

void Simulation::run(const std::function<void(Worker&)>& program) { implementation_->run(program); }

const std::optional<Diverged>& Simulation::diverged() const noexcept { return implementation_->diverged; }

double Simulation::now() const { return implementation_->now(); }

std::uint64_t Simulation::bytes_sent() const noexcept { return implementation_->curve.total(); }

Traffic Simulation::traffic() const {
  const auto& simulation = *implementation_;
  Traffic traffic;
  for (const NodeState& node : simulation.nodes) {
    traffic.nodes.push_back(node.ledger);
    traffic.nodes.back().compute_s = node.busy_s.front() + node.busy_s.back();
  }
  traffic.usable_share = simulation.platform.factor("network/bandwidth-factor");
  traffic.curve = simulation.curve;
  traffic.payload_bytes = simulation.payload_bytes;
  traffic.coordinates = simulation.coordinates;
  for (const auto* link : simulation.platform.links()) {
    traffic.links.push_back(
        {link->get_name(), simulation.platform.bandwidth_Bps(link), simulation.platform.latency_s(link), 0});
  }
  const auto index = simulation.link_numbers();
  const auto under_way = simulation.over_at_s ? simulation.under_way : implementation_->channels.under_way();
  // A channel that was asked for but never used has an entry too; only what was sent is told.
  for (const auto& [pair, ledger] : simulation.channels.peers()) {
    if (ledger.messages == 0) continue;
    traffic.peers[pair] = ledger;
    const auto route = simulation.route(pair, index);
    const auto not_carried = under_way.find(pair);
    for (const std::size_t link : route) {
      traffic.links[link].bytes += ledger.bytes;
      if (not_carried != under_way.end()) traffic.links[link].under_way += not_carried->second;
    }
    if (route.empty()) continue;
    if (pair.first >= simulation.workers) traffic.ports[pair.first].insert(route.front());
    if (pair.second >= simulation.workers) traffic.ports[pair.second].insert(route.back());
  }
  return traffic;
}

std::map<std::pair<int, int>, std::vector<std::size_t>> Simulation::routes() const {
  std::map<std::pair<int, int>, std::vector<std::size_t>> routes;
  const auto index = implementation_->link_numbers();
  for (const auto& [pair, ledger] : implementation_->channels.peers()) {
    if (ledger.messages > 0) routes[pair] = implementation_->route(pair, index);
  }
  return routes;
}

std::vector<std::string> Simulation::host_names() const {
  std::vector<std::string> names;
  for (const auto* host : implementation_->platform.hosts()) names.push_back(host->get_name());
  return names;
}

}  // namespace lowband
