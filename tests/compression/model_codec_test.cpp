// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/model_codec.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

/// A compression from its JSON, as in an experiment.
std::unique_ptr<Compression> compression(const std::string& json) {
  auto result = std::make_unique<Compression>();
  Parameters declared;
  result->declare(declared, "compression", "");
  declared.read({{"compression", Json::parse(json)}}, Place("e.json"));
  return result;
}

std::vector<float> slice(const std::vector<float>& vector, std::size_t first, std::size_t size) {
  const auto begin = vector.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

Code code_of(ModelCodec& codec, const std::vector<float>& part, std::size_t first, std::uint32_t step = 0) {
  Code code(3);  // with something of an earlier message in it
  Stream random = stream(step);
  codec.encode(part, first, random, code);
  return code;
}

Code operator+(Code a, const Code& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Code floats(const std::vector<float>& vector) {
  const auto bytes = std::as_bytes(std::span(vector));
  return {bytes.begin(), bytes.end()};
}

/// Three tensors of 100, 3 and 50 elements.
const std::vector<CodedTensor> tensors = {{100}, {3}, {50}};

}  // namespace

TEST_CASE("a model's code is the codec's own without settings", "[model_codec]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 4})");
  ModelCodec codec(*setting, tensors);
  const auto vector = gaussian(153);
  CHECK(code_of(codec, vector, 0) == coded(setting->codec(), vector));
  CHECK(code_of(codec, slice(vector, 90, 30), 90) == coded(setting->codec(), slice(vector, 90, 30)));
  CHECK(codec.unit_sizes() == std::vector<std::size_t>{153});
  CHECK(codec.memory().empty());
}

TEST_CASE("by layer: every tensor has a code of its own, one after the other", "[model_codec]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 4, "scope": "layer"})");
  ModelCodec codec(*setting, tensors);
  const auto vector = gaussian(153);
  Code expected;
  Stream random = stream();  // drawn from one after the other, too
  Code one;
  for (const auto& [first, size] : {std::pair{0U, 100U}, {100U, 3U}, {103U, 50U}}) {
    setting->codec().encode(slice(vector, first, size), random, one);
    expected = expected + one;
  }
  const Code code = code_of(codec, vector, 0);
  CHECK(code == expected);
  CHECK(code.size() == (4 + 50) + (4 + 2) + (4 + 25));  // by hand: a scale each, half a byte a coordinate
  CHECK(codec.unit_sizes() == std::vector<std::size_t>{100, 3, 50});

  std::vector<float> decoded(153);
  codec.decode(code, 0, decoded);
  const auto first = coded_and_back(setting->codec(), slice(vector, 0, 100));
  CHECK(std::equal(first.begin(), first.end(), decoded.begin()));
}

TEST_CASE("a tensor that wants full precision has it, however large it is", "[model_codec]") {
  const auto vector = gaussian(153);
  const std::vector<CodedTensor> first_is_plain = {{100, true}, {3}, {50}};
  for (const std::string scope : {"model", "layer"}) {
    const auto setting = compression(R"({"name": "qsgd", "scope": ")" + scope + "\"}");
    ModelCodec codec(*setting, first_is_plain);
    const Code code = code_of(codec, vector, 0);
    CHECK(Code(code.begin(), code.begin() + 400) == floats(slice(vector, 0, 100)));
    std::vector<float> decoded(153);
    codec.decode(code, 0, decoded);
    CHECK(slice(decoded, 0, 100) == slice(vector, 0, 100));
    CHECK(slice(decoded, 100, 53) != slice(vector, 100, 53));
  }
}

TEST_CASE("by layer: a part of the vector has the parts of the tensors in it", "[model_codec]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 4, "scope": "layer"})");
  ModelCodec codec(*setting, tensors);
  const auto part = slice(gaussian(153), 98, 10);  // 2 of the first, 3 of the second, 5 of the third
  const Code code = code_of(codec, part, 98);
  CHECK(code.size() == (4 + 1) + (4 + 2) + (4 + 3));
  std::vector<float> decoded(10);
  codec.decode(code, 98, decoded);
  const auto first = coded_and_back(setting->codec(), slice(part, 0, 2));
  CHECK(slice(decoded, 0, 2) == first);
}

TEST_CASE("small tensors travel first, in full precision", "[model_codec]") {
  const auto vector = gaussian(153);
  const auto small = slice(vector, 100, 3);
  SECTION("by layer") {
    const auto setting = compression(R"({"name": "qsgd", "scope": "layer", "skip_smaller_than": 60})");
    ModelCodec codec(*setting, tensors);  // the last two are small
    CHECK(code_of(codec, vector, 0) == floats(slice(vector, 100, 53)) + coded(setting->codec(), slice(vector, 0, 100)));
  }
  SECTION("the others together") {
    const auto setting = compression(R"({"name": "qsgd", "skip_smaller_than": 4})");
    ModelCodec codec(*setting, tensors);
    auto others = slice(vector, 0, 100);
    const auto last = slice(vector, 103, 50);
    others.insert(others.end(), last.begin(), last.end());
    const Code code = code_of(codec, vector, 0);
    CHECK(code == floats(small) + coded(setting->codec(), others));
    CHECK(codec.unit_sizes() == std::vector<std::size_t>{150});

    std::vector<float> decoded(153);
    codec.decode(code, 0, decoded);
    CHECK(slice(decoded, 100, 3) == small);
    const auto expected = coded_and_back(setting->codec(), others);
    CHECK(slice(decoded, 0, 100) == slice(expected, 0, 100));
    CHECK(slice(decoded, 103, 50) == slice(expected, 100, 50));
  }
  SECTION("all of them") {
    const auto setting = compression(R"({"name": "qsgd", "skip_smaller_than": 101, "scope": "layer"})");
    ModelCodec codec(*setting, tensors);
    CHECK(code_of(codec, vector, 0) == floats(vector));
    CHECK(codec.encode_flops(0, 153) == 0.0);
  }
}

TEST_CASE("codes of the wrong size are refused in every scope", "[model_codec]") {
  for (const char* json :
       {R"({"name": "qsgd"})", R"({"name": "qsgd", "scope": "layer"})", R"({"name": "qsgd", "skip_smaller_than": 4})",
        R"({"name": "qsgd", "scope": "layer", "skip_smaller_than": 4})"}) {
    const auto setting = compression(json);
    ModelCodec codec(*setting, tensors);
    std::vector<float> decoded(153);
    Code code = code_of(codec, gaussian(153), 0);
    for (std::size_t size = 0; size < code.size(); ++size) {
      CHECK_THROWS_AS(codec.decode(std::span(code).first(size), 0, decoded), std::runtime_error);
    }
    code.push_back({});
    CHECK_THROWS_AS(codec.decode(code, 0, decoded), std::runtime_error);
  }
}

TEST_CASE("flops are those of the units", "[model_codec]") {
  const auto by_layer = compression(R"({"name": "qsgd", "scope": "layer", "skip_smaller_than": 4})");
  const ModelCodec codec(*by_layer, tensors);
  const Compressor& qsgd = by_layer->codec();
  CHECK(codec.encode_flops(0, 153) == qsgd.encode_flops(100) + qsgd.encode_flops(50));
  CHECK(codec.decode_flops(98, 10) == qsgd.decode_flops(2) + qsgd.decode_flops(5));
  // Error feedback adds, decodes and subtracts.
  const auto with_memory = compression(R"({"name": "qsgd", "error_feedback": true})");
  CHECK(ModelCodec(*with_memory, tensors).encode_flops(0, 153) ==
        qsgd.encode_flops(153) + qsgd.decode_flops(153) + 2 * 153);
}

TEST_CASE("error feedback: what was sent and what is remembered add up to what was given", "[model_codec]") {
  for (const char* json : {R"({"name": "qsgd", "levels": 2, "bucket": 64, "error_feedback": true})",
                           R"({"name": "qsgd", "levels": 2, "bucket": 64, "error_feedback": true, "scope": "layer",
                               "skip_smaller_than": 4})"}) {
    const auto setting = compression(json);
    ModelCodec codec(*setting, tensors);
    REQUIRE(codec.memory().size() == 153);
    std::vector<double> given(153);
    std::vector<double> sent(153);
    std::vector<float> decoded(153);
    for (std::uint32_t step = 0; step < 50; ++step) {
      // Multiples of 1/256 below 1, as are their halves: all sums are exact in float, so the identity is, too.
      std::vector<float> vector(153);
      Stream random(3, Purpose::data, 0, step);
      for (float& value : vector) value = (static_cast<float>(random.below(257)) - 128.0F) / 256.0F;
      for (const std::size_t first : {0U, 64U, 128U}) vector[first] = 1.0F;  // nearly every bucket's largest value
      codec.decode(code_of(codec, vector, 0, step), 0, decoded);
      for (std::size_t k = 0; k < vector.size(); ++k) {
        given[k] += static_cast<double>(vector[k]);
        sent[k] += static_cast<double>(decoded[k]);
      }
    }
    for (std::size_t k = 0; k < given.size(); ++k) {
      CHECK(sent[k] + static_cast<double>(codec.memory()[k]) == Approx(given[k]).margin(1e-5));
    }
  }
}

TEST_CASE("error feedback: the first code is that of the vector, the next that of the sum", "[model_codec]") {
  const auto setting = compression(R"({"name": "qsgd", "levels": 2, "error_feedback": true})");
  ModelCodec codec(*setting, tensors);
  const auto vector = gaussian(153);
  const Code first = code_of(codec, vector, 0, 0);
  CHECK(first == coded(setting->codec(), vector, 0));
  const auto decoded = coded_and_back(setting->codec(), vector, 0);
  std::vector<float> corrected(153);
  for (std::size_t k = 0; k < 153; ++k) {
    const float memory = vector[k] - decoded[k];
    CHECK(codec.memory()[k] == memory);
    corrected[k] = vector[k] + memory;
  }
  CHECK(code_of(codec, vector, 0, 1) == coded(setting->codec(), corrected, 1));
}

TEST_CASE("contracted errors: what is decoded is multiplied by the factor of its unit, and bytes stay",
          "[model_codec]") {
  // q = d / k - 1, so theta = k / d: of 100 and 50 coordinates, 10 and 5 as they are, as the biased codec sends them.
  const auto setting = compression(R"({"name": "random-k", "ratio": 0.1, "scope": "layer", "skip_smaller_than": 4})");
  const auto biased =
      compression(R"({"name": "random-k", "ratio": 0.1, "unbiased": false, "scope": "layer", "skip_smaller_than": 4})");
  ModelCodec left(*setting, tensors);
  ModelCodec contracted(*setting, tensors, CodecErrors::contracted);
  ModelCodec plain(*biased, tensors);
  const auto vector = gaussian(153);
  const Code code = code_of(contracted, vector, 0);
  CHECK(code == code_of(left, vector, 0));
  std::vector<float> found(153);
  std::vector<float> expected(153);
  contracted.decode(code, 0, found);
  plain.decode(code_of(plain, vector, 0), 0, expected);
  for (std::size_t k = 0; k < 153; ++k) CHECK(found[k] == Approx(expected[k]).epsilon(1e-6));
  CHECK(contracted.contraction_factor(100) == Approx(0.1F));
  CHECK(left.contraction_factor(100) == 1.0F);
  // A multiplication for each coordinate that is coded.
  CHECK(contracted.decode_flops(0, 153) == left.decode_flops(0, 153) + 150);
}

TEST_CASE("contracted errors: E||theta C(v) - v||^2 by hand", "[model_codec]") {
  // theta^2 (1 + q) - 2 theta + 1 = 1 - 1 / (1 + q) at theta = 1 / (1 + q). random-k, k / d = 1/4: q = 3, 3/4 is left.
  // qsgd of 16 equal coordinates by their 2-norm, one level: each is a quarter of it, q = 4 - 1 = 3 likewise.
  for (const char* json :
       {R"({"name": "random-k", "k": 4})", R"({"name": "qsgd", "levels": 1, "bucket": 16, "norm": "2"})"}) {
    const auto setting = compression(json);
    const std::vector<CodedTensor> sixteen = {{16}};
    ModelCodec codec(*setting, sixteen, CodecErrors::contracted);
    CHECK(codec.contraction_factor(16) == 0.25F);
    const std::vector<float> vector(16, 1.0F);
    Sample error;
    for (std::uint32_t step = 0; step < 2000; ++step) {
      std::vector<float> decoded(16);
      codec.decode(code_of(codec, vector, 0, step), 0, decoded);
      double squares = 0.0;
      for (const float value : decoded) squares += std::pow(static_cast<double>(value) - 1.0, 2);
      error.add(squares / 16.0);
    }
    CHECK(std::abs(error.mean() - 0.75) <= 5.0 * error.standard_error() + 1e-6);
  }
}

TEST_CASE("error feedback: the memory of codecs that are no contraction stays bounded", "[model_codec]") {
  // Without the factor the memory's square grows by q at each step: 9 for random-k, 1.5 and more for the others.
  for (const char* json :
       {R"({"name": "random-k", "ratio": 0.1, "error_feedback": true})",
        R"({"name": "qsgd", "bits": 2, "norm": "2", "error_feedback": true})",
        R"({"name": "qsgd", "bits": 2, "error_feedback": true})",
        R"({"name": "natural-dithering", "levels": 1, "error_feedback": true})",
        R"({"name": "terngrad", "error_feedback": true})", R"({"name": "terngrad", "clip": 0, "error_feedback": true})",
        R"({"name": "k-level", "levels": 3, "error_feedback": true})",
        R"({"name": "k-level", "levels": 4, "range": "norm", "error_feedback": true})",
        R"({"name": "zipml", "levels": 3, "error_feedback": true})",
        R"({"name": "rotated-k-level", "levels": 2, "error_feedback": true})",
        R"({"name": "scaled-sign", "norm": "2", "error_feedback": true})"}) {
    INFO(json);
    const auto setting = compression(json);
    const std::vector<CodedTensor> one = {{1500}};
    ModelCodec codec(*setting, one);
    double sum = 0.0;  // of the memory's squares, over the last hundred steps
    for (std::uint32_t step = 0; step < 400; ++step) {
      std::vector<float> vector(1500);
      Stream random(5, Purpose::data, 0, step);
      for (float& value : vector) value = random.normal();
      code_of(codec, vector, 0, step);
      if (step < 300) continue;
      for (const float value : codec.memory()) sum += static_cast<double>(value) * static_cast<double>(value);
    }
    // A contraction with delta remembers (1 - delta) / delta^2 of a step at most in the long run if steps add up, and
    // (1 - delta) / delta if they are independent, as here: below 100 for the worst of these.
    CHECK(sum / 100.0 < 100.0 * 1500.0);
  }
}

TEST_CASE("error feedback: codecs whose errors no factor bounds are refused", "[model_codec]") {
  CHECK_THROWS_WITH(compression(R"({"name": "k-level", "levels": 2, "error_feedback": true})"),
                    Catch::Contains("/compression/error_feedback") && Catch::Contains("\"k-level\"") &&
                        Catch::Contains("use more levels"));
  compression(R"({"name": "k-level", "levels": 2})");
}

TEST_CASE("error feedback: each part of the vector has its own memory", "[model_codec]") {
  const auto setting = compression(R"({"name": "qsgd", "levels": 1, "error_feedback": true})");
  ModelCodec codec(*setting, tensors);
  code_of(codec, gaussian(20), 30);
  for (std::size_t k = 0; k < 153; ++k) {
    if (k < 30 || k >= 50) CHECK(codec.memory()[k] == 0.0F);
  }
}

TEST_CASE("the settings stand among the codec's parameters", "[model_codec]") {
  CHECK_THROWS_WITH(compression(R"({"name": "qsgd", "error_feedbak": true})"),
                    Catch::Contains("/compression/error_feedbak") && Catch::Contains("error_feedback"));
  CHECK_THROWS_WITH(compression(R"({"name": "qsgd", "scope": "tensor"})"), Catch::Contains("/compression/scope"));
  CHECK_THROWS_WITH(compression(R"({"name": "qsgd", "skip_smaller_than": -1})"),
                    Catch::Contains("/compression/skip_smaller_than"));
  // What the manifest holds can be read again, and says the same.
  Compression first;
  Parameters declared;
  first.declare(declared, "compression", "");
  declared.read({{"compression", {{"name", "qsgd"}, {"bits", 4}, {"scope", "layer"}}}}, Place("e.json"));
  const Json values = declared.values();
  CHECK(values["compression"]["scope"] == "layer");
  CHECK(values["compression"]["error_feedback"] == false);
  CHECK(values["compression"]["bits"] == 4);
  Compression second;
  Parameters again;
  second.declare(again, "compression", "");
  again.read(values, Place("e.json"));
  CHECK(again.values() == values);
  CHECK(second.is_by_layer());
}

namespace {

/// The tensors of a small network, of 60 + 3 + 40 + 50 elements.
const std::vector<CodedTensor> named = {
    {60, false, "conv1.weight"}, {3, false, "conv1.bias"}, {40, false, "conv2.weight"}, {50, false, "fc.weight"}};

}  // namespace

TEST_CASE("rules: each tensor goes by the first that matches, and codes follow those of the codec itself",
          "[model_codec][rules]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 4, "rules": [
    {"match": "*.bias", "compression": "none"}, {"match": "conv*", "compression": "scaled-sign"},
    {"match": "conv2.weight", "compression": "none"}]})");
  ModelCodec codec(*setting, named);
  const auto vector = gaussian(153);
  const Code code = code_of(codec, vector, 0);
  // By hand: 3 floats; 50 coordinates of 4 bits with a scale of 4 bytes; then a sign of each of 60 and of 40, with a
  // scale each, as scaled-sign takes every tensor by itself.
  REQUIRE(code.size() == 3 * 4 + (4 + 25) + (4 + 8) + (4 + 5));
  const auto signs = testing::codec("scaled-sign");
  const Code expected = floats(slice(vector, 60, 3)) + coded(setting->codec(), slice(vector, 103, 50)) +
                        coded(*signs, slice(vector, 0, 60)) + coded(*signs, slice(vector, 63, 40));
  CHECK(code == expected);

  std::vector<float> decoded(153);
  codec.decode(code, 0, decoded);
  CHECK(slice(decoded, 60, 3) == slice(vector, 60, 3));
  CHECK(slice(decoded, 0, 60) == coded_and_back(*signs, slice(vector, 0, 60)));
  CHECK(slice(decoded, 63, 40) == coded_and_back(*signs, slice(vector, 63, 40)));
  CHECK(slice(decoded, 103, 50) == coded_and_back(setting->codec(), slice(vector, 103, 50)));
  CHECK(codec.expected_size(0, 153, 1000) == static_cast<double>(code.size()));
  CHECK(codec.encode_flops(0, 153) ==
        setting->codec().encode_flops(50) + signs->encode_flops(60) + signs->encode_flops(40));
  CHECK(codec.unit_sizes() == std::vector<std::size_t>{50, 60, 40});
}

TEST_CASE("rules: a part of the vector has the codes of the tensors in it alone", "[model_codec][rules]") {
  const auto setting = compression(
      R"({"name": "qsgd", "bits": 4, "rules": [{"match": "fc*", "compression": {"name": "qsgd", "bits": 8}}]})");
  ModelCodec codec(*setting, named);
  const auto vector = gaussian(153);
  CHECK(code_of(codec, slice(vector, 0, 20), 0) == coded(setting->codec(), slice(vector, 0, 20)));
  const auto fine = testing::codec(R"({"name": "qsgd", "bits": 8})");
  CHECK(code_of(codec, slice(vector, 110, 20), 110) == coded(*fine, slice(vector, 110, 20)));
  const Code code = code_of(codec, slice(vector, 93, 20), 93);
  CHECK(code.size() == (4 + 5) + (4 + 10));  // 10 coordinates of 4 bits, 10 of 8
  std::vector<float> decoded(20);
  codec.decode(code, 93, decoded);
  CHECK(slice(decoded, 0, 10) == coded_and_back(setting->codec(), slice(vector, 93, 10)));
  for (std::size_t size = 0; size < code.size(); ++size) {
    CHECK_THROWS_AS(codec.decode(std::span(code).first(size), 93, decoded), std::runtime_error);
  }
}

TEST_CASE("rules: lengths that do not follow from sizes are told, but for the last", "[model_codec][rules]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 4, "encoding": "elias-sparse",
    "rules": [{"match": "fc*", "compression": {"name": "threshold", "tau": 1}}]})");
  ModelCodec codec(*setting, named);
  const auto vector = gaussian(153);
  const Code own = coded(setting->codec(), slice(vector, 0, 103));
  const Code code = code_of(codec, vector, 0);
  std::uint32_t length = 0;
  std::memcpy(&length, code.data(), sizeof length);
  CHECK(length == own.size());
  CHECK(Code(code.begin() + 4, code.begin() + 4 + length) == own);
  const auto threshold = testing::codec(R"({"name": "threshold", "tau": 1})");
  CHECK(Code(code.begin() + 4 + length, code.end()) == coded(*threshold, slice(vector, 103, 50)));
}

TEST_CASE("rules: errors are fed back whatever codec a tensor has", "[model_codec][rules]") {
  const auto setting = compression(R"({"name": "qsgd", "bits": 2, "error_feedback": true, "skip_smaller_than": 10,
    "rules": [{"match": "conv2*", "compression": {"name": "top-k", "k": 5}}]})");
  ModelCodec codec(*setting, named);
  const auto vector = gaussian(153);
  std::vector<float> decoded(153);
  codec.decode(code_of(codec, vector, 0), 0, decoded);
  for (std::size_t k = 0; k < 153; ++k) CHECK(codec.memory()[k] == vector[k] - decoded[k]);
  CHECK(slice(decoded, 60, 3) == slice(vector, 60, 3));  // too small for the codec
  const auto kept = slice(decoded, 63, 40);
  CHECK(std::count_if(kept.begin(), kept.end(), [](float value) { return value != 0.0F; }) == 5);
}

TEST_CASE("rules: a rule that matches is for small tensors, too", "[model_codec][rules]") {
  const auto setting = compression(R"({"name": "qsgd", "skip_smaller_than": 1000,
    "rules": [{"match": "conv1.bias", "compression": "fp16"}]})");
  ModelCodec codec(*setting, named);
  CHECK(code_of(codec, gaussian(153), 0).size() == 150 * 4 + 3 * 2);
}

TEST_CASE("rules: what counts for no tensor, or goes with no other codec, is refused", "[model_codec][rules]") {
  const auto refused = [](const std::string& rules) {
    const auto setting = compression(R"({"name": "qsgd", "rules": )" + rules + "}");
    setting->check_rules(named, Place("e.json") / "compression");
  };
  CHECK_THROWS_WITH(
      refused(R"([{"match": "*.bias", "compression": "none"}, {"match": "cnv*", "compression": "fp16"}])"),
      "e.json: /compression/rules/1/match: no tensor matches \"cnv*\"; there are conv1.weight, conv1.bias, "
      "conv2.weight, fc.weight");
  CHECK_THROWS_WITH(
      refused(R"([{"match": "conv*", "compression": "fp16"}, {"match": "*1.bias", "compression": "none"}])"),
      "e.json: /compression/rules/1/match: has no effect: earlier rules match all tensors that \"*1.bias\" "
      "does");
  CHECK_NOTHROW(refused(R"([{"match": "conv*", "compression": "fp16"}, {"match": "*", "compression": "none"}])"));
  CHECK_THROWS_WITH(refused(R"([{"match": "fc*", "compression": {"name": "low-rank", "rank": 1}}])"),
                    Catch::Contains("/compression/rules/0/compression: \"low-rank\" goes with no other codec"));
  CHECK_THROWS_WITH(refused(R"([{"match": "fc*"}])"),
                    Catch::Contains("/compression/rules/0: the key \"compression\" is missing"));
  CHECK_THROWS_WITH(refused(R"([{"match": "fc*", "compression": "fp61"}])"),
                    Catch::Contains("/compression/rules/0/compression") && Catch::Contains("fp16"));
  CHECK_THROWS_WITH(compression(R"({"name": "none", "rules": [{"match": "fc*", "compression": "fp16"}]})"),
                    Catch::Contains("/compression/rules: has no effect: everything travels in full precision"));
  CHECK_THROWS_WITH(compression(R"({"name": "qsgd", "error_feedback": true,
                                    "rules": [{"match": "fc*", "compression": {"name": "k-level", "levels": 2}}]})"),
                    Catch::Contains("/compression/error_feedback: errors of \"k-level\""));
}

TEST_CASE("rules are read again from what the manifest holds", "[model_codec][rules]") {
  Compression first;
  Parameters declared;
  first.declare(declared, "compression", "");
  declared.read(Json::parse(R"({"compression": {"name": "qsgd", "rules": [
    {"match": "fc*", "compression": {"name": "qsgd", "bits": 8}}, {"match": "*", "compression": "none"}]}})"),
                Place("e.json"));
  const Json values = declared.values();
  CHECK(values["compression"]["rules"][0]["compression"]["bits"] == 8);
  CHECK(values["compression"]["rules"][1] == Json::parse(R"({"match": "*", "compression": {"name": "none"}})"));
  Compression second;
  Parameters again;
  second.declare(again, "compression", "");
  again.read(values, Place("e.json"));
  CHECK(again.values() == values);
}
