#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "sim/base/float_buffer.hpp"

namespace lowband {

/// What every message costs on the wire beyond its payload: sender, tag and length. The headers of TCP, IP and
/// Ethernet are the network's matter (NetworkSettings).
inline constexpr std::size_t message_header_bytes = 16;

/// An immutable payload that one worker sends to another. It is shared, so forwarding it around a ring, or sending it
/// to every neighbour, copies nothing.
///
/// Outside Worker::compute a message has a size and nothing else: its content may only be looked at inside (second law
/// of the worker), and content() asserts that.
class Message {
 public:
  Message() = default;
  /// Encoded bytes that stand for `coordinates` coordinates of a vector.
  Message(std::shared_ptr<const std::vector<std::byte>> code, std::size_t coordinates);
  /// The same, with the `result` that every receiver makes of them: a replica that is equal at all of them is computed
  /// and stored once. Nothing of it is on the wire; receivers are still to spend the operations that it takes.
  Message(std::shared_ptr<const std::vector<std::byte>> code, std::size_t coordinates,
          std::shared_ptr<const FloatBuffer> result);
  /// Floats `first` to `first + count - 1` of a vector, as they are: little-endian float32.
  Message(const std::shared_ptr<const FloatBuffer>& vector, std::size_t first, std::size_t count);
  /// A whole vector.
  explicit Message(const std::shared_ptr<const FloatBuffer>& vector) : Message(vector, 0, vector->size()) {}
  /// Several messages in one, with one header: what they carry, and the length of each in 4 bytes.
  [[nodiscard]] static Message bundle(std::vector<Message> parts);
  /// The size of a message and nothing else: what a replay sends. Its content is empty.
  [[nodiscard]] static Message without_content(std::size_t payload_bytes, std::size_t coordinates);
  /// The same bytes, standing for so many coordinates of a model; 0 for protocol overhead.
  [[nodiscard]] Message standing_for(std::size_t coordinates) const;

  [[nodiscard]] std::size_t payload_bytes() const noexcept { return payload_bytes_; }
  [[nodiscard]] std::size_t wire_bytes() const noexcept { return message_header_bytes + payload_bytes(); }
  /// What a bundle was made of; empty for any other message.
  [[nodiscard]] std::vector<Message> parts() const;
  /// How many coordinates of a model or a difference the payload stands for; bits per parameter come from it.
  [[nodiscard]] std::size_t coordinates() const noexcept { return coordinates_; }

  [[nodiscard]] std::span<const std::byte> content() const;
  /// The content of a message of floats.
  [[nodiscard]] std::span<const float> floats() const;
  /// The result that came with the code; null without one.
  [[nodiscard]] const std::shared_ptr<const FloatBuffer>& result() const;

 private:
  std::shared_ptr<const void> owner_;
  std::shared_ptr<const FloatBuffer> result_;
  std::shared_ptr<const std::vector<Message>> parts_;
  std::span<const std::byte> content_;
  std::size_t payload_bytes_ = 0;
  std::size_t coordinates_ = 0;
};

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
