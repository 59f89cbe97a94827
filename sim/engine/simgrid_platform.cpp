// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/simgrid_platform.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xbt/log.h>
#include <xbt/config.hpp>

#include <algorithm>
#include <cerrno>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/actor_stacks.hpp"

namespace lowband {

namespace sg = simgrid::s4u;

namespace {

std::unique_ptr<sg::Engine> make_engine(std::size_t actors) {
  // Warnings only: SimGrid announces every configuration change otherwise.
  std::vector<std::string> words = {"lowband", "--log=root.thresh:warning"};
  for (auto& word : stack_settings(actors)) words.push_back(std::move(word));
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

void configure(const PlatformSettings& settings, bool latencies_vary) {
  const std::string& file = settings.file;
  auto configuration = settings.network.configuration();
  // What Latencies applies itself.
  if (Latencies::need_factor(settings.network, latencies_vary)) configuration.erase("network/latency-factor");
  if (latencies_vary) configuration["network/TCP-gamma"] = "1e100";
  for (const auto& [key, value] : configuration) {
    try {
      sg::Engine::set_config(key + ":" + value);
    } catch (const std::exception& error) {
      const auto keys = known_keys(error.what());
      throw UsageError(fmt::format("{}: SimGrid refuses the setting {} = {}: {}{}", file, key, value,
                                   first_line(error.what()), keys.empty() ? "" : did_you_mean(key, keys)));
    }
  }
}

/// A file that exists in memory alone, while this object does.
class FileInMemory {
 public:
  explicit FileInMemory(const std::string& content) : descriptor_(::memfd_create("platform", MFD_CLOEXEC)) {
    for (std::size_t written = 0; descriptor_ >= 0 && written < content.size();) {
      const ssize_t n = ::write(descriptor_, content.data() + written, content.size() - written);
      if (n < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "write");
      if (n > 0) written += static_cast<std::size_t>(n);
    }
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  FileInMemory(const FileInMemory&) = delete;
  FileInMemory& operator=(const FileInMemory&) = delete;
  FileInMemory(FileInMemory&&) = delete;
  FileInMemory& operator=(FileInMemory&&) = delete;
  ~FileInMemory() { ::close(descriptor_); }

  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

/// Whether nobody has set it yet; true for what SimGrid does not know, of which it complains itself.
bool is_default(const std::string& setting) {
  try {
    return simgrid::config::is_default(setting.c_str());
  } catch (const std::out_of_range&) {
    return true;
  }
}

}  // namespace

SimgridPlatform::SimgridPlatform(const PlatformSettings& settings) : file_(settings.file), network_(settings.network) {
  const PlatformXml xml(file_);
  const PlatformProfiles profiles = read_platform_profiles(xml);
  engine_ = make_engine(3 * (static_cast<std::size_t>(settings.workers) + settings.others.size()));  // see there
  const bool latencies_vary = Latencies::vary(settings.changes, profiles);
  configure(settings, latencies_vary);
  // The engine lists hosts in the order of their names; the order of the file is that of their creation. SimGrid calls
  // back again, in another order, when it seals the platform: what counts is taken before.
  const auto created = std::make_shared<std::vector<sg::Host*>>();
  sg::Host::on_creation_cb([created](sg::Host& host) { created->push_back(&host); });
  take_settings(xml, settings.network);
  load(xml);
  check_settings();
  const std::vector<sg::Host*> in_file_order = *created;
  hosts_in_file_ = static_cast<int>(in_file_order.size());
  loopback_ = engine_->link_by_name_or_null("__loopback__");
  links_ = engine_->get_filtered_links([this](const sg::Link* link) { return link != loopback_; });
  std::sort(links_.begin(), links_.end(),
            [](const sg::Link* a, const sg::Link* b) { return a->get_name() < b->get_name(); });
  choose_hosts(settings, in_file_order);
  change_links(settings, profiles);
  latencies_.begin(*engine_, link_states_, network_, file_, latencies_vary, xml.has_coordinates());
  varying_links_.begin(*engine_, links_, link_states_, settings);
  host_states_ = changed_hosts(in_file_order, profiles, settings.host_changes, file_);
  engine_->seal_platform();  // some zones find their routes only now
}

void SimgridPlatform::load(const PlatformXml& xml) {
  std::optional<FileInMemory> visible;
  if (xml.hides_something()) visible.emplace(xml.text_for_simgrid());
  const std::string path = visible ? visible->path() : file_;
  try {
    engine_->load_platform(path);
  } catch (const std::exception& error) {
    std::string reason = first_line(error.what());
    if (const std::size_t named = reason.find(path); named != std::string::npos) {
      reason.replace(named, path.size(), file_);
    }
    throw UsageError(fmt::format("{}: malformed platform: {}", file_, reason));
  }
}

void SimgridPlatform::take_settings(const PlatformXml& xml, const NetworkSettings& network) {
  settings_ = network.configuration();
  const auto ignore = [this](const PlatformXml::Setting& setting, const std::string& reason) {
    warnings_.push_back(
        fmt::format("{}: its setting {} = {} has no effect: {}", file_, setting.key, setting.value, reason));
  };
  for (const auto& setting : xml.ignored_settings()) {
    const auto decided = settings_.find(setting.key);
    if (decided != settings_.end()) {
      ignore(setting, fmt::format("the network of the experiment has {}", decided->second));
    } else {
      ignore(setting,
             setting.key == "path" ? "files are looked for beside the platform" : "SimGrid does not trace here");
    }
  }
  for (const auto& setting : xml.settings()) {
    // SimGrid's own rule: what has been set already stays.
    if (is_default(setting.key) && settings_.emplace(setting.key, setting.value).second) continue;
    ignore(setting, settings_.contains(setting.key) ? fmt::format("{} is in force", settings_.at(setting.key))
                                                    : "Lowband decides it");
  }
}

void SimgridPlatform::check_settings() {
  clock_resolution_s_ = simgrid::config::get_value<double>("surf/precision");
  if (const int threads = simgrid::config::get_value<int>("contexts/nthreads"); threads != 1) {
    throw UsageError(fmt::format("{}: expected contexts/nthreads = 1, as workers run one after the other, found {}",
                                 file_, threads));
  }
  const auto hosts = simgrid::config::get_value<std::string>("host/model");
  if (hosts == "default" || hosts == "compound") return;
  network_.is_replaced = true;
  for (const auto* key : {"model", "latency-factor", "bandwidth-factor", "crosstraffic", "weight-S"}) {
    settings_.erase(std::string("network/") + key);
  }
  warnings_.push_back(
      fmt::format("{}: its setting host/model = {} brings a network of its own: of the experiment's, "
                  "only the window counts",
                  file_, hosts));
}

double SimgridPlatform::factor(const std::string& setting) const {
  const auto found = settings_.find(setting);
  return found == settings_.end() ? 1.0 : std::stod(found->second);
}

void SimgridPlatform::choose_hosts(const PlatformSettings& settings, const std::vector<sg::Host*>& in_file_order) {
  if (settings.hosts.empty()) {
    if (hosts_in_file_ < settings.workers) {
      throw UsageError(fmt::format("{}: expected at least {} host{}, one per worker, found {}", file_, settings.workers,
                                   settings.workers == 1 ? "" : "s", hosts_in_file_));
    }
    hosts_.assign(in_file_order.begin(), in_file_order.begin() + settings.workers);
  }
  for (const auto& name : settings.hosts) hosts_.push_back(host_named(name, in_file_order));
  choose_hosts_of_others(settings.others, in_file_order);
}

void SimgridPlatform::choose_hosts_of_others(const std::vector<NodePlace>& others,
                                             const std::vector<sg::Host*>& in_file_order) {
  const std::size_t hosts_of_workers = hosts_.size();
  std::set<const sg::Host*> taken;
  if (!others.empty()) taken.insert(hosts_.begin(), hosts_.end());
  auto next = in_file_order.begin();
  for (const NodePlace& other : others) {
    if (other.beside) {
      hosts_.push_back(hosts_.at(static_cast<std::size_t>(*other.beside)));
    } else if (!other.host.empty()) {
      hosts_.push_back(host_named(other.host, in_file_order));
    } else {
      next = std::find_if(next, in_file_order.end(), [&](const sg::Host* host) { return !taken.contains(host); });
      if (next == in_file_order.end()) {
        const auto on_their_own = std::count_if(
            others.begin(), others.end(), [](const NodePlace& each) { return !each.beside && each.host.empty(); });
        throw UsageError(fmt::format("{}: expected at least {} hosts, for {} worker{} and {} {}{}, found {}", file_,
                                     static_cast<std::ptrdiff_t>(hosts_of_workers) + on_their_own, hosts_of_workers,
                                     hosts_of_workers == 1 ? "" : "s", on_their_own, other.role,
                                     on_their_own == 1 ? "" : "s", hosts_in_file_));
      }
      hosts_.push_back(*next);
    }
    taken.insert(hosts_.back());
  }
}

sg::Host* SimgridPlatform::host_named(const std::string& name, const std::vector<sg::Host*>& all) const {
  sg::Host* host = engine_->host_by_name_or_null(name);
  if (host != nullptr) return host;
  std::vector<std::string> names;
  for (const auto* other : all) names.push_back(other->get_name());
  throw UsageError(fmt::format("{}: no host \"{}\"{}", file_, name, did_you_mean(name, names)));
}

void SimgridPlatform::change_links(const PlatformSettings& settings, const PlatformProfiles& profiles) {
  link_states_ = changed_links(links_, profiles, settings.changes, file_);
  if (loopback_ != nullptr) {
    link_states_[loopback_] = {{.value = loopback_->get_bandwidth()}, {.value = loopback_->get_latency()}};
  }
  for (auto* link : links_) {
    const bool is_wider = bandwidth_Bps(link) != link->get_bandwidth();
    const bool is_longer = latency_s(link) != link->get_latency();
    if (link->get_sharing_policy() == sg::Link::SharingPolicy::WIFI && (is_wider || is_longer || varies(link))) {
      throw UsageError(fmt::format("{}: link \"{}\" is Wi-Fi, whose bandwidth and latency cannot be changed", file_,
                                   link->get_name()));
    }
    if (is_wider) link->set_bandwidth(bandwidth_Bps(link));
    if (is_longer) link->set_latency(latency_s(link));
    const bool can_have_factor =
        link->get_sharing_policy() != sg::Link::SharingPolicy::WIFI && Latencies::need_factor(network_, false);
    if (can_have_factor && link->get_latency() == 0.0) link->set_latency(Latencies::stand_in_s);
  }
}

std::vector<sg::Link*> SimgridPlatform::route(int from, int to, double* latency) const {
  const auto* source = hosts_.at(static_cast<std::size_t>(from));
  const auto* destination = hosts_.at(static_cast<std::size_t>(to));
  std::vector<sg::Link*> links;
  double total_latency = 0.0;
  std::string reason = "it crosses no link, and takes no time";
  try {
    source->route_to(destination, links, &total_latency);
  } catch (const std::exception& error) {
    reason = error.what();
    links.clear();
    total_latency = 0.0;
  }
  if (links.empty() && !(total_latency > 0.0)) {
    throw UsageError(fmt::format("{}: no route from host \"{}\" (worker {}) to \"{}\" (worker {}), which must talk: {}",
                                 file_, source->get_name(), from, destination->get_name(), to, reason));
  }
  for (const auto* link : links) {
    if (link->get_sharing_policy() != sg::Link::SharingPolicy::WIFI) continue;
    throw UsageError(
        fmt::format("{}: link \"{}\", on the route from host \"{}\" (worker {}) to \"{}\" (worker {}), is "
                    "Wi-Fi, which is not supported",
                    file_, link->get_name(), source->get_name(), from, destination->get_name(), to));
  }
  if (latency != nullptr) *latency = latencies_.unvaried_s(links, total_latency);
  return links;
}

RouteSpeed SimgridPlatform::speed(int from, int to) const {
  return latencies_.speed(hosts_.at(static_cast<std::size_t>(from)), hosts_.at(static_cast<std::size_t>(to)));
}

std::optional<double> SimgridPlatform::rate_limit(int from, int to) const {
  return latencies_.rate_limit(hosts_.at(static_cast<std::size_t>(from)), hosts_.at(static_cast<std::size_t>(to)));
}

std::string SimgridPlatform::obstacle(int from, int to) const {
  const auto* source = hosts_.at(static_cast<std::size_t>(from));
  const auto* destination = hosts_.at(static_cast<std::size_t>(to));
  for (const auto* host : {source, destination}) {
    if (!host->is_on()) return fmt::format("host \"{}\" is off", host->get_name());
  }
  std::vector<sg::Link*> links;
  source->route_to(destination, links, nullptr);
  for (const auto* link : links) {
    if (!link->is_on()) return fmt::format("link \"{}\" is off", link->get_name());
  }
  return "";
}

}  // namespace lowband
