// SPDX-License-Identifier: Apache-2.0
#include "models/layers/sequence.hpp"

#include "models/layers/onednn.hpp"

namespace lowband {

dnnl::memory::desc sequence_desc(std::size_t samples, std::size_t features, std::size_t time) {
  return {onednn::extents({samples, features, 1, time}), dnnl::memory::data_type::f32,
          onednn::extents({features, 1, samples * features, samples * features})};
}

}  // namespace lowband
