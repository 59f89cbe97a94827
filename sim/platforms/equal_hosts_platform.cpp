// SPDX-License-Identifier: Apache-2.0
#include "sim/platforms/equal_hosts_platform.hpp"

#include <fmt/format.h>

#include "sim/platforms/quantity_parameters.hpp"
#include "sim/platforms/site_links.hpp"

namespace lowband {

namespace {

constexpr int most_hosts = 1'000'000;
constexpr double most_links = 4e6;
constexpr double bytes_per_link = 2e3;  // of a full-duplex one, as a rough estimate of what SimGrid takes

}  // namespace

void EqualHostsPlatform::parameters(Parameters& parameters) {
  parameters.integer("workers", workers_, {1, most_hosts}, "worker", "M: hosts worker-0 to worker-<M-1>",
                     Parameters::Need::required);
  declare_bandwidth(parameters, "bandwidth", bandwidth_, "of every worker's link, in each direction");
  declare_latency(parameters, "latency", latency_, "of every worker's link");
  declare_speed(parameters, "speed", speed_, "of every worker, in flop/s");
  own_parameters(parameters);
}

std::string EqualHostsPlatform::workers_text() const {
  return fmt::format("{} worker{} of {}", workers_, workers_ == 1 ? "" : "s", speed_);
}

std::string EqualHostsPlatform::link_text() const {
  return fmt::format("full-duplex link of {} and {}", bandwidth_, latency_);
}

XmlElement EqualHostsPlatform::cluster(const std::string& id, int first, int count) const {
  return {"cluster",
          {{"id", id},
           {"prefix", "worker-"},
           {"suffix", ""},
           {"radical", fmt::format("{}-{}", first, first + count - 1)},
           {"speed", speed_},
           {"bw", bandwidth_},
           {"lat", latency_},
           {"sharing_policy", "SPLITDUPLEX"}}};
}

XmlElement EqualHostsPlatform::site(const std::string& id, int first, int count) const {
  XmlElement site = cluster(id, first, count);
  site.attribute("router_id", switch_of(id));
  return site;
}

int EqualHostsPlatform::hosts_of_shape(std::int64_t hosts, const Place& place) const {
  if (hosts < workers_ || hosts > most_hosts) {
    place.fail(fmt::format("expected a shape of {} to {} hosts, found one of {}", workers_, most_hosts, hosts));
  }
  return static_cast<int>(hosts);
}

void EqualHostsPlatform::check_links_of_shape(double links, const Place& place) {
  if (links <= most_links) return;
  constexpr double giga = 1e9;
  place.fail(
      fmt::format("expected a shape of at most {:.3g} links, found one of {:.3g}: SimGrid would need some {:.3g} GB "
                  "of memory for them",
                  most_links, links, links * bytes_per_link / giga));
}

std::string EqualHostsPlatform::idle_text(int hosts) const {
  if (hosts == workers_) return "";
  return fmt::format(" The shape has {} hosts: the workers are the first {}, the others are idle.", hosts, workers_);
}

std::vector<LinkNames> EqualHostsPlatform::worker_link_names(const std::string& id) {
  return {{id + "_link_*_UP", "from a worker to its switch"}, {id + "_link_*_DOWN", "from the switch to a worker"}};
}

}  // namespace lowband
