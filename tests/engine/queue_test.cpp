// SPDX-License-Identifier: Apache-2.0
// How long messages stand in line at a node that is no worker, from their arrival until its program takes them: by
// hand, and in each of the ways in which the engine moves them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr Tag requests = inbox_bit | 7;
constexpr Tag by_name = 5;
constexpr Tag answers = 3;

Message zeros(std::size_t wire_bytes) {
  return {std::make_shared<const std::vector<std::byte>>(wire_bytes - message_header_bytes), 0};
}

/// A star of so many clients and a server, at 1 MB/s.
PlatformSettings star_with_server(int clients, double latency_s = 0.0, const std::string& network = "ideal") {
  auto platform = star(clients + 1, 1e6, latency_s, 1e9, network);
  platform.workers = clients;
  platform.others = {{"server"}};
  return platform;
}

/// What the last node, and the first one, tell of their messages; and when the run was over.
Json queues(const Simulation& simulation) {
  const Traffic traffic = simulation.traffic();
  Json json;
  for (const auto* node : {&traffic.nodes.back(), &traffic.nodes.front()}) {
    json.push_back({node->messages_received, node->queue.waited_s, node->queue.longest_s});
  }
  json.push_back(simulation.now());
  return json;
}

/// What `after` tells, by SimGrid and on private lines where there are any, with one thread and two.
std::vector<Json> in_every_way(const PlatformSettings& platform, const std::function<void(Worker&)>& program,
                               const std::function<Json(const Simulation&)>& after = queues) {
  std::vector<std::pair<int, int>> pairs;
  for (int client = 0; client < platform.workers; ++client) {
    pairs.emplace_back(client, platform.workers);
    pairs.emplace_back(platform.workers, client);
  }
  std::vector<Json> all;
  for (const int threads : {1, 2}) {
    for (const bool knows_pairs : {false, true}) {
      SimulatedOptions options;
      options.threads = threads;
      if (knows_pairs) options.pairs = pairs;
      all.push_back(simulated(
                        platform, [&program](Worker& worker, Json& /*json*/) { program(worker); }, after, options)
                        .all);
    }
  }
  CHECK(all[0] == all[2]);
  CHECK(all[1] == all[3]);
  return all;
}

/// A client's message of 1 kB at `time_s`, and the wait for the answer.
void ask_at(Worker& worker, double time_s, Tag tag) {
  worker.sleep_until(time_s);
  worker.send(worker.size() - 1, tag, zeros(1000));
  static_cast<void>(worker.receive(worker.size() - 1, answers));
}

/// A quarter of a second for a message, and an answer of 1 kB.
void answer(Worker& worker, int client) {
  worker.compute(2.5e8, [] {});
  worker.send(client, answers, zeros(1000));
}

void check_queue(const Json& found, std::uint64_t messages, double waited_s, double longest_s) {
  CHECK(found[0][0] == messages);
  CHECK(found[0][1].get<double>() == Approx(waited_s));
  CHECK(found[0][2].get<double>() == Approx(longest_s));
  CHECK(found[1][1] == 0.0);  // workers' messages are not looked at
  CHECK(found[1][2] == 0.0);
}

}  // namespace

TEST_CASE("messages of three clients stand in line while the server computes", "[queue]") {
  // Requests of 1 kB leave at 0, 0.1 and 0.2 s, and are there 1 ms later. The server takes the first at 0.001, the
  // second at 0.251 and the third at 0.501 s: they have waited 0, 0.15 and 0.3 s. The last answer is there at 0.752 s.
  const auto all = in_every_way(star_with_server(3), [](Worker& worker) {
    if (worker.rank() < 3) return ask_at(worker, 0.1 * worker.rank(), requests);
    while (true) answer(worker, worker.receive_any(requests).first);
  });
  for (const auto& found : all) {
    check_queue(found, 3, 0.45, 0.3);
    CHECK(found[2].get<double>() == Approx(0.752));
  }
}

TEST_CASE("messages that are received by name wait from their arrival, too", "[queue]") {
  // As above, but the last one is taken first, at 0.201 s, when it comes; the second at 0.451, the first at 0.701 s.
  const auto all = in_every_way(star_with_server(3), [](Worker& worker) {
    if (worker.rank() < 3) return ask_at(worker, 0.1 * worker.rank(), by_name);
    for (const int client : {2, 1, 0}) {
      static_cast<void>(worker.receive(client, by_name));
      answer(worker, client);
    }
  });
  for (const auto& found : all) check_queue(found, 3, 0.35 + 0.7, 0.7);
}

TEST_CASE("messages of one client stand in line on a connection of their own", "[queue]") {
  // Three of 1 kB at 0, 0.1 and 0.2 s, taken at 0.001, 0.251 and 0.501 s.
  for (const Tag tag : {requests, by_name}) {
    const auto all = in_every_way(star_with_server(1), [tag](Worker& worker) {
      if (worker.rank() == 0) {
        for (int i = 0; i < 3; ++i) {
          worker.sleep_until(0.1 * i);
          worker.send(1, tag, zeros(1000));
        }
        for (int i = 0; i < 3; ++i) static_cast<void>(worker.receive(1, answers));
        return;
      }
      for (int i = 0; i < 3; ++i) {
        static_cast<void>(tag == by_name ? worker.receive(0, tag) : worker.receive_any(tag).second);
        answer(worker, 0);
      }
    });
    for (const auto& found : all) check_queue(found, 3, 0.45, 0.3);
  }
}

TEST_CASE("a message that leaves in parts has come with the last of them", "[queue]") {
  // 100 kB on a line of 0.1 s there and back leave in the parts that TCP's window lets go. The server takes them at
  // once, or looks at 20 s: then they have waited since the moment at which they came to the other one.
  for (const Tag tag : {requests, by_name}) {
    const auto looking_at = [tag](double time_s) {
      return in_every_way(star_with_server(1, 0.025, "tcp"), [tag, time_s](Worker& worker) {
        if (worker.rank() == 0) {
          worker.send(1, tag, zeros(100'000));
          static_cast<void>(worker.receive(1, answers));
          return;
        }
        worker.sleep_until(time_s);
        static_cast<void>(tag == by_name ? worker.receive(0, tag) : worker.receive_any(tag).second);
        worker.send(0, answers, zeros(1000));
      });
    };
    const auto at_once = looking_at(0.0);
    const auto later = looking_at(20.0);
    for (std::size_t way = 0; way < at_once.size(); ++way) {
      const double answer_s = later[way][2].get<double>() - 20.0;
      const double arrival_s = at_once[way][2].get<double>() - answer_s;
      CHECK(arrival_s > 0.25);  // two round trips, and the way of the last part
      check_queue(at_once[way], 1, 0.0, 0.0);
      check_queue(later[way], 1, 20.0 - arrival_s, 20.0 - arrival_s);
    }
  }
}

TEST_CASE("a run may end while a server waits for what is on its way", "[queue]") {
  const auto all = in_every_way(star_with_server(1), [](Worker& worker) {
    if (worker.rank() == 1) return static_cast<void>(worker.receive(0, by_name));
    worker.send(1, by_name, zeros(1'000'000));
    worker.sleep_until(0.5);
  });
  for (const auto& found : all) {
    check_queue(found, 0, 0.0, 0.0);
    CHECK(found[2] == 0.5);
  }
}

TEST_CASE("of what is under way when a run is over its links have carried a part", "[queue]") {
  // At 1 MB/s and with 0.1 s on the way, messages of 1 MB leave at 0.2, 0.4 and 0.55 s. Until 0.6 s the first is
  // carried from 0.3 s on, and the second from 0.5 s on, 0.3 MB together; the third has not come to that. One of 1 kB
  // before them is all there.
  const auto under_way = [](const Simulation& simulation) {
    Json json = Json::array();
    for (const auto& link : simulation.traffic().links) json.push_back({link.bytes, link.under_way});
    return json;
  };
  for (const Tag tag : {requests, by_name}) {
    const auto all = in_every_way(
        star_with_server(1, 0.05),
        [tag](Worker& worker) {
          if (worker.rank() == 1) return worker.sleep_until(1e9);
          worker.send(1, answers, zeros(1000));
          for (const double time_s : {0.2, 0.4, 0.55}) {
            worker.sleep_until(time_s);
            worker.send(1, tag, zeros(1'000'000));
          }
          worker.sleep_until(0.6);
        },
        under_way);
    for (std::size_t way = 0; way < all.size(); ++way) {
      // SimGrid does not tell of what it carries by itself, to somebody who will ask for it by name.
      const bool is_known = tag == requests || way % 2 == 1;
      double busy_links = 0.0;
      for (const Json& link : all[way]) {
        if (link[0] == 0) {
          CHECK(link[1] == 0.0);
          continue;
        }
        ++busy_links;
        CHECK(link[0] == 3'001'000);
        CHECK(link[1].get<double>() == Approx(is_known ? 3'000'000 - 300'000 : 0).epsilon(1e-6));
      }
      CHECK(busy_links == 2.0);
    }
  }
}

TEST_CASE("of a message that leaves in parts a link has carried what has come through", "[queue]") {
  // 100 kB on a line of 0.1 s there and back: at 0.06 s the window has let go less than half, and what has left 0.05 s
  // ago is carried.
  const auto carried = [](const Simulation& simulation) {
    Json json = Json::array();
    for (const auto& link : simulation.traffic().links)
      json.push_back(static_cast<double>(link.bytes) - link.under_way);
    return json;
  };
  const auto until = [&](double time_s) {
    const auto all = in_every_way(
        star_with_server(1, 0.025, "tcp"),
        [time_s](Worker& worker) {
          if (worker.rank() == 1) return worker.sleep_until(1e9);
          worker.send(1, by_name, zeros(100'000));
          worker.sleep_until(time_s);
        },
        carried);
    double most = 0.0;
    for (const Json& found : all) {
      for (const Json& link : found) most = std::max(most, link.get<double>());
    }
    return most;
  };
  CHECK(until(0.04) == 0.0);
  CHECK(until(0.09) == Approx(14'600.0).epsilon(0.02));  // a first window of 10 segments of 1460 bytes
  CHECK(until(30.0) == 100'000.0);
}

TEST_CASE("the links next to a server are those where its messages begin and end", "[queue]") {
  const auto found = simulated(
      star_with_server(2),
      [](Worker& worker, Json& /*json*/) {
        if (worker.rank() < 2) return ask_at(worker, 0.0, requests);
        while (true) answer(worker, worker.receive_any(requests).first);
      },
      [](const Simulation& simulation) {
        const Traffic traffic = simulation.traffic();
        Json json = {traffic.ports.size()};
        for (const std::size_t link : traffic.ports.at(2)) json.push_back(traffic.links[link].bytes);
        return json;
      });
  CHECK(found.all ==
        Json({1, 2000, 2000}));  // one node; a link up and a link down, which no other node's messages share
}
