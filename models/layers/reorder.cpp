// SPDX-License-Identifier: Apache-2.0
#include "models/layers/reorder.hpp"

#include <stdexcept>

#include "models/layers/onednn.hpp"

namespace lowband {

Reorder::Reorder(const dnnl::memory::desc& from, const dnnl::memory::desc& to) : from_(from), to_(to) {
  if (from == to) return;
  const dnnl::reorder::primitive_desc desc(onednn::engine(), from, onednn::engine(), to, onednn::stateless());
  if (desc.scratchpad_desc().get_size() > 0) throw std::logic_error("Reorder: oneDNN wants a scratchpad here");
  primitive_.emplace(desc);
}

void Reorder::execute(dnnl::stream& stream, const float* from, float* to) const {
  dnnl::memory source = onednn::wrap(from_, from);
  dnnl::memory target = onednn::wrap(to_, to);
  primitive_->execute(stream, source, target);
}

}  // namespace lowband
