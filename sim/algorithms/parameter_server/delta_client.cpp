// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/parameter_server/delta_client.hpp"

#include <algorithm>

#include "sim/algorithms/tags.hpp"
#include "sim/base/error.hpp"

namespace lowband {

void DeltaClient::run(Worker& worker, Learner* learner, Reporter& reporter) {
  learner_ = learner;
  FloatBuffer& read = learner->exchanged();
  const Layout layout = learner->exchanged_layout();
  const std::size_t size = size_of(layout);
  model_.emplace(setting_.model(read, layout));
  keys_ = store_keys(layout, Shards(setting_.first_server, size, setting_.shards));
  under_way_.resize(static_cast<std::size_t>(setting_.shards));
  worker.run_beside([this](Worker& beside) {
    while (true) pass(beside);
  });
  reporter.reached(worker, 0, learner->model(), learner->buffers());
  while (true) {
    const std::uint64_t count = std::min(setting_.period.steps(steps_, periods_), learner->settings().iterations);
    for (const std::uint64_t end = steps_ + count; steps_ < end;) {
      ++steps_;
      learner->steps(worker, steps_, steps_);
      worker.compute(model_->progress_flops() * static_cast<double>(size), [&] { model_->add_progress(read); });
    }
    ++periods_;
    worker.notify();
    reporter.reached(worker, steps_, learner->model(), learner->buffers());
  }
}

void DeltaClient::pass(Worker& worker) try {
  worker.await([this] { return periods_ > periods_before_; });
  periods_before_ = periods_;
  for (const StoreKey& key : keys_) {
    if (requests_ == setting_.requests) take(worker);
    put(worker, key);
  }
  while (requests_ > 0) take(worker);
} catch (const Diverged& error) {
  learner_->fail(steps_, error.what());
}

void DeltaClient::put(Worker& worker, const StoreKey& key) {
  Message delta;
  worker.compute_messages(
      model_->put_flops(key.range),
      [&] { delta = model_->put(key.range, worker.random(Purpose::quantization, puts_)); },
      [&] { delta = model_->outline(key.range); });
  ++puts_;
  ++requests_;
  under_way_[static_cast<std::size_t>(key.shard)].push_back(key.range);
  worker.send(setting_.first_server + key.shard, tags::update, std::move(delta));
}

void DeltaClient::take(Worker& worker) {
  const auto [server, value] = worker.receive_any(tags::value);
  auto& under_way = under_way_[static_cast<std::size_t>(server - setting_.first_server)];
  const CoordinateRange key = under_way.front();
  under_way.pop_front();
  --requests_;
  worker.compute(DeltaModel::take_flops(key), [&, &told = value] { model_->take(key, told); });
}

}  // namespace lowband
