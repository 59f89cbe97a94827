// SPDX-License-Identifier: Apache-2.0
#include "models/layers/channel_blocks.hpp"

#include <array>
#include <utility>

#include "models/layers/onednn.hpp"
#include "models/layers/onednn_versions.hpp"

namespace lowband {

std::optional<ChannelBlocks> ChannelBlocks::of(const dnnl::memory::desc& desc) {
  using Tag = dnnl::memory::format_tag;
  const auto extents = onednn::extents_of(desc);
  const auto samples = static_cast<std::size_t>(extents[0]);
  const Shape shape = onednn::sample_shape(desc);
  const std::size_t channels = shape.channels;
  const std::size_t pixels = shape.height * shape.width;
  constexpr std::array known = {std::pair{Tag::nchw, 1U}, std::pair{Tag::nChw8c, 8U}, std::pair{Tag::nChw16c, 16U}};
  for (const auto& [tag, block] : known) {
    if (desc == onednn::floats(extents, tag))
      return ChannelBlocks{samples, (channels + block - 1) / block, pixels, block, tag};
  }
  if (desc == onednn::floats(extents, Tag::nhwc)) return ChannelBlocks{samples, 1, pixels, channels, Tag::nhwc};
  return std::nullopt;
}

Value in_channel_blocks(Plan& plan, Value value) {
  return ChannelBlocks::of(plan.desc(value)) ? value : plan.plain(value);
}

}  // namespace lowband
