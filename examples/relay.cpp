// SPDX-License-Identifier: Apache-2.0
// A codec and an algorithm of one's own, on everything that Lowband has:
//
//     relay examples/relay.json results/relay
//
// Results are as those of `lowband run`; `lowband compare results/relay` shows them.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "sim/algorithms/add_algorithm.hpp"
#include "sim/algorithms/periodic/periodic_algorithm.hpp"
#include "sim/base/notice.hpp"
#include "sim/commands/run.hpp"
#include "sim/compression/add_codec.hpp"

using namespace lowband;

namespace {

/// A scale s as float32, then an integer of -127 to 127 for each coordinate: v / s, s = max |v_i| / 127, rounded up
/// with the probability that makes it right on average.
class Int8 final : public Compressor {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  [[nodiscard]] CodecFacts facts() const override {
    return {ErrorClass::unbiased, "E||C(v) - v||^2 <= d s^2 / 4, s = max |v_i| / 127", "8 + 32 / d"};
  }
  void encode(std::span<const float> vector, Stream& random, Code& code) const override {
    float largest = 0.0F;
    for (const float value : vector) largest = std::max(largest, std::isfinite(value) ? std::abs(value) : INFINITY);
    if (!std::isfinite(largest)) throw Diverged("a value to be encoded is not finite");
    const float scale = largest / 127.0F;
    code.resize(sizeof scale + vector.size());
    std::memcpy(code.data(), &scale, sizeof scale);
    for (std::size_t k = 0; k < vector.size(); ++k) {
      const float level = scale > 0.0F ? std::floor(vector[k] / scale + random.uniform()) : 0.0F;
      code[sizeof scale + k] = static_cast<std::byte>(static_cast<int>(std::clamp(level, -127.0F, 127.0F)));
    }
  }
  void decode(std::span<const std::byte> code, std::span<float> vector) const override {
    float scale = 0.0F;
    if (code.size() != sizeof scale + vector.size()) throw std::runtime_error("an int8 code has the wrong size");
    std::memcpy(&scale, code.data(), sizeof scale);
    for (std::size_t k = 0; k < vector.size(); ++k) {
      vector[k] = scale * static_cast<float>(static_cast<std::int8_t>(code[sizeof scale + k]));
    }
  }
  [[nodiscard]] std::optional<std::size_t> encoded_size(std::size_t size) const override { return 4 + size; }
  [[nodiscard]] double encode_flops(std::size_t size) const override { return 5.0 * static_cast<double>(size); }
  [[nodiscard]] double decode_flops(std::size_t size) const override { return static_cast<double>(size); }
};

/// After its local steps a worker hands a code of its model to the next one of a ring, and goes on from the mean of its
/// own and of that of the one before: x_i <- (x_i + C(x_{i-1})) / 2.
class RelaySynchroniser final : public Synchroniser {
 public:
  RelaySynchroniser(int rank, int workers, ModelCodec codec)
      : next_((rank + 1) % workers), previous_((rank + workers - 1) % workers), codec_(std::move(codec)) {}

  void synchronise(Worker& worker, FloatBuffer& model) override {
    const std::size_t size = codec_.size();
    Stream random = worker.random(Purpose::quantization, round_++);
    Message own;
    worker.compute_messages(
        codec_.encode_flops(0, size),
        [&] {
          const auto code = std::make_shared<Code>();
          codec_.encode(model, 0, random, *code);
          own = Message(code, size);
        },
        [&] { own = Message::without_content(static_cast<std::size_t>(codec_.expected_size(0, size, size)), size); });
    worker.send(next_, relay, own);
    const Message theirs = worker.receive(previous_, relay);
    worker.compute(codec_.decode_flops(0, size) + 2.0 * static_cast<double>(size), [&] {
      decoded_.resize(size);
      codec_.decode(theirs.content(), 0, decoded_);
      for (std::size_t k = 0; k < size; ++k) model[k] = 0.5F * (model[k] + decoded_[k]);
    });
  }

 private:
  static constexpr Tag relay = 100;

  int next_;
  int previous_;
  ModelCodec codec_;
  FloatBuffer decoded_;
  std::uint32_t round_ = 0;
};

class Relay final : public PeriodicAlgorithm {
 public:
  void parameters(Parameters& parameters) override { PeriodicAlgorithm::parameters(parameters); }
  [[nodiscard]] bool is_timing_independent() const override { return true; }
  [[nodiscard]] std::unique_ptr<const Method> prepared(const Setting& setting, const Place& place) const override {
    if (setting.workers < 2) place.fail("expected at least 2 workers, found 1");
    return std::make_unique<Ready>(*this, setting.workers);
  }

 private:
  class Ready final : public PeriodicMethod {
   public:
    Ready(const Relay& relay, int workers) : PeriodicMethod(relay, workers), relay_(relay) {}
    [[nodiscard]] std::vector<std::pair<int, int>> pairs() const override {
      std::vector<std::pair<int, int>> pairs;
      for (int rank = 0; rank < workers(); ++rank) pairs.emplace_back(rank, (rank + 1) % workers());
      return pairs;
    }
    /// A worker that is slow holds up the next one first, and the one behind it last.
    [[nodiscard]] std::uint64_t most_ahead() const override { return static_cast<std::uint64_t>(workers()); }
    [[nodiscard]] std::unique_ptr<Synchroniser> synchroniser(int rank, const FloatBuffer& /*initial*/,
                                                             const Layout& layout) const override {
      return std::make_unique<RelaySynchroniser>(rank, workers(), relay_.model_codec(layout));
    }

   private:
    const Relay& relay_;
  };
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: relay EXPERIMENT.json RESULTS\n");
    return 2;
  }
  add_codec({"int8", "a byte a coordinate", "", [] { return std::make_unique<Int8>(); }});
  add_algorithm({"relay", "each worker tells the next one of a ring", "", [] { return std::make_unique<Relay>(); }});
  RunOptions options;
  options.experiment = argv[1];
  options.out = argv[2];
  options.overwrite = true;
  try {
    return run_command(options);
  } catch (const std::exception& error) {
    print_error(error.what());
    return 2;
  }
}
