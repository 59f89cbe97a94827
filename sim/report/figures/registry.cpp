#include <memory>

#include "sim/report/figures/links_figure.hpp"
#include "sim/report/figures/plot.hpp"
#include "sim/report/figures/quality_plot.hpp"
#include "sim/report/figures/staleness_figure.hpp"
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
        [] { return std::make_unique<WorkerAccuracyPlot>(); }},
       {"consensus", "mean squared distance of the workers' models from their mean over simulated time", "",
        [] { return std::make_unique<ConsensusPlot>(); }},
       {"link-bytes", "bytes on each link; of more than 24 links those with the highest utilisation", "",
        [] { return std::make_unique<LinkBytesPlot>(); }},
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
