#include "sim/algorithms/parameter_server/client_model.hpp"

#include <algorithm>
#include <memory>

#include "sim/algorithms/periodic/code_outline.hpp"

namespace lowband {

Message ClientModel::change(Worker& worker, const FloatBuffer& model) {
  const std::size_t size = up_.size();
  Message message;
  worker.compute_messages(
      static_cast<double>(size) + up_.encode_flops(0, size),
      [&] {
        thread_local FloatBuffer difference;
        difference.resize(model.size());
        for (std::size_t k = 0; k < model.size(); ++k) difference[k] = model[k] - start_[k];
        const auto code = codes_.take();
        Stream random = worker.random(Purpose::quantization, changes_);
        up_.encode(difference, 0, random, *code);
        message = Message(code, size);
      },
      [&] {
        message = code_outline(up_, {0, size});
      });
  ++changes_;
  return message;
}

void ClientModel::adopt(Worker& worker, const Message& served, FloatBuffer& model) {
  const std::size_t size = up_.size();
  const double flops = down_ ? down_->decode_flops(0, size) + static_cast<double>(size) : 0.0;
  worker.compute(flops, [&] {
    if (down_) {
      const auto decoded = served.once([&] {
        auto vector = std::make_shared<FloatBuffer>(size);
        down_->decode(served.content(), 0, *vector);
        return vector;
      });
      for (std::size_t k = 0; k < size; ++k) start_[k] += (*decoded)[k];
    } else {
      const auto floats = served.floats();
      start_.assign(floats.begin(), floats.end());
    }
    std::copy(start_.begin(), start_.end(), model.begin());
  });
}

}  // namespace lowband
