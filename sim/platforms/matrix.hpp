// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/platforms/platform_generator.hpp"
#include "sim/platforms/site_hosts_file.hpp"
#include "sim/platforms/site_matrix.hpp"

namespace lowband {

/// Sites between which latency and bandwidth were measured, from matrices: rows send, columns receive, and the diagonal
/// holds between workers of a site. A message from site A to site B crosses the sender's link, one link that belongs to
/// the ordered pair (A, B), and the receiver's link. The pair's link has the latency and the bandwidth of the pair; all
/// messages from A to B share it, and nothing else does. A round-trip time counts half in each direction.
///
/// So what a site sends to several others at once shares its workers' links alone: its total is the sum of its row, if
/// these are wide enough. That is right for bandwidths that were measured for all pairs at once; those measured for one
/// pair at a time are more than a site has when it talks to several.
///
/// Where the diagonal has no latency, it is `inside-latency`; where it has no bandwidth, only the workers' links limit
/// what goes on inside a site. Workers that share a site are consecutive, so that the order of the sites is that of the
/// workers.
class MatrixPlatform final : public PlatformGenerator {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] GeneratedPlatform platform(const Place& place) const override;
  [[nodiscard]] std::vector<LinkNames> link_names() const override;

 private:
  [[nodiscard]] SiteMatrix read_latencies() const;
  [[nodiscard]] SiteMatrix read_bandwidths() const;

  std::string latency_;
  std::string rtt_;
  std::string bandwidth_;
  std::string hosts_;
  std::vector<std::string> sites_;
  std::string prefix_;
  std::string latency_unit_;
  std::string bandwidth_unit_;
  std::vector<std::string> latency_columns_;
  std::vector<std::string> bandwidth_columns_;
  std::string repeated_ = "refuse";
  std::string inside_latency_ = "100us";
  int workers_ = 1;
  std::string speed_ = "50Gf";
  std::string host_bandwidth_ = "10Gbps";
};

}  // namespace lowband
