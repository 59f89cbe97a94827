// SPDX-License-Identifier: Apache-2.0
#include "sim/report/target_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/report/recorded_metric.hpp"
#include "sim/results/json_object.hpp"
#include "sim/results/layout.hpp"

namespace lowband {

namespace {

/// The number of "KEY=NUMBER".
double number_of(const std::string& target, std::size_t equals) {
  double value = std::numeric_limits<double>::quiet_NaN();
  const char* const end = target.data() + target.size();
  const auto [stop, error] = std::from_chars(target.data() + equals + 1, end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) {
    throw UsageError(fmt::format("--target: expected {}=NUMBER, found \"{}\"", target.substr(0, equals), target));
  }
  return value;
}

[[noreturn]] void expected_target(const std::string& target, const std::string& name) {
  const auto names = target_metric_names();
  throw UsageError(fmt::format("--target: expected METRIC=NUMBER, with one of {}, found \"{}\"{}",
                               fmt::join(names, ", "), target, suggestion(name, names)));
}

void take_target(const std::string& target, TargetRule& rule) {
  const std::size_t equals = std::min(target.find('='), target.size());
  const std::string name = target.substr(0, equals);
  const Metric* metric = find_metric(name);
  if (equals == target.size() || metric == nullptr || !metric->facts().is_of_learning) expected_target(target, name);
  if (rule.value_of(name)) throw UsageError(fmt::format("--target: expected one {}, found two", name));
  const double value = number_of(target, equals);
  if (metric->facts().form == MetricForm::share && (value < 0.0 || value > 1.0)) {
    throw UsageError(fmt::format("--target: expected {} from 0 to 1, found {}", name, value));
  }
  rule.add(*metric, value);
}

TargetOf read_of(const std::string& name) {
  if (const auto of = target_of_named(name)) return *of;
  fail_choice("--of", name, target_of_names());
}

/// The target as the experiment in the manifest states it.
TargetRule stated_rule(const ResultsFolder& results) {
  const Place manifest((results.path / manifest_name).string());
  const Place place = manifest / "experiment" / "evaluation";
  const Json evaluation = results.manifest.value(Json::json_pointer("/experiment/evaluation"), Json::object());
  if (!evaluation.is_object()) place.expected("an object", evaluation);
  TargetRule rule;
  const auto take = [&](const std::string& key, auto& value) {
    if (evaluation.contains(key)) from_json(evaluation.at(key), place / key, value);
  };
  for (const auto* name : {"accuracy", "loss"}) {
    std::optional<double> value;
    take(fmt::format("target_{}", name), value);
    if (value) rule.add(metric_named(name), *value);
  }
  take("hold", rule.hold);
  std::string of = name_of(rule.of);
  take("of", of);
  const auto known = target_of_named(of);
  if (!known) {
    (place / "of")
        .expected(fmt::format("{}", fmt::join(target_of_names(), ", ")), of, suggestion(of, target_of_names()));
  }
  rule.of = *known;
  return rule;
}

bool is_of_workers(TargetOf of) { return of == TargetOf::workers || of == TargetOf::worst_worker; }

/// A server's model is evaluated in place of the mean of the workers', so that only one of the two was.
void check_one_model(const ResultsFolder& results, TargetOf of) {
  if (is_of_workers(of)) return;
  for (const RunRecord& run : results.runs) {
    if (has_server(run) == (of == TargetOf::server)) continue;
    throw UsageError(fmt::format("{}: \"{}\" has {} server: take --of {}", results.path.string(), run.summary.algorithm,
                                 has_server(run) ? "a" : "no",
                                 has_server(run) ? "server, or workers" : "workers, worst-worker or mean-model"));
  }
}

/// "test accuracy 90 %", "training loss 0.3"
std::string goal_text(const Goal& goal) {
  const MetricFacts& facts = goal.metric->facts();
  if (facts.form == MetricForm::share) return fmt::format("{} {:.6g} %", facts.title, 100.0 * goal.value);
  return fmt::format("{} {:.6g}", facts.title, goal.value);
}

}  // namespace

TargetRule target_rule(const ResultsFolder& results, const TargetOptions& options) {
  TargetRule rule = stated_rule(results);
  if (!options.targets.empty()) rule.goals.clear();
  for (const auto& target : options.targets) take_target(target, rule);
  if (options.of) rule.of = read_of(*options.of);
  check_one_model(results, rule.of);
  if (rule.exists() && !was_learned(results)) {
    throw UsageError(fmt::format("{}: nothing was learned, so there is no target to reach", results.path.string()));
  }
  if (options.hold) rule.hold = *options.hold;
  if (rule.hold < 1) throw UsageError("--hold: expected 1 evaluation or more, found 0");
  if (options.hold && !rule.exists()) {
    throw UsageError(fmt::format("--hold: {} has no target to hold: name one with --target", results.path.string()));
  }
  return rule;
}

bool was_learned(const ResultsFolder& results) {
  const Json::json_pointer dataset("/experiment/dataset");
  return !results.manifest.contains(dataset) || !results.manifest.at(dataset).is_null();
}

void require_target(const ResultsFolder& results, const TargetRule& rule) {
  for (const Goal& goal : rule.goals) require_metric(results, *goal.metric, rule.of);
}

std::uint64_t target_samples_of(const ResultsFolder& results, const TargetRule& rule) {
  return rule.exists() ? samples_of(results, *rule.goals.front().metric, rule.of) : 0;
}

std::string target_text(const ResultsFolder& results, const TargetRule& rule) {
  std::vector<std::string> texts;
  for (const Goal& goal : rule.goals) {
    texts.push_back(fmt::format("{}, {}", goal_text(goal), owner_text(results, *goal.metric, rule.of)));
  }
  const std::string text = fmt::format("{}", fmt::join(texts, ", and "));
  return rule.hold == 1 ? text : fmt::format("{}, held for {} evaluations", text, rule.hold);
}

std::string target_notation(const TargetRule& rule) {
  std::vector<std::string> texts;
  for (const Goal& goal : rule.goals) texts.push_back(fmt::format("{}={}", goal.metric->name(), goal.value));
  return fmt::format("{}", fmt::join(texts, ","));
}

std::string owner_text(const ResultsFolder& results, const Metric& metric, TargetOf of) {
  if (!metric.is_of_a_model()) return "";
  const std::uint64_t samples = samples_of(results, metric, of);
  const char* const kind = metric.facts().samples == MetricSamples::test ? "test" : "training";
  const std::string on = samples > 0 ? fmt::format(" on {} {} samples", samples, kind) : "";
  if (of == TargetOf::mean_model) return fmt::format("of the mean of all models{}, which no worker need have", on);
  if (of == TargetOf::server) return fmt::format("of the server's model{}", on);
  return fmt::format("{} own models{}", of == TargetOf::workers ? "mean of the workers'" : "worst of the workers'", on);
}

const Metric& metric_of_option(std::string_view option, const std::string& name) {
  if (const Metric* metric = find_metric(name)) return *metric;
  fail_choice(option, name, metric_names());
}

std::vector<const Metric*> metrics_asked_for(std::span<const ResultsFolder> results,
                                             const std::vector<std::string>& names, const TargetOptions& options) {
  std::vector<const Metric*> metrics;
  for (const auto& name : names) {
    const Metric& metric = metric_of_option("--metric", name);
    if (std::find(metrics.begin(), metrics.end(), &metric) != metrics.end()) {
      throw UsageError(fmt::format("--metric: expected {} once, found it twice", name));
    }
    const auto whose = [&](const ResultsFolder& folder) {
      const TargetOf of = target_rule(folder, options).of;
      return options.of ? of : shown_of(folder, metric, of);
    };
    const bool is_there = std::any_of(results.begin(), results.end(), [&](const ResultsFolder& folder) {
      return has_metric(folder, metric, whose(folder));
    });
    for (const auto& folder : results) {
      if (!is_there) require_metric(folder, metric, whose(folder));
    }
    metrics.push_back(&metric);
  }
  return metrics;
}

}  // namespace lowband
