#pragma once

#include <nlohmann/json.hpp>

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
  /// The options of `command`: what lies below is "COMMAND: --OPTION".
  [[nodiscard]] static Place options_of(std::string command);

  [[nodiscard]] Place operator/(std::string_view key) const;
  [[nodiscard]] Place operator/(std::size_t index) const;

  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// The JSON pointer (RFC 6901); "" is the whole document.
  [[nodiscard]] const std::string& pointer() const noexcept { return pointer_; }

  /// Throws UsageError "FILE: POINTER: expected EXPECTED, found FOUND" and then `hint`, such as did_you_mean().
  [[noreturn]] void expected(std::string_view expected, const Json& found, std::string_view hint = "") const;
  /// Throws UsageError "FILE: POINTER: WHAT".
  [[noreturn]] void fail(std::string_view what) const;

 private:
  std::string file_;
  std::string pointer_;
  std::string root_ = "/";  ///< what the first step of the pointer begins with
};

/// Reads a JSON file. A file that cannot be read, or is not JSON, is a UsageError that names the line and column.
[[nodiscard]] Json read_json_file(const std::string& file);

}  // namespace lowband
