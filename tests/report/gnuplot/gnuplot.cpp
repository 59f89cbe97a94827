// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/gnuplot.hpp"

#include <stdlib.h>

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "tests/report/gnuplot/gnuplot_installed.hpp"
#include "tests/results/in_child.hpp"

using namespace lowband;

TEST_CASE("a string of gnuplot stands for exactly its characters", "[report]") {
  CHECK(gnuplot_string("pr_sgd/ar") == "\"pr_sgd/ar\"");
  CHECK(gnuplot_string("it's \"q\" \\n @x") == "\"it's \\\"q\\\" \\\\n @x\"");
  CHECK(gnuplot_string("`date`") == "\"\\140date\\140\"");
  CHECK(gnuplot_string("two\nlines\t!") == "\"two lines !\"");
  CHECK(gnuplot_tic("50%", 2.0) == "\"50%%\" 2");
}

TEST_CASE("gnuplot prints what a quoted string stands for", "[report]") {
  if (!test::gnuplot_installed()) return;
  const std::string name = GENERATE(as<std::string>(), "'a", "''", "'", "a'", "it's_\"q\" `date` \\n %d @x", "`7", "\\",
                                    "a\\", "\"", "\"\"a", "$x ${y} {z}^2 [w] #v", "µ × ±");
  CHECK(run_gnuplot("x = 3\nset print '-'\nprint " + gnuplot_string(name) + "\n") == name + "\n");
}

TEST_CASE("the label of a tic may hold anything", "[report]") {
  if (!test::gnuplot_installed()) return;
  const std::string picture = run_gnuplot("set terminal svg noenhanced\nset xtics (" +
                                          gnuplot_tic("'50%s' `a` \\_", 0.0) + ")\nplot [0:1] x notitle\n");
  CHECK_THAT(picture, Catch::Contains("<text>'50%s' `a` \\_</text>"));
}

TEST_CASE("a script that gnuplot does not accept is an error with its reason", "[report]") {
  if (!test::gnuplot_installed()) return;
  CHECK_THROWS_WITH(run_gnuplot("plot nothing_like_this\n"), Catch::Contains("undefined variable: nothing_like_this"));
}

TEST_CASE("without gnuplot the error says how to get it", "[report]") {
  const std::string message = test::usage_error_in_child([] {
    ::setenv("PATH", "/nonexistent", 1);
    (void)run_gnuplot("plot x\n");
  });
  CHECK(message == "gnuplot is not installed (apt install gnuplot-nox)");
}
