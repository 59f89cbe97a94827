// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sim/algorithms/parameter_server/server_method.hpp"

namespace lowband {

// With S bytes that a client tells in all, and S' that it is sent, all of both crosses the servers' ports; where k of
// them have a shard of the model each, a k-th of it each (Alqahtani & Demirbas 2019, arXiv:1909.02061; algorithms
// reference, 7.3 and 7.6). The longest shard stands for all.

/// In rounds of all M clients 2 l + M (S + S') / (k B); in rounds of r drawn ones, who are sent the model first,
/// 2 l + r (S + S') / (k B): the server draws the next ones when it sends receipts, which take 16 bytes of its port
/// beside the models. Only those of the last round are waited for, once in a run, as is the initial model, which in
/// rounds of all nobody waits for: it goes beside the first local steps of client 0, and ahead of its first change.
[[nodiscard]] std::vector<ClosedForm> closed_form_of_rounds(const ServerMethod::FormSetting& setting);

/// Without rounds, of each client alone: 2 l + (S + S') / B. A buffer for all, who wait for the step, makes rounds.
[[nodiscard]] std::vector<ClosedForm> closed_forms_of_clients(const ServerMethod::FormSetting& setting);

}  // namespace lowband
