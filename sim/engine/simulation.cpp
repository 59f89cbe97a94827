#include "sim/engine/simulation.hpp"

#include <fmt/format.h>
#include <simgrid/Exception.hpp>

#include <cmath>
#include <exception>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/channels.hpp"
#include "sim/engine/core.hpp"
#include "sim/engine/private_lines.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/world/compute_scope.hpp"
#include "sim/world/task_series.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

/// Work below this many operations takes less time than handing it to another thread.
constexpr double handover_flops = 20'000.0;

}  // namespace

class Simulation::Implementation {
 public:
  class ActorWorker;

  Implementation(const PlatformSettings& platform_settings, ComputeSettings compute_settings, std::uint64_t run_seed,
                 TaskPool& task_pool, const std::vector<std::pair<int, int>>& pairs)
      : platform(platform_settings),
        compute(std::move(compute_settings)),
        seed(run_seed),
        pool(task_pool),
        channels(platform, private_lines(platform, pairs), pairs) {
    workers.resize(platform.hosts().size());
    awaited.resize(workers.size());
  }

  void run(const std::function<void(Worker&)>& program);
  void stop(std::exception_ptr reason);
  /// "worker 1 (host "b") waits for a message of worker 0 (host "a"): link "l" is off"
  [[nodiscard]] std::string wait_of(int rank) const;
  [[nodiscard]] std::string deadlock() const;

  SimgridPlatform platform;
  ComputeSettings compute;
  std::uint64_t seed;
  TaskPool& pool;
  Channels channels;
  std::vector<WorkerLedger> workers;
  std::vector<std::optional<int>> awaited;  ///< by worker: whose message it waits for, -1: anybody's
  TrafficCurve curve;
  std::uint64_t payload_bytes = 0;
  std::uint64_t coordinates = 0;
  std::exception_ptr failure;
  std::optional<Diverged> diverged;
};

/// The worker of one actor.
class Simulation::Implementation::ActorWorker final : public Worker {
 public:
  ActorWorker(Implementation& simulation, int rank)
      : simulation_(simulation),
        rank_(rank),
        ledger_(simulation.workers.at(static_cast<std::size_t>(rank))),
        core_(host(), simulation.platform.varies(host()), simulation.platform.clock_resolution_s()) {
    const auto& slowdown = simulation.compute.slowdown;
    seconds_per_flop_ = (slowdown.empty() ? 1.0 : slowdown.at(static_cast<std::size_t>(rank))) /
                        simulation.platform.speed_flops(host());
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
    const auto run = [&](std::size_t /*index*/) { work(); };
    TaskPool::Task task(run);
    simulation_.pool.submit(task);
    try {
      pass_time(flops);
    } catch (...) {  // this actor is being killed, and the task lies on its stack
      simulation_.pool.finish(task);
      throw;
    }
    simulation_.pool.wait(task);
  }

  void compute_steps(double flops, std::size_t count, FunctionRef<void(std::size_t)> work) override {
    if (flops < handover_flops) {
      for (std::size_t i = 0; i < count; ++i) compute(flops, [&] { work(i); });
      return;
    }
    TaskSeries series(simulation_.pool, count, work);
    try {
      for (std::size_t i = 0; i < count; ++i) pass_time(flops);
    } catch (...) {
      series.abandon();  // for it lies on this actor's stack
      throw;
    }
    series.wait();
  }

  void compute_in_parts(std::span<const double> flops, FunctionRef<void()> work,
                        FunctionRef<void(std::size_t)> after) override {
    std::vector<double> seconds;
    double owed_s = std::exchange(owed_s_, 0.0);  // it passes with the first part
    for (const double part : flops) seconds.push_back(seconds_of(part) + std::exchange(owed_s, 0.0));
    double left = std::accumulate(seconds.begin(), seconds.end(), 0.0);
    const auto run = [&](std::size_t /*index*/) { work(); };
    TaskPool::Task task(run);
    simulation_.pool.submit(task);
    try {
      core_.begin_background(left);
      for (std::size_t i = 0; i < seconds.size(); ++i) {
        left -= seconds[i];
        core_.await_background(left);
        if (i == 0) simulation_.pool.wait(task);
        after(i);
      }
      core_.end_background();
    } catch (...) {
      simulation_.pool.finish(task);  // for it lies on this actor's stack
      throw;
    }
    ledger_.compute_s = core_.busy_s();
  }

  void send(int to, Tag tag, Message message) override {
    const std::uint64_t bytes = message.wire_bytes();
    ++ledger_.messages_sent;
    ledger_.bytes_sent += bytes;
    simulation_.curve.add(now(), bytes);
    if (message.coordinates() > 0) {
      simulation_.payload_bytes += message.payload_bytes();
      simulation_.coordinates += message.coordinates();
    }
    simulation_.channels.send(rank_, to, tag, std::move(message));
  }

  [[nodiscard]] Message receive(int from, Tag tag) override {
    const double begin = now();
    awaited() = from;
    Message message = simulation_.channels.receive(from, rank_, tag);
    awaited().reset();
    count_received(message, begin);
    return message;
  }

  [[nodiscard]] std::pair<int, Message> receive_any(Tag tag) override {
    const double begin = now();
    awaited() = -1;
    auto received = simulation_.channels.receive_any(rank_, tag);
    awaited().reset();
    count_received(received.second, begin);
    return received;
  }

  [[nodiscard]] Stream random(Purpose purpose, std::uint32_t step, std::uint32_t lane) const override {
    return {simulation_.seed, purpose, static_cast<std::uint32_t>(rank_), step, lane};
  }

 private:
  [[nodiscard]] sg::Host* host() const { return simulation_.platform.hosts().at(static_cast<std::size_t>(rank_)); }

  /// How long a computation takes at the host's own speed.
  double seconds_of(double flops) {
    const double jitter = simulation_.compute.jitter;
    const double seconds = flops * seconds_per_flop_;
    if (jitter <= 0.0) return seconds;
    return seconds * std::exp(jitter * static_cast<double>(random(Purpose::jitter, computes_++, 0).normal()) -
                              jitter * jitter / 2);
  }

  std::optional<int>& awaited() { return simulation_.awaited[static_cast<std::size_t>(rank_)]; }

  void count_received(const Message& message, double begin) {
    ledger_.wait_s += now() - begin;
    ledger_.bytes_received += message.wire_bytes();
  }

  /// What is too short for SimGrid's clock is owed and passes later.
  void pass_time(double flops) {
    owed_s_ += seconds_of(flops);
    if (owed_s_ < core_.resolution_s()) return;
    core_.compute(std::exchange(owed_s_, 0.0));
    ledger_.compute_s = core_.busy_s();
  }

  Implementation& simulation_;
  int rank_;
  WorkerLedger& ledger_;
  Core core_;
  double seconds_per_flop_ = 0.0;
  double owed_s_ = 0.0;
  std::uint32_t computes_ = 0;
};

void Simulation::Implementation::stop(std::exception_ptr reason) {
  if (failure || diverged) return;  // the first one counts; the others fell with it
  try {
    std::rethrow_exception(reason);
  } catch (const Diverged& error) {
    diverged = error;
  } catch (...) {
    failure = reason;
  }
  sg::Actor::kill_all();
}

std::string Simulation::Implementation::wait_of(int rank) const {
  const auto named = [this](int worker) {
    return fmt::format("worker {} (host \"{}\")", worker,
                       platform.hosts()[static_cast<std::size_t>(worker)]->get_name());
  };
  const auto& from = awaited[static_cast<std::size_t>(rank)];
  if (!from) return named(rank);
  if (*from < 0) return fmt::format("{} waits for a message of any worker", named(rank));
  const std::string obstacle = platform.obstacle(*from, rank);
  return fmt::format("{} waits for a message of {}{}{}", named(rank), named(*from), obstacle.empty() ? "" : ": ",
                     obstacle);
}

/// Who waits because something is off tells most; else the first who waits.
std::string Simulation::Implementation::deadlock() const {
  std::optional<int> first;
  for (int rank = 0; rank < static_cast<int>(workers.size()); ++rank) {
    const auto& from = awaited[static_cast<std::size_t>(rank)];
    if (!from || !platform.hosts()[static_cast<std::size_t>(rank)]->is_on()) continue;  // who is gone waits no more
    if (*from >= 0 && !platform.obstacle(*from, rank).empty()) return wait_of(rank);
    if (!first) first = rank;
  }
  return first ? wait_of(*first) + ", which never comes" : "no worker goes on";
}

void Simulation::Implementation::run(const std::function<void(Worker&)>& program) {
  std::string deadlocked;
  sg::Engine::on_deadlock_cb([&deadlocked, this] { deadlocked = deadlock(); });
  for (int rank = 0; rank < static_cast<int>(workers.size()); ++rank) {
    const auto work = [this, &program, rank] {
      ActorWorker worker(*this, rank);
      try {
        program(worker);
        channels.drain(rank);
      } catch (const simgrid::Exception& error) {  // SimGrid's reason alone would name neither worker nor host
        const std::string what = error.what();
        stop(std::make_exception_ptr(
            std::runtime_error(fmt::format("{} ({})", wait_of(rank), what.substr(0, what.find('\n'))))));
      } catch (const std::exception&) {  // and nothing else: SimGrid ends actors with an exception of its own
        stop(std::current_exception());
      }
    };
    auto* host = platform.hosts()[static_cast<std::size_t>(rank)];
    channels.set_actor(rank, sg::Actor::create(fmt::format("worker {}", rank), host, work));
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

void Simulation::run(const std::function<void(Worker&)>& program) { implementation_->run(program); }

const std::optional<Diverged>& Simulation::diverged() const noexcept { return implementation_->diverged; }

double Simulation::now() const { return sg::Engine::get_clock(); }

std::uint64_t Simulation::bytes_sent() const noexcept { return implementation_->curve.total(); }

Traffic Simulation::traffic() const {
  const auto& simulation = *implementation_;
  Traffic traffic;
  traffic.workers = simulation.workers;
  traffic.usable_share = simulation.platform.factor("network/bandwidth-factor");
  traffic.curve = simulation.curve;
  traffic.payload_bytes = simulation.payload_bytes;
  traffic.coordinates = simulation.coordinates;
  std::map<const sg::Link*, std::size_t> index;
  for (const auto* link : simulation.platform.links()) {
    index[link] = traffic.links.size();
    traffic.links.push_back(
        {link->get_name(), simulation.platform.bandwidth_Bps(link), simulation.platform.latency_s(link), 0});
  }
  // A channel that was asked for but never used has an entry too; only what was sent is told.
  for (const auto& [pair, ledger] : simulation.channels.peers()) {
    if (ledger.messages == 0) continue;
    traffic.peers[pair] = ledger;
    for (const auto* link : simulation.platform.route(pair.first, pair.second)) {
      if (link != simulation.platform.loopback()) traffic.links[index.at(link)].bytes += ledger.bytes;
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
