// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "sim/report/figures/breakdown_figure.hpp"
#include "sim/report/figures/links_figure.hpp"
#include "sim/report/figures/metric_plot.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/figures/rate_figure.hpp"
#include "sim/report/figures/staleness_figure.hpp"
#include "sim/report/figures/sweep_plot.hpp"
#include "sim/report/figures/timeline_figure.hpp"
#include "sim/report/figures/topology_figure.hpp"
#include "sim/report/figures/traffic_matrix.hpp"
#include "sim/report/figures/utilisation_figure.hpp"
#include "sim/report/map/map_plot.hpp"

namespace lowband {

const Registry<Plot>& plots() {
  static const Registry<Plot> registry(
      "plot", "kind",
      {{"over-time",
        "a metric over simulated time: test accuracy, of models without it the training loss, or any other", "",
        [] { return std::make_unique<MetricPlot>(CurveX::time, "accuracy"); }},
       {"over-bytes", "the same over bytes sent by all workers", "",
        [] { return std::make_unique<MetricPlot>(CurveX::bytes, "accuracy"); }},
       {"over-iterations", "the same over local steps; unless another is asked for the training loss", "",
        [] { return std::make_unique<MetricPlot>(CurveX::iteration, "loss"); }},
       {"worker-accuracy", "test accuracy of the workers' own models over simulated time: mean and worst", "",
        [] { return std::make_unique<WorkerAccuracyPlot>(); }},
       {"time-to-target",
        "simulated time to the target over a bandwidth, a latency or a swept value, with crossovers of the fastest", "",
        [] { return std::make_unique<SweepPlot>(SweepPlot::Of::time_to_target); }},
       {"speed-up", "the same of the speed-up over the baseline", "",
        [] { return std::make_unique<SweepPlot>(SweepPlot::Of::speed_up); }},
       {"link-bytes", "bytes on each link; of more than 24 links those with the highest utilisation", "",
        [] { return std::make_unique<LinkBytesPlot>(); }},
       {"traffic-matrix", "who sent how much to whom", "", [] { return std::make_unique<TrafficMatrixPlot>(); }},
       {"utilisation", "how busy the busiest links are over simulated time, by replay", "",
        [] { return std::make_unique<UtilisationPlot>(); }},
       {"breakdown", "what nodes do with their time, in shares, by replay", "",
        [] { return std::make_unique<BreakdownPlot>(); }},
       {"timeline", "what nodes do when, by replay; of more than 2000 boxes, and of more than 8 runs, the first", "",
        [] { return std::make_unique<BoxesPlot>(); }},
       {"topology", "who sends to whom, such as the graph of gossip, on the platform", "",
        [] { return std::make_unique<TopologyPlot>(); }},
       {"staleness", "the share of changes of each staleness, with mean and quantiles, of all seeds together", "",
        [] { return std::make_unique<StalenessPlot>(); }},
       {"rate",
        "mean squared gradient norm over local steps N, workers M, N M or local steps between synchronisations K, both "
        "logarithmic, with slopes, beside -1/2",
        "", [] { return std::make_unique<RatePlot>(); }},
       {"map", "who is fastest to the target on which network: the map that \"lowband map\" has made", "",
        [] { return std::make_unique<MapPlot>(); }}});
  return registry;
}

}  // namespace lowband
