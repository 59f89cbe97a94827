#include "sim/report/plots.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/report/curve_plot.hpp"
#include "sim/report/gnuplot.hpp"
#include "sim/report/link_plot.hpp"
#include "sim/results/whole_file.hpp"

namespace lowband {

const std::vector<std::string>& plot_kinds() {
  static const std::vector<std::string> kinds{"accuracy-time", "accuracy-bytes", "loss-iterations", "link-bytes",
                                              "gradient-workers"};
  return kinds;
}

std::vector<std::string> default_plot_kinds() {
  std::vector<std::string> kinds = plot_kinds();
  std::erase(kinds, "gradient-workers");
  return kinds;
}

std::string plot_script(const std::string& kind, std::span<const ResultsFolder> results,
                        const std::filesystem::path& file) {
  const auto groups = group_runs(results);
  const CurveY quality = has_accuracy(groups) ? CurveY::test_accuracy : CurveY::train_loss;
  if (kind == "accuracy-time") return curve_plot(curve_figure(groups, CurveX::time, quality), file);
  if (kind == "accuracy-bytes") return curve_plot(curve_figure(groups, CurveX::bytes, quality), file);
  if (kind == "loss-iterations") return curve_plot(curve_figure(groups, CurveX::iteration, CurveY::train_loss), file);
  if (kind == "link-bytes") return link_plot(groups, file);
  if (kind == "gradient-workers") {
    const auto figure = curve_figure(labelled_by_algorithm(groups), CurveX::workers, CurveY::gradient_norm_sq);
    return curve_plot(figure, file);
  }
  throw UsageError(
      fmt::format("--kind: expected a kind of plot, found \"{}\"{}", kind, did_you_mean(kind, plot_kinds())));
}

void draw_plot(const std::string& kind, std::span<const ResultsFolder> results, const std::filesystem::path& file) {
  write_whole(file, run_gnuplot(plot_script(kind, results, file)));
}

}  // namespace lowband
