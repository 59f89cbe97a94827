// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/figure_script.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/report/gnuplot/gnuplot.hpp"
#include "tests/report/example_results.hpp"
#include "tests/report/figures/drawn_figure.hpp"
#include "tests/report/gnuplot/gnuplot_installed.hpp"
#include "tests/report/gnuplot/svg_texts.hpp"
#include "tests/report/html/example_page.hpp"
#include "tests/report/many_results.hpp"

using namespace lowband;
using test::example_run;
using test::figure_of;
using test::longest_name;
using test::results_of;
using test::results_with;

namespace {

Figure two_curves() {
  Figure figure;
  figure.title = "title";
  figure.series = {{"a", {.colour = "#112233"}, Swatch::line}, {"b", {.dash = Dash::dashed}, Swatch::line}};
  FigurePanel panel{.title = "panel", .x = {}, .y = {}};
  panel.x.most = 2.0;
  panel.marks.emplace_back(LineMark{0, {{0.0, 0.1, 0.1, 0.1}, {2.0, 0.75, 0.5, 1.5}}, LineMark::Spread::band});
  panel.marks.emplace_back(DotMark{1, PointShape::cross, {{1.0, 0.5, 0.5, 0.5}}});
  figure.panels = {panel};
  return figure;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every mark is drawn from data in SI units", "[report]") {
  const std::string script = figure_script(two_curves(), "plot.svg");
  CHECK(contains(script, "set terminal svg"));
  CHECK(contains(script, "set xrange [0:2]\n"));
  // What is filled stays inside the axes, as gnuplot clips lines only.
  CHECK(contains(script, "$panel0_0 << END\n0 0.1 0.1 0.1\n2 0.75 0.5 1\nEND\n"));
  CHECK(contains(script, "$panel0_0 using 1:3:4 with filledcurves"));
  CHECK(contains(script, "$panel0_0 using 1:2 with lines lw 2 lc rgb '#112233' dt 1"));
  CHECK(contains(script, "$panel0_1 << END\n1 0.5\nEND\n"));
  CHECK(contains(script, "$panel0_1 using 1:2 with points pt 2"));
}

TEST_CASE("a logarithmic axis leaves out points that it has no place for", "[report]") {
  Figure figure = two_curves();
  figure.panels[0].x.is_logarithmic = true;
  figure.panels[0].x.least = 0.5;
  const std::string script = figure_script(figure, "plot.svg");
  CHECK(contains(script, "set logscale x\nset xrange [0.5:2]"));
  CHECK(contains(script, "$panel0_0 << END\n2 0.75 0.5 1\nEND\n"));
}

TEST_CASE("every kind of plot is drawn in every format", "[report]") {
  if (!test::gnuplot_installed()) return;
  auto results = results_with(2, 2);
  results.push_back(results_of("more", {test::with_workers(example_run(longest_name, longest_name), 4)}));
  for (const auto& entry : plots().entries()) {
    if (!test::plot_of(entry.name)->lack_of(results).empty()) continue;
    CAPTURE(entry.name);
    const Figure figure = figure_of(entry.name, results);
    CHECK(contains(run_gnuplot(figure_script(figure, "plot.svg")).substr(0, 100), "<svg"));
    CHECK(run_gnuplot(figure_script(figure, "plot.png")).substr(0, 8) == "\x89PNG\r\n\x1a\n");
    CHECK(run_gnuplot(figure_script(figure, "plot.pdf")).substr(0, 5) == "%PDF-");
  }
}

TEST_CASE("a picture has the size that it is told to have, and its texts have room", "[report]") {
  if (!test::gnuplot_installed()) return;
  const auto results = results_with(2, 4);
  const auto picture =
      test::svg_picture(run_gnuplot(figure_script(figure_of("over-time", results, {{"size", "900x700"}}), "a.svg")));
  CHECK(picture.width == 900.0);
  CHECK(picture.height == 700.0);
  CHECK(test::faults_of(picture) == "");
  CHECK_THROWS_WITH(figure_script(figure_of("over-time", results, {{"size", "200x100"}}), "a.svg"),
                    Catch::Matches("--size: expected at least [0-9]+x[0-9]+ for the panels and words of this figure, "
                                   "found 200x100"));
}

TEST_CASE("names stand in a picture as they are, and are never commands or markup", "[report]") {
  if (!test::gnuplot_installed()) return;
  const std::string name =
      GENERATE(as<std::string>(), "'q_sgd's \"4\" {bit}", "<b>&amp;</b>", "a\\nb \\", "`date`", "@x ^2 _y $z %d",
               "]]> <!-- <script>alert(1)</script>", "'", "\"", "`", "#", "\"; print 1; \"");
  CAPTURE(name);
  auto results = results_with(1, 2);
  results[0] = results_of(name, {example_run(name, name), example_run("b", name)});
  for (auto& link : results[0].runs[0].links) link.link = name + link.link;
  for (const std::string kind : {"over-time", "link-bytes"}) {
    const auto texts = test::svg_picture(run_gnuplot(figure_script(figure_of(kind, results), "plot.svg"))).texts;
    const auto count = std::count_if(texts.begin(), texts.end(), [&](const auto& text) { return text.text == name; });
    CHECK(count == 2);  // panel and legend
    const auto begins = [&](const auto& text) { return text.text.starts_with(name); };
    CHECK(std::count_if(texts.begin(), texts.end(), begins) >= 3);  // and title
  }
}

TEST_CASE("a name is text in every place of a figure that has texts", "[report]") {
  if (!test::gnuplot_installed()) return;
  const std::string name = GENERATE(as<std::string>(), "<b>\"'`id`", "&lt;\\n%d@x", "\"; set print", "{/*2 ^a_b}");
  CAPTURE(name);
  const std::string svg = run_gnuplot(figure_script(test::example_figure(name), "plot.svg"));
  const auto texts = test::svg_picture(svg).texts;
  const auto count = [&texts](const std::string& text) {
    return std::count_if(texts.begin(), texts.end(), [&](const auto& one) { return one.text == text; });
  };
  // Legend, the end of a line, a word, a remark, ticks upwards and to the right, a node.
  CHECK(count(name) == 7);
  for (const std::string before : {"everything ", "a note ", "lan ", "not finished "}) CHECK(count(before + name) == 1);
  CHECK(count("time of " + name + " (min)") == 1);
  CHECK(count("bytes of " + name + " (MB)") == 1);
  CHECK(svg.find("<b>") == std::string::npos);
}

TEST_CASE("what would break a line becomes a space", "[report]") {
  if (!test::gnuplot_installed()) return;
  Figure figure = two_curves();
  figure.title = "two\nlines\ttab";
  const auto texts = test::svg_picture(run_gnuplot(figure_script(figure, "plot.svg"))).texts;
  CHECK(std::any_of(texts.begin(), texts.end(), [](const auto& text) { return text.text == "two lines tab"; }));
}

TEST_CASE("a script that stands alone writes the picture beside it", "[report]") {
  const std::string script = standalone_script(two_curves(), "folder/it's `a`.svg");
  CHECK(contains(script, "set output \"it's \\140a\\140.svg\"\n"));
  CHECK(contains(script, figure_script(two_curves(), "a.svg")));
}

TEST_CASE("a picture is SVG, PNG or PDF", "[report]") {
  CHECK_THROWS_WITH(check_picture_ending("plot.jpg"),
                    "plot.jpg: expected a name that ends in .svg, .png or .pdf, found \".jpg\"");
  CHECK_THROWS_WITH(check_picture_ending("plot"),
                    "plot: expected a name that ends in .svg, .png or .pdf, found no ending");
  CHECK_THROWS_AS(figure_script(two_curves(), "plot.jpg"), UsageError);
}
