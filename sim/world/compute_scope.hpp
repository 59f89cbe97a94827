// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace lowband {

/// Marks this thread as running a closure of Worker::compute while it lives.
class ComputeScope {
 public:
  ComputeScope() noexcept;
  ComputeScope(const ComputeScope&) = delete;
  ComputeScope& operator=(const ComputeScope&) = delete;
  ComputeScope(ComputeScope&&) = delete;
  ComputeScope& operator=(ComputeScope&&) = delete;
  ~ComputeScope();

  [[nodiscard]] static bool active() noexcept;
};

}  // namespace lowband
