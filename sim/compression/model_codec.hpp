// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/base/coordinate_range.hpp"
#include "sim/base/float_buffer.hpp"
#include "sim/compression/compression.hpp"

namespace lowband {

/// What `ranges` have in common with the coordinates of `part`, which begin at `first`, one after the other.
void gather(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> part,
            FloatBuffer& gathered);
/// Puts gathered coordinates back where they belong.
void scatter(std::span<const CoordinateRange> ranges, std::size_t first, std::span<const float> gathered,
             std::span<float> part);

/// What becomes of a codec's errors.
enum class CodecErrors : std::uint8_t {
  left,        ///< they are the algorithm's matter
  contracted,  ///< each decoded vector is multiplied by Compressor::contraction_factor(), so that theta C contracts
  remembered,  ///< likewise, and what is left out is added to what is sent next (error feedback)
};

/// Compression as one worker applies it to the flat vector of a model, or to consecutive coordinates of it, such as a
/// chunk of a ring: each codec on all of its tensors or on each of them, small tensors and those that want it in full
/// precision, and the memory of error feedback.
///
/// Wire format of the coordinates [first, first + size): those in full precision as float32, in order; then the codes
/// of the units: of the compression's own codec, then of that of each rule, in order. A unit is a tensor's part in the
/// range, or what all tensors of the codec have in the range together.
/// A code whose size does not follow from that of its unit, and that is not the last, is preceded by its length as
/// uint32. So without any of the settings it is the codec's own code.
///
/// Where errors are contracted, decode() multiplies what it makes of a unit's code by the codec's factor for a unit of
/// that size; below, C is the codec with this factor.
///
/// With error feedback, what encode() codes is p = v + e; and then e <- p - C(p), on these coordinates. Over time the
/// decoded vectors and e add up to what was given to encode(), but for the rounding of these sums to float. Memory for
/// e is taken when something is encoded, not before.
class ModelCodec {
 public:
  /// `tensors`: those of the vector, in order. Errors are remembered if the compression or the caller asks for it.
  /// Keeps a reference to `compression`.
  ModelCodec(const Compression& compression, std::span<const CodedTensor> tensors,
             CodecErrors errors = CodecErrors::left);
  /// Remembers errors of these coordinates only: no others are ever encoded. To be called before anything is.
  void restrict_memory(CoordinateRange range);

  void encode(std::span<const float> part, std::size_t first, Stream& random, Code& code);
  /// Throws std::runtime_error if `code` is not a code of these coordinates.
  void decode(std::span<const std::byte> code, std::size_t first, std::span<float> part) const;

  /// The coordinates of the whole vector.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The bytes of a code of these coordinates, those of its units by Compression::code_bytes().
  [[nodiscard]] double expected_size(std::size_t first, std::size_t size, std::size_t most_sampled) const;

  [[nodiscard]] double encode_flops(std::size_t first, std::size_t size) const;
  [[nodiscard]] double decode_flops(std::size_t first, std::size_t size) const;

  /// Of the compression itself, as are coded() and contraction_factor(): rules may say otherwise.
  [[nodiscard]] const Compressor& codec() const noexcept { return compression_.codec(); }
  /// Where the tensors are that stay in full precision, and those that are coded. Neighbours of a kind are one range,
  /// unless each is a unit.
  [[nodiscard]] const std::vector<CoordinateRange>& plain() const noexcept { return plain_; }
  [[nodiscard]] const std::vector<CoordinateRange>& coded() const noexcept { return groups_.front().ranges; }
  /// The sizes of the units of the whole vector.
  [[nodiscard]] std::vector<std::size_t> unit_sizes() const;
  /// The largest Compressor::worst_relative_variance() of them; nothing where one is not known.
  [[nodiscard]] std::optional<double> worst_relative_variance() const;
  /// theta of a unit of `size` coordinates; 1 where errors are left.
  [[nodiscard]] float contraction_factor(std::size_t size) const { return contraction_factor(codec(), size); }
  /// e on the coordinates that are remembered, by default all; empty without error feedback.
  [[nodiscard]] std::span<float> memory();

 private:
  /// What one codec is for.
  struct Group {
    const Compression* compression;
    std::vector<CoordinateRange> ranges;
  };

  /// visit(its compression, its ranges of the vector, how many coordinates [first, first + size) it has there, whether
  /// it is the last) for each unit.
  template <class Visit>
  void for_each_unit(std::size_t first, std::size_t size, Visit visit) const;
  [[nodiscard]] std::size_t count_units(std::size_t first, std::size_t size) const;
  /// Whether the codec's own code is all there is.
  [[nodiscard]] bool is_one_unit() const noexcept {
    return plain_.empty() && groups_.size() == 1 && coded().size() <= 1;
  }
  [[nodiscard]] bool is_length_told(const Compressor& codec, std::size_t size, bool is_last) const {
    return !is_last && !codec.encoded_size(size);
  }
  void encode_units(std::span<const float> part, std::size_t first, Stream& random, Code& code) const;
  void decode_unit(const Compressor& codec, std::span<const std::byte> code, std::span<float> unit) const;
  [[nodiscard]] float contraction_factor(const Compressor& codec, std::size_t size) const;
  [[nodiscard]] bool remembers() const noexcept { return errors_ == CodecErrors::remembered; }

  const Compression& compression_;
  CodecErrors errors_;
  std::vector<CoordinateRange> plain_;
  std::vector<Group> groups_;  ///< first that of the compression's own codec
  std::size_t size_ = 0;
  CoordinateRange remembered_;  ///< the coordinates of memory_
  FloatBuffer memory_;          ///< empty until something is encoded
};

}  // namespace lowband
