// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/criterion.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace lowband;

namespace {

/// An evaluation at this iteration, time and number of bytes, with this accuracy and loss of every kind.
MetricsRow evaluated_row(std::uint64_t iteration, double time_s, std::uint64_t bytes, double accuracy, double loss) {
  MetricsRow evaluated_row;
  evaluated_row.iteration = iteration;
  evaluated_row.sim_time_s = time_s;
  evaluated_row.bytes_sent = bytes;
  evaluated_row.test_accuracy = evaluated_row.workers_test_accuracy = evaluated_row.worst_worker_test_accuracy =
      accuracy;
  evaluated_row.train_loss = evaluated_row.workers_train_loss = evaluated_row.worst_worker_train_loss = loss;
  return evaluated_row;
}

Criterion criterion(TuneBy by, std::optional<double> accuracy, std::optional<double> loss = {}) {
  Criterion made{by, {}};
  if (accuracy) made.target.add(metric_named("accuracy"), *accuracy);
  if (loss) made.target.add(metric_named("loss"), *loss);
  return made;
}

}  // namespace

TEST_CASE("what has reached the target needed what it needed then", "[tune]") {
  const std::vector<MetricsRow> rows{evaluated_row(0, 0, 0, 0.1, 2), evaluated_row(10, 3, 100, 0.8, 1),
                                     evaluated_row(20, 6, 200, 0.9, 0.5), evaluated_row(30, 9, 300, 0.95, 0.4)};
  const Outlook time = outlook_of(rows, false, criterion(TuneBy::time, 0.8));
  CHECK(time.value == 3.0);
  CHECK(time.is_known);
  const Outlook bytes = outlook_of(rows, false, criterion(TuneBy::bytes, 0.8));
  CHECK(bytes.value == 100.0);
  CHECK(bytes.is_known);
  const Outlook loss = outlook_of(rows, false, criterion(TuneBy::loss, {}));
  CHECK(loss.value == 0.4);
  CHECK(loss.is_known);
}

TEST_CASE("what is on the way is extrapolated at its mean rate", "[tune]") {
  const std::vector<MetricsRow> rows{evaluated_row(0, 0, 0, 0.1, 2), evaluated_row(10, 3, 100, 0.5, 1)};
  // From 0.1 to 0.9 half of the way in 3 s and 100 bytes; from 2 to 0.4, 1 of 1.6 in the same.
  CHECK(outlook_of(rows, false, criterion(TuneBy::time, 0.9)).value == Approx(6.0).epsilon(1e-12));
  CHECK_FALSE(outlook_of(rows, false, criterion(TuneBy::time, 0.9)).is_known);
  CHECK(outlook_of(rows, false, criterion(TuneBy::bytes, {}, 0.4)).value == Approx(160.0).epsilon(1e-12));
  // Of both, the one that is farther away counts.
  CHECK(outlook_of(rows, false, criterion(TuneBy::time, 0.9, 0.4)).value == Approx(6.0).epsilon(1e-12));
  // Where one was there from the beginning, the other one counts alone.
  CHECK(outlook_of(rows, false, criterion(TuneBy::time, 0.1, 0.4)).value == Approx(4.8).epsilon(1e-12));
}

TEST_CASE("there is no hope for what diverges, or comes no part of the way", "[tune]") {
  const std::vector<MetricsRow> rows{evaluated_row(0, 0, 0, 0.1, 2), evaluated_row(10, 3, 100, 0.1, 2.5)};
  const auto is_hopeless = [](const Outlook& outlook) { return std::isinf(outlook.value) && !outlook.is_known; };
  CHECK(is_hopeless(outlook_of(rows, false, criterion(TuneBy::time, 0.9))));
  CHECK(is_hopeless(outlook_of(rows, false, criterion(TuneBy::bytes, {}, 1.0))));
  CHECK(is_hopeless(outlook_of(rows, true, criterion(TuneBy::loss, {}))));
  CHECK(is_hopeless(outlook_of({}, false, criterion(TuneBy::loss, {}))));
  const double none = std::numeric_limits<double>::quiet_NaN();
  const std::vector<MetricsRow> unknown{evaluated_row(0, 0, 0, none, none), evaluated_row(10, 3, 100, none, none)};
  CHECK(is_hopeless(outlook_of(unknown, false, criterion(TuneBy::time, 0.9))));
  CHECK(is_hopeless(outlook_of(unknown, false, criterion(TuneBy::loss, {}))));
}

TEST_CASE("figures have names", "[tune]") {
  CHECK(tune_by_named("bytes") == TuneBy::bytes);
  CHECK_FALSE(tune_by_named("byte"));
}
