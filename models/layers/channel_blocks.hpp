// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dnnl.hpp>
#include <optional>

#include "models/layers/plan.hpp"

namespace lowband {

/// An activation's layout as loops see it: samples x blocks x pixels x channels of a block, without gaps. Plain layout
/// has blocks of one channel; the layouts in which vector instructions work have 8 or 16, with zeros where the last
/// block has more places than there are channels; pixel by pixel, all channels are one block.
struct ChannelBlocks {
  std::size_t samples;
  std::size_t blocks;
  std::size_t pixels;
  std::size_t channels;  ///< of a block
  dnnl::memory::format_tag layout;

  /// None for layouts that are not of this kind.
  [[nodiscard]] static std::optional<ChannelBlocks> of(const dnnl::memory::desc& desc);

  [[nodiscard]] std::size_t block_size() const noexcept { return pixels * channels; }
  [[nodiscard]] std::size_t sample_size() const noexcept { return blocks * block_size(); }
};

/// `value` as it is, if it has such a layout, and in plain layout if not.
[[nodiscard]] Value in_channel_blocks(Plan& plan, Value value);

}  // namespace lowband
