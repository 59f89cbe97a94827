// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/panel_words.hpp"

#include <algorithm>
#include <variant>

#include "sim/report/gnuplot/heat_colour.hpp"
#include "sim/report/gnuplot/page_sizes.hpp"
#include "sim/report/gnuplot/ticks.hpp"

namespace lowband {

namespace {

namespace sizes = page_sizes;

class Words {
 public:
  Words(GnuplotPage& page, const Figure& figure, const FigurePanel& panel, const Surroundings& around,
        const PageBox& plot)
      : page_(page), figure_(figure), panel_(panel), around_(around), plot_(plot) {}

  void title() {
    page_.add_lines(around_.title, plot_.middle(), plot_.top - sizes::pad - height(around_.title), sizes::text,
                    TextAnchor::centre);
  }

  void absence() {
    page_.texts.push_back(
        {plot_.middle(), 0.5 * (plot_.top + plot_.bottom), panel_.absence, TextAnchor::centre, sizes::text, "#777777"});
  }

  void x_axis() {
    if (!around_.has_x_labels) return;
    for (const auto& tick : around_.x_ticks) {
      const double x = plot_.left + plot_.width() * position_on(panel_.x, tick.at);
      if (around_.is_slanted) {
        page_.texts.push_back({.x = x + 0.4 * sizes::text,
                               .y = plot_.bottom + sizes::pad + 0.4 * sizes::text,
                               .text = tick.label,
                               .anchor = TextAnchor::right,
                               .angle = sizes::slant});
      } else {
        page_.texts.push_back({.x = x,
                               .y = plot_.bottom + sizes::pad + 0.5 * sizes::line * sizes::text,
                               .text = tick.label,
                               .anchor = TextAnchor::centre});
      }
    }
    page_.add_lines(around_.x_label, plot_.middle(), plot_.bottom + around_.bottom - height(around_.x_label),
                    sizes::text, TextAnchor::centre);
  }

  void y_axis() {
    for (const auto& tick : around_.y_ticks) {
      const double y = plot_.bottom - plot_.height() * position_on(panel_.y, tick.at);
      page_.texts.push_back({.x = plot_.left - sizes::pad, .y = y, .text = tick.label, .anchor = TextAnchor::right});
    }
    const double ticks = around_.y_ticks.empty() ? 0.0 : sizes::text * widest(around_.y_ticks) + sizes::pad;
    upwards(around_.y_label, plot_.left - sizes::pad - ticks - height(around_.y_label));
  }

  void heat() {
    constexpr int steps = 64;
    const double left = plot_.right + 1.5 * sizes::pad;
    FigureAxis steps_axis = panel_.heat;
    steps_axis.is_logarithmic = false;
    steps_axis.least = 0.0;
    steps_axis.most = steps;
    for (int i = 0; i < steps; ++i) {
      const double bottom = plot_.bottom - plot_.height() * i / steps;
      constexpr double seam = 0.3;  // neighbours overlap a little, so that nothing shines through
      page_.fills.push_back({{left, bottom - plot_.height() / steps - seam, left + sizes::heat, bottom},
                             heat_colour(steps_axis, i + 0.5)});
    }
    for (const auto& tick : around_.heat_ticks) {
      page_.texts.push_back({.x = left + sizes::heat + 0.5 * sizes::pad,
                             .y = plot_.bottom - plot_.height() * position_on(panel_.heat, tick.at),
                             .text = tick.label});
    }
    upwards(around_.heat_label, left + sizes::heat + sizes::pad + sizes::text * widest(around_.heat_ticks));
  }

  void remarks() {
    double top = plot_.top + sizes::pad;
    for (const auto& remark : panel_.remarks) {
      const auto lines = wrapped(remark.text, (plot_.width() - 2.0 * sizes::pad) / sizes::small_text);
      page_.add_lines(lines, plot_.right - sizes::pad, top, sizes::small_text, TextAnchor::right,
                      colour_of(remark.series));
      top += sizes::height_of(lines, sizes::small_text);
    }
  }

  void operator()(const TextMark& mark) {
    beside(mark.x, mark.y, mark.text, TextAnchor::centre, colour_of(mark.series), sizes::line * sizes::small_text);
  }
  void operator()(const LineMark& mark) {
    if (mark.label.empty()) return;
    constexpr double above = 0.6 * sizes::line * sizes::small_text;
    // At its end, or else where on its way there is room.
    static_cast<void>(std::any_of(mark.points.rbegin(), mark.points.rend(), [&](const LinePoint& at) {
      return beside(at.x, at.y, mark.label, TextAnchor::right, colour_of(mark.series), above);
    }));
  }
  void operator()(const GraphMark& mark) {
    for (const auto& node : mark.nodes) {
      if (node.label.empty()) continue;
      PageText label{.x = x_of(node.x),
                     .y = y_of(node.y),
                     .text = node.label,
                     .anchor = TextAnchor::centre,
                     .size = sizes::small_text,
                     .colour = "#ffffff"};
      if (sizes::small_text * text_width(node.label) > sizes::node) {  // too wide to stand inside
        label.y -= 0.5 * (sizes::node + sizes::line * sizes::small_text);
        label.colour = PageText{}.colour;
      }
      if (is_free(label.box())) page_.texts.push_back(std::move(label));
    }
  }
  template <class Mark>
  void operator()(const Mark& /*mark*/) {}  // has no words

 private:
  [[nodiscard]] static double height(const std::vector<std::string>& lines) {
    return sizes::height_of(lines, sizes::text);
  }
  [[nodiscard]] const std::string& colour_of(std::size_t series) const { return figure_.series[series].style.colour; }
  [[nodiscard]] double x_of(double value) const { return plot_.left + plot_.width() * position_on(panel_.x, value); }
  [[nodiscard]] double y_of(double value) const { return plot_.bottom - plot_.height() * position_on(panel_.y, value); }
  [[nodiscard]] bool is_free(const PageBox& box) const {
    return std::none_of(page_.texts.begin(), page_.texts.end(),
                        [&box](const PageText& other) { return other.box().overlaps(box); });
  }

  /// Lines beside each other that go upwards, the first from `left` on.
  void upwards(const std::vector<std::string>& lines, double left) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      page_.texts.push_back({.x = left + sizes::line * sizes::text * (static_cast<double>(i) + 0.5),
                             .y = 0.5 * (plot_.top + plot_.bottom),
                             .text = lines[i],
                             .anchor = TextAnchor::centre,
                             .angle = 90.0});
    }
  }

  /// A word `above` a place inside the plot, or as near to it as there is room; whether there is any.
  bool beside(double x, double y, const std::string& text, TextAnchor anchor, const std::string& colour, double above) {
    PageText label{.x = x_of(x),
                   .y = y_of(y) - above,
                   .text = text,
                   .anchor = anchor,
                   .size = sizes::small_text,
                   .colour = colour};
    const PageBox wanted = label.box();
    label.x += std::max(0.0, plot_.left - wanted.left) - std::max(0.0, wanted.right - plot_.right);
    const double first = label.y;
    for (const int step : {0, -1, 1, 2, -2, 3, -3}) {
      label.y = first + sizes::line * sizes::small_text * step;
      const PageBox box = label.box();
      if (box.top < plot_.top || box.bottom > plot_.bottom || box.left < plot_.left - 1e-6 || !is_free(box)) continue;
      page_.texts.push_back(std::move(label));
      return true;
    }
    return false;
  }

  GnuplotPage& page_;
  const Figure& figure_;
  const FigurePanel& panel_;
  const Surroundings& around_;
  const PageBox& plot_;
};

}  // namespace

void place_panel_words(GnuplotPage& page, const Figure& figure, const FigurePanel& panel, const Surroundings& around,
                       const PageBox& plot) {
  Words words(page, figure, panel, around, plot);
  words.title();
  if (!panel.absence.empty()) {
    words.absence();
    return;
  }
  words.x_axis();
  words.y_axis();
  if (has_heat(panel)) words.heat();
  words.remarks();
  for (const auto& mark : panel.marks) std::visit(words, mark);
}

}  // namespace lowband
