// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/float_buffer.hpp"

namespace lowband {

/// Reads up to so many bytes to a place; returns how many, fewer only at the end.
using ByteSource = std::function<std::size_t(char*, std::size_t)>;

/// Reads an array of NumPy's format NPY, versions 1 to 3: "\x93NUMPY", the version, the length of the header, the
/// header (a Python dictionary: type, order, shape), and the elements, last dimension fastest. Elements may be
/// integers, truth values, floats of 4 or 8 bytes, and, for texts(), texts, in either byte order.
///
/// Throws UsageError "NAME: ..." with what was expected and what was found. Memory grows as data come: a shape that a
/// damaged header claims is not believed.
class NpyReader {
 public:
  /// Reads the header. `name` is that of the file, or of the array in it.
  NpyReader(std::string name, ByteSource source);

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const std::vector<std::size_t>& shape() const noexcept { return shape_; }
  /// Whether the elements are unsigned bytes.
  [[nodiscard]] bool is_of_bytes() const noexcept { return kind_ == 'u' && element_size_ == 1; }

  // The elements, one of these, once; then the data must be over. Floats are finite in float32.
  [[nodiscard]] std::vector<std::uint8_t> bytes();
  [[nodiscard]] FloatBuffer floats();
  /// Numbers as value_text() writes them.
  [[nodiscard]] std::vector<std::string> texts();

  [[noreturn]] void fail(std::string_view what) const;

 private:
  [[nodiscard]] std::size_t read(char* to, std::size_t size);
  void read_header();
  void read_type(std::string_view descr);
  void read_shape(std::string_view tuple);
  /// Calls take(element's number from 0, its bytes in this machine's order) for each.
  template <class Take>
  void for_each_element(Take take);
  void expect_end();
  [[nodiscard]] bool is_of_numbers() const noexcept { return kind_ != 'U' && kind_ != 'S'; }
  /// use(an element that is a number).
  template <class Use>
  auto with_number(const char* element, Use use) const;
  [[nodiscard]] std::string text_in(const char* element) const;

  std::string name_;
  ByteSource source_;
  std::vector<std::size_t> shape_;
  std::size_t elements_ = 1;
  char kind_ = '\0';
  std::size_t element_size_ = 0;
  bool is_swapped_ = false;
};

}  // namespace lowband
