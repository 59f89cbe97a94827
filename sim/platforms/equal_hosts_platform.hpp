// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/platforms/platform_generator.hpp"

namespace lowband {

/// A kind of platform whose hosts are all alike, and so are their links: `workers` of them.
class EqualHostsPlatform : public PlatformGenerator {
 public:
  /// The parameters that all have (workers, bandwidth, latency, speed), and then own_parameters().
  void parameters(Parameters& parameters) final;

 protected:
  /// The names of the workers' links in clusters whose id matches the shell pattern `id`.
  [[nodiscard]] static std::vector<LinkNames> worker_link_names(const std::string& id);
  /// Declares what only this kind of platform has.
  virtual void own_parameters(Parameters& /*parameters*/) {}

  [[nodiscard]] int workers() const noexcept { return workers_; }
  [[nodiscard]] const std::string& bandwidth() const noexcept { return bandwidth_; }
  [[nodiscard]] const std::string& latency() const noexcept { return latency_; }
  /// "8 workers of 50Gf".
  [[nodiscard]] std::string workers_text() const;
  /// "full-duplex link of 1Gbps and 50us".
  [[nodiscard]] std::string link_text() const;
  /// `count` hosts from worker-`first` on, each with a full-duplex link to one switch that never congests. Another
  /// shape is a matter of further attributes.
  [[nodiscard]] XmlElement cluster(const std::string& id, int first, int count) const;
  /// The same as one of several sites, with a switch that routes between them can name: switch_of(id).
  [[nodiscard]] XmlElement site(const std::string& id, int first, int count) const;
  /// The hosts of a shape that has this many. Throws UsageError at `place` if they are fewer than the workers, or more
  /// than a platform may have.
  [[nodiscard]] int hosts_of_shape(std::int64_t hosts, const Place& place) const;
  /// Throws UsageError at `place` if a shape has so many links that SimGrid would not get done with making them.
  static void check_links_of_shape(double links, const Place& place);
  /// " There are 9 hosts for 7 workers: ..." where a shape has more hosts than there are workers; else empty.
  [[nodiscard]] std::string idle_text(int hosts) const;

 private:
  int workers_ = 0;
  std::string bandwidth_ = "1Gbps";
  std::string latency_ = "50us";
  std::string speed_ = "50Gf";
};

}  // namespace lowband
