#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace lowband {

/// Sizes in points of the panels of a figure and of the space around them.
struct PanelSizes {
  double width = 0.0;  ///< of the plot itself, without its labels
  double height = 0.0;
  double left = 84.0;        ///< for the labels of the y axis
  double column_gap = 66.0;  ///< between the plots of two columns
  double row_gap = 90.0;     ///< between the plots of two rows
  double bottom = 60.0;      ///< for the labels of the x axis
};

/// In how many columns so many panels of a common shape stand, and their sizes then.
[[nodiscard]] std::size_t columns_for(std::size_t panels);
[[nodiscard]] PanelSizes sizes_for(std::size_t columns);

/// A line of the legend: its text, and how gnuplot draws its sample ("with lines ...").
struct LegendEntry {
  std::string label;
  std::string style;
};

/// A figure: a title, panels row by row, and below them one legend for all, which never covers a curve.
class Canvas {
 public:
  Canvas(std::string title, PanelSizes sizes, std::size_t panels, std::size_t columns, std::vector<LegendEntry> legend);

  /// Starts a gnuplot script; `file` decides the format: .svg, .png or .pdf. Throws UsageError for other endings.
  [[nodiscard]] std::string begin(const std::filesystem::path& file) const;
  /// Places the panel that is drawn next.
  [[nodiscard]] std::string panel(std::size_t index) const;
  /// Draws, in place of a panel, that there is nothing to show in it yet.
  [[nodiscard]] static std::string not_finished();
  /// Draws title and legend, and ends the script.
  [[nodiscard]] std::string end() const;

  [[nodiscard]] bool is_first_column(std::size_t panel) const { return panel % columns_ == 0; }
  [[nodiscard]] bool is_last_row(std::size_t panel) const { return panel + columns_ >= panels_; }

 private:
  [[nodiscard]] std::string place(double left, double right, double top, double bottom) const;

  std::string title_;
  PanelSizes sizes_;
  std::size_t panels_;
  std::size_t columns_;
  std::vector<LegendEntry> legend_;
  std::size_t legend_columns_;
  double width_;
  double legend_top_;
  double height_;
};

/// Throws UsageError unless `file` ends in .svg, .png or .pdf.
void check_picture_ending(const std::filesystem::path& file);

}  // namespace lowband
