// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace lowband {

/// JSON objects keep the order of the file, so that what is written back reads like what was written.
using Json = nlohmann::ordered_json;

/// A place in a JSON file, or on the command line: what an error message points at.
class Place {
 public:
  /// The whole document of `file`.
  explicit Place(std::string file) : file_(std::move(file)) {}
  /// The options of `command`: what lies below is "COMMAND: --OPTION", or with another `dash` "COMMAND: DASH OPTION".
  [[nodiscard]] static Place options_of(std::string command, std::string dash = "--");

  /// Where what has been put together from pieces of the file really stands: by the pointer at which it is looked for,
  /// the one of the piece. What lies below a piece is looked for below that.
  using Detours = std::map<std::string, std::string>;
  /// This place, with places below it found by `detours`.
  [[nodiscard]] Place with_detours(Detours detours) const;

  [[nodiscard]] Place operator/(std::string_view key) const;
  [[nodiscard]] Place operator/(std::size_t index) const;

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// The JSON pointer (RFC 6901); "" is the whole document.
  [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }

  /// "FILE: POINTER", or FILE alone for the whole.
  [[nodiscard]] std::string text() const;

  /// Throws UsageError "FILE: POINTER: expected EXPECTED, found FOUND" and then `hint`, such as did_you_mean().
  [[noreturn]] void expected(std::string_view expected, const Json& found, std::string_view hint = "") const;
  /// Throws UsageError "FILE: POINTER: WHAT", of a whole command "COMMAND: WHAT".
  [[noreturn]] void fail(std::string_view what) const;

 private:
  std::string file_;
  std::string pointer_;
  std::string root_ = "/";  ///< what the first step of the pointer begins with
  std::shared_ptr<const Detours> detours_;
};

}  // namespace lowband
