// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ATen/record_function.h>

namespace lowband::torchscript {

/// Counts the floating-point operations of matrix products and convolutions that this thread does as long as it lives,
/// a multiplication and an addition being two. What is linear in the size of a tensor is not counted. One at a time in
/// a thread.
class FlopCounter {
 public:
  FlopCounter();
  FlopCounter(const FlopCounter&) = delete;
  FlopCounter& operator=(const FlopCounter&) = delete;
  FlopCounter(FlopCounter&&) = delete;
  FlopCounter& operator=(FlopCounter&&) = delete;
  ~FlopCounter();

  /// So far.
  [[nodiscard]] double flops() const noexcept { return flops_; }

 private:
  friend struct CountedOperation;

  double flops_ = 0.0;
  int nested_ = 0;  ///< operations under way whose own products are counted with them
  at::CallbackHandle handle_;
};

}  // namespace lowband::torchscript
