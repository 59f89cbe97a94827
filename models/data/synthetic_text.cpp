// SPDX-License-Identifier: Apache-2.0
#include "models/data/synthetic_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/random.hpp"

namespace lowband {

namespace {

/// Tells the streams of one data set apart (the place of the worker's number).
enum Use : std::uint32_t { lexicon, train, test };

constexpr std::uint32_t letters = 26;
constexpr std::size_t symbols = letters + 1;
constexpr std::uint32_t shortest = 2;
constexpr std::uint32_t longest = 7;

using Word = std::vector<std::uint8_t>;

std::vector<Word> make_words(int count, Stream random) {
  std::vector<Word> words(static_cast<std::size_t>(count));
  for (Word& word : words) {
    word.resize(shortest + random.below(longest - shortest + 1));
    for (auto& letter : word) letter = static_cast<std::uint8_t>(1 + random.below(letters));
    word.push_back(0);
  }
  return words;
}

/// `size` symbols of a text.
std::vector<std::uint8_t> write(const std::vector<Word>& words, std::size_t size, Stream random) {
  std::vector<double> up_to;  // the frequency of all words so far, the first one's being 1
  for (std::size_t k = 1; k <= words.size(); ++k)
    up_to.push_back((up_to.empty() ? 0.0 : up_to.back()) + 1.0 / static_cast<double>(k));
  std::vector<std::uint8_t> text;
  while (text.size() < size) {
    const double drawn = static_cast<double>(random.uniform()) * up_to.back();
    const auto found = std::upper_bound(up_to.begin(), up_to.end(), drawn);  // there is one: drawn is below the last
    const Word& word = words[static_cast<std::size_t>(found - up_to.begin())];
    text.insert(text.end(), word.begin(), word.end());
  }
  text.resize(size);
  return text;
}

}  // namespace

void SyntheticText::parameters(Parameters& parameters) {
  Dataset::parameters(parameters);
  declare_seed(parameters);
  parameters.integer("train", train_, {.least = 2, .most = 100000000}, "symbols", "length of the text to learn from");
  parameters.integer("test", test_, {.least = 2, .most = 100000000}, "symbols", "length of the text for the test");
  parameters.integer("words", words_, {.least = 1, .most = 100000}, "", "different words");
  windows_.parameters(parameters);
}

void SyntheticText::check(const Place& place) {
  const auto require_sample = [&](const char* name, int size) {
    if (static_cast<std::size_t>(size) < windows_.least()) {
      (place / name)
          .fail(fmt::format("expected at least one sample of length {} and a symbol after it ({}), found {}",
                            windows_.length, windows_.least(), size));
    }
  };
  require_sample("train", train_);
  require_sample("test", test_);
}

Data SyntheticText::load(const DataFolders& /*folders*/) const {
  const auto words = make_words(words_, Stream(seed(), Purpose::data, Use::lexicon, 0));
  const auto samples = [&](int size, Use use) {
    return windows_.of(write(words, static_cast<std::size_t>(size), Stream(seed(), Purpose::data, use, 0)), symbols);
  };
  return {.train = samples(train_, Use::train), .test = samples(test_, Use::test)};
}

}  // namespace lowband
