// SPDX-License-Identifier: Apache-2.0
#include "models/data/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/read_file.hpp"

namespace lowband {

void Text::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  parameters.text("file", file_, "the text, relative to a data folder, such as \"shakespeare.txt\"",
                  Parameters::Need::required);
  windows_.parameters(parameters);
  parameters.number("test_share", test_share_, {.least = 0.0, .most = 0.9, .above = true}, "",
                    "share of the text, from its end, that is the test");
}

Data Text::load(const DataFolders& folders) const {
  const auto file = find_file(folders, "the text file", file_);
  const std::string text = read_text_file(file);
  const auto size = static_cast<double>(text.size());
  const auto test = static_cast<std::size_t>(std::lround(test_share_ * size));
  if (std::min(test, text.size() - test) < windows_.least()) {
    throw UsageError(
        fmt::format("{}: expected at least {} bytes to learn from and as many for the test, found {} and {}",
                    file.string(), windows_.least(), text.size() - test, test));
  }
  std::array<bool, 256> is_there{};
  for (const char letter : text) is_there.at(static_cast<std::uint8_t>(letter)) = true;
  std::array<std::uint8_t, 256> numbers{};
  std::size_t symbols = 0;
  for (std::size_t byte = 0; byte < numbers.size(); ++byte) {
    if (is_there.at(byte)) numbers.at(byte) = static_cast<std::uint8_t>(symbols++);
  }
  if (symbols < 2) throw UsageError(fmt::format("{}: expected at least 2 different bytes, found 1", file.string()));
  std::vector<std::uint8_t> sequence;
  sequence.reserve(text.size());
  for (const char letter : text) sequence.push_back(numbers.at(static_cast<std::uint8_t>(letter)));
  const std::span<const std::uint8_t> all(sequence);
  return {.train = windows_.of(all.first(all.size() - test), symbols), .test = windows_.of(all.last(test), symbols)};
}

}  // namespace lowband
