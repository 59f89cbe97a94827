// SPDX-License-Identifier: Apache-2.0
#include "models/data/text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/models/data/idx_files.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::put;
using test::TemporaryFolder;
namespace {

Data load(const Json& json, const DataFolders& folders = {}) {
  return datasets().read(json, Place("test"))->load(folders);
}

std::vector<int> symbols_of(const Samples& samples, std::uint32_t index) {
  const std::vector<std::uint32_t> which = {index};
  std::vector<float> features(samples.features());
  samples.gather(which, features);
  std::vector<int> symbols(features.begin(), features.end());
  symbols.push_back(static_cast<int>(samples.labels().classes()[index]));
  return symbols;
}

}  // namespace

TEST_CASE("text: bytes are numbered in rising order, the end is the test") {
  const TemporaryFolder folder;
  put(folder / "cab.txt", "abcabc\xffzzz");  // 10 bytes; a 0, b 1, c 2, z 3, 0xff 4
  const Json json = {{"name", "text"}, {"file", "cab.txt"}, {"length", 2}, {"test_share", 0.4}};
  const Data data = load(json, {folder / "nothing-here", folder.path()});
  CHECK(data.train.labels().shape().classes == 5);
  CHECK(data.train.shape() == Shape{.channels = 1, .height = 1, .width = 2, .symbols = 5});
  REQUIRE(data.train.size() == 4);
  CHECK(symbols_of(data.train, 0) == std::vector<int>{0, 1, 2});
  CHECK(symbols_of(data.train, 3) == std::vector<int>{0, 1, 2});
  CHECK(data.test.shape() == data.train.shape());
  REQUIRE(data.test.size() == 2);
  CHECK(symbols_of(data.test, 0) == std::vector<int>{4, 3, 3});
}

TEST_CASE("text: the symbol after each one is to be told, if asked for") {
  const TemporaryFolder folder;
  put(folder / "cab.txt", "abcabccba");
  const Json json = {{"name", "text"}, {"file", "cab.txt"}, {"length", 2}, {"test_share", 0.4}, {"labels", "each"}};
  const Labels labels = load(json, {folder.path()}).train.labels();  // of ab, bc and ca
  CHECK(labels.shape() == LabelShape{.classes = 3, .per_sample = 2});
  CHECK(std::vector<Label>(labels.classes().begin(), labels.classes().end()) == std::vector<Label>{1, 2, 2, 0, 0, 1});
}

TEST_CASE("text: what is packed, or begins with a byte-order mark, is the same text") {
  const TemporaryFolder folder;
  const std::string text = "abcabcabcabc";
  put(folder / "plain.txt", text);
  put(folder / "mark.txt", "\xEF\xBB\xBF" + text);
  write_gzip(folder / "packed.txt", {text.begin(), text.end()});
  const auto hash = [&](const std::string& file) {
    const Json json = {{"name", "text"}, {"file", file}, {"length", 2}, {"test_share", 0.4}};
    const Data data = load(json, {folder.path()});
    CHECK(data.train.labels().shape().classes == 3);
    return data.train.sha256();
  };
  CHECK(hash("mark.txt") == hash("plain.txt"));
  CHECK(hash("packed.txt") == hash("plain.txt"));
}

TEST_CASE("text: a stride leaves samples out") {
  const TemporaryFolder folder;
  put(folder / "text", "0123456789abcdef");
  const Json json = {{"name", "text"}, {"file", "text"}, {"length", 3}, {"stride", 4}, {"test_share", 0.25}};
  const Data data = load(json, {folder.path()});
  REQUIRE(data.train.size() == 3);  // from 0, 4 and 8: the last has its label at 11, the last of the 12
  CHECK(symbols_of(data.train, 2) == std::vector<int>{8, 9, 10, 11});
  CHECK(data.test.size() == 1);
}

TEST_CASE("text: what is refused") {
  const TemporaryFolder folder;
  put(folder / "short", "abcdef");
  put(folder / "same", "aaaaaaaaaa");
  const auto refused = [&](const Json& json) { return usage_error([&] { (void)load(json, {folder.path()}); }); };
  CHECK_THAT(refused({{"name", "text"}, {"file", "absent"}}), Catch::Contains("the text file \"absent\" is not there"));
  CHECK_THAT(refused({{"name", "text"}, {"file", "short"}, {"length", 3}}),
             Catch::Contains("short: expected at least 4 bytes to learn from and as many for the test, found 5 and 1"));
  CHECK_THAT(refused({{"name", "text"}, {"file", "same"}, {"length", 2}, {"test_share", 0.5}}),
             Catch::Contains("same: expected at least 2 different bytes, found 1"));
  CHECK_THAT(refused({{"name", "text"}}), Catch::Contains("file"));
}

TEST_CASE("synthetic-text: words of letters between blanks, by Zipf's law") {
  const Json json = {{"name", "synthetic-text"}, {"train", 200000}, {"test", 1000}, {"words", 3}, {"length", 1}};
  const Data data = load(json);
  CHECK(data.train.labels().shape().classes == 27);
  CHECK(data.train.size() == 199999);
  CHECK(data.test.size() == 999);
  // What stands between blanks are three words; frequencies are 6/11, 3/11 and 2/11.
  std::map<std::vector<int>, int> words;
  std::vector<int> word;
  int count = 0;
  bool is_whole = false;  // the first may be the end of a word
  for (const Label label : data.train.labels().classes()) {
    const int symbol = static_cast<int>(label);
    if (symbol > 0) {
      word.push_back(symbol);
      continue;
    }
    if (is_whole) {
      ++words[word];
      ++count;
    }
    is_whole = true;
    word.clear();
  }
  REQUIRE(count > 10000);
  REQUIRE(words.size() == 3);
  std::vector<double> shares;
  for (const auto& [letters, times] : words) {
    CHECK(letters.size() >= 2);
    CHECK(letters.size() <= 7);
    shares.push_back(static_cast<double>(times) / count);
  }
  std::sort(shares.rbegin(), shares.rend());
  for (std::size_t k = 0; k < 3; ++k) {
    const double share = 6.0 / 11.0 / static_cast<double>(k + 1);
    CHECK(std::abs(shares[k] - share) < 5.0 * std::sqrt(share * (1.0 - share) / count));
  }
}

TEST_CASE("synthetic-text: a function of the seed; test and training differ") {
  const Json json = {{"name", "synthetic-text"}, {"train", 500}, {"test", 500}};
  Json with_2 = json;
  with_2["seed"] = 2;
  CHECK(load(json).train.sha256() == load(json).train.sha256());
  CHECK(load(json).train.sha256() != load(with_2).train.sha256());
  const Data data = load(json);
  CHECK(data.train.sha256() != data.test.sha256());
  CHECK(data.train.features() == 20);
}

TEST_CASE("synthetic-text: too short a text is refused") {
  CHECK_THAT(usage_error([] {
               (void)datasets().read({{"name", "synthetic-text"}, {"test", 20}}, Place("test"));
             }),
             Catch::Contains("/test: expected at least one sample of length 20 and a symbol after it (21), found 20"));
}

}  // namespace lowband
