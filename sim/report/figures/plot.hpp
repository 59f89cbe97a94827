// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/component.hpp"
#include "sim/report/figures/figure.hpp"
#include "sim/report/figures/page_options.hpp"
#include "sim/report/figures/run_details.hpp"
#include "sim/report/run_groups.hpp"
#include "sim/report/target_options.hpp"
#include "sim/results/results_folder.hpp"

namespace lowband {

/// What a plot is made of.
struct PlotData {
  std::span<const RunGroup> groups;  ///< those that are wanted
  std::span<const ResultsFolder> results;
  const RunDetails& details;
};

/// A kind of plot: which figure it makes of results. Its parameters are the options of `lowband plot` that have an
/// effect on it.
class Plot : public Component {
 public:
  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;

  /// The figure of these results, at least one, for a picture. Throws UsageError where there is nothing to draw, or an
  /// option cannot be kept.
  [[nodiscard]] Figure figure(std::span<const ResultsFolder> results, const RunDetails& details) const;
  /// The same for a page, which shows one panel at a time, so that there may be any number.
  [[nodiscard]] Figure page_figure(std::span<const ResultsFolder> results, const RunDetails& details) const;

  /// Why these results give it nothing to draw; "" if they give something.
  [[nodiscard]] virtual std::string lack_of(std::span<const ResultsFolder> results) const;
  /// It is drawn unless one kind is asked for, where lack_of() is empty.
  [[nodiscard]] virtual bool is_standard() const { return false; }
  /// What its picture is called, without an ending, where no name is asked for; it is of this kind.
  [[nodiscard]] virtual std::string file_name(const std::string& kind) const { return kind; }
  /// Takes this target in place of the experiments', where the figure is about one.
  virtual void aim_at(const TargetOptions& /*target*/) {}
  /// Throws UsageError if an option that was given has no effect with these results.
  virtual void check_effect(std::span<const ResultsFolder> /*results*/) const {}

 protected:
  /// Judges the groups, where the figure is about a target, and labels them by what makes a curve.
  virtual void prepare(std::vector<RunGroup>& /*groups*/, std::span<const ResultsFolder> /*results*/) const {}
  /// What a panel has at most of what groups are labelled with.
  [[nodiscard]] virtual std::size_t most_algorithms() const;
  [[nodiscard]] virtual Figure drawn(const PlotData& data) const = 0;

  /// States the options of every kind, --title and --size.
  void declare_page(Parameters& parameters) { page_.parameters(parameters); }
  /// What --x is unless it is asked for.
  enum class Scale : std::uint8_t { by_range, linear, logarithmic };
  /// States the option --x, which not every kind has.
  void declare_scale(Parameters& parameters, Scale scale = Scale::by_range);
  /// What it says; empty: what suits the results.
  [[nodiscard]] std::optional<bool> is_x_logarithmic() const;

 private:
  /// With all panels; `hint` ends the note on algorithms that are not shown.
  [[nodiscard]] Figure whole_figure(std::span<const ResultsFolder> results, const RunDetails& details,
                                    const char* hint) const;

  std::string only_ = "*";
  std::string scenario_ = "*";
  std::string x_ = "auto";
  PageOptions page_;
};

[[nodiscard]] const Registry<Plot>& plots();

/// Why there is nothing to draw of learning, where any_learned() is false.
inline constexpr const char* nothing_learned = "nothing was learned; --kind link-bytes shows the traffic";
/// Whether any of the results has learned something.
[[nodiscard]] bool any_learned(std::span<const ResultsFolder> results);

}  // namespace lowband
