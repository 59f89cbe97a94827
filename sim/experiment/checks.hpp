// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/model.hpp"
#include "sim/base/place.hpp"

namespace lowband {

class Experiment;

/// What must be right of an experiment that has been read, before anything is made of it. Each throws UsageError that
/// points at the key to blame; `place` is that of the experiment.

/// Its name, and those of its algorithms, can be folders, and differ.
void check_experiment_names(const Experiment& experiment, const Place& place);
/// What it says of each worker it says of all.
void check_workers(const Experiment& experiment, const Place& place);
/// The platform file is there, and has a host for each worker: nothing is made for more workers than there can be.
void check_hosts(const Experiment& experiment, const Place& place);
/// Whether every algorithm has a server.
[[nodiscard]] bool all_have_servers(const Experiment& experiment);
/// There are data if they are needed, and nothing is said of learning where nothing is learned.
void check_learning(const Experiment& experiment, const Place& place);
/// A model that is not trained has a time for its steps in each scenario, of which `place` is the list.
void check_step_times(const Experiment& experiment, const Place& place);
/// Why what is about learning has no effect with this model; "" if it has one.
[[nodiscard]] std::string why_nothing_is_learned(const Named<Model>& model);
/// The model has what the target is about, there are the servers whose figure it is, algorithms go together with their
/// training, and nothing is asked of one that has no effect with the model and its training.
void check_effects(const Experiment& experiment, const Place& place);
/// Buffers are exchanged where the model has some and there are servers, and only where it has some. Part of
/// check_effects(), unless a file says what the model is; then it is to be called once the model is bound.
void check_buffers(const Experiment& experiment);

}  // namespace lowband
