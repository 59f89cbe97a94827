#include "sim/engine/simgrid_platform.hpp"

#include <fmt/format.h>
#include <fnmatch.h>
#include <xbt/log.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "sim/base/error.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

std::unique_ptr<sg::Engine> make_engine() {
  // Warnings only: SimGrid announces every configuration change otherwise.
  std::vector<std::string> words = {"lowband", "--log=root.thresh:warning"};
#ifdef LOWBAND_SANITIZED
  // The sanitizers follow threads, not stacks that are swapped by hand.
  words.emplace_back("--cfg=contexts/factory:thread");
#else
  // Actors call into the mathematics, which keeps its scratch elsewhere; the memory is touched only as far as used.
  words.emplace_back("--cfg=contexts/stack-size:1024");
#endif
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  int count = static_cast<int>(words.size());
  return std::make_unique<sg::Engine>(&count, arguments.data());
}

/// SimGrid explains at length after its first line.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// The keys in the list "  KEY: (TYPE)VALUE" that SimGrid's complaint about an unknown one goes on with.
std::vector<std::string> known_keys(const std::string& complaint) {
  std::vector<std::string> keys;
  std::istringstream lines(complaint);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t end = line.find(": (");
    if (line.starts_with("  ") && end != std::string::npos) keys.push_back(line.substr(2, end - 2));
  }
  return keys;
}

void configure(const NetworkSettings& network, const std::string& file) {
  for (const auto& [key, value] : network.configuration()) {
    try {
      sg::Engine::set_config(key + ":" + value);
    } catch (const std::exception& error) {
      const auto keys = known_keys(error.what());
      throw UsageError(fmt::format("{}: SimGrid refuses the setting {} = {}: {}{}", file, key, value,
                                   first_line(error.what()), keys.empty() ? "" : did_you_mean(key, keys)));
    }
  }
}

}  // namespace

SimgridPlatform::SimgridPlatform(const PlatformSettings& settings) : file_(settings.file) {
  if (!std::filesystem::exists(file_)) throw UsageError(fmt::format("{}: no such platform file", file_));
  if (!std::filesystem::is_regular_file(file_)) throw UsageError(fmt::format("{}: not a platform file", file_));
  engine_ = make_engine();
  configure(settings.network, file_);
  // The engine lists hosts in the order of their names; the order of the file is that of their creation. SimGrid calls
  // back again, in another order, when it seals the platform: what counts is taken before.
  const auto created = std::make_shared<std::vector<sg::Host*>>();
  sg::Host::on_creation_cb([created](sg::Host& host) { created->push_back(&host); });
  try {
    engine_->load_platform(file_);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: malformed platform: {}", file_, first_line(error.what())));
  }
  const std::vector<sg::Host*> in_file_order = *created;
  hosts_in_file_ = static_cast<int>(in_file_order.size());
  links_ = engine_->get_filtered_links([](const sg::Link* link) { return link->get_name() != "__loopback__"; });
  std::sort(links_.begin(), links_.end(),
            [](const sg::Link* a, const sg::Link* b) { return a->get_name() < b->get_name(); });
  check_speeds(in_file_order);
  choose_hosts(settings, in_file_order);
  change_links(settings.changes);
  engine_->seal_platform();  // some zones find their routes only now
}

/// SimGrid takes any number, and dies of it in the middle of the simulation, or goes back in time.
void SimgridPlatform::check_speeds(const std::vector<sg::Host*>& hosts) const {
  for (const auto* host : hosts) {
    if (host->get_speed() > 0.0) continue;
    throw UsageError(
        fmt::format("{}: host \"{}\": expected a speed above 0, found {}", file_, host->get_name(), host->get_speed()));
  }
  for (const auto* link : links_) {
    if (link->get_bandwidth() > 0.0 && link->get_latency() >= 0.0) continue;
    throw UsageError(
        fmt::format("{}: link \"{}\": expected a bandwidth above 0 and a latency from 0, found {} B/s, {} s", file_,
                    link->get_name(), link->get_bandwidth(), link->get_latency()));
  }
}

void SimgridPlatform::choose_hosts(const PlatformSettings& settings, const std::vector<sg::Host*>& in_file_order) {
  if (settings.hosts.empty()) {
    if (hosts_in_file_ < settings.workers) {
      throw UsageError(fmt::format("{}: expected at least {} host{}, one per worker, found {}", file_, settings.workers,
                                   settings.workers == 1 ? "" : "s", hosts_in_file_));
    }
    hosts_.assign(in_file_order.begin(), in_file_order.begin() + settings.workers);
    return;
  }
  std::vector<std::string> names;
  for (const auto* host : in_file_order) names.push_back(host->get_name());
  for (const auto& name : settings.hosts) {
    sg::Host* host = engine_->host_by_name_or_null(name);
    if (host == nullptr) throw UsageError(fmt::format("{}: no host \"{}\"{}", file_, name, did_you_mean(name, names)));
    hosts_.push_back(host);
  }
}

void SimgridPlatform::change_links(const std::vector<LinkChange>& changes) {
  for (const auto& change : changes) {
    bool matched = false;
    for (auto* link : links_) {
      if (::fnmatch(change.match.c_str(), link->get_cname(), 0) != 0) continue;
      matched = true;
      if (change.bandwidth_Bps) link->set_bandwidth(*change.bandwidth_Bps);
      if (change.latency_s) link->set_latency(*change.latency_s);
    }
    if (matched) continue;
    std::vector<std::string> names;
    for (const auto* link : links_) names.push_back(link->get_name());
    const auto nearest = nearest_name(change.match, names);
    throw UsageError(fmt::format("{}: no link matches \"{}\"{}", file_, change.match,
                                 names.empty() ? ": it has none"
                                 : nearest.empty()
                                     ? fmt::format(" (there are {}, such as \"{}\")", names.size(), names[0])
                                     : fmt::format(", did you mean \"{}\"?", nearest)));
  }
}

std::vector<sg::Link*> SimgridPlatform::route(int from, int to, double* latency) const {
  const auto* source = hosts_.at(static_cast<std::size_t>(from));
  const auto* destination = hosts_.at(static_cast<std::size_t>(to));
  std::vector<sg::Link*> links;
  double total_latency = 0.0;
  std::string reason = "it crosses no link";
  try {
    source->route_to(destination, links, &total_latency);
  } catch (const std::exception& error) {
    reason = error.what();
    links.clear();
  }
  if (links.empty()) {
    throw UsageError(fmt::format("{}: no route from host \"{}\" (worker {}) to \"{}\" (worker {}), which must talk: {}",
                                 file_, source->get_name(), from, destination->get_name(), to, reason));
  }
  if (latency != nullptr) *latency = total_latency;
  return links;
}

}  // namespace lowband
