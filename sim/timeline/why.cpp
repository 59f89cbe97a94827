// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/why.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/timeline/link_use.hpp"
#include "sim/timeline/node_time.hpp"
#include "sim/timeline/why_words.hpp"
#include "sim/world/message.hpp"

namespace lowband {

namespace {

constexpr auto own_pace = "workers go at their own pace, so that no path of messages decides the time";

double bits_of(const Timeline& timeline) {
  double payload = 0.0;
  double coordinates = 0.0;
  for (const auto& message : timeline.messages) {
    if (message.coordinates == 0) continue;
    payload += static_cast<double>(message.bytes - message_header_bytes);
    coordinates += static_cast<double>(message.coordinates);
  }
  return coordinates > 0.0 ? 8.0 * payload / coordinates : 0.0;
}

/// What to try in place of so many bits: a usual code in place of full precision, and the reverse.
double other_than(double bits) {
  constexpr double full = 32.0;
  constexpr double few = 4.0;
  if (bits == 0.0) return 0.0;
  return bits > 2.0 * few ? few : full;
}

Why::Shares shares_of_workers(const Timeline& timeline) {
  Why::Shares shares;
  double all_s = 0.0;
  for (const auto& node : node_times(timeline)) {
    const bool is_worker = timeline.nodes[static_cast<std::size_t>(node.program.rank)].role == "worker";
    if (!is_worker || node.program.is_beside) continue;
    shares.steps += node.steps_s;
    shares.coding += node.coding_s;
    shares.waiting += node.waiting_s;
    shares.idle += node.idle_s;
    all_s += node.total_s();
  }
  if (!(all_s > 0.0)) return {};
  for (const auto share : {&Why::Shares::steps, &Why::Shares::coding, &Why::Shares::waiting, &Why::Shares::idle}) {
    shares.*share /= all_s;
  }
  return shares;
}

/// Adds the latency of a message of the path, in `seconds` that it was under way, to the links of its route, each in
/// proportion to its own.
void add_latency(const Timeline& timeline, const Timeline::Message& message, double seconds,
                 std::vector<double>& latency_s) {
  const auto& route = timeline.routes.at({message.from, message.to});
  double sum_s = 0.0;
  for (const std::size_t link : route) sum_s += timeline.links[link].latency_s;
  if (!(sum_s > 0.0)) return;
  const double share = std::min(message.latency_s, seconds) / sum_s;
  for (const std::size_t link : route) latency_s[link] += share * timeline.links[link].latency_s;
}

/// Those that the path's messages cross; without a path, all that messages cross.
std::vector<Why::Link> links_of(const Timeline& timeline, const std::vector<PathStretch>& path, bool has_path) {
  const auto use = link_use(timeline);
  std::vector<double> path_s(use.size(), 0.0);
  std::vector<double> latency_s(use.size(), 0.0);
  std::vector<bool> is_there(use.size(), false);
  for (std::size_t link = 0; link < use.size(); ++link) is_there[link] = !has_path && use[link].bytes > 0;
  for (const auto& stretch : path) {
    if (stretch.kind != PathStretch::Kind::message) continue;
    const auto& message = timeline.messages[stretch.index];
    for (const std::size_t link : timeline.routes.at({message.from, message.to})) {
      path_s[link] += stretch.seconds();
      is_there[link] = true;
    }
    add_latency(timeline, message, stretch.seconds(), latency_s);
  }
  std::vector<Why::Link> links;
  for (std::size_t link = 0; link < use.size(); ++link) {
    if (is_there[link])
      links.push_back({timeline.links[link].name, use[link].utilisation, path_s[link], latency_s[link]});
  }
  // Links that are used alike, but for rounding, stay in the order of their names.
  const auto key = [](const Why::Link& link) { return std::llround(1e6 * link.utilisation); };
  std::stable_sort(links.begin(), links.end(),
                   [&key](const Why::Link& a, const Why::Link& b) { return key(a) > key(b); });
  return links;
}

}  // namespace

Why why_of(const Timeline& timeline, Pace pace) {
  Why why;
  why.sim_time_s = timeline.end_s;
  why.until_s = timeline.to_s;
  if (pace == Pace::each_its_own) why.why_no_path = own_pace;
  std::vector<PathStretch> path;
  if (why.has_path()) path = critical_path(timeline);
  why.path = path_time(timeline, path);
  why.links = links_of(timeline, path, why.has_path());
  why.workers = shares_of_workers(timeline);
  why.bits = bits_of(timeline);
  if (why.has_path()) {
    why.other_bits = other_than(why.bits);
    if (why.other_bits > 0.0) why.gain = why.path.gain(why.other_bits);
  }
  why.sentence = words_of(why);
  return why;
}

namespace {

/// Calls visit(name, member) for all that is a number or text.
template <class Visit>
void for_each_member(Visit&& visit) {
  visit(
      "scenario", [](auto& why) -> auto& { return why.scenario; });
  visit(
      "algorithm", [](auto& why) -> auto& { return why.algorithm; });
  visit(
      "seed", [](auto& why) -> auto& { return why.seed; });
  visit(
      "sim_time_s", [](auto& why) -> auto& { return why.sim_time_s; });
  visit(
      "until_s", [](auto& why) -> auto& { return why.until_s; });
  visit(
      "why_no_path", [](auto& why) -> auto& { return why.why_no_path; });
  visit(
      "synchronisations", [](auto& why) -> auto& { return why.path.synchronisations; });
  visit(
      "computing_s", [](auto& why) -> auto& { return why.path.computing_s; });
  visit(
      "stragglers_s", [](auto& why) -> auto& { return why.path.stragglers_s; });
  visit(
      "coding_s", [](auto& why) -> auto& { return why.path.coding_s; });
  visit(
      "latency_s", [](auto& why) -> auto& { return why.path.latency_s; });
  visit(
      "transmission_s", [](auto& why) -> auto& { return why.path.transmission_s; });
  visit(
      "queueing_s", [](auto& why) -> auto& { return why.path.queueing_s; });
  visit(
      "waiting_s", [](auto& why) -> auto& { return why.path.waiting_s; });
  visit(
      "scalable_s", [](auto& why) -> auto& { return why.path.scalable_s; });
  visit(
      "scalable_s_per_bit", [](auto& why) -> auto& { return why.path.scalable_s_per_bit; });
  visit(
      "bits", [](auto& why) -> auto& { return why.bits; });
  visit(
      "other_bits", [](auto& why) -> auto& { return why.other_bits; });
  visit(
      "gain", [](auto& why) -> auto& { return why.gain; });
  visit(
      "workers_steps", [](auto& why) -> auto& { return why.workers.steps; });
  visit(
      "workers_coding", [](auto& why) -> auto& { return why.workers.coding; });
  visit(
      "workers_waiting", [](auto& why) -> auto& { return why.workers.waiting; });
  visit(
      "workers_idle", [](auto& why) -> auto& { return why.workers.idle; });
  visit(
      "sentence", [](auto& why) -> auto& { return why.sentence; });
}

}  // namespace

Json to_json(const Why& why) {
  Json json = Json::object();
  for_each_member([&](const char* name, auto member) { json[name] = member(why); });
  json["links"] = Json::array();
  for (const auto& link : why.links)
    json["links"].push_back({link.name, link.utilisation, link.path_s, link.latency_s});
  return json;
}

Why why_of_json(const Json& json) {
  Why why;
  for_each_member([&](const char* name, auto member) { json.at(name).get_to(member(why)); });
  for (const Json& link : json.at("links")) {
    why.links.push_back(
        {link.at(0).get<std::string>(), link.at(1).get<double>(), link.at(2).get<double>(), link.at(3).get<double>()});
  }
  return why;
}

}  // namespace lowband
