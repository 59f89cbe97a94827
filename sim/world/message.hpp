// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "sim/base/float_buffer.hpp"
#include "sim/base/function_ref.hpp"

namespace lowband {

/// What every message costs on the wire beyond its payload: sender, tag, length, and the coordinates that it stands
/// for, 4 bytes each. The headers of TCP, IP and Ethernet are the network's matter (NetworkSettings).
inline constexpr std::size_t message_header_bytes = 16;

/// Immutable bytes that one worker sends to another. They are shared, so forwarding them around a ring, or sending them
/// to every neighbour, copies nothing; and they are all that there is: whoever has a copy of them, in another process
/// or on another machine, can do the same with it.
///
/// Outside Worker::compute a message has a size and nothing else: its content may only be looked at inside (second law
/// of the worker), and content(), floats() and bytes() assert that.
class Message {
 public:
  using Bytes = std::vector<std::byte>;

  Message() = default;
  /// Encoded bytes that stand for `coordinates` coordinates of a vector.
  Message(std::shared_ptr<const Bytes> code, std::size_t coordinates);
  /// The same, with what once() is to return in this process.
  Message(std::shared_ptr<const Bytes> code, std::size_t coordinates, std::shared_ptr<const FloatBuffer> made);
  /// Floats `first` to `first + count - 1` of a vector, as they are: little-endian float32. Of a vector that is empty,
  /// as where nothing is learned, their size and nothing else.
  Message(const std::shared_ptr<const FloatBuffer>& vector, std::size_t first, std::size_t count);
  /// A whole vector.
  explicit Message(const std::shared_ptr<const FloatBuffer>& vector) : Message(vector, 0, vector->size()) {}
  /// Several messages in one, with one header: of each its length in 4 bytes, then its bytes. Throws std::length_error
  /// if one of them has 4 GiB or more.
  [[nodiscard]] static Message bundle(const std::vector<Message>& parts);
  /// The size of a message and nothing else: what a replay sends. Its content is empty.
  [[nodiscard]] static Message without_content(std::size_t payload_bytes, std::size_t coordinates);
  /// The same bytes, standing for so many coordinates of a model; 0 for protocol overhead.
  [[nodiscard]] Message standing_for(std::size_t coordinates) const;

  [[nodiscard]] std::size_t payload_bytes() const noexcept { return payload_bytes_; }
  [[nodiscard]] std::size_t wire_bytes() const noexcept { return message_header_bytes + payload_bytes(); }
  /// How many coordinates of a model or a difference the payload stands for; bits per parameter come from it.
  [[nodiscard]] std::size_t coordinates() const noexcept { return coordinates_; }

  /// The messages of a bundle; only its lengths are looked at, which are sizes. What the bundle stands for is on the
  /// wire, what each part does is not: they share it as evenly as whole numbers can. Throws std::runtime_error if the
  /// lengths do not fit the bytes.
  [[nodiscard]] std::vector<Message> parts() const;

  /// The bytes of a message that is no bundle made in this process.
  [[nodiscard]] std::span<const std::byte> content() const;
  /// The content of a message of floats.
  [[nodiscard]] std::span<const float> floats() const;
  /// A copy of the bytes, of a bundle, too.
  [[nodiscard]] Bytes bytes() const;
  /// What a receiver makes of the bytes where that is equal at all receivers: made once in the sender's process, by the
  /// sender, which hands it over with the message and has paid for it in its own time; `make` makes it elsewhere.
  /// Receivers are to spend the operations that it takes in both cases.
  [[nodiscard]] std::shared_ptr<const FloatBuffer> once(FunctionRef<std::shared_ptr<const FloatBuffer>()> make) const;

 private:
  /// Bytes in one piece; `data` is null where only their number is known.
  struct Segment {
    std::shared_ptr<const void> owner;
    const std::byte* data = nullptr;
    std::size_t size = 0;
    std::shared_ptr<const FloatBuffer> made;  ///< of all of them
  };
  class Reader;

  explicit Message(Segment segment, std::size_t coordinates = 0)
      : payload_bytes_(segment.size), coordinates_(coordinates), whole_(std::move(segment)) {}

  std::size_t payload_bytes_ = 0;
  std::size_t coordinates_ = 0;
  Segment whole_;                                         ///< unless there are several segments
  std::shared_ptr<const std::vector<Segment>> segments_;  ///< of a bundle that was made here
};

}  // namespace lowband
