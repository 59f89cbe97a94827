// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/host_cores.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <simgrid/kernel/ProfileBuilder.hpp>
#include <simgrid/s4u.hpp>
#include <string>

#include "sim/base/place.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simgrid_versions.hpp"
#include "tests/checked_child.hpp"
#include "tests/simulated.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

VaryingSpeed varying(std::vector<Profile::Point> points) {
  return VaryingSpeed({std::make_shared<const Profile>(Profile{std::move(points), std::nullopt})});
}

struct Planned {
  double begin_s;
  double work_s;
};

/// When these computations on one host, in the order of their beginnings, are over.
std::vector<double> ends(HostCores host, const std::vector<Planned>& planned) {
  std::vector<HostCores::Handle> computations;
  for (const auto& [begin_s, work_s] : planned) computations.push_back(host.begin(begin_s, work_s));
  std::vector<double> ends;
  for (const auto& computation : computations) ends.push_back(host.end(1e6, computation).end_s);
  return ends;
}

/// The same by SimGrid's executions, on a host of 1 Gf.
std::vector<double> ends_by_simgrid(int cores, const std::vector<Profile::Point>& points,
                                    const std::vector<Planned>& planned) {
  namespace sg = simgrid::s4u;
  const std::string answer = run_in_checked_child([&] {
    int count = 2;
    std::vector<std::string> words = {"test", "--log=root.thresh:warning"};
    std::vector<char*> arguments = {words[0].data(), words[1].data(), nullptr};
    const sg::Engine engine(&count, arguments.data());
    auto* zone = sg::create_full_zone("zone");
    auto* host = zone->create_host("host", 1e9)->set_core_count(cores);
    std::string lines;
    for (const auto& [time_s, factor] : points) lines += std::to_string(time_s) + " " + std::to_string(factor) + "\n";
    host->set_speed_profile(simgrid::kernel::profile::ProfileBuilder::from_string("speed", lines, -1.0));
    zone->seal();
    Json ends(std::vector<double>(planned.size()));
    for (std::size_t i = 0; i < planned.size(); ++i) {
      begin_actor("computes", host, [&ends, &one = planned[i], i] {
        sg::this_actor::sleep_until(one.begin_s);
        sg::this_actor::execute(one.work_s * 1e9);
        ends[i] = sg::Engine::get_clock();
      });
    }
    engine.run();
    return ends.dump();
  });
  return Json::parse(answer).get<std::vector<double>>();
}

}  // namespace

TEST_CASE("a computation alone has a core, at the speed of the host", "[engine]") {
  HostCores host(1, {});
  const auto alone = host.begin(0.1, 0.7);
  CHECK(host.wait_s(0.1, alone, 0.0) == 0.7);  // to the bit
  CHECK(host.wait_s(0.1, alone, 0.2) == 0.7 - 0.2);
  CHECK(host.wait_s(0.3, alone, 0.2) == Approx(0.3));
  CHECK(host.wait_s(0.6, alone, 0.2) == 0.0);
  const auto ended = host.end(0.6, alone);
  CHECK(ended.left_s == Approx(0.2));
  CHECK(ended.begin_s == 0.1);
  // On a host that stands still from 2 s to 5 s: one second before, two after.
  CHECK(ends(HostCores(1, varying({{2.0, 0.0}, {5.0, 0.5}})), {{1.0, 2.0}})[0] == Approx(7.0));
  HostCores paused(1, varying({{2.0, 0.0}, {5.0, 0.5}}));
  const auto waits = paused.begin(1.0, 2.0);
  CHECK(paused.wait_s(1.0, waits, 0.0) == Approx(6.0));
  CHECK(paused.wait_s(3.0, waits, 0.0) == Approx(4.0));
  HostCores off(1, varying({{2.0, 0.0}}));
  CHECK(off.wait_s(1.0, off.begin(1.0, 2.0), 0.0) == std::numeric_limits<double>::infinity());
}

TEST_CASE("computations share one core, until one of them is over", "[engine]") {
  // From 0 alone; from 1 s on by halves, until the second one, of 1 s, is over at 3 s; the first has 1 s left then.
  const auto two = ends(HostCores(1, {}), {{0.0, 3.0}, {1.0, 1.0}});
  CHECK(two[0] == Approx(4.0));
  CHECK(two[1] == Approx(3.0));
  // The host stands still from 2 s to 10 s: both are 8 s later.
  const auto paused = ends(HostCores(1, varying({{2.0, 0.0}, {10.0, 1.0}})), {{0.0, 3.0}, {1.0, 1.0}});
  CHECK(paused[0] == Approx(12.0));
  CHECK(paused[1] == Approx(11.0));
  // Three on two cores have two thirds each: 1 s of work takes 1.5 s. Then all have a core.
  const auto three = ends(HostCores(2, {}), {{0.0, 1.0}, {0.0, 2.0}, {0.0, 3.0}});
  CHECK(three[0] == Approx(1.5));
  CHECK(three[1] == Approx(2.5));
  CHECK(three[2] == Approx(3.5));
}

TEST_CASE("who waits is told of the ends of others, and has to ask again if others begin", "[engine]") {
  HostCores host(1, varying({{4.0, 2.0}}));
  const auto first = host.begin(0.0, 3.0);
  const auto second = host.begin(1.0, 1.0);
  CHECK(host.wait_s(1.0, second, 0.0) == Approx(2.0));
  CHECK(host.wait_s(1.0, first, 0.0) == Approx(3.0));  // by halves until 3 s, then alone
  CHECK(host.wait_s(1.0, first, 1.0) == Approx(2.0));
  const auto third = host.begin(3.0, 2.0);
  // The first has 1 s left: half of it until 4 s, the rest at half of twice the speed in another half second.
  CHECK(host.wait_s(3.0, first, 0.0) == Approx(1.5));
  // The third: 0.5 until 4 s, 0.5 until 4.5 s, and 1 s at twice the speed.
  CHECK(host.wait_s(3.0, third, 0.0) == Approx(2.0));
  CHECK(host.end(3.0, second).end_s == Approx(3.0));
}

TEST_CASE("computations end when SimGrid's executions of the same work do", "[engine]") {
  const std::vector<Profile::Point> points = {{0.5, 0.25}, {1.75, 3.0}, {4.25, 0.75}, {9.0, 1.5}};
  for (const int cores : {1, 2, 4}) {
    CAPTURE(cores);
    std::vector<Planned> planned;
    Stream random(1, Purpose::data, 0, static_cast<std::uint32_t>(cores));
    double begin_s = 0.0;
    for (int i = 0; i < 12; ++i) {
      begin_s += static_cast<double>(random.uniform());
      planned.push_back({begin_s, 3.0 * static_cast<double>(random.uniform())});
    }
    const auto closed = ends(HostCores(cores, varying(points)), planned);
    const auto executed = ends_by_simgrid(cores, points, planned);
    for (std::size_t i = 0; i < planned.size(); ++i) CHECK(closed[i] == Approx(executed[i]).epsilon(1e-9));
  }
}
