#include "sim/engine/simgrid_platform.hpp"

#include <fmt/format.h>
#include <xbt/log.h>
#include <simgrid/kernel/ProfileBuilder.hpp>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

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

void configure(const PlatformSettings& settings) {
  const std::string& file = settings.file;
  for (const auto& [key, value] : settings.network.configuration()) {
    // Where latencies vary, VaryingLinks applies this factor itself.
    if (key == "network/latency-factor" && VaryingLinks::varies_latency(settings.changes)) continue;
    try {
      sg::Engine::set_config(key + ":" + value);
    } catch (const std::exception& error) {
      const auto keys = known_keys(error.what());
      throw UsageError(fmt::format("{}: SimGrid refuses the setting {} = {}: {}{}", file, key, value,
                                   first_line(error.what()), keys.empty() ? "" : did_you_mean(key, keys)));
    }
  }
}

/// Whether the platform file holds one of `words`. SimGrid does not tell which profiles it has read from a file; that
/// a comment may hold such a word only costs time.
bool mentions(const std::string& file, std::initializer_list<const char*> words) {
  const std::string text = read_file(file);
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// A profile as SimGrid reads it: a line "TIME VALUE" per point.
simgrid::kernel::profile::Profile* simgrid_profile(const std::string& name, const Profile& profile) {
  std::string lines;
  for (const auto& point : profile.points) lines += fmt::format("{} {}\n", point.time_s, point.factor);
  return simgrid::kernel::profile::ProfileBuilder::from_string(name, lines, profile.period_s.value_or(-1.0));
}

}  // namespace

SimgridPlatform::SimgridPlatform(const PlatformSettings& settings) : file_(settings.file) {
  if (!std::filesystem::exists(file_)) throw UsageError(fmt::format("{}: no such platform file", file_));
  if (!std::filesystem::is_regular_file(file_)) throw UsageError(fmt::format("{}: not a platform file", file_));
  engine_ = make_engine();
  configure(settings);
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
  hosts_vary_in_file_ = mentions(file_, {"speed_file", "availability_file", "trace_connect"});
  links_vary_in_file_ = mentions(file_, {"bandwidth_file", "latency_file", "trace_connect"});
  choose_hosts(settings, in_file_order);
  change_links(settings);
  change_hosts(in_file_order, settings.host_changes);
  engine_->seal_platform();  // some zones find their routes only now
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

void SimgridPlatform::change_links(const PlatformSettings& settings) {
  link_states_ = changed_links(links_, settings.changes, file_);
  for (auto* link : links_) {
    // What is as it was is left alone: links of some kinds, such as WiFi, take no other values.
    if (bandwidth_Bps(link) != link->get_bandwidth()) link->set_bandwidth(bandwidth_Bps(link));
    if (latency_s(link) != link->get_latency()) link->set_latency(latency_s(link));
  }
  varying_links_.begin(*engine_, links_, link_states_, settings.network.configuration(), file_);
}

/// SimGrid keeps the speeds of the file, which it has sealed, and takes factors of them over time. Other speeds make
/// computations of other lengths, which are for the workers to pass: see varies().
void SimgridPlatform::change_hosts(const std::vector<sg::Host*>& in_file_order,
                                   const std::vector<HostChange>& changes) {
  host_states_ = changed_hosts(in_file_order, changes, file_);
  for (auto* host : in_file_order) {
    const ChangedQuantity& speed = host_states_.at(host).speed;
    if (speed.profile) host->set_speed_profile(simgrid_profile("speed of " + host->get_name(), *speed.profile));
  }
}

bool SimgridPlatform::varies(const sg::Host* host) const {
  return hosts_vary_in_file_ || host_states_.at(host).speed.profile != nullptr;
}

bool SimgridPlatform::varies(const sg::Link* link) const {
  const LinkState& state = link_states_.at(link);
  return links_vary_in_file_ || state.bandwidth.profile != nullptr || state.latency.profile != nullptr;
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
