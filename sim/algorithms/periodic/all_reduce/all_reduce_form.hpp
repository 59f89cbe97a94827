// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/model.hpp"
#include "sim/algorithms/closed_form.hpp"
#include "sim/algorithms/periodic/all_reduce/all_reduce.hpp"

namespace lowband {

/// The closed form of a synchronisation of these tensors by `collective`, of more than one worker: those of everything
/// that the average reduces or gathers, one after the other, with what it computes before, between and after them.
[[nodiscard]] ClosedForm all_reduce_form(const AllReduce& algorithm, const Collective& collective,
                                         const Layout& exchanged);

}  // namespace lowband
