// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/chance.hpp"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/equal.h>
#include <torch/script.h>

namespace lowband::torchscript {

namespace {

std::mutex& in_use() {
  static std::mutex mutex;
  return mutex;
}

/// The generator as it was seeded last.
at::Tensor& seeded() {
  static at::Tensor state;
  return state;
}

at::Tensor state_of(at::Generator generator) {
  const std::scoped_lock lock(generator.mutex());
  return generator.get_state();
}

}  // namespace

void Chance::seed(std::uint64_t seed) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  const std::scoped_lock lock(generator.mutex());
  generator.set_current_seed(seed);
}

std::unique_lock<std::mutex> Chance::drawing_from(std::uint64_t its_seed) {
  std::unique_lock lock(in_use());
  seed(its_seed);
  return lock;
}

void Chance::reset() {
  seed(0);
  seeded() = state_of(at::detail::getDefaultCPUGenerator());
}

bool Chance::has_drawn() { return !at::equal(seeded(), state_of(at::detail::getDefaultCPUGenerator())); }

}  // namespace lowband::torchscript
