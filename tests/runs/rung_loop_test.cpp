// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/rung_loop.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/results/run_folder.hpp"
#include "tests/results/example_run.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;

namespace {

/// Runs that are trained by nothing but a function.
struct Runs {
  TemporaryFolder folder;
  std::unique_ptr<Algorithm> algorithm = algorithms().find("all-reduce")->make();
  Scenario scenario{"s"};

  [[nodiscard]] Contender contender(const std::string& name) const {
    return Contender({name, {*algorithm, "all-reduce", scenario, 1}});
  }
  [[nodiscard]] RungLoop loop(RungLoop::Work work, bool keeps = true, int jobs = 1) const {
    return RungLoop(
        {.quiet = true, .jobs = jobs, .iterations = 40, .keeps = keeps, .out = folder.path(), .remedy = "go on"},
        std::move(work));
  }
};

MetricsRow row(std::uint64_t iteration, double loss) {
  MetricsRow row;
  row.iteration = iteration;
  row.train_loss = loss;
  return row;
}

std::vector<std::uint64_t> iterations(const Contender& contender) {
  std::vector<std::uint64_t> all;
  for (const auto& each : contender.rows) all.push_back(each.iteration);
  return all;
}

using Iterations = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("runs wait at the first evaluation at or after a rung, and go on from there", "[tune]") {
  const bool keeps = GENERATE(true, false);
  CAPTURE(keeps);
  const Runs runs;
  // The loss counts how often the work has begun: a process that goes on counts no more.
  put(runs.folder / "begun", "");
  auto loop = runs.loop(
      [&](const PlannedRun& run, SharedProgress& /*progress*/, const EvaluationHook& evaluated) {
        const std::string begun = content_of(runs.folder / "begun") + 'x';
        put(runs.folder / "begun", begun);
        std::vector<MetricsRow> rows;
        for (std::uint64_t iteration = 0; iteration <= 40; iteration += 8) {
          rows.push_back(row(iteration, static_cast<double>(begun.size())));
          evaluated(rows);
        }
        RunRecord record = example_run("a", "s");
        record.metrics = rows;
        write_run(runs.folder / run.folder, record);
      },
      keeps);
  Contender contender = runs.contender("a@s@seed1");
  loop.bring({&contender}, 10, "");
  CHECK(iterations(contender) == Iterations{0, 8, 16});
  CHECK_FALSE(contender.is_over);
  loop.bring({&contender}, 24, "");
  CHECK(iterations(contender) == Iterations{0, 8, 16, 24});
  CHECK(contender.rows.back().train_loss == (keeps ? 1.0 : 2.0));
  CHECK_FALSE(std::filesystem::exists(runs.folder / "a@s@seed1"));
  loop.bring({&contender}, 40, "");
  CHECK(contender.is_over);
  CHECK(iterations(contender) == Iterations{0, 8, 16, 24, 32, 40});
  CHECK(read_run(runs.folder / "a@s@seed1").metrics.back().train_loss == (keeps ? 1.0 : 3.0));
  CHECK_FALSE(loop.has_failed());
}

TEST_CASE("what is there is read, as far as the rung, and not done again", "[tune]") {
  const Runs runs;
  write_run(runs.folder / "a@s@seed1", example_run("a", "s"));
  auto loop = runs.loop([](const auto&, auto&, const auto&) { throw std::logic_error("is not to be done"); });
  Contender contender = runs.contender("a@s@seed1");
  loop.bring({&contender}, 15, "");
  CHECK(contender.is_over);
  CHECK(iterations(contender) == Iterations{0, 20});
  CHECK_FALSE(loop.had_to_do());
}

TEST_CASE("a run that fails takes no other with it", "[tune]") {
  const Runs runs;
  auto loop = runs.loop([&](const PlannedRun& run, auto&, const EvaluationHook& evaluated) {
    if (run.folder == "bad") throw std::runtime_error("no luck");
    evaluated({row(10, 1.0)});
  });
  Contender bad = runs.contender("bad");
  Contender good = runs.contender("good");
  loop.bring({&bad, &good}, 10, "");
  CHECK(bad.has_failed);
  CHECK_FALSE(good.has_failed);
  CHECK(iterations(good) == Iterations{10});
  CHECK(loop.has_failed());
}

TEST_CASE("results that cannot be written end all", "[tune]") {
  const Runs runs;
  auto loop = runs.loop([](const auto&, auto&, const auto&) { throw UsageError("the disk is full"); });
  Contender contender = runs.contender("a");
  CHECK_THROWS_AS(loop.bring({&contender}, 10, ""), UsageError);
}

TEST_CASE("a signal leaves no run behind, neither one that goes on nor one that waits", "[tune]") {
  const Runs runs;
  {
    auto loop = runs.loop([](const PlannedRun& run, auto&, const EvaluationHook& evaluated) {
      if (run.folder == "waits") evaluated({row(10, 1.0)});
      ::kill(::getppid(), SIGTERM);  // when the first one waits
      ::pause();
    });
    Contender waits = runs.contender("waits");
    Contender goes_on = runs.contender("goes on");
    const auto bring = [&] { loop.bring({&waits, &goes_on}, 10, ""); };
    CHECK_THROWS_AS(bring(), Interrupted);
    CHECK(waits.rows.size() == 1);
    CHECK(goes_on.rows.empty());
  }
  CHECK(::waitpid(-1, nullptr, WNOHANG) == -1);  // no child, neither alive nor waited for
  const Interruption fresh;                      // the signal is forgotten: other tests are in this process
}
