#include "models/layers/reorder.hpp"

#include "models/layers/onednn.hpp"

namespace lowband {

Reorder::Reorder(const dnnl::memory::desc& from, const dnnl::memory::desc& to)
    : from_(from),
      to_(to),
      primitive_(dnnl::reorder::primitive_desc(onednn::engine(), from, onednn::engine(), to, onednn::stateless())) {}

void Reorder::execute(dnnl::stream& stream, const float* from, float* to) const {
  dnnl::memory source = onednn::wrap(from_, from);
  dnnl::memory target = onednn::wrap(to_, to);
  primitive_.execute(stream, source, target);
}

}  // namespace lowband
