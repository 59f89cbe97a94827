// SPDX-License-Identifier: Apache-2.0
#include "sim/world/message.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <utility>

#include "sim/world/compute_scope.hpp"

namespace lowband {

static_assert(std::endian::native == std::endian::little, "numbers travel as they lie in memory");

namespace {

/// The length of a part of a bundle, on the wire.
using PartLength = std::uint32_t;

void require_compute_scope() {
  if (!ComputeScope::active()) throw std::logic_error("a message was read outside Worker::compute");
}

}  // namespace

Message::Message(std::shared_ptr<const Bytes> code, std::size_t coordinates)
    : payload_bytes_(code->size()), coordinates_(coordinates), whole_{nullptr, code->data(), code->size(), nullptr} {
  whole_.owner = std::move(code);
}

Message::Message(std::shared_ptr<const Bytes> code, std::size_t coordinates, std::shared_ptr<const FloatBuffer> made)
    : Message(std::move(code), coordinates) {
  whole_.made = std::move(made);
}

Message::Message(const std::shared_ptr<const FloatBuffer>& vector, std::size_t first, std::size_t count)
    : payload_bytes_(count * sizeof(float)), coordinates_(count), whole_{nullptr, nullptr, payload_bytes_, nullptr} {
  if (vector->empty()) return;
  const auto bytes = std::as_bytes(std::span(*vector).subspan(first, count));
  whole_ = {vector, bytes.data(), bytes.size(), nullptr};
}

Message Message::bundle(const std::vector<Message>& parts) {
  const auto lengths = std::make_shared<std::vector<PartLength>>();
  lengths->reserve(parts.size());  // segments point into it
  auto segments = std::make_shared<std::vector<Segment>>();
  Message message;
  for (const auto& part : parts) {
    if (part.payload_bytes() > std::numeric_limits<PartLength>::max()) {
      throw std::length_error("a part of a bundle has 4 GiB or more");
    }
    lengths->push_back(static_cast<PartLength>(part.payload_bytes()));
    segments->push_back({lengths, std::as_bytes(std::span(&lengths->back(), 1)).data(), sizeof(PartLength), nullptr});
    if (part.segments_) {
      segments->insert(segments->end(), part.segments_->begin(), part.segments_->end());
    } else if (part.whole_.size > 0) {
      segments->push_back(part.whole_);
    }
    message.payload_bytes_ += sizeof(PartLength) + part.payload_bytes();
    message.coordinates_ += part.coordinates();
  }
  message.segments_ = std::move(segments);
  return message;
}

Message Message::without_content(std::size_t payload_bytes, std::size_t coordinates) {
  return Message(Segment{nullptr, nullptr, payload_bytes, nullptr}, coordinates);
}

Message Message::standing_for(std::size_t coordinates) const {
  Message message = *this;
  message.coordinates_ = coordinates;
  return message;
}

/// Goes through the bytes of a message, in however many segments they lie.
class Message::Reader {
 public:
  explicit Reader(const Message& message)
      : segments_(message.segments_ ? std::span<const Segment>(*message.segments_)
                                    : std::span<const Segment>(&message.whole_, message.whole_.size > 0 ? 1 : 0)) {}

  [[nodiscard]] bool is_at_end() const noexcept { return segments_.empty(); }

  [[nodiscard]] PartLength length() {
    std::array<std::byte, sizeof(PartLength)> bytes{};
    for (std::size_t read = 0; read < bytes.size();) {
      const Segment piece = next(bytes.size() - read);
      if (piece.data == nullptr) throw std::runtime_error("a bundle without its lengths");
      std::copy_n(piece.data, piece.size, bytes.data() + read);
      read += piece.size;
    }
    return std::bit_cast<PartLength>(bytes);
  }

  /// The next `size` bytes as a message.
  [[nodiscard]] Message message(std::size_t size) {
    if (size == 0) return {};
    std::vector<Segment> pieces;
    for (std::size_t read = 0; read < size; read += pieces.back().size) pieces.push_back(next(size - read));
    if (pieces.size() == 1 && is_aligned(pieces.front())) return Message(std::move(pieces.front()));
    if (pieces.size() == 1) {
      auto copy = std::make_shared<const Bytes>(pieces.front().data, pieces.front().data + size);
      return {std::move(copy), 0};
    }
    Message message;
    message.payload_bytes_ = size;
    message.segments_ = std::make_shared<const std::vector<Segment>>(std::move(pieces));
    return message;
  }

 private:
  /// Up to `most` bytes that lie in one piece.
  Segment next(std::size_t most) {
    if (segments_.empty()) throw std::runtime_error("a bundle that is cut short");
    const Segment& segment = segments_.front();
    const std::size_t size = std::min(most, segment.size - offset_);
    Segment piece{segment.owner, segment.data == nullptr ? nullptr : segment.data + offset_, size,
                  size == segment.size ? segment.made : nullptr};
    offset_ += size;
    if (offset_ == segment.size) {
      segments_ = segments_.subspan(1);
      offset_ = 0;
    }
    return piece;
  }

  /// Whether floats may lie there.
  static bool is_aligned(const Segment& segment) noexcept {
    return std::bit_cast<std::uintptr_t>(segment.data) % alignof(float) == 0;
  }

  std::span<const Segment> segments_;
  std::size_t offset_ = 0;
};

std::vector<Message> Message::parts() const {
  std::vector<Message> parts;
  for (Reader reader(*this); !reader.is_at_end();) parts.push_back(reader.message(reader.length()));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].coordinates_ = coordinates_ * (i + 1) / parts.size() - coordinates_ * i / parts.size();
  }
  return parts;
}

std::span<const std::byte> Message::content() const {
  require_compute_scope();
  if (segments_) throw std::logic_error("the content of a bundle is in its parts");
  if (whole_.data == nullptr) return {};
  return {whole_.data, whole_.size};
}

std::span<const float> Message::floats() const {
  const auto bytes = content();
  return {reinterpret_cast<const float*>(bytes.data()),
          bytes.size() / sizeof(float)};  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

Message::Bytes Message::bytes() const {
  if (!segments_) {
    const auto whole = content();
    return {whole.begin(), whole.end()};
  }
  require_compute_scope();
  Bytes all;
  all.reserve(payload_bytes_);
  for (const Segment& segment : *segments_) {
    if (segment.data == nullptr) throw std::logic_error("the bytes of a message of which only the size is known");
    all.insert(all.end(), segment.data, segment.data + segment.size);
  }
  return all;
}

std::shared_ptr<const FloatBuffer> Message::once(FunctionRef<std::shared_ptr<const FloatBuffer>()> make) const {
  require_compute_scope();
  return whole_.made ? whole_.made : make();
}

}  // namespace lowband
