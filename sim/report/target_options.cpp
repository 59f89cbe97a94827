#include "sim/report/target_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "sim/base/error.hpp"
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

void take_target(const std::string& target, TargetRule& rule) {
  const std::size_t equals = std::min(target.find('='), target.size());
  const std::string key = target.substr(0, equals);
  const bool is_accuracy = key == "accuracy";
  if (equals == target.size() || (!is_accuracy && key != "loss")) {
    throw UsageError(fmt::format("--target: expected accuracy=NUMBER or loss=NUMBER, found \"{}\"", target));
  }
  std::optional<double>& value = is_accuracy ? rule.accuracy : rule.loss;
  if (value) throw UsageError(fmt::format("--target: expected one {}, found two", key));
  value = number_of(target, equals);
  if (is_accuracy && (*value < 0.0 || *value > 1.0)) {
    throw UsageError(fmt::format("--target: expected an accuracy from 0 to 1, found {}", *value));
  }
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
  const auto take = [&](const char* key, auto& value) {
    if (evaluation.contains(key)) from_json(evaluation.at(key), place / key, value);
  };
  take("target_accuracy", rule.accuracy);
  take("target_loss", rule.loss);
  take("hold", rule.hold);
  std::string of = name_of(rule.of);
  take("of", of);
  const auto known = target_of_named(of);
  if (!known) {
    (place / "of")
        .expected(fmt::format("{}", fmt::join(target_of_names(), ", ")), of, did_you_mean(of, target_of_names()));
  }
  rule.of = *known;
  return rule;
}

std::uint64_t samples_of(const ResultsFolder& results, const char* key) {
  std::uint64_t samples = 0;
  const Json::json_pointer pointer = Json::json_pointer("/evaluation") / key;
  if (results.manifest.contains(pointer)) {
    from_json(results.manifest.at(pointer), Place((results.path / manifest_name).string()) / "evaluation" / key,
              samples);
  }
  return samples;
}

template <class Figure>
bool has_figure(const ResultsFolder& results, TargetOf of, Figure&& figure) {
  return std::any_of(results.runs.begin(), results.runs.end(), [&](const RunRecord& run) {
    return std::any_of(run.metrics.begin(), run.metrics.end(),
                       [&](const MetricsRow& row) { return !std::isnan(figure(row, of)); });
  });
}

bool is_of_workers(TargetOf of) { return of == TargetOf::workers || of == TargetOf::worst_worker; }

/// A server's model is evaluated in place of the mean of the workers', so that only one of the two was.
void check_one_model(const ResultsFolder& results, TargetOf of) {
  if (is_of_workers(of)) return;
  const auto has_server = [](const RunRecord& run) {
    return std::any_of(run.workers.begin(), run.workers.end(), [](const auto& node) { return node.role == "server"; });
  };
  for (const RunRecord& run : results.runs) {
    if (has_server(run) == (of == TargetOf::server)) continue;
    throw UsageError(fmt::format("{}: \"{}\" has {} server: take --of {}", results.path.string(), run.summary.algorithm,
                                 has_server(run) ? "a" : "no",
                                 has_server(run) ? "server, or workers" : "workers, worst-worker or mean-model"));
  }
}

/// "mean of the workers' own models on 1000 test samples"
std::string owner_text(TargetOf of, std::uint64_t samples, const char* kind) {
  const std::string on = samples > 0 ? fmt::format(" on {} {} samples", samples, kind) : "";
  if (of == TargetOf::mean_model) return fmt::format("of the mean of all models{}, which no worker need have", on);
  if (of == TargetOf::server) return fmt::format("of the server's model{}", on);
  return fmt::format("{} own models{}", of == TargetOf::workers ? "mean of the workers'" : "worst of the workers'", on);
}

}  // namespace

TargetRule target_rule(const ResultsFolder& results, const TargetOptions& options) {
  TargetRule rule = stated_rule(results);
  if (!options.targets.empty()) {
    rule.accuracy.reset();
    rule.loss.reset();
  }
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

std::uint64_t test_samples_of(const ResultsFolder& results, TargetOf of) {
  return samples_of(results, is_of_workers(of) ? "worker_test_samples" : "test_samples");
}

std::uint64_t train_samples_of(const ResultsFolder& results, TargetOf of) {
  return samples_of(results, is_of_workers(of) ? "worker_train_samples" : "train_samples");
}

bool has_test_accuracy(const ResultsFolder& results, TargetOf of) { return has_figure(results, of, test_accuracy_of); }

bool has_train_loss(const ResultsFolder& results, TargetOf of) { return has_figure(results, of, train_loss_of); }

void require_test_accuracy(const ResultsFolder& results, TargetOf of) {
  if (results.runs.empty() || has_test_accuracy(results, of)) return;
  throw UsageError(
      fmt::format("{}: there is no test accuracy, as the model has none: use a loss (--target loss=NUMBER)",
                  results.path.string()));
}

void require_train_loss(const ResultsFolder& results, TargetOf of) {
  if (results.runs.empty() || has_train_loss(results, of)) return;
  throw UsageError(fmt::format(
      "{}: the training losses of the workers' own models were not recorded: take --of mean-model, or give the "
      "experiment's \"evaluation\" \"worker_train_samples\" and run it again",
      results.path.string()));
}

std::string target_text(const ResultsFolder& results, const TargetRule& rule) {
  std::string text;
  if (rule.accuracy) {
    text = fmt::format("test accuracy {:.6g} %, {}", 100.0 * *rule.accuracy,
                       owner_text(rule.of, test_samples_of(results, rule.of), "test"));
  }
  if (rule.loss) {
    if (!text.empty()) text += ", and ";
    text += fmt::format("training loss {:.6g}, {}", *rule.loss,
                        owner_text(rule.of, train_samples_of(results, rule.of), "training"));
  }
  return rule.hold == 1 ? text : fmt::format("{}, held for {} evaluations", text, rule.hold);
}

}  // namespace lowband
