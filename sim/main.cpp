// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <Eigen/Core>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <new>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/catalogue.hpp"
#include "sim/commands/compare.hpp"
#include "sim/commands/describe_markdown.hpp"
#include "sim/commands/describe_topology.hpp"
#include "sim/commands/map.hpp"
#include "sim/commands/merge.hpp"
#include "sim/commands/platform.hpp"
#include "sim/commands/plot.hpp"
#include "sim/commands/predict.hpp"
#include "sim/commands/report.hpp"
#include "sim/commands/retime.hpp"
#include "sim/commands/run.hpp"
#include "sim/commands/timeline.hpp"
#include "sim/commands/tune.hpp"
#include "sim/commands/validate.hpp"
#include "sim/commands/why.hpp"
#include "sim/engine/interruption.hpp"
#include "sim/experiment/version.hpp"
#include "sim/report/best.hpp"
#include "sim/report/map/network_grid.hpp"
#include "sim/report/report_format.hpp"
#include "sim/results/target.hpp"
#include "sim/runs/criterion.hpp"
#include "sim/timeline/timeline_format.hpp"
#include "sim/topology/mixing_weights.hpp"

namespace {

constexpr int failure = 1;
constexpr int bad_usage = 2;

/// Eigen cuts its products to the caches of the machine it finds itself on, and so orders sums by them. Fixed sizes
/// make results a function of the instruction set alone.
void fix_cache_sizes() { Eigen::setCpuCacheSizes(32 * 1024, 512 * 1024, 4 * 1024 * 1024); }

/// "table, csv or json".
std::string either_of(const std::vector<std::string>& names) {
  return fmt::format("{} or {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

std::vector<std::string> names_of(const std::vector<lowband::Choice>& choices) {
  std::vector<std::string> names;
  for (const auto& choice : choices) names.push_back(choice.name);
  return names;
}

/// What is wrong with the command line, with the nearest valid name.
std::string explained(const CLI::ParseError& error, const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  const auto extras = app.remaining(true);
  if (extras.empty()) {
    std::string what = error.what();
    std::replace(what.begin(), what.end(), '\n', ' ');  // of the library's lists
    return fmt::format("{} (see lowband --help)", what);
  }
  std::vector<std::string> known;
  const std::string& extra = extras.front();
  const bool is_option = extra.starts_with('-');
  std::string what = "argument";
  if (is_option) {
    what = "option";
    for (const CLI::Option* option : command->get_options()) {
      if (option->nonpositional()) known.push_back(option->get_name());
    }
  } else if (command->get_require_subcommand_min() > 0) {
    what = "command";
    for (const CLI::App* other : command->get_subcommands(nullptr)) known.push_back(other->get_name());
  }
  return fmt::format("unexpected {} \"{}\"{}", what, extra, lowband::did_you_mean(extra, known));
}

int run_program(int argc, char** argv) {
  using namespace lowband;
  CLI::App app(
      "Lowband simulates communication-efficient distributed learning, with and without servers: real training, really "
      "encoded messages, simulated time.");
  app.name("lowband");
  app.set_version_flag("--version", fmt::format("lowband {}", program_version()));
  app.require_subcommand(1);
  int status = 0;

  RunOptions run;
  auto* run_app = app.add_subcommand("run", "run an experiment: every algorithm in every scenario");
  run_app->add_option("EXPERIMENT", run.experiment, "experiment file (JSON)")->required()->type_name("");
  run_app->add_option("--out", run.out, "results folder; default results/<experiment name>")->type_name("DIR");
  run_app->add_option("--data", run.data, "data folder; default $LOWBAND_DATA, else data/")->type_name("DIR");
  run_app->add_option("--threads", run.threads, "threads for the mathematics of all jobs together; default: all cores")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  const auto add_jobs = [](CLI::App& command, int& jobs) {
    command.add_option("--jobs", jobs, "runs at a time, each a process; default 1")
        ->check(CLI::Range(1, Interruption::most_children))
        ->type_name("N");
  };
  add_jobs(*run_app, run.jobs);
  run_app
      ->add_option("--only", run.only,
                   "only the runs ALGORITHM@SCENARIO, or ALGORITHM@SCENARIO@seedN, that match this shell pattern")
      ->type_name("PATTERN");
  run_app
      ->add_option(
          "--shard", run.shard,
          "only the I-th of N shares of the runs, into shard-I-of-N below the results folder; see merge. auto: "
          "I and N of Slurm or Open MPI")
      ->type_name("I/N");
  run_app->add_flag("--overwrite", run.overwrite, "replace the results folder and everything in it");
  run_app->add_flag_callback(
      "--no-replay", [&run] { run.replay = false; }, "train in every scenario, instead of replaying one training");
  run_app->add_flag("--quiet", run.quiet, "no progress, no closing line");
  run_app->callback([&] { status = run_command(run); });

  RetimeOptions retime;
  auto* retime_app = app.add_subcommand("retime", "add scenarios to finished results, by replay, without data");
  retime_app->add_option("DIR", retime.dir, "results folder that gets the runs")->required()->type_name("");
  retime_app
      ->add_option("--scenarios", retime.scenarios, "JSON file with a list \"scenarios\", as in an experiment file")
      ->required()
      ->type_name("FILE");
  add_jobs(*retime_app, retime.jobs);
  retime_app->add_flag("--quiet", retime.quiet, "no progress, no closing line");
  retime_app->callback([&] { status = retime_command(retime); });

  TuneOptions tune;
  auto* tune_app = app.add_subcommand(
      "tune", "find the best value of each sweep, by training only a few in full (successive halving)");
  tune_app->add_option("EXPERIMENT", tune.experiment, "experiment file (JSON)")->required()->type_name("");
  tune_app
      ->add_option(
          "--by", tune.by,
          fmt::format("what should be least: {}; time and bytes are those to the target", either_of(tune_by_names())))
      ->required()
      ->type_name("FIGURE");
  tune_app->add_option("--scenario", tune.scenario, "scenario in which to train; default: the first")
      ->type_name("NAME");
  tune_app->add_option("--eta", tune.eta, "one in N candidates goes on from each rung; default 3")
      ->check(CLI::Range(std::size_t{2}, std::size_t{10}))
      ->type_name("N");
  tune_app
      ->add_option("--memory", tune.memory,
                   "memory for candidates that wait, such as 4GiB; if they need more, they are trained again; default: "
                   "half of what is free")
      ->type_name("SIZE");
  tune_app->add_option("--out", tune.out, "results folder; default results/<experiment name>-tune")->type_name("DIR");
  tune_app->add_option("--data", tune.data, "data folder; default $LOWBAND_DATA, else data/")->type_name("DIR");
  tune_app
      ->add_option("--threads", tune.threads, "threads for the mathematics of all jobs together; default: all cores")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  add_jobs(*tune_app, tune.jobs);
  tune_app->add_flag("--quiet", tune.quiet, "print only what is chosen");
  tune_app->callback([&] { status = tune_command(tune); });

  MergeOptions merge;
  auto* merge_app = app.add_subcommand("merge", "join the results folders of all shards into one");
  merge_app->add_option("DIR", merge.dirs, "results folders of run --shard")->required()->type_name("");
  merge_app->add_option("--out", merge.out, "new results folder")->required()->type_name("DIR");
  merge_app->callback([&] { status = merge_command(merge); });

  const auto add_target_options = [](CLI::App& command, TargetOptions& target) {
    command
        .add_option("--target", target.targets,
                    fmt::format("so much of a metric, or better, instead of the experiment's target: {}; of several: "
                                "--target as often",
                                either_of(target_metric_names())))
        ->allow_extra_args(false)
        ->type_name("METRIC=NUMBER");
    command
        .add_option("--of", target.of,
                    fmt::format("whose figure counts: {}; for workers their mean", either_of(target_of_names())))
        ->type_name("WHOM");
    command.add_option("--hold", target.hold, "evaluations in a row for which the target must hold")->type_name("N");
  };

  CompareOptions compare;
  auto* compare_app =
      app.add_subcommand("compare", "tabulate results: time and bytes to the target, accuracy, speed-up");
  compare_app->add_option("DIR", compare.dirs, "results folders")->required()->type_name("");
  compare_app
      ->add_option(
          "--best", compare.best,
          fmt::format("the best algorithm in each scenario, and its margin, by {}", either_of(best_by_names())))
      ->type_name("FIGURE");
  compare_app->add_flag("--per-run", compare.per_run, "a line per run, with every value in which algorithms differ");
  compare_app
      ->add_option("--baseline", compare.baseline,
                   "algorithm to compare with, or \"paradigm\": one for each; default: the first uncompressed "
                   "one of the experiment file")
      ->type_name("ALGORITHM");
  compare_app
      ->add_option("--only", compare.only, "only the algorithms, or ALGORITHM@SCENARIO, that match this shell pattern")
      ->type_name("PATTERN");
  compare_app
      ->add_option("--metric", compare.metrics,
                   "also this metric, at the end, as often as needed; see \"lowband list metrics\"")
      ->allow_extra_args(false)
      ->type_name("NAME");
  compare_app->add_flag("--theory", compare.theory,
                        "also what theory says of the mean squared gradient, beside it; takes the data");
  compare_app->add_option("--data", compare.data, "with --theory: folder of data sets; then $LOWBAND_DATA, then data/")
      ->type_name("DIR");
  compare_app
      ->add_option("--sort", compare.sort,
                   "a column of --format csv, its best first; default: as in the experiment file")
      ->type_name("COLUMN");
  compare_app
      ->add_option("--confidence", compare.confidence,
                   fmt::format("level of the confidence intervals over seeds; default {}", standard_confidence))
      ->type_name("SHARE");
  add_target_options(*compare_app, compare.target);
  compare_app->add_option("--format", compare.format, either_of(report_formats()))->type_name("FORMAT");
  compare_app->callback([&] { status = compare_command(compare); });

  MapOptions map;
  auto* map_app =
      app.add_subcommand("map", "find the fastest algorithm to the target on each network of a grid, by replay");
  map_app->add_option("DIR", map.dir, "results folder")->required()->type_name("");
  map_app
      ->add_option("--bandwidth", map.bandwidth,
                   "bandwidths, such as 1Mbps..10Gbps; by default each link keeps its own")
      ->type_name("RANGE");
  map_app->add_option("--latency", map.latency, "latencies of links, such as 100us..200ms; likewise")
      ->type_name("RANGE");
  map_app->add_option("--steps", map.steps, "values of each range, of equal ratios; default 20")
      ->check(CLI::Range(std::size_t{2}, most_map_steps))
      ->type_name("N");
  map_app->add_option("--links", map.links, "shell pattern of the links that get these values; default all")
      ->type_name("PATTERN");
  map_app->add_option("--scenario", map.scenario, "scenario whose other changes apply; default: the platform as it is")
      ->type_name("NAME");
  add_target_options(*map_app, map.target);
  map_app
      ->add_option("--baseline", map.baseline,
                   "algorithm to compare with; default: the first uncompressed one of the experiment file")
      ->type_name("ALGORITHM");
  map_app->add_option("--only", map.only, "shell pattern of the algorithms that compete; default all")
      ->type_name("PATTERN");
  map_app->add_option("--jobs", map.jobs, "replays at a time, each a process; default: one per core")
      ->check(CLI::Range(1, Interruption::most_children))
      ->type_name("N");
  map_app->add_option("--title", map.page.title, "title of the picture, instead of one that says what it shows")
      ->type_name("TEXT");
  map_app->add_option("--size", map.page.size, "size of the picture, as WIDTHxHEIGHT in points; default: as needed")
      ->type_name("WxH");
  map_app->add_option("--out", map.out, "folder for map.csv, crossovers.csv and map.svg; default DIR")
      ->type_name("DIR");
  map_app->add_flag("--quiet", map.quiet, "no progress");
  map_app->callback([&] { status = map_command(map); });

  PlotOptions plot;
  auto* plot_app = app.add_subcommand("plot", fmt::format("draw results; without --kind and --out {}, into DIR/plots",
                                                          fmt::join(standard_plots(), ", ")));
  plot_app->add_option("DIR", plot.dirs, "results folders")->required()->type_name("");
  plot_app->add_option("--kind", plot.kind, "see \"lowband list plots\", and \"lowband describe KIND\" for its options")
      ->type_name("KIND");
  for (const auto& option : plot_options()) {
    const auto take = [&plot, name = option.name](const std::vector<std::string>& values) {
      plot.options[name] = values;
    };
    plot_app->add_option_function<std::vector<std::string>>("--" + option.name, take, option.help)
        ->allow_extra_args(false)
        ->type_name(option.type);
  }
  plot_app->add_option("--out", plot.out, "file to draw into: .svg, .png or .pdf")->type_name("FILE");
  plot_app->add_flag("--script", plot.has_script,
                     "also write gnuplot's script with its data, beside the picture as .gp");
  plot_app->callback([&] { status = plot_command(plot); });

  TimelineOptions timeline;
  auto* timeline_app = app.add_subcommand("timeline", "write a timeline of a run, for Perfetto and others");
  timeline_app->add_option("DIR", timeline.dir, "results folder")->required()->type_name("");
  timeline_app->add_option("RUN", timeline.run, "ALGORITHM@SCENARIO@seedN, or a shell pattern that one run matches")
      ->required()
      ->type_name("");
  timeline_app->add_option("--format", timeline.format, either_of(timeline_formats()))->type_name("FORMAT");
  timeline_app->add_option("--out", timeline.out, "file to write; default: standard output")->type_name("FILE");
  timeline_app->add_option("--from", timeline.from, "simulated time from which on, such as 2s")->type_name("TIME");
  timeline_app->add_option("--to", timeline.to, "simulated time until which")->type_name("TIME");
  timeline_app->callback([&] { status = timeline_command(timeline); });

  WhyOptions why;
  auto* why_app = app.add_subcommand("why", "explain where the time of runs goes: the critical path");
  why_app->add_option("DIR", why.dir, "results folder")->required()->type_name("");
  why_app
      ->add_option("--only", why.only,
                   "only the runs ALGORITHM@SCENARIO, or ALGORITHM@SCENARIO@seedN, that match this shell pattern; of "
                   "several seeds the first")
      ->type_name("PATTERN");
  why_app->add_option("--scenario", why.scenario, "only those in this scenario")->type_name("NAME");
  why_app->add_option("--format", why.format, either_of(report_formats()))->type_name("FORMAT");
  add_jobs(*why_app, why.jobs);
  why_app->callback([&] { status = why_command(why); });

  ReportOptions report;
  auto* report_app = app.add_subcommand("report", "write one HTML page: the answer, the comparison, charts");
  report_app->add_option("DIR", report.dir, "results folder")->required()->type_name("");
  report_app->add_option("--out", report.out, "file to write; default: report.html in the results folder")
      ->type_name("FILE");
  report_app->add_option("--baseline", report.baseline, "algorithm to compare with, as for compare")
      ->type_name("ALGORITHM");
  add_target_options(*report_app, report.target);
  add_jobs(*report_app, report.jobs);
  report_app->callback([&] { status = report_command(report); });

  ValidateOptions validate;
  auto* validate_app = app.add_subcommand("validate", "check an experiment file and its platform without running it");
  validate_app->add_option("EXPERIMENT", validate.experiment, "experiment file (JSON)")->required()->type_name("");
  validate_app->add_option("--data", validate.data, "data folder; default $LOWBAND_DATA, else data/")->type_name("DIR");
  validate_app->add_flag("--quick", validate.quick, "skip the short runs for the forecast of real time and memory");
  validate_app->callback([&] { status = validate_command(validate); });

  PredictOptions predict;
  auto* predict_app = app.add_subcommand(
      "predict", "predict how long rounds take, in closed form; for results, beside the measured times");
  predict_app->add_option("SOURCE", predict.source, "experiment file (JSON), or results folder")
      ->required()
      ->type_name("");
  predict_app->add_option("--data", predict.data, "data folder; default $LOWBAND_DATA, else data/")->type_name("DIR");
  predict_app->add_option("--format", predict.format, either_of(report_formats()))->type_name("FORMAT");
  predict_app->callback([&] { status = predict_command(predict); });

  add_platform_command(app, status);

  std::string kind;
  auto* list_app = app.add_subcommand("list", "list what an experiment can name, metrics and kinds of plots");
  list_app->add_option("KIND", kind, fmt::format("one of {}", fmt::join(catalogue_kinds(), ", ")))->type_name("");
  list_app->callback([&] { status = list_command(kind); });

  std::string name;
  bool schema = false;
  bool markdown = false;
  auto* describe_app = app.add_subcommand("describe", "explain a name in an experiment");
  describe_app
      ->add_option(
          "NAME", name,
          "any name that an experiment can hold, or \"experiment\"; with --markdown also a kind, or a key, such "
          "as gossip.method")
      ->required()
      ->type_name("");
  std::string bound;
  describe_app->add_option("BOUND", bound, "after \"bound\": one of them, see \"lowband list bounds\"; else all")
      ->type_name("");
  auto* schema_flag = describe_app->add_flag("--schema", schema, "the JSON Schema of experiment files");
  auto* markdown_flag =
      describe_app->add_flag("--markdown", markdown, "print tables of Markdown, as in the pages of docs/")
          ->excludes(schema_flag);
  DescribeTopologyOptions topology;
  auto* workers_option =
      describe_app
          ->add_option("--workers", topology.workers,
                       "for a topology: print edges, degree, spectral gap and the limit on alpha for M workers")
          ->check(CLI::Range(1, 1 << 24))
          ->excludes(schema_flag)
          ->excludes(markdown_flag)
          ->type_name("M");
  describe_app
      ->add_option("--set", topology.settings, "with --workers: a parameter of the topology, as often as needed")
      ->needs(workers_option)
      ->allow_extra_args(false)
      ->type_name("KEY=VALUE");
  auto* weights_option =
      describe_app
          ->add_option("--weights", topology.weights,
                       fmt::format("with --workers: {}", either_of(names_of(MixingWeights::rules()))))
          ->needs(workers_option)
          ->type_name("NAME");
  auto* edges_flag = describe_app
                         ->add_flag("--edges", topology.has_edges,
                                    "with --workers: the edges, one per line; for graphs that take turns with the turn")
                         ->needs(workers_option)
                         ->excludes(weights_option);
  describe_app->add_flag("--dot", topology.has_dot, "with --workers: the graph for Graphviz")
      ->needs(workers_option)
      ->excludes(weights_option)
      ->excludes(edges_flag);
  describe_app->callback([&] {
    if (name == "bound") {
      status = describe_bound_command(bound);
      return;
    }
    if (!bound.empty()) throw UsageError(fmt::format("describe: unexpected argument \"{}\" after \"{}\"", bound, name));
    if (markdown) {
      status = describe_markdown_command(name);
      return;
    }
    if (topology.workers > 0) {
      topology.name = name;
      status = describe_topology_command(topology);
      return;
    }
    if (schema && name != "experiment") throw UsageError("--schema: only the experiment has a schema");
    status = schema ? schema_command() : describe_command(name);
  });

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      std::ostringstream told;
      app.exit(error, told, told);
      fmt::print("{}", told.str());
      return 0;
    }
    throw UsageError(explained(error, app));
  }
  return status;
}

/// Opens what the caller has closed of the standard streams, for nothing: a file that a run writes must not get the
/// number of one, and messages with it.
void occupy_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    // The least number that is free is taken. What is open for reading only cannot be written, as if it were closed.
    if (::fcntl(stream, F_GETFD) < 0 && ::open("/dev/null", O_RDONLY) < 0) return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is reported like a full disk, not by death
  occupy_standard_streams();
  fix_cache_sizes();
  try {
    const int status = run_program(argc, argv);
    // What is buffered may fail as late as here: a full disk behind a redirection must not look like success.
    if (std::fflush(stdout) != 0) {
      throw lowband::UsageError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
    }
    return status;
  } catch (const lowband::Interrupted& error) {
    if (*error.what() != '\0') lowband::print_error(error.what());
    return std::raise(error.signal());  // which ends this process as if the signal had not been put off
  } catch (const lowband::UsageError& error) {
    lowband::print_error(error.what());
    return bad_usage;
  } catch (const std::filesystem::filesystem_error& error) {
    lowband::print_error(fmt::format("{}: {}", error.path1().string(), error.code().message()));
    return bad_usage;
  } catch (const std::system_error& error) {
    const bool is_output = std::ferror(stdout) != 0;  // {fmt} throws when it cannot write
    lowband::print_error(is_output ? "standard output: cannot be written: " + error.code().message() : error.what());
    return is_output ? bad_usage : failure;
  } catch (const std::bad_alloc&) {
    lowband::print_error("out of memory");
    return failure;
  } catch (const std::exception& error) {
    lowband::print_error(error.what());
    return failure;
  }
}
