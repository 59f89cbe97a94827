// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/model_codec.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace lowband {

namespace {

/// Calls `part(begin, count)` for what each of `ranges` has in common with `size` coordinates from `first` on.
template <class Part>
void for_each_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size, Part part) {
  for (const auto& range : ranges) {
    const CoordinateRange common = range.within({first, size});
    if (common.size > 0) part(common.first, common.size);
  }
}

std::size_t count_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size) {
  std::size_t count = 0;
  for_each_within(ranges, first, size, [&](std::size_t /*begin*/, std::size_t /*count*/) { ++count; });
  return count;
}

std::size_t size_within(std::span<const CoordinateRange> ranges, std::size_t first, std::size_t size) {
  std::size_t sum = 0;
  for_each_within(ranges, first, size, [&](std::size_t /*begin*/, std::size_t count) { sum += count; });
  return sum;
}

/// What `range` has in common with the coordinates of `part`, which begin at `first`.
template <class Float>
std::span<Float> common(const CoordinateRange& range, std::size_t first, std::span<Float> part) {
  const CoordinateRange within = range.within({first, part.size()});
  return part.subspan(within.first - first, within.size);
}

void append(Code& code, std::span<const std::byte> bytes) { code.insert(code.end(), bytes.begin(), bytes.end()); }

/// Takes `size` bytes off the front of `code`.
std::span<const std::byte> take(std::span<const std::byte>& code, std::size_t size) {
  if (code.size() < size) throw std::runtime_error("a code of a model is too short");
  const auto front = code.first(size);
  code = code.subspan(size);
  return front;
}

/// Scratch memory of a thread: what one message leaves behind serves the next.
struct Scratch {
  Code code;
  FloatBuffer gathered;
  FloatBuffer corrected;
  FloatBuffer decoded;

  static Scratch& of_this_thread() {
    thread_local Scratch scratch;
    return scratch;
  }
};

}  // namespace

void gather(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> part,
            FloatBuffer& gathered) {
  gathered.clear();
  for_each_within(ranges, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = part.subspan(begin - first, count);
    gathered.insert(gathered.end(), values.begin(), values.end());
  });
}

void scatter(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> gathered,
             std::span<float> part) {
  for_each_within(ranges, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = gathered.first(count);
    std::copy(values.begin(), values.end(), part.begin() + static_cast<std::ptrdiff_t>(begin - first));
    gathered = gathered.subspan(count);
  });
}

ModelCodec::ModelCodec(const Compression& compression, std::span<const CodedTensor> tensors, CodecErrors errors)
    : compression_(compression), errors_(compression.has_error_feedback() ? CodecErrors::remembered : errors) {
  for (const Compression* const each : compression.all()) groups_.push_back({each, {}});
  for (const auto& tensor : tensors) {
    const Compression* const its = compression.of(tensor);
    const auto is_its = [its](const Group& group) { return group.compression == its; };
    auto& ranges = its == nullptr ? plain_ : std::find_if(groups_.begin(), groups_.end(), is_its)->ranges;
    const bool joins = (its == nullptr || !its->is_by_layer()) && !ranges.empty() && ranges.back().end() == size_;
    if (joins) {
      ranges.back().size += tensor.size;
    } else {
      ranges.push_back({size_, tensor.size});
    }
    size_ += tensor.size;
  }
  remembered_ = {0, size_};
}

void ModelCodec::restrict_memory(CoordinateRange range) { remembered_ = range; }

std::span<float> ModelCodec::memory() {
  if (remembers() && memory_.empty()) memory_.assign(remembered_.size, 0.0F);
  return memory_;
}

void ModelCodec::encode(std::span<const float> part, std::size_t first, Stream& random, Code& code) {
  if (!remembers()) return encode_units(part, first, random, code);
  Scratch& scratch = Scratch::of_this_thread();
  float* __restrict memory = this->memory().data() + (first - remembered_.first);
  scratch.corrected.resize(part.size());
  scratch.decoded.resize(part.size());
  for (std::size_t k = 0; k < part.size(); ++k) scratch.corrected[k] = part[k] + memory[k];
  encode_units(scratch.corrected, first, random, code);
  decode(code, first, scratch.decoded);
  for (std::size_t k = 0; k < part.size(); ++k) memory[k] = scratch.corrected[k] - scratch.decoded[k];
}

template <class Visit>
void ModelCodec::for_each_unit(std::size_t first, std::size_t size, Visit visit) const {
  std::size_t left = count_units(first, size);
  for (const auto& [compression, ranges] : groups_) {
    const std::span<const CoordinateRange> all(ranges);
    if (compression->is_by_layer()) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        const std::size_t count = all[i].within({first, size}).size;
        if (count > 0) visit(*compression, all.subspan(i, 1), count, --left == 0);
      }
    } else if (const std::size_t count = size_within(all, first, size); count > 0 || groups_.size() == 1) {
      visit(*compression, all, count, --left == 0);
    }
  }
}

std::size_t ModelCodec::count_units(std::size_t first, std::size_t size) const {
  std::size_t count = 0;
  for (const auto& [compression, ranges] : groups_) {
    if (compression->is_by_layer()) {
      count += count_within(ranges, first, size);
    } else if (groups_.size() == 1 || size_within(ranges, first, size) > 0) {
      ++count;
    }
  }
  return count;
}

void ModelCodec::encode_units(std::span<const float> part, std::size_t first, Stream& random, Code& code) const {
  if (is_one_unit()) return codec().encode(part, random, code);
  Scratch& scratch = Scratch::of_this_thread();
  code.clear();
  for_each_within(plain_, first, part.size(), [&](std::size_t begin, std::size_t count) {
    append(code, std::as_bytes(part.subspan(begin - first, count)));
  });
  for_each_unit(first, part.size(),
                [&](const Compression& its, std::span<const CoordinateRange> ranges, std::size_t count, bool is_last) {
                  if (ranges.size() == 1) {
                    its.codec().encode(common(ranges.front(), first, part), random, scratch.code);
                  } else {
                    gather(ranges, first, part, scratch.gathered);
                    its.codec().encode(scratch.gathered, random, scratch.code);
                  }
                  if (is_length_told(its.codec(), count, is_last)) {
                    if (scratch.code.size() > std::numeric_limits<std::uint32_t>::max()) {
                      throw std::length_error("the code of a layer has more than 4 GiB");
                    }
                    const auto length = static_cast<std::uint32_t>(scratch.code.size());
                    append(code, std::as_bytes(std::span(&length, 1)));
                  }
                  append(code, scratch.code);
                });
}

void ModelCodec::decode(std::span<const std::byte> code, std::size_t first, std::span<float> part) const {
  if (is_one_unit()) return decode_unit(codec(), code, part);
  Scratch& scratch = Scratch::of_this_thread();
  for_each_within(plain_, first, part.size(), [&](std::size_t begin, std::size_t count) {
    const auto values = std::as_writable_bytes(part.subspan(begin - first, count));
    const auto bytes = take(code, values.size());
    std::copy(bytes.begin(), bytes.end(), values.begin());
  });
  for_each_unit(first, part.size(),
                [&](const Compression& its, std::span<const CoordinateRange> ranges, std::size_t count, bool is_last) {
                  std::size_t length = code.size();  // the last code is what is left
                  if (is_length_told(its.codec(), count, is_last)) {
                    std::uint32_t stated = 0;
                    std::memcpy(&stated, take(code, sizeof stated).data(), sizeof stated);
                    length = stated;
                  } else if (!is_last) {
                    length = its.codec().encoded_size(count).value();
                  }
                  const auto its_code = take(code, length);
                  if (ranges.size() == 1)
                    return decode_unit(its.codec(), its_code, common(ranges.front(), first, part));
                  gather(ranges, first, part, scratch.gathered);  // what a codec may read with
                  decode_unit(its.codec(), its_code, scratch.gathered);
                  scatter(ranges, first, scratch.gathered, part);
                });
  if (!code.empty()) throw std::runtime_error("a code of a model is too long");
}

void ModelCodec::decode_unit(const Compressor& codec, std::span<const std::byte> code, std::span<float> unit) const {
  codec.decode(code, unit);
  const float factor = contraction_factor(codec, unit.size());
  if (factor == 1.0F) return;
  for (float& value : unit) value *= factor;
}

float ModelCodec::contraction_factor(const Compressor& codec, std::size_t size) const {
  if (errors_ == CodecErrors::left) return 1.0F;
  return static_cast<float>(codec.contraction_factor(size).value());
}

double ModelCodec::expected_size(std::size_t first, std::size_t size, std::size_t most_sampled) const {
  auto sum = static_cast<double>(sizeof(float) * size_within(plain_, first, size));
  for_each_unit(first, size, [&](const Compression& its, auto /*ranges*/, std::size_t count, bool is_last) {
    sum += its.code_bytes(count, most_sampled);
    if (is_length_told(its.codec(), count, is_last)) sum += sizeof(std::uint32_t);
  });
  return sum;
}

std::vector<std::size_t> ModelCodec::unit_sizes() const {
  std::vector<std::size_t> sizes;
  for_each_unit(0, size_, [&](const Compression& /*its*/, auto /*ranges*/, std::size_t count, bool /*is_last*/) {
    if (count > 0) sizes.push_back(count);
  });
  return sizes;
}

std::optional<double> ModelCodec::worst_relative_variance() const {
  std::optional<double> worst = 0.0;
  for_each_unit(0, size_, [&](const Compression& its, auto /*ranges*/, std::size_t count, bool /*is_last*/) {
    if (count == 0) return;
    const auto variance = its.codec().worst_relative_variance(count);
    worst = worst && variance ? std::optional(std::max(*worst, *variance)) : std::nullopt;
  });
  return worst;
}

double ModelCodec::encode_flops(std::size_t first, std::size_t size) const {
  double sum = !remembers() ? 0.0 : decode_flops(first, size) + 2.0 * static_cast<double>(size);
  for_each_unit(first, size, [&](const Compression& its, auto /*ranges*/, std::size_t count, bool /*is_last*/) {
    sum += its.codec().encode_flops(count);
  });
  return sum;
}

double ModelCodec::decode_flops(std::size_t first, std::size_t size) const {
  double sum = 0.0;
  for_each_unit(first, size, [&](const Compression& its, auto /*ranges*/, std::size_t count, bool /*is_last*/) {
    const bool is_scaled = contraction_factor(its.codec(), count) != 1.0F;
    sum += its.codec().decode_flops(count) + (is_scaled ? static_cast<double>(count) : 0.0);
  });
  return sum;
}

}  // namespace lowband
