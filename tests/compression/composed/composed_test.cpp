// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/composed/composed.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "sim/base/error.hpp"
#include "sim/compression/sparse/random_subset.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

/// A composed codec of these parts.
std::unique_ptr<Compressor> composed(const std::string& sparsifier, const std::string& quantizer) {
  return codec(R"({"name": "composed", "sparsify": )" + sparsifier + R"(, "quantize": )" + quantizer + "}");
}

std::string top(int k) { return R"({"name": "top-k", "k": )" + std::to_string(k) + "}"; }
std::string random(int k) { return R"({"name": "random-k", "k": )" + std::to_string(k) + "}"; }

const std::vector<float> six = {0.5F, -3, 1, -1, 2, 0};  // the two largest: -3 at 1, 2 at 4

double squares(const std::vector<float>& vector) {
  double sum = 0.0;
  for (const float value : vector) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum;
}

/// ||factor C(v) - v||^2 over many messages.
Sample squared_errors(const Compressor& codec, const std::vector<float>& vector, float factor, std::uint32_t messages) {
  Sample sample;
  for (std::uint32_t step = 0; step < messages; ++step) {
    auto rest = coded_and_back(codec, vector, step);
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] = factor * rest[i] - vector[i];
    sample.add(squares(rest));
  }
  return sample;
}

}  // namespace

TEST_CASE("composed: the bytes of small codes by hand", "[composed]") {
  // Indices 1 and 4 in 3 bits: 001, 100, a byte. Then -3 and 2 as binary16: 0xC200, 0x4000.
  CHECK(coded(*composed(top(2), R"("fp16")"), six) == bytes({0b00100001, 0x00, 0xC2, 0x00, 0x40}));
  // Or their mean magnitude, 2.5 = 0x40200000, and their signs.
  const auto signs = composed(top(2), R"("scaled-sign")");
  CHECK(coded(*signs, six) == bytes({0b00100001, 0x00, 0x00, 0x20, 0x40, 0b01}));
  CHECK(coded_and_back(*signs, six) == std::vector<float>{0, -2.5F, 0, 0, 2.5F, 0});
  // All of them: no indices.
  CHECK(coded(*composed(top(2), R"("fp16")"), {-3}) == bytes({0x00, 0xC2}));
  CHECK(coded(*composed(top(2), R"("fp16")"), {}).empty());
}

TEST_CASE("composed: codes have the length of the choice and of k values", "[composed]") {
  // By hand, 1 % and 4 bits: 10 of 1000, 10 bits each, 13 bytes, then a scale and 10 times 4 bits, 4 + 5; 5 of 509
  // (5.09), 9 bits: 6, 4 + 3; 1 of 2: 1, 4 + 1; 1 of 1: 4 + 1.
  const auto standard = codec("composed");
  CHECK(standard->encoded_size(1000) == 22);
  CHECK(standard->encoded_size(509) == 13);
  CHECK(standard->encoded_size(2) == 6);
  CHECK(standard->encoded_size(1) == 5);
  CHECK(standard->encoded_size(0) == 0);
  // A seed, and 10 signs and exponents: 8 + 2 + 10.
  CHECK(composed(R"("random-k")", R"("natural")")->encoded_size(1000) == 20);
  for (const char* quantizer : {R"("qsgd")", R"("zipml")", R"("rotated-k-level")", R"("one-bit")"}) {
    const auto both = composed(R"({"name": "top-k", "ratio": 0.3})", quantizer);
    for (const auto& vector : awkward_vectors()) {
      CHECK(coded(*both, vector).size() == both->encoded_size(vector.size()));
    }
  }
  CHECK_FALSE(composed(top(2), R"({"name": "qsgd", "encoding": "elias-dense"})")->encoded_size(1000));
  CHECK_FALSE(composed(top(2), R"("variable-length-k-level")")->encoded_size(1000));
}

TEST_CASE("composed: the values are the quantizer's code of those that are kept", "[composed]") {
  const auto vector = gaussian(700);
  const auto top_k = codec(top(30));
  const auto kept_in_place = coded_and_back(*top_k, vector);
  std::vector<float> kept;
  for (const float value : kept_in_place) {
    if (value != 0.0F) kept.push_back(value);
  }
  REQUIRE(kept.size() == 30);
  for (const char* quantizer :
       {R"("qsgd")", R"({"name": "qsgd", "norm": "2", "encoding": "elias-sparse"})", R"("terngrad")", R"("k-level")",
        R"("variable-length-k-level")", R"("natural-dithering")", R"({"name": "grid", "step": 0.1})", R"("bf16")"}) {
    INFO(quantizer);
    const auto both = composed(top(30), quantizer);
    const auto values = codec(quantizer[0] == '"' ? std::string(quantizer + 1, std::strlen(quantizer) - 2) : quantizer);
    const Code code = coded(*both, vector, 3);
    const Code of_values = coded(*values, kept, 3);  // top-k draws nothing, so from the same random numbers
    REQUIRE(code.size() == 38 + of_values.size());   // 30 indices of 10 bits
    CHECK(std::equal(of_values.begin(), of_values.end(), code.begin() + 38));
    const auto decoded = coded_and_back(*both, vector, 3);
    const auto decoded_values = coded_and_back(*values, kept, 3);
    std::size_t next = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      CHECK(decoded[i] == (kept_in_place[i] == 0.0F ? 0.0F : decoded_values[next++]));
    }
  }
}

TEST_CASE("composed: random-k draws its seed, then the quantizer its numbers", "[composed]") {
  const auto vector = gaussian(40);
  const auto both = composed(random(10), R"("qsgd")");
  const Code code = coded(*both, vector, 3);
  Stream numbers = stream(3);
  std::uint64_t seed = numbers();
  seed |= std::uint64_t{numbers()} << 32U;
  std::uint64_t sent = 0;
  std::memcpy(&sent, code.data(), sizeof sent);
  CHECK(sent == seed);
  std::vector<float> kept;
  for_each_random_index(seed, 10, 40, [&](std::size_t /*first*/, std::span<const std::uint32_t> indices) {
    for (const std::uint32_t i : indices) kept.push_back(4.0F * vector[i]);  // d / k = 4
  });
  Code values;
  codec("qsgd")->encode(kept, numbers, values);
  REQUIRE(code.size() == 8 + values.size());
  CHECK(std::equal(values.begin(), values.end(), code.begin() + 8));
}

TEST_CASE("composed: of which class", "[composed]") {
  const std::string unscaled = R"({"name": "random-k", "unbiased": false})";
  CHECK(codec("composed")->facts().error_class == ErrorClass::biased);
  CHECK(composed(R"("random-k")", R"("qsgd")")->facts().error_class == ErrorClass::unbiased);
  CHECK(composed(R"("random-k")", R"("fp16")")->facts().error_class == ErrorClass::biased);
  CHECK(composed(unscaled, R"("qsgd")")->facts().error_class == ErrorClass::biased);
  // Clipping makes terngrad biased.
  CHECK(composed(R"("random-k")", R"("terngrad")")->facts().error_class == ErrorClass::biased);
  CHECK(composed(R"("random-k")", R"({"name": "terngrad", "clip": 0})")->facts().error_class == ErrorClass::unbiased);
  CHECK(codec("composed")->facts().bits ==
        "ceil(log2 d) k / d + b k / d, b those of qsgd for k coordinates: bits + 32 / bucket");
  CHECK(composed(R"("top-k")", R"("scaled-sign")")->is_for_tensors());
  CHECK_FALSE(codec("composed")->is_for_tensors());
}

TEST_CASE("composed: of random-k and an unbiased quantizer it is unbiased, with the mean variance of all choices",
          "[composed]") {
  // Two of four: six choices, all equally likely. Of each, the quantizer's variance on twice the values; and (d / k -
  // 1) ||v||^2 = ||v||^2.
  const std::vector<float> vector = {1, -2, 3, 0.5F};
  const auto quantizer = codec(R"({"name": "qsgd", "levels": 3, "norm": "2"})");
  double variance = squares(vector);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = i + 1; j < 4; ++j) {
      variance += quantizer->variance(std::vector<float>{2.0F * vector[i], 2.0F * vector[j]}).value() / 6.0;
    }
  }
  const auto both = composed(random(2), R"({"name": "qsgd", "levels": 3, "norm": "2"})");
  check_unbiased(*both, vector, variance, 4000);
  CHECK(variance <= both->worst_relative_variance(4).value() * squares(vector));
  CHECK_FALSE(both->variance(vector));
}

TEST_CASE("composed: with top-k the contraction is exact", "[composed]") {
  // Of ||v||^2 = 15.25 two values of 13 are kept, each coded with an error of 0.5: 13 - 0.5.
  CHECK(composed(top(2), R"("scaled-sign")")->contraction(six).value() == Approx(12.5 / 15.25).epsilon(1e-12));
  CHECK(codec("composed")->contraction({}) == 1.0);
  CHECK(codec("composed")->contraction(std::vector<float>(9, 0.0F)) == 1.0);
  const auto vector = uneven_vector();
  const auto both = composed(top(20), R"({"name": "qsgd", "bits": 3})");
  const Sample errors = squared_errors(*both, vector, 1.0F, 2000);
  CHECK(std::abs(errors.mean() - (1.0 - both->contraction(vector).value()) * squares(vector)) <=
        5.0 * errors.standard_error());
}

TEST_CASE("composed: the factor makes a contraction of a quantizer however coarse", "[composed]") {
  // The 64 ones are kept. By one level of their 2-norm, 8, each has the variance 64 (1/8) (7/8) = 7 of it: q = 7, and
  // the error 64 * 7 + 64 / 4 is above ||v||^2 = 80. Times 1 / (1 + q) = 1/8 a one keeps the variance 7 / 64 and the
  // square (7/8)^2 of its bias, 7/8 in all: 64 * 7/8 + 16 = 72.
  std::vector<float> vector(128, 1.0F);
  for (std::size_t i = 0; i < vector.size(); i += 2) vector[i] = 0.5F;
  const auto both = composed(top(64), R"({"name": "qsgd", "levels": 1, "norm": "2"})");
  CHECK_FALSE(both->contraction(vector));
  CHECK(both->contraction_factor(128).value() == Approx(0.125).epsilon(1e-12));
  const Sample unscaled = squared_errors(*both, vector, 1.0F, 2000);
  CHECK(std::abs(unscaled.mean() - 464.0) <= 5.0 * unscaled.standard_error());
  const Sample scaled = squared_errors(*both, vector, 0.125F, 2000);
  CHECK(std::abs(scaled.mean() - 72.0) <= 5.0 * scaled.standard_error());
  CHECK(72.0 <= (1.0 - 64.0 / (128.0 * 8.0)) * 80.0);  // delta = k / (d (1 + q))
}

TEST_CASE("composed: random-k as it is contracts by k / d (1 - q)", "[composed]") {
  // q = 1/8, k / d = 1/4: 7/32.
  const auto both = composed(R"({"name": "random-k", "ratio": 0.25, "unbiased": false})", R"("natural")");
  const auto vector = uneven_vector();
  CHECK(both->contraction(vector).value() == Approx(7.0 / 32.0).epsilon(1e-12));
  const Sample errors = squared_errors(*both, vector, 1.0F, 2000);
  CHECK(errors.mean() <= (1.0 - 7.0 / 32.0) * squares(vector) + 5.0 * errors.standard_error());
  CHECK_FALSE(composed(R"("random-k")", R"("natural")")->contraction(vector));
}

TEST_CASE("composed: bounds and factors by hand", "[composed]") {
  // (1 + 1/8) 20 / 5 - 1; the reciprocal of 4.5.
  const auto natural = composed(random(5), R"("natural")");
  CHECK(natural->worst_relative_variance(20).value() == Approx(3.5).epsilon(1e-12));
  CHECK(natural->contraction_factor(20).value() == Approx(1.0 / 4.5).epsilon(1e-12));
  CHECK(natural->worst_relative_variance(0) == 0.125);  // of nothing
  CHECK_FALSE(natural->worst_relative_variance(std::nullopt));
  CHECK_FALSE(codec("composed")->worst_relative_variance(20));
  const auto factor = [](const std::string& sparsifier, const std::string& quantizer) {
    return composed(sparsifier, quantizer)->contraction_factor(20);
  };
  CHECK(factor(random(5), R"("qsgd")") == 0.25);
  CHECK(factor(top(5), R"("qsgd")") == 1.0);
  CHECK(factor(top(5), R"("terngrad")") == 0.5);
  CHECK(factor(top(5), R"("scaled-sign")") == 1.0);
  CHECK_FALSE(factor(top(5), R"({"name": "k-level", "levels": 2})"));
  // 2 of 8 by k, half of that of vectors half as long.
  const auto shortened = composed(top(4), R"("fp16")");
  shortened->shorten(0.5);
  CHECK(shortened->encoded_size(8) == 1 + 2 * 2);
}

TEST_CASE("composed: what costs both", "[composed]") {
  const auto both = composed(R"({"name": "top-k", "ratio": 0.1})", R"("qsgd")");
  const auto top_k = codec(R"({"name": "top-k", "ratio": 0.1})");
  CHECK(both->encode_flops(1000) == top_k->encode_flops(1000) + codec("qsgd")->encode_flops(100));
  CHECK(both->decode_flops(1000) == top_k->decode_flops(1000) + codec("qsgd")->decode_flops(100));
}

TEST_CASE("composed: parts that do not go are refused, with the reason", "[composed]") {
  CHECK_THROWS_WITH(composed(R"("top-k")", R"("top-k")"),
                    "e.json: /quantize: \"top-k\" chooses coordinates, which the sparsifier has done: name what codes "
                    "their values");
  CHECK_THROWS_WITH(composed(R"("top-k")", R"({"name": "modulo", "theta": 1})"),
                    "e.json: /quantize: \"modulo\" is read with the receiver's own vector, which keeps other "
                    "coordinates");
  CHECK_THROWS_WITH(composed(R"("top-k")", R"("none")"),
                    "e.json: /quantize: \"none\" leaves values as they are: use the sparsifier by itself");
  CHECK_THROWS_WITH(composed(R"("qsgd")", R"("qsgd")"),
                    "e.json: /sparsify: \"qsgd\" keeps all coordinates: use top-k or random-k");
  CHECK_THROWS_WITH(composed(R"({"name": "threshold", "tau": 1})", R"("qsgd")"),
                    Catch::StartsWith("e.json: /sparsify: \"threshold\" sends a sign and no value"));
  CHECK_THROWS_WITH(composed(R"("top-k")", R"("composed")"),
                    "e.json: /quantize: \"composed\" has a quantizer of its own: name that one");
  CHECK_THROWS_WITH(composed(R"("topk")", R"("qsgd")"), Catch::EndsWith("did you mean \"top-k\"?"));
  CHECK_THROWS_WITH(composed(R"("top-k")", R"("qsdg")"), Catch::EndsWith("did you mean \"qsgd\"?"));
  CHECK_THROWS_WITH(composed(R"("top-k")", R"("grid")"), Catch::Contains("the key \"step\" is missing"));
  CHECK_THROWS_WITH(composed(R"({"name": "top-k", "k": 3, "ratio": 0.5})", R"("qsgd")"),
                    "e.json: /sparsify/k: both ratio and k are given; give one of the two");
  CHECK_THROWS_WITH(composed(R"("top-k")", R"({"name": "qsgd", "bit": 4})"),
                    "e.json: /quantize/bit: unknown key, did you mean \"bits\"?");
}

TEST_CASE("composed: every codec can be a part, or is refused as one", "[composed]") {
  for (const auto& entry : compressors().entries()) {
    INFO(entry.name);
    Json part = {{"name", entry.name}};
    if (entry.name == "grid") part["step"] = 0.1;
    if (quantizers().find(entry.name) != nullptr) {
      CHECK_NOTHROW(composed(R"("top-k")", part.dump()));
    } else {
      CHECK_THROWS_WITH(composed(R"("top-k")", part.dump()), Catch::StartsWith("e.json: /quantize: \"" + entry.name));
    }
    if (sparsifiers().find(entry.name) != nullptr) {
      CHECK_NOTHROW(composed(part.dump(), R"("qsgd")"));
    } else {
      CHECK_THROWS_WITH(composed(part.dump(), R"("qsgd")"), Catch::StartsWith("e.json: /sparsify: \"" + entry.name));
    }
  }
}

TEST_CASE("composed: what the manifest shows can be read again", "[composed]") {
  const auto place = Place("e.json");
  auto first = read_named(compressors(), Json::parse(R"({"name": "composed", "quantize": "terngrad"})"), place);
  const Json shown = values(compressors(), first);
  CHECK(shown["sparsify"]["ratio"] == 0.01);
  CHECK(shown["quantize"]["clip"] == 2.5);
  auto second = read_named(compressors(), shown, place);
  CHECK(values(compressors(), second) == shown);
  CHECK(coded(*first, gaussian(300)) == coded(*second, gaussian(300)));
}

TEST_CASE("composed: codes that nobody can have sent are refused", "[composed]") {
  const auto both = composed(top(2), R"("fp16")");
  std::vector<float> decoded(6);
  const Code code = bytes({0b00100001, 0x00, 0xC2, 0x00, 0x40});
  check_other_sizes_refused(*both, code, decoded.size());
  CHECK_THROWS_AS(both->decode(bytes({0b00001100, 0x00, 0xC2, 0x00, 0x40}), decoded), std::runtime_error);  // 4, 1
  CHECK_THROWS_AS(both->decode(bytes({0b00110001, 0x00, 0xC2, 0x00, 0x40}), decoded), std::runtime_error);  // 1, 6
  CHECK_THROWS_AS(both->decode(bytes({0b00100001, 0x00, 0x7C, 0x00, 0x40}), decoded), std::runtime_error);  // infinity
}
