// SPDX-License-Identifier: Apache-2.0
#include "models/data/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include "models/data/value_text.hpp"
#include "sim/base/error.hpp"
#include "sim/base/printable.hpp"

namespace lowband {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_header = 1U << 20U;

/// What follows `'key':` in a Python dictionary, without blanks; empty if there is no such key.
std::string_view value_of(std::string_view header, std::string_view key) {
  const std::size_t at = header.find(fmt::format("'{}':", key));
  if (at == std::string_view::npos) return {};
  std::string_view rest = header.substr(at + key.size() + 3);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

/// UTF-8 of a code point; a replacement character for what is none.
void append_utf8(std::string& text, std::uint32_t code) {
  const bool is_code = code < 0xD800U || (code > 0xDFFFU && code <= 0x10FFFFU);
  if (!is_code) code = 0xFFFDU;
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80U) {
    text += static_cast<char>(code);
  } else if (code < 0x800U) {
    text += static_cast<char>(0xC0U | code >> 6U);
    tail(0);
  } else if (code < 0x10000U) {
    text += static_cast<char>(0xE0U | code >> 12U);
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | code >> 18U);
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

NpyReader::NpyReader(std::string name, ByteSource source) : name_(std::move(name)), source_(std::move(source)) {
  read_header();
}

void NpyReader::fail(std::string_view what) const { throw UsageError(fmt::format("{}: {}", name_, what)); }

std::size_t NpyReader::read(char* to, std::size_t size) {
  std::size_t total = 0;
  while (total < size) {
    const std::size_t count = source_(to + total, size - total);
    if (count == 0) break;
    total += count;
  }
  return total;
}

void NpyReader::read_header() {
  std::array<char, 12> start{};
  if (read(start.data(), 8) < 8 || std::string_view(start.data(), magic.size()) != magic) {
    fail("expected an array in NumPy's format NPY, found something else");
  }
  const int version = start[6];
  if (version < 1 || version > 3) fail(fmt::format("expected NPY of version 1, 2 or 3, found version {}", version));
  const std::size_t width = version == 1 ? 2 : 4;
  if (read(&start[8], width) < width) fail("expected the length of the header, found no more: the file is truncated");
  std::size_t length = 0;
  for (std::size_t i = width; i-- > 0;) length = length << 8U | static_cast<std::uint8_t>(start.at(8 + i));
  if (length > longest_header)
    fail(fmt::format("expected a header of at most {} bytes, found {}", longest_header, length));
  std::string header(length, '\0');
  if (read(header.data(), length) < length) {
    fail(fmt::format("expected a header of {} bytes, found fewer: the file is truncated", length));
  }
  const std::string_view descr = value_of(header, "descr");
  const std::string_view order = value_of(header, "fortran_order");
  const std::string_view shape = value_of(header, "shape");
  if (!shape.starts_with('(') || (!order.starts_with("True") && !order.starts_with("False"))) {
    fail(fmt::format("expected a header that tells descr, fortran_order and shape, found {}", printable(header)));
  }
  if (order.starts_with("True")) {
    fail("expected the last dimension to vary fastest, found Fortran's order: save numpy.ascontiguousarray() of it");
  }
  read_type(descr);
  read_shape(shape.substr(1, shape.find(')') - 1));
}

void NpyReader::read_type(std::string_view descr) {
  const bool is_text = descr.size() > 3 && descr.front() == '\'';
  const std::string_view type = is_text ? descr.substr(1, descr.find('\'', 1) - 1) : std::string_view();
  const auto refuse = [&] {
    fail(fmt::format("expected integers, truth values, texts, or floats of 4 or 8 bytes, found elements of type {}",
                     printable(type.empty() ? descr.substr(0, 40) : type)));
  };
  if (type.size() < 3) refuse();
  kind_ = type[1];
  const char* const end = type.data() + type.size();
  const auto [stop, error] = std::from_chars(type.data() + 2, end, element_size_);
  constexpr std::size_t longest_text = 4096;
  if (error != std::errc() || stop != end || element_size_ == 0 || element_size_ > longest_text) refuse();
  const bool is_number = std::has_single_bit(element_size_) && element_size_ <= 8;
  const bool is_known = kind_ == 'U' || kind_ == 'S' || (kind_ == 'b' && element_size_ == 1) ||
                        ((kind_ == 'i' || kind_ == 'u') && is_number) ||
                        (kind_ == 'f' && (element_size_ == 4 || element_size_ == 8));
  if (!is_known) refuse();
  if (kind_ == 'U') element_size_ *= 4;
  is_swapped_ = type[0] == '>';
}

void NpyReader::read_shape(std::string_view tuple) {
  constexpr std::size_t most = std::size_t{1} << 40U;
  std::string_view rest = tuple;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(", "), rest.size()));
    if (rest.empty()) break;
    std::size_t extent = 0;
    const auto [stop, error] = std::from_chars(rest.data(), rest.data() + rest.size(), extent);
    const bool is_fit = error == std::errc() && extent > 0 && elements_ <= most / extent / element_size_;
    if (!is_fit)
      fail(fmt::format("expected sizes from 1 on, and at most 1 TB, found the shape ({})", printable(tuple)));
    rest.remove_prefix(static_cast<std::size_t>(stop - rest.data()));
    shape_.push_back(extent);
    elements_ *= extent;
  }
}

template <class Take>
void NpyReader::for_each_element(Take take) {
  constexpr std::size_t step = 1U << 20U;
  const std::size_t per_step = std::max<std::size_t>(1, step / element_size_);
  std::vector<char> buffer;
  for (std::size_t done = 0; done < elements_;) {
    const std::size_t count = std::min(per_step, elements_ - done);
    buffer.resize(count * element_size_);
    if (const std::size_t found = read(buffer.data(), buffer.size()); found < buffer.size()) {
      fail(fmt::format("expected {} elements, found {}: the file is truncated", elements_,
                       done + found / element_size_));
    }
    const std::size_t unit = kind_ == 'U' ? 4 : kind_ == 'S' ? 1 : element_size_;
    if (is_swapped_ && unit > 1) {
      for (auto at = buffer.begin(); at != buffer.end(); at += static_cast<std::ptrdiff_t>(unit)) {
        std::reverse(at, at + static_cast<std::ptrdiff_t>(unit));
      }
    }
    for (std::size_t i = 0; i < count; ++i) take(done + i, buffer.data() + i * element_size_);
    done += count;
  }
  expect_end();
}

void NpyReader::expect_end() {
  char byte = 0;
  if (read(&byte, 1) != 0) fail(fmt::format("expected {} elements and the end, found more", elements_));
}

template <class Use>
auto NpyReader::with_number(const char* element, Use use) const {
  const auto as = [&]<class Number>(Number number) {
    std::memcpy(&number, element, sizeof number);
    return use(number);
  };
  if (kind_ == 'f') return element_size_ == 4 ? as(float{}) : as(double{});
  const bool is_signed = kind_ == 'i';
  switch (element_size_) {
    case 1:
      return is_signed ? as(std::int8_t{}) : as(std::uint8_t{});
    case 2:
      return is_signed ? as(std::int16_t{}) : as(std::uint16_t{});
    case 4:
      return is_signed ? as(std::int32_t{}) : as(std::uint32_t{});
    default:
      return is_signed ? as(std::int64_t{}) : as(std::uint64_t{});
  }
}

std::string NpyReader::text_in(const char* element) const {
  if (is_of_numbers()) {
    return with_number(element, [](auto number) {
      if constexpr (std::is_floating_point_v<decltype(number)>)
        return value_text(static_cast<double>(number));
      else
        return std::to_string(number);
    });
  }
  std::string text;
  if (kind_ == 'S') text.assign(element, element_size_);
  for (std::size_t at = 0; kind_ == 'U' && at < element_size_; at += sizeof(std::uint32_t)) {
    std::uint32_t code = 0;
    std::memcpy(&code, element + at, sizeof code);
    append_utf8(text, code);
  }
  text.erase(std::min(text.find('\0'), text.size()));  // shorter texts are filled up with zeros
  return value_text(text);
}

std::vector<std::uint8_t> NpyReader::bytes() {
  if (!is_of_bytes()) fail("expected unsigned bytes, found others");
  std::vector<std::uint8_t> bytes;
  for_each_element(
      [&](std::size_t /*i*/, const char* element) { bytes.push_back(static_cast<std::uint8_t>(*element)); });
  return bytes;
}

FloatBuffer NpyReader::floats() {
  if (!is_of_numbers()) fail("expected numbers, found texts");
  FloatBuffer floats;
  for_each_element([&](std::size_t i, const char* element) {
    const float value = with_number(element, [](auto number) { return static_cast<float>(number); });
    if (!std::isfinite(value)) {
      fail(fmt::format("element {}: expected a number that is finite in float32, found {}", i, value));
    }
    floats.push_back(value);
  });
  return floats;
}

std::vector<std::string> NpyReader::texts() {
  std::vector<std::string> texts;
  for_each_element([&](std::size_t /*i*/, const char* element) { texts.push_back(text_in(element)); });
  return texts;
}

}  // namespace lowband
