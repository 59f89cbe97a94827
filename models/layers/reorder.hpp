// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dnnl.hpp>
#include <optional>

namespace lowband {

/// Numbers from one layout into another, which may be the same.
class Reorder {
 public:
  Reorder(const dnnl::memory::desc& from, const dnnl::memory::desc& to);

  /// Whether the layouts are the same, so that nothing need be copied.
  [[nodiscard]] bool is_needless() const noexcept { return !primitive_; }
  /// To be called where it is not needless.
  void execute(dnnl::stream& stream, const float* from, float* to) const;

 private:
  dnnl::memory::desc from_;
  dnnl::memory::desc to_;
  std::optional<dnnl::reorder> primitive_;
};

}  // namespace lowband
