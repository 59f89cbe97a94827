#include "sim/engine/message.hpp"

#include <bit>
#include <stdexcept>
#include <utility>

namespace lowband {

static_assert(std::endian::native == std::endian::little, "floats travel as they lie in memory");

namespace {

/// What the length of each message in a bundle takes.
constexpr std::size_t part_length_bytes = 4;

thread_local int compute_depth = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

void require_compute_scope() {
  if (!ComputeScope::active()) throw std::logic_error("a message was read outside Worker::compute");
}

}  // namespace

ComputeScope::ComputeScope() noexcept { ++compute_depth; }
ComputeScope::~ComputeScope() { --compute_depth; }
bool ComputeScope::active() noexcept { return compute_depth > 0; }

Message::Message(std::shared_ptr<const std::vector<std::byte>> code, std::size_t coordinates)
    : content_(*code), payload_bytes_(code->size()), coordinates_(coordinates) {
  owner_ = std::move(code);
}

Message::Message(std::shared_ptr<const std::vector<std::byte>> code, std::size_t coordinates,
                 std::shared_ptr<const FloatBuffer> result)
    : Message(std::move(code), coordinates) {
  result_ = std::move(result);
}

Message::Message(const std::shared_ptr<const FloatBuffer>& vector, std::size_t first, std::size_t count)
    : owner_(vector),
      content_(std::as_bytes(std::span(*vector).subspan(first, count))),
      payload_bytes_(content_.size()),
      coordinates_(count) {}

Message Message::bundle(std::vector<Message> parts) {
  Message message;
  for (const auto& part : parts) {
    message.payload_bytes_ += part_length_bytes + part.payload_bytes();
    message.coordinates_ += part.coordinates();
  }
  message.parts_ = std::make_shared<const std::vector<Message>>(std::move(parts));
  return message;
}

std::vector<Message> Message::parts() const { return parts_ == nullptr ? std::vector<Message>() : *parts_; }

Message Message::without_content(std::size_t payload_bytes, std::size_t coordinates) {
  Message message;
  message.payload_bytes_ = payload_bytes;
  message.coordinates_ = coordinates;
  return message;
}

Message Message::standing_for(std::size_t coordinates) const {
  Message message = *this;
  message.coordinates_ = coordinates;
  return message;
}

std::span<const std::byte> Message::content() const {
  require_compute_scope();
  return content_;
}

const std::shared_ptr<const FloatBuffer>& Message::result() const {
  require_compute_scope();
  return result_;
}

std::span<const float> Message::floats() const {
  const auto bytes = content();
  return {reinterpret_cast<const float*>(bytes.data()),
          bytes.size() / sizeof(float)};  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

}  // namespace lowband
