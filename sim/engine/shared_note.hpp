#pragma once

#include <string>
#include <string_view>

namespace lowband {

/// A line of text that a process and the children that it forks share: what a child was about, when it died, can be
/// told from it.
class SharedNote {
 public:
  /// Throws std::system_error.
  SharedNote();
  SharedNote(const SharedNote&) = delete;
  SharedNote& operator=(const SharedNote&) = delete;
  SharedNote(SharedNote&&) = delete;
  SharedNote& operator=(SharedNote&&) = delete;
  ~SharedNote();

  /// Takes the place of what was there; the end of a text of more than 4000 bytes is lost.
  void write(std::string_view text) noexcept;
  [[nodiscard]] std::string read() const;

 private:
  char* memory_;
};

}  // namespace lowband
