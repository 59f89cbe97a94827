// SPDX-License-Identifier: Apache-2.0
#include "sim/predict/prediction.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "sim/algorithms/periodic/outer/outer_step.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"
#include "sim/predict/rounds.hpp"
#include "sim/predict/worker_speeds.hpp"

namespace lowband {

namespace {

/// Of more kinds of workers the fastest and the slowest are shown.
constexpr std::size_t most_kinds = 8;

/// Beyond this share of a round what a form leaves out is a condition of it.
constexpr double noticeable = 0.02;

/// Why there can be no closed form for this algorithm here; "" if there can.
std::string obstacle(const Algorithm& algorithm, const PlatformReport& report) {
  const auto* periodic = dynamic_cast<const PeriodicAlgorithm*>(&algorithm);
  if (periodic == nullptr) return "no closed form is known";
  if (periodic->period().seconds()) return "how many steps a period by time has depends on the time itself";
  if (!report.settings.contains("network/model")) return "the platform brings a network of its own (host/model)";
  return "";
}

std::string and_also(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : fmt::format("{}; {}", a, b);
}

/// What varies during a run, of which closed forms know the mean alone, or nothing.
std::string left_out(const Experiment& experiment, const Scenario& scenario, const PlatformReport& report) {
  std::string text;
  if (!experiment.compute.settings.jitter.is_none()) text = "without jitter";
  if (!experiment.devices_in(scenario).over_time.empty()) text = and_also(text, "without devices over time");
  const auto varies = [](const auto& one) { return one.profile != PlatformReport::OverTime::Profile::replaced; };
  if (std::any_of(report.over_time.begin(), report.over_time.end(), varies)) text = and_also(text, "without profiles");
  return text;
}

/// How often each worker counts, which depends on the data, takes an operation for a coordinate at most.
Shares equal_shares(const Experiment& experiment) {
  return Shares(static_cast<std::size_t>(experiment.workers), std::vector<std::uint32_t>(1));
}

bool are_alike(const std::vector<PlatformReport::Route>& routes) {
  return std::all_of(routes.begin(), routes.end(), [&](const auto& route) {
    return route.latency_s == routes.front().latency_s && route.bandwidth_Bps == routes.front().bandwidth_Bps;
  });
}

/// By how much sooner messages along the best routes between hosts arrive than those along the worst in a round of this
/// time.
double unevenness_s(const RoundTime& time, const PlatformReport& report) {
  const auto host = [&](int rank) { return report.hosts.at(static_cast<std::size_t>(rank)).first; };
  std::vector<PlatformReport::Route> routes;
  std::copy_if(report.routes.begin(), report.routes.end(), std::back_inserter(routes),
               [&](const auto& route) { return host(route.from) != host(route.to); });
  if (routes.empty()) return 0.0;
  const auto [near, far] = std::minmax_element(routes.begin(), routes.end(),
                                               [](const auto& a, const auto& b) { return a.latency_s < b.latency_s; });
  const auto [narrow, wide] = std::minmax_element(
      routes.begin(), routes.end(), [](const auto& a, const auto& b) { return a.bandwidth_Bps < b.bandwidth_Bps; });
  const double of_latency_s = (far->latency_s - near->latency_s) * report.latency_factor;
  if (narrow->bandwidth_Bps == wide->bandwidth_Bps) return of_latency_s;
  return of_latency_s + time.line_s * (1.0 - narrow->bandwidth_Bps / wide->bandwidth_Bps);
}

/// What is different of these, in order of first appearance: "0 or 2 (l + S / B)".
std::string all_of(const std::vector<ClosedForm>& forms, std::string ClosedForm::*member) {
  std::vector<std::string> texts;
  for (const auto& form : forms) {
    if (std::find(texts.begin(), texts.end(), form.*member) == texts.end()) texts.push_back(form.*member);
  }
  return fmt::format("{}", fmt::join(texts, " or "));
}

/// Why a prediction, whose figures are known, is to be doubted; "" for no reason.
std::string doubt(const Prediction& prediction, const PlatformReport& report) {
  constexpr double much = 0.05;
  std::string text;
  if (prediction.utilisation > 1.0) text = "more than its busiest link can carry";
  if (prediction.time.windows_s > much * prediction.time.total_s() && !are_alike(report.routes)) {
    text = and_also(text, "about, as windows on uneven routes go by when each message leaves");
  }
  return text;
}

/// An algorithm in a scenario.
class Predictor {
 public:
  Predictor(const Experiment& experiment, const Algorithm& algorithm, const Scenario& scenario)
      : experiment_(experiment),
        algorithm_(algorithm),
        scenario_(scenario),
        method_(experiment.method_in(algorithm, scenario, equal_shares(experiment))),
        report_(inspect_platform(experiment.platform_in(scenario, algorithm), method_->pairs())),
        routes_(report_) {}

  [[nodiscard]] std::vector<Prediction> predictions() const {
    const auto forms = method_->closed_forms(experiment_.exchanged_by(algorithm_));
    if (const std::string why = obstacle(algorithm_, report_); !why.empty()) return {nothing(why, forms.front())};
    if (forms.front().equation.empty()) return {nothing(forms.front().condition, forms.front())};
    if (!forms.front().worker)
      return {over_seeds([&](const WorkerSpeeds& speeds) { return of_all(forms[0], speeds); })};
    std::vector<Prediction> all = {over_seeds([&](const WorkerSpeeds& speeds) { return of_mean(forms, speeds); })};
    for (auto& kind : kinds(forms)) all.push_back(std::move(kind));
    return all;
  }

 private:
  [[nodiscard]] Prediction named() const { return {.scenario = scenario_.name, .algorithm = algorithm_.name()}; }

  /// Of the time; what is sent does not depend on it.
  [[nodiscard]] Prediction nothing(const std::string& why, const ClosedForm& form) const {
    Prediction prediction = named();
    prediction.condition = why;
    prediction.traffic = traffic_of_round(form);
    return prediction;
  }

  /// Devices differ from seed to seed, if there are any: the mean over them.
  template <class Predict>
  [[nodiscard]] Prediction over_seeds(Predict predict) const {
    const auto seeds = drawn_seeds();
    std::optional<Prediction> all;
    for (const auto seed : seeds) {
      const Prediction one = predict(speeds_with(seed));
      const double share = 1.0 / static_cast<double>(seeds.size());
      if (!all) {
        all = one;
        all->time = {};
        all->utilisation = 0.0;
      }
      all->time += share * one.time;
      all->utilisation += share * one.utilisation;
    }
    all->condition = and_also(all->condition, doubt(*all, report_));
    return *all;
  }

  [[nodiscard]] std::vector<std::uint64_t> drawn_seeds() const {
    const auto seeds = experiment_.seeds();
    return experiment_.devices_in(scenario_).drawn ? seeds : std::vector{seeds.front()};
  }

  [[nodiscard]] WorkerSpeeds speeds_with(std::uint64_t seed) const {
    return {experiment_, algorithm_, scenario_, seed, report_};
  }

  /// What all predictions of this form have in common.
  [[nodiscard]] Prediction begun(const ClosedForm& form) const {
    Prediction prediction = named();
    prediction.equation = form.equation;
    prediction.condition = and_also(form.condition, left_out(experiment_, scenario_, report_));
    prediction.participants = form.participants;
    prediction.traffic = traffic_of_round(form);
    prediction.local_steps = rounds_of(form).local_steps;
    return prediction;
  }

  [[nodiscard]] Rounds rounds_of(const ClosedForm& form) const {
    return rounds_in(algorithm_, form.participants, experiment_.workers,
                     experiment_.training_of(algorithm_).iterations);
  }

  /// What an outer optimiser computes after each synchronisation, on the slowest worker.
  [[nodiscard]] double outer_s(const WorkerSpeeds& speeds) const {
    const OuterOptimizer* outer = dynamic_cast<const PeriodicAlgorithm&>(algorithm_).outer();
    if (outer == nullptr || outer->takes_average()) return 0.0;
    const auto workers = speeds.seconds_per_flop.begin() + experiment_.workers;
    return OuterStep(*outer, {}).flops(experiment_.model->parameter_count()) *
           *std::max_element(speeds.seconds_per_flop.begin(), workers);
  }

  [[nodiscard]] Prediction of_all(const ClosedForm& form, const WorkerSpeeds& speeds) const {
    Prediction prediction = begun(form);
    const auto& steps = speeds.step_s;
    const double slowest_s = *std::max_element(steps.begin(), steps.end());
    double behind_s = 0.0;  // by so much others are faster, together: 0 to the bit where all are alike
    for (const double step_s : steps) behind_s += slowest_s - step_s;
    behind_s /= static_cast<double>(steps.size());
    RoundTime own;
    own.computing_s = prediction.local_steps * (slowest_s - behind_s);
    own.stragglers_s = prediction.local_steps * behind_s;
    own.coding_s = outer_s(speeds);
    PhaseClock clock(routes_, speeds.seconds_per_flop);
    const Rounds rounds = rounds_of(form);
    LocalWork work;
    for (const double step_s : steps) {
      work.mean_s.push_back(rounds.local_steps * step_s);
      work.first_s.push_back(rounds.first_steps * step_s);
    }
    prediction.time = mean_round(form, own, rounds.count, clock, work);
    prediction.condition = and_also(prediction.condition, left_out_of_round(prediction, form, steps));
    auto busy = busy_seconds(form, routes_, report_);
    for (double& seconds : busy) seconds /= prediction.time.total_s();
    add_busiest(prediction, busy);
    return prediction;
  }

  /// What a form of all workers leaves out of this round, whose figures are known.
  [[nodiscard]] std::string left_out_of_round(const Prediction& prediction, const ClosedForm& form,
                                              const std::vector<double>& steps) const {
    std::string text;
    const auto [fastest, slowest] = std::minmax_element(steps.begin(), steps.end());
    const double spread_s = prediction.local_steps * (*slowest - *fastest);
    const double least_s = noticeable * prediction.time.total_s();
    const Phase& first = form.phases.front();
    const bool is_one_each = static_cast<int>(first.pairs.size()) <= experiment_.workers;
    if (std::min(spread_s, prediction.time.communicating_s()) > least_s) {
      if (!first.begins_apart) text = "as if nobody began to exchange before the slowest";
      if (first.begins_apart && !is_one_each) text = "at least, as ports of clients and servers hold each other up";
    }
    const auto is_together = [](const Phase& phase) { return phase.ring == 0 && phase.pairs.size() > 1; };
    const bool waits_for_last = std::any_of(form.phases.begin(), form.phases.end(), is_together);
    if (waits_for_last && unevenness_s(prediction.time, report_) > least_s) {
      text = and_also(text, "about, as routes differ, and who has a short one goes on before the others");
    }
    return text;
  }

  /// Of one worker.
  [[nodiscard]] Prediction alone(const ClosedForm& form, const WorkerSpeeds& speeds) const {
    Prediction prediction = begun(form);
    RoundTime own;
    own.computing_s = prediction.local_steps * speeds.step_s.at(static_cast<std::size_t>(*form.worker));
    PhaseClock clock(routes_, speeds.seconds_per_flop);
    const Rounds rounds = rounds_of(form);
    const auto worker = static_cast<std::size_t>(*form.worker);
    const std::vector<double> idle(speeds.step_s.size());  // the others
    LocalWork work{.mean_s = idle, .first_s = idle};
    work.mean_s[worker] = own.computing_s;
    work.first_s[worker] = rounds.first_steps * speeds.step_s[worker];
    prediction.time = mean_round(form, own, rounds.count, clock, work);
    return prediction;
  }

  /// In some time a worker makes the more rounds the shorter they are: each counts as often.
  [[nodiscard]] Prediction of_mean(const std::vector<ClosedForm>& forms, const WorkerSpeeds& speeds) const {
    Prediction prediction = begun(forms.front());
    prediction.who = Prediction::all_in_the_mean;
    prediction.equation = all_of(forms, &ClosedForm::equation);
    prediction.condition = and_also(all_of(forms, &ClosedForm::condition), left_out(experiment_, scenario_, report_));
    std::vector<double> busy(report_.links.size(), 0.0);
    double rounds_per_s = 0.0;
    MessageSize traffic_per_s;
    for (const auto& form : forms) {
      const Prediction one = alone(form, speeds);
      const double rate = 1.0 / one.time.total_s();
      rounds_per_s += rate;
      traffic_per_s += rate * one.traffic;
      prediction.time += rate * one.time;
      const auto own = busy_seconds(form, routes_, report_);
      for (std::size_t i = 0; i < busy.size(); ++i) busy[i] += rate * own[i];
    }
    prediction.time = (1.0 / rounds_per_s) * prediction.time;
    prediction.traffic = (1.0 / rounds_per_s) * traffic_per_s;
    add_busiest(prediction, busy);
    const double rounds = rounds_of(forms.front()).count;
    if (rounds * noticeable < 1.0) {
      prediction.condition = and_also(prediction.condition,
                                      fmt::format("give or take one of {} rounds, as the run ends amid some", rounds));
    }
    return prediction;
  }

  /// One for each kind of worker, if there are several, by the first of them; with the first seed.
  [[nodiscard]] std::vector<Prediction> kinds(const std::vector<ClosedForm>& forms) const {
    const WorkerSpeeds speeds = speeds_with(drawn_seeds().front());
    std::map<std::pair<double, std::string>, std::vector<int>> by_kind;  // by how long a step takes, and by equation
    for (int rank = 0; rank < experiment_.workers; ++rank) {
      const auto index = static_cast<std::size_t>(rank);
      by_kind[{speeds.step_s[index], forms[index].equation}].push_back(rank);
    }
    if (by_kind.size() < 2) return {};
    if (by_kind.size() > most_kinds) by_kind.erase(std::next(by_kind.begin()), std::prev(by_kind.end()));
    std::vector<Prediction> all;
    for (const auto& [kind_of, ranks] : by_kind) {
      const auto first = static_cast<std::size_t>(ranks.front());
      Prediction& kind = all.emplace_back(alone(forms[first], speeds));
      kind.who = report_.hosts[first].first;
      if (ranks.size() > 1) kind.who += fmt::format(" and {} more", ranks.size() - 1);
    }
    return all;
  }

  void add_busiest(Prediction& prediction, const std::vector<double>& utilisations) const {
    const auto most = std::max_element(utilisations.begin(), utilisations.end());
    if (most == utilisations.end()) return;
    prediction.busiest_link = report_.links[static_cast<std::size_t>(most - utilisations.begin())].name;
    prediction.utilisation = *most;
  }

  const Experiment& experiment_;
  const Algorithm& algorithm_;
  const Scenario& scenario_;
  std::shared_ptr<const Method> method_;
  PlatformReport report_;
  PlatformRoutes routes_;
};

}  // namespace

std::vector<Prediction> predictions(const Experiment& experiment, const Algorithm& algorithm,
                                    const Scenario& scenario) {
  return Predictor(experiment, algorithm, scenario).predictions();
}

}  // namespace lowband
