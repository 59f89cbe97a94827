#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "sim/base/parameters.hpp"

namespace lowband {

/// Devices that workers have, such as phones of many models: each worker is one of a list, every one as likely, drawn
/// with replacement. A device computes at
///
///     speed of the worker's host * its speed in the list / the reference.
///
/// So the list may be benchmark scores, of which only ratios matter, and the reference is that of the hosts as the
/// platform has them. The draw is a function of seed and worker alone: the same for all algorithms and scenarios.
class Devices {
 public:
  /// Declares the keys; files are relative to `folder`.
  void declare_keys(Parameters& parameters, const std::filesystem::path& folder);
  /// To be called when the keys have been read: takes speeds out of the file. Throws UsageError.
  void check(const Place& place);

  [[nodiscard]] bool is_empty() const noexcept { return speeds_.empty(); }
  /// By which factor the computations of a worker take longer in a run of this seed; 1 without devices.
  [[nodiscard]] double slowdown_of(std::uint32_t worker, std::uint64_t run_seed) const;
  /// The keys with what is in force, which need no file; null without devices.
  [[nodiscard]] Json values() const;

 private:
  void take_speeds(const Json& json, const Place& place);

  std::filesystem::path folder_;
  std::optional<std::string> file_;
  std::string column_ = "speed";
  Json listed_;                 ///< as in the file: a list of speeds, or an object of speeds by name
  std::vector<double> speeds_;  ///< the same, without names
  std::optional<double> reference_;
  std::optional<int> seed_;
};

/// Declares "devices", null or an object.
void declare_devices(Parameters& parameters, Devices& devices, const std::filesystem::path& folder);

}  // namespace lowband
