// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/base/place.hpp"
#include "sim/report/figures/figure.hpp"
#include "sim/report/text_table.hpp"

namespace lowband {

/// A cell of a table: its text, and by what its column is sorted: a number, a text, or null for nothing.
struct PageCell {
  std::string text;
  Json key{};
};

/// A table that a page's reader sorts.
struct PageTable {
  using Column = TextTable::Column;
  struct Row {
    std::string scenario;
    std::vector<PageCell> cells{};  ///< one per column
    bool is_best = false;           ///< it stands out
  };
  std::vector<Column> columns{};
  std::vector<Row> rows{};
};

/// A panel of a figure, as one of those that a chart can show.
struct PagePanel {
  std::string title;                     ///< by which it is chosen
  std::vector<std::string> scenarios{};  ///< that it is about; empty: it has to do with none
  std::size_t figure = 0;                ///< index of Page::figures
  std::size_t panel = 0;                 ///< index of Figure::panels
};

/// What a page shows of one subject, a panel at a time.
struct PageChart {
  std::string id;  ///< letters, digits and '-'
  std::string title;
  std::vector<PagePanel> panels{};  ///< at least one
};

/// A manifest, in full.
struct PageManifest {
  std::string title;
  Json manifest;
};

/// A report, before it is written down. Texts are plain.
struct Page {
  std::string title;
  std::vector<std::string> about{};         ///< what is reported of, and at which target
  std::vector<std::string> scenarios{};     ///< among which a reader chooses
  std::vector<std::string> answer{};        ///< sentences
  PageTable answers{};                      ///< a row per scenario
  std::vector<std::string> answer_notes{};  ///< how to read it
  std::vector<std::string> warnings{};
  std::vector<Figure> figures{};
  std::vector<PageChart> charts{};
  PageTable table{};  ///< the whole comparison
  std::vector<std::string> table_notes{};
  std::vector<PageManifest> manifests{};
};

/// Adds a figure, all of whose panels a chart is to show.
void add_chart(Page& page, PageChart chart, Figure figure);

/// Whether this program has what pages are drawn with; see CMakeLists.txt, LOWBAND_VEGA.
[[nodiscard]] bool can_draw_pages();

/// The page as one HTML file that needs nothing else: script, style and data are in it, and it forbids itself the
/// network. What texts hold is data there, and never markup.
[[nodiscard]] std::string to_html(const Page& page);

}  // namespace lowband
