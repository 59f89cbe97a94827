// SPDX-License-Identifier: Apache-2.0
#include "models/torchscript/plugin/errors.hpp"

#include <cstddef>

namespace lowband::torchscript {

std::string plain_words(const std::string& told) {
  // The interpreter ends its trace by "RuntimeError: REASON", or by the name of another exception of Python.
  std::string words = told;
  if (const std::size_t mark = words.rfind("Error: "); mark != std::string::npos) {
    const std::size_t line = words.rfind('\n', mark);
    const std::size_t begin = line == std::string::npos ? 0 : line + 1;
    if (words.find(' ', begin) > mark) words.erase(0, mark + std::string("Error: ").size());
  }
  if (const std::size_t trace = words.find("\nException raised from"); trace != std::string::npos) words.erase(trace);
  if (const std::size_t end = words.find('\n'); end != std::string::npos && end > 0) words.erase(end);
  while (!words.empty() && (words.back() == ' ' || words.back() == '\n' || words.back() == '.')) words.pop_back();
  return words;
}

}  // namespace lowband::torchscript
