// SPDX-License-Identifier: Apache-2.0
// Messages per second of real time: the ring all-reduce of Lowband, with its mathematics, and its replay from a trace,
// beside a bare SimGrid program that sends the same messages; and a server that many clients write to, beside a bare
// program whose clients do. All in one execution, in turn, each in a process of its own; Lowband and the replay once
// with every message through SimGrid, and once as `lowband run` does it.
//
// usage: messages_bench [WORKERS = 64] [SYNCHRONISATIONS = 40] [PARAMETERS = WORKERS] [ROUNDS = 7] [CLIENTS = 2000]

#include <fmt/format.h>
#include <unistd.h>
#include <simgrid/s4u.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sim/algorithms/periodic/all_reduce/collectives/ring.hpp"
#include "sim/algorithms/periodic/all_reduce/model_average.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/engine/simgrid_versions.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/results/whole_file.hpp"
#include "sim/trace/recording_worker.hpp"
#include "sim/trace/replay.hpp"
#include "sim/trace/trace_writer.hpp"

namespace {

using namespace lowband;
namespace sg = simgrid::s4u;

using Pairs = std::vector<std::pair<int, int>>;

struct Ring {
  PlatformSettings platform;
  int synchronisations = 0;
  std::size_t parameters = 0;

  [[nodiscard]] double messages() const { return 2.0 * (platform.workers - 1) * platform.workers * synchronisations; }
  [[nodiscard]] Pairs pairs() const {
    Pairs pairs;
    for (int i = 0; i < platform.workers; ++i) pairs.emplace_back(i, (i + 1) % platform.workers);
    return pairs;
  }
};

std::string star_of(int workers) {
  return fmt::format(R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="worker-" suffix="" radical="0-{}" speed="50Gf" bw="1Gbps" lat="50us" sharing_policy="SPLITDUPLEX"/>
</platform>
)",
                     workers - 1);
}

/// What a SimGrid user would write: eager mailboxes, detached sends, nothing else. Every chunk has the mean size.
double bare_ring(const Ring& ring) {
  const SimgridPlatform platform(ring.platform);
  const int workers = ring.platform.workers;
  const std::uint64_t bytes =
      message_header_bytes + sizeof(float) * ring.parameters / static_cast<std::size_t>(workers);
  std::vector<sg::Mailbox*> mailboxes;
  for (int i = 0; i < workers; ++i)
    mailboxes.push_back(platform.engine().mailbox_by_name_or_create(fmt::format("{}", i)));
  static int token = 0;
  for (int i = 0; i < workers; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const int hops = ring.synchronisations * 2 * (workers - 1);
    begin_actor("worker", platform.hosts()[index], [&mailboxes, index, hops, bytes] {
      mailboxes[index]->set_receiver(sg::Actor::self());
      sg::Mailbox* next = mailboxes[(index + 1) % mailboxes.size()];
      for (int hop = 0; hop < hops; ++hop) {
        next->put_init(&token, bytes)->detach();
        mailboxes[index]->get<int>();
      }
    });
  }
  platform.engine().run();
  return sg::Engine::get_clock();
}

void average(Worker& worker, const Ring& ring) {
  const RingCollective collective(worker.size());
  ModelAverage average(collective, ring.parameters, 1.0F);
  FloatBuffer model(ring.parameters, 1.0F);
  for (int i = 0; i < ring.synchronisations; ++i) average.synchronise(worker, model);
}

double lowband_ring(const Ring& ring, const Pairs& announced) {
  TaskPool pool(2);
  Simulation simulation(ring.platform, {}, 1, pool, announced);
  simulation.run([&](Worker& worker) { average(worker, ring); });
  return simulation.now();
}

double record_ring(const Ring& ring, const std::filesystem::path& file) {
  TaskPool pool(2);
  Simulation simulation(ring.platform, {}, 1, pool, ring.pairs());
  TraceWriter trace(file, ring.platform.workers);
  simulation.run([&](Worker& worker) {
    RecordingWorker recording(worker, trace, "ring");
    average(recording, ring);
    recording.returned();
  });
  trace.commit("");
  return simulation.now();
}

double replay_ring(const Ring& ring, const std::filesystem::path& file, const Pairs& announced) {
  const TraceFile trace(file);
  TaskPool pool(1);
  Simulation simulation(ring.platform, {}, 1, pool, announced);
  simulation.run([&](Worker& worker) { replay(worker, trace, [](Worker&, std::uint64_t) {}); });
  return simulation.now();
}

/// Clients that write to one host, each the next message when the last one has had time to pass.
struct Clients {
  PlatformSettings platform;  ///< the last host is the server's
  int each = 5;
  std::uint64_t bytes = 1000;
  double pause_s = 0.1;

  [[nodiscard]] int count() const { return platform.workers - 1; }
  [[nodiscard]] double messages() const { return static_cast<double>(count()) * each; }
  /// They do not all write at the same instant.
  [[nodiscard]] double begins_s(int client) const { return pause_s * client / count(); }
};

/// What a SimGrid user would write: one eager mailbox, detached sends.
double bare_clients(const Clients& clients) {
  const SimgridPlatform platform(clients.platform);
  sg::Mailbox* mailbox = platform.engine().mailbox_by_name_or_create("server");
  static int token = 0;
  begin_actor("server", platform.hosts().back(), [&] {
    mailbox->set_receiver(sg::Actor::self());
    for (int i = 0; i < clients.count() * clients.each; ++i) mailbox->get<int>();
  });
  for (int client = 0; client < clients.count(); ++client) {
    begin_actor("client", platform.hosts()[static_cast<std::size_t>(client)], [&, client] {
      for (int i = 0; i < clients.each; ++i) {
        sg::this_actor::sleep_until(clients.begins_s(client) + i * clients.pause_s);
        mailbox->put_init(&token, clients.bytes)->detach();
      }
    });
  }
  platform.engine().run();
  return sg::Engine::get_clock();
}

double lowband_clients(const Clients& clients) {
  constexpr Tag requests = inbox_bit | 1;
  TaskPool pool(2);
  Simulation simulation(clients.platform, {}, 1, pool);
  simulation.run([&](Worker& worker) {
    if (worker.rank() == clients.count()) {
      for (int i = 0; i < clients.count() * clients.each; ++i) static_cast<void>(worker.receive_any(requests));
      return;
    }
    for (int i = 0; i < clients.each; ++i) {
      worker.sleep_until(clients.begins_s(worker.rank()) + i * clients.pause_s);
      worker.send(clients.count(), requests, Message::without_content(clients.bytes - message_header_bytes, 0));
    }
  });
  return simulation.now();
}

/// One way of sending the messages, measured several times.
struct Way {
  std::string name;
  std::function<double()> simulate;  ///< returns the simulated time
  std::vector<double> seconds;
  double sim_time_s = 0.0;

  /// Runs it once, in a child process, where the real time is taken.
  void measure() {
    const std::string answer = run_in_child([&] {
      const auto begin = std::chrono::steady_clock::now();
      const double sim_time = simulate();
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
      return fmt::format("{} {}", elapsed.count(), sim_time);
    });
    seconds.push_back(std::stod(answer));
    sim_time_s = std::stod(answer.substr(answer.find(' ')));
  }
};

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void print(const Way& way, const Way& bare, double messages) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < way.seconds.size(); ++i) ratios.push_back(bare.seconds[i] / way.seconds[i]);
  const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
  fmt::print("{:34} median {:8.3f} s, {:9.0f} messages/s, {:5.2f} x bare ({:.2f} to {:.2f}), simulated {:.9f} s\n",
             way.name, median(way.seconds), messages / median(way.seconds), median(ratios), *least, *most,
             way.sim_time_s);
}

int argument(int argc, char** argv, int index, int standard) {
  return argc > index ? std::atoi(argv[index]) : standard;
}

}  // namespace

int main(int argc, char** argv) {
  Ring ring;
  ring.platform.workers = argument(argc, argv, 1, 64);
  ring.synchronisations = argument(argc, argv, 2, 40);
  ring.parameters = static_cast<std::size_t>(argument(argc, argv, 3, ring.platform.workers));
  const int rounds = argument(argc, argv, 4, 7);
  Clients clients;
  clients.platform.workers = argument(argc, argv, 5, 2000) + 1;
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("lowband-bench-{}", ::getpid());
  ring.platform.file = (folder / "star.xml").string();
  write_whole(ring.platform.file, star_of(ring.platform.workers));
  const auto trace = folder / "ring.trace";
  static_cast<void>(run_in_child([&] { return fmt::format("{}", record_ring(ring, trace)); }));

  std::vector<Way> ways;
  ways.push_back({"bare SimGrid", [&] { return bare_ring(ring); }, {}});
  ways.push_back({"Lowband, all through SimGrid", [&] { return lowband_ring(ring, {}); }, {}});
  ways.push_back({"Lowband", [&] { return lowband_ring(ring, ring.pairs()); }, {}});
  ways.push_back({"Lowband, recording", [&] { return record_ring(ring, folder / "again.trace"); }, {}});
  ways.push_back({"replay, all through SimGrid", [&] { return replay_ring(ring, trace, {}); }, {}});
  ways.push_back({"replay", [&] { return replay_ring(ring, trace, ring.pairs()); }, {}});
  clients.platform.file = (folder / "clients.xml").string();
  write_whole(clients.platform.file, star_of(clients.platform.workers));
  std::vector<Way> served;
  served.push_back({"bare SimGrid, to a server", [&] { return bare_clients(clients); }, {}});
  served.push_back({"Lowband, to a server", [&] { return lowband_clients(clients); }, {}});
  for (int round = 0; round < rounds; ++round) {
    for (auto& way : ways) way.measure();
    for (auto& way : served) way.measure();
  }
  std::filesystem::remove_all(folder);
  fmt::print("ring all-reduce, {} workers, {} synchronisations of {} parameters, {:.0f} messages, {} rounds\n",
             ring.platform.workers, ring.synchronisations, ring.parameters, ring.messages(), rounds);
  for (const auto& way : ways) print(way, ways.front(), ring.messages());
  fmt::print("a server of {} clients, {} messages of {} bytes each\n", clients.count(), clients.each, clients.bytes);
  for (const auto& way : served) print(way, served.front(), clients.messages());
  return 0;
}
