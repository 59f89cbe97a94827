// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lowband {

/// The user's input cannot be used as it is: a bad key, file, name or value. The program prints the message as one
/// line and ends with exit status 2, and nothing has been written.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Training left the finite numbers: a loss, a norm or a parameter is NaN or infinite. The run stops by itself and its
/// summary says so; it is a result, not a failure.
class Diverged : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  Diverged(const std::string& reason, std::uint64_t iteration) : std::runtime_error(reason), iteration_(iteration) {}

  /// The local step after which it showed, where that is known: what encodes a vector does not know it.
  [[nodiscard]] std::optional<std::uint64_t> iteration() const noexcept { return iteration_; }

 private:
  std::optional<std::uint64_t> iteration_;
};

/// The candidate that `name` most likely was meant to be: the fewest edits (a letter inserted, deleted or replaced, or
/// two neighbours swapped), if they are at most half of the name's letters (or 1, for a name of one); else empty.
[[nodiscard]] std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

/// ", did you mean "ring"?" for the nearest candidate, and "" where nothing is near.
[[nodiscard]] std::string suggestion(std::string_view name, std::span<const std::string> candidates);

/// The same, and the whole list where nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

/// Throws UsageError "OPTION: expected A, B, C, found "X"" and suggestion(), of an option of the command line.
[[noreturn]] void fail_choice(std::string_view option, std::string_view found, std::span<const std::string> choices);

/// "a codec", "an algorithm".
[[nodiscard]] std::string with_article(std::string_view noun);

}  // namespace lowband
