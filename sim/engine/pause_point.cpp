// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/pause_point.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace lowband {

namespace {

/// A text goes after its length; false if the other end is no more.
bool send_text(int socket, const std::string& text) {
  const std::uint64_t size = text.size();
  std::string bytes(sizeof size, '\0');
  std::memcpy(bytes.data(), &size, sizeof size);
  bytes += text;
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t n = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) sent += static_cast<std::size_t>(n);
  }
  return true;
}

bool receive_bytes(int socket, char* bytes, std::size_t size) {
  std::size_t received = 0;
  while (received < size) {
    const ssize_t n = ::recv(socket, bytes + received, size - received, 0);
    if (n == 0 || (n < 0 && errno != EINTR)) return false;
    if (n > 0) received += static_cast<std::size_t>(n);
  }
  return true;
}

std::optional<std::string> receive_text(int socket) {
  std::uint64_t size = 0;
  std::array<char, sizeof size> head{};
  if (!receive_bytes(socket, head.data(), head.size())) return std::nullopt;
  std::memcpy(&size, head.data(), sizeof size);
  std::string text(size, '\0');
  if (!receive_bytes(socket, text.data(), text.size())) return std::nullopt;
  return text;
}

void close_end(int& end) {
  if (end >= 0) ::close(std::exchange(end, -1));
}

}  // namespace

PausePoint::PausePoint() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  parent_ = ends[0];
  child_ = ends[1];
}

PausePoint::~PausePoint() {
  close_end(parent_);
  close_end(child_);
}

std::string PausePoint::pause(const std::string& told) {
  close_end(parent_);
  if (send_text(child_, told)) {
    if (auto answer = receive_text(child_)) return std::move(*answer);
  }
  throw std::runtime_error("the process that this one waits for is no more");
}

void PausePoint::leave_to_child() { close_end(child_); }

std::optional<std::string> PausePoint::told() { return receive_text(parent_); }

void PausePoint::go_on(const std::string& answer) { static_cast<void>(send_text(parent_, answer)); }

}  // namespace lowband
