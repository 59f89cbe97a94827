#include <memory>

#include "sim/report/figures/breakdown_figure.hpp"
#include "sim/report/figures/links_figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/figures/quality_plot.hpp"
#include "sim/report/figures/staleness_figure.hpp"
#include "sim/report/figures/sweep_plot.hpp"
#include "sim/report/figures/timeline_figure.hpp"
#include "sim/report/figures/topology_figure.hpp"
#include "sim/report/figures/traffic_matrix.hpp"
#include "sim/report/figures/utilisation_figure.hpp"
#include "sim/report/figures/workers_figure.hpp"
#include "sim/report/map/map_plot.hpp"

namespace lowband {

const Registry<Plot>& plots() {
  using Of = QualityPlot::Of;
  static const Registry<Plot> registry(
      "plot", "kind",
      {{"accuracy-time", "test accuracy over simulated time; of models without accuracy the train loss", "",
        [] { return std::make_unique<QualityPlot>(CurveX::time, Of::accuracy); }},
       {"accuracy-bytes", "the same over bytes sent by all workers", "",
        [] { return std::make_unique<QualityPlot>(CurveX::bytes, Of::accuracy); }},
       {"loss-iterations", "train loss over local steps", "",
        [] { return std::make_unique<QualityPlot>(CurveX::iteration, Of::loss); }},
       {"worker-accuracy", "test accuracy of the workers' own models over simulated time: mean and worst", "",
        [] { return std::make_unique<OverTimePlot>(OverTimePlot::Of::worker_accuracy); }},
       {"consensus", "mean squared distance of the workers' models from their mean over simulated time", "",
        [] { return std::make_unique<OverTimePlot>(OverTimePlot::Of::consensus); }},
       {"time-to-target",
        "simulated time to the target over a bandwidth, a latency or a swept value, with crossovers of the fastest", "",
        [] { return std::make_unique<SweepPlot>(SweepPlot::Of::time_to_target); }},
       {"speed-up", "the same of the speed-up over the baseline", "",
        [] { return std::make_unique<SweepPlot>(SweepPlot::Of::speed_up); }},
       {"link-bytes", "bytes on each link; of more than 24 links those with the highest utilisation", "",
        [] { return std::make_unique<LinkBytesPlot>(); }},
       {"traffic-time", "bytes sent by all nodes over simulated time", "",
        [] { return std::make_unique<OverTimePlot>(OverTimePlot::Of::traffic); }},
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
       {"gradient-workers",
        "squared gradient norm of the mean model, mean of the last half of the evaluations, over the number of "
        "workers, "
        "beside 1/sqrt(M); of several folders",
        "", [] { return std::make_unique<GradientWorkersPlot>(); }},
       {"map", "who is fastest to the target on which network: the map that \"lowband map\" has made", "",
        [] { return std::make_unique<MapPlot>(); }}});
  return registry;
}

}  // namespace lowband
