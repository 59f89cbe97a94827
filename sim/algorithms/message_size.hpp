// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/world/message.hpp"

namespace lowband {

/// How large a message is, or messages are in the mean.
struct MessageSize {
  double bytes = 0.0;        ///< on the wire, header included
  double payload = 0.0;      ///< bytes without the header, of what stands for coordinates
  double coordinates = 0.0;  ///< that it stands for, of a model or a difference

  MessageSize() = default;
  explicit MessageSize(const Message& message)
      : bytes(static_cast<double>(message.wire_bytes())),
        payload(message.coordinates() > 0 ? static_cast<double>(message.payload_bytes()) : 0.0),
        coordinates(static_cast<double>(message.coordinates())) {}

  MessageSize& operator+=(const MessageSize& other) {
    bytes += other.bytes;
    payload += other.payload;
    coordinates += other.coordinates;
    return *this;
  }
  [[nodiscard]] friend MessageSize operator*(double factor, MessageSize size) {
    size.bytes *= factor;
    size.payload *= factor;
    size.coordinates *= factor;
    return size;
  }

  /// The same message with so many times the payload, as others of its phase have it in the mean.
  [[nodiscard]] MessageSize with_payload(double factor) const {
    MessageSize size = *this;
    size.payload *= factor;
    return size;
  }

  /// Bits of payload for each coordinate; 0 if it stands for none.
  [[nodiscard]] double bits_per_coordinate() const { return coordinates > 0.0 ? 8.0 * payload / coordinates : 0.0; }
};

}  // namespace lowband
