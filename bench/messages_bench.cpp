// Messages per second of real time: the ring all-reduce of Lowband, with a model of one parameter per worker, beside a
// bare SimGrid program that sends the same messages. Both in one execution, in turn, each in a process of its own.

#include <fmt/format.h>
#include <simgrid/s4u.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "sim/algorithms/all_reduce/model_average.hpp"
#include "sim/engine/forked.hpp"
#include "sim/engine/simgrid_platform.hpp"
#include "sim/engine/simulation.hpp"
#include "sim/results/whole_file.hpp"

namespace {

using namespace lowband;
namespace sg = simgrid::s4u;

constexpr int pairs_of_runs = 7;

std::string star_of(int workers) {
  return fmt::format(R"(<?xml version="1.0"?>
<!DOCTYPE platform SYSTEM "https://simgrid.org/simgrid.dtd">
<platform version="4.1">
  <cluster id="star" prefix="worker-" suffix="" radical="0-{}" speed="50Gf" bw="1Gbps" lat="50us" sharing_policy="SPLITDUPLEX"/>
</platform>
)",
                     workers - 1);
}

struct Measured {
  double messages_per_s = 0.0;
  double sim_time_s = 0.0;
};

/// Runs `simulate`, which sends `messages` and returns the simulated time, in a child and measures it there.
template <class Simulate>
Measured measure(double messages, Simulate simulate) {
  const std::string answer = run_in_child([&] {
    const auto begin = std::chrono::steady_clock::now();
    const double sim_time = simulate();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
    return fmt::format("{} {}", messages / elapsed.count(), sim_time);
  });
  const std::size_t space = answer.find(' ');
  return {std::stod(answer), std::stod(answer.substr(space))};
}

/// What a SimGrid user would write: eager mailboxes, detached sends, nothing else.
double bare_ring(const PlatformSettings& settings, int synchronisations) {
  const SimgridPlatform platform(settings);
  const int workers = settings.workers;
  std::vector<sg::Mailbox*> mailboxes;
  for (int i = 0; i < workers; ++i) mailboxes.push_back(platform.engine().mailbox_by_name_or_create(fmt::format("{}", i)));
  static int token = 0;
  for (int i = 0; i < workers; ++i) {
    const auto index = static_cast<std::size_t>(i);
    sg::Actor::create("worker", platform.hosts()[index], [&mailboxes, index, workers, synchronisations] {
      mailboxes[index]->set_receiver(sg::Actor::self());
      sg::Mailbox* next = mailboxes[(index + 1) % mailboxes.size()];
      for (int hop = 0; hop < synchronisations * 2 * (workers - 1); ++hop) {
        next->put_init(&token, message_header_bytes + sizeof(float))->detach();
        mailboxes[index]->get<int>();
      }
    });
  }
  platform.engine().run();
  return sg::Engine::get_clock();
}

double lowband_ring(const PlatformSettings& settings, int synchronisations) {
  TaskPool pool(2);
  Simulation simulation(settings, {}, 1, pool);
  simulation.run([&](Worker& worker) {
    ModelAverage average;
    FloatBuffer model(static_cast<std::size_t>(worker.size()), 1.0F);
    for (int i = 0; i < synchronisations; ++i) average.synchronise(worker, model);
  });
  return simulation.now();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  const int workers = argc > 1 ? std::atoi(argv[1]) : 64;
  const int synchronisations = argc > 2 ? std::atoi(argv[2]) : 40;
  const auto file = std::filesystem::temp_directory_path() / fmt::format("lowband-star-{}-{}.xml", workers, ::getpid());
  write_whole(file, star_of(workers));
  PlatformSettings settings;
  settings.file = file.string();
  settings.workers = workers;
  const double messages = 2.0 * (workers - 1) * workers * synchronisations;
  std::vector<double> bare, ours, ratios;
  Measured last_bare, last_ours;
  for (int i = 0; i < pairs_of_runs; ++i) {
    last_bare = measure(messages, [&] { return bare_ring(settings, synchronisations); });
    last_ours = measure(messages, [&] { return lowband_ring(settings, synchronisations); });
    bare.push_back(last_bare.messages_per_s);
    ours.push_back(last_ours.messages_per_s);
    ratios.push_back(ours.back() / bare.back());
  }
  std::filesystem::remove(file);
  fmt::print("ring all-reduce, {} workers, {} synchronisations, {:.0f} messages, {} pairs of runs\n", workers, synchronisations,
             messages, pairs_of_runs);
  fmt::print("bare SimGrid  median {:.0f} messages/s, simulated {:.9f} s\n", median(bare), last_bare.sim_time_s);
  fmt::print("Lowband       median {:.0f} messages/s, simulated {:.9f} s\n", median(ours), last_ours.sim_time_s);
  fmt::print("Lowband / bare, pair by pair: median {:.2f}, from {:.2f} to {:.2f}\n", median(ratios),
             *std::min_element(ratios.begin(), ratios.end()), *std::max_element(ratios.begin(), ratios.end()));
  return 0;
}
