// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dnnl.hpp>

namespace lowband {

/// An activation of samples x features x 1 x time as recurrent layers have it: by time, samples, features.
[[nodiscard]] dnnl::memory::desc sequence_desc(std::size_t samples, std::size_t features, std::size_t time);

}  // namespace lowband
