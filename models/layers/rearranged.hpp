// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/layers/plan.hpp"
#include "models/layers/reorder.hpp"

namespace lowband {

/// What a primitive reads in another layout than it stands in: copied first, unless the layouts are the same.
class RearrangedSource {
 public:
  RearrangedSource(Plan& plan, const dnnl::memory::desc& stands, const dnnl::memory::desc& read)
      : reorder_(stands, read), copy_(reorder_.is_needless() ? plan.buffer(0) : plan.buffer(read)) {}

  [[nodiscard]] Buffer buffer() const noexcept { return copy_; }
  [[nodiscard]] const float* read(const Pass& pass, const float* values) const {
    if (reorder_.is_needless()) return values;
    reorder_.execute(pass.stream, values, pass.at(copy_));
    return pass.at(copy_);
  }

 private:
  Reorder reorder_;
  Buffer copy_;
};

/// What a primitive writes in another layout than is wanted: copied afterwards, unless the layouts are the same.
class RearrangedTarget {
 public:
  RearrangedTarget(Plan& plan, const dnnl::memory::desc& written, const dnnl::memory::desc& wanted)
      : reorder_(written, wanted), copy_(reorder_.is_needless() ? plan.buffer(0) : plan.buffer(written)) {}

  [[nodiscard]] Buffer buffer() const noexcept { return copy_; }
  /// Where to write what finish() brings to `target`.
  [[nodiscard]] float* instead_of(const Pass& pass, float* target) const {
    return reorder_.is_needless() ? target : pass.at(copy_);
  }
  void finish(const Pass& pass, float* target) const {
    if (!reorder_.is_needless()) reorder_.execute(pass.stream, pass.at(copy_), target);
  }

 private:
  Reorder reorder_;
  Buffer copy_;
};

}  // namespace lowband
