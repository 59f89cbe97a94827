// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

namespace lowband {

/// An open file or folder; closes it on every way out. Programs that this one starts do not get it.
class Descriptor {
 public:
  Descriptor() = default;
  /// Opens `path`; whether that worked, get() tells: below 0, errno has the reason.
  Descriptor(const std::filesystem::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const noexcept { return descriptor_; }

  /// Whether `path` is the name of what is open here.
  [[nodiscard]] bool is_at(const std::filesystem::path& path) const noexcept {
    struct stat open {};
    struct stat named {};
    return ::fstat(descriptor_, &open) == 0 && ::stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
           open.st_dev == named.st_dev;
  }

  /// Whether all that was written is on the disk. A file system that cannot flush answers EINVAL; that is its business,
  /// and no failure of the write. Some report only when a file is closed that there was no space: so a copy is closed.
  [[nodiscard]] bool flush() const noexcept {
    if (::fsync(descriptor_) != 0 && errno != EINVAL) return false;
    const int copy = ::dup(descriptor_);
    return copy >= 0 && ::close(copy) == 0;
  }

 private:
  int descriptor_ = -1;
};

}  // namespace lowband
