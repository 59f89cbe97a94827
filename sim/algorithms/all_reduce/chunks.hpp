#pragma once

#include <cstddef>
#include <span>

namespace lowband {

/// A vector of `size` coordinates cut into `count` consecutive chunks, as even as can be: the first size mod count
/// chunks are one longer, and with more chunks than coordinates the last ones are empty.
class Chunks {
 public:
  Chunks(std::size_t size, int count) : size_(size), count_(static_cast<std::size_t>(count)) {}

  [[nodiscard]] int count() const noexcept { return static_cast<int>(count_); }
  [[nodiscard]] std::size_t begin(int chunk) const noexcept {
    const auto c = static_cast<std::size_t>(chunk);
    const std::size_t longer = size_ % count_;
    return c * (size_ / count_) + (c < longer ? c : longer);
  }
  [[nodiscard]] std::size_t size(int chunk) const noexcept { return begin(chunk + 1) - begin(chunk); }

  template <class T>
  [[nodiscard]] std::span<T> of(std::span<T> vector, int chunk) const {
    return vector.subspan(begin(chunk), size(chunk));
  }

 private:
  std::size_t size_;
  std::size_t count_;
};

}  // namespace lowband
