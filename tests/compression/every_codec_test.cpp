// SPDX-License-Identifier: Apache-2.0
// What the interface promises of every codec, tried on all of them. What a codec computes is for its own tests.

#include <oneapi/tbb/global_control.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include "sim/base/error.hpp"
#include "tests/compression/allocations.hpp"
#include "tests/compression/codecs.hpp"
#include "tests/compression/variants.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

void for_every_codec(const std::function<void(const Compressor&)>& check) {
  for (const auto& variant : variants) {
    INFO(variant.label);
    const auto codec = variant.make();
    check(*codec);
  }
}

bool all_finite(const std::vector<float>& vector) {
  return std::all_of(vector.begin(), vector.end(), [](float value) { return std::isfinite(value); });
}

/// What a receiver of `vector` decodes into: its own vector, the same, where the codec reads it; else NaN, which shows
/// what was not written.
std::vector<float> receiver(const Compressor& codec, const std::vector<float>& vector) {
  return codec.reads_receiver() ? vector : std::vector<float>(vector.size(), std::numeric_limits<float>::quiet_NaN());
}

std::vector<float> decoded(const Compressor& codec, const Code& code, const std::vector<float>& vector) {
  auto result = receiver(codec, vector);
  codec.decode(code, result);
  return result;
}

enum class Outcome : std::uint8_t { refused, finite, not_finite };

/// Decodes what may be no code at all; whatever is thrown beyond std::runtime_error fails the test.
Outcome outcome(const Compressor& codec, const Code& code, const std::vector<float>& vector) {
  try {
    return all_finite(decoded(codec, code, vector)) ? Outcome::finite : Outcome::not_finite;
  } catch (const std::runtime_error&) {
    return Outcome::refused;
  }
}

/// For codes that are not what encode() wrote: a lossless codec may carry any value.
bool harmless(const Compressor& codec, const Code& code, const std::vector<float>& vector) {
  return outcome(codec, code, vector) != Outcome::not_finite || keeps_all(codec);
}

/// Whether no coordinate is too large for the format.
bool carries(const Compressor& codec, const std::vector<float>& vector) {
  return std::all_of(vector.begin(), vector.end(),
                     [&](float value) { return std::abs(value) <= codec.largest_magnitude(); });
}

double squared_distance(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum;
}

double squared_norm(const std::vector<float>& vector) {
  return squared_distance(vector, std::vector<float>(vector.size(), 0.0F));
}

}  // namespace

TEST_CASE("Every codec: the list of variants is complete", "[every-codec]") {
  std::set<std::string> names;
  std::set<std::string_view> labels;
  for (const auto& variant : variants) {
    names.insert(variant.name());
    labels.insert(variant.label);
  }
  CHECK(labels.size() == variants.size());
  for (const auto& entry : compressors().entries()) {
    INFO("add " << entry.name << " to tests/compression/variants.hpp, and seeds with make_seeds of the preset fuzz");
    CHECK(names.contains(entry.name));
  }
}

TEST_CASE("Every codec: says what it is and what it costs", "[every-codec]") {
  for_every_codec([](const Compressor& codec) {
    CHECK_FALSE(codec.facts().error.empty());
    CHECK_FALSE(codec.facts().bits.empty());
    for (const double flops : {codec.encode_flops(1000), codec.decode_flops(1000)}) {
      CHECK(std::isfinite(flops));
      CHECK((flops > 0.0 || keeps_all(codec)));
    }
    const auto vector = uneven_vector();
    if (const auto delta = codec.contraction(vector)) CHECK((*delta > 0.0 && *delta <= 1.0));
    if (const auto variance = codec.variance(vector)) CHECK((*variance >= 0.0 && std::isfinite(*variance)));
  });
}

TEST_CASE("Every codec: bears awkward vectors, with codes of the stated size", "[every-codec]") {
  for_every_codec([](const Compressor& codec) {
    Code code(3, std::byte{0xFF});  // used again from vector to vector
    for (const auto& vector : awkward_vectors()) {
      CAPTURE(vector.size());
      Stream random = stream();
      if (!carries(codec, vector)) {
        CHECK_THROWS_AS(codec.encode(vector, random, code), Diverged);
        continue;
      }
      codec.encode(vector, random, code);
      const auto size = codec.encoded_size(vector.size());
      if (size) CHECK(code.size() == *size);
      const auto result = decoded(codec, code, vector);
      CHECK(all_finite(result));
      if (keeps_all(codec)) CHECK(result == vector);
    }
  });
}

TEST_CASE("Every codec: carries all magnitudes up to its largest", "[every-codec]") {
  for_every_codec([](const Compressor& codec) {
    const float largest = codec.largest_magnitude();
    for (const std::vector<float>& vector : {std::vector<float>{largest}, std::vector<float>{0.0F, -largest, 1.0F}}) {
      CHECK(all_finite(decoded(codec, coded(codec, vector), vector)));
    }
    const float beyond = std::nextafter(largest, std::numeric_limits<float>::infinity());
    if (!keeps_all(codec)) CHECK_THROWS_AS(coded(codec, {1.0F, -beyond}), Diverged);
  });
}

TEST_CASE("Every codec: a code depends on the values and the stream alone", "[every-codec]") {
  const auto vector = gaussian(5003);
  std::vector<float> shifted = vector;  // the same values from another alignment
  shifted.insert(shifted.begin(), 0.0F);
  for_every_codec([&](const Compressor& codec) {
    const Code first = coded(codec, vector);
    CHECK((first == coded(codec, vector)));
    Code second(1);
    Stream random = stream();
    codec.encode(std::span(shifted).subspan(1), random, second);
    CHECK((first == second));
    CHECK((decoded(codec, first, vector) == decoded(codec, second, vector)));
  });
}

TEST_CASE("Every codec: a long vector has the same code on any number of threads", "[every-codec]") {
  using oneapi::tbb::global_control;
  const auto vector = gaussian((std::size_t{1} << 20U) + 4321);  // above what for_each_chunk() shares
  for_every_codec([&](const Compressor& codec) {
    Code one_thread;
    std::vector<float> one_thread_decoded;
    {
      const global_control threads(global_control::max_allowed_parallelism, 1);
      one_thread = coded(codec, vector);
      one_thread_decoded = decoded(codec, one_thread, vector);
    }
    const global_control threads(global_control::max_allowed_parallelism, 2);
    CHECK((coded(codec, vector) == one_thread));
    CHECK((decoded(codec, one_thread, vector) == one_thread_decoded));
  });
}

TEST_CASE("Every codec: a message needs no memory of its own", "[every-codec]") {
  const auto vector = gaussian(10'000);
  for_every_codec([&](const Compressor& codec) {
    auto result = vector;
    Code code;
    std::size_t before = 0;
    for (int message = 0; message < 2; ++message) {
      before = allocations();
      Stream random = stream();
      codec.encode(vector, random, code);
      codec.decode(code, result);
    }
    CHECK(allocations() == before);
  });
}

TEST_CASE("Every codec: what is not finite has diverged", "[every-codec]") {
  using Limits = std::numeric_limits<float>;
  for_every_codec([](const Compressor& codec) {
    if (keeps_all(codec)) return;
    for (const float bad : {Limits::quiet_NaN(), -Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()}) {
      for (const std::size_t place : {0U, 350U, 699U}) {
        auto vector = gaussian(700);
        vector[place] = bad;
        CAPTURE(bad, place);
        CHECK_THROWS_AS(coded(codec, vector), Diverged);
      }
      CHECK_THROWS_AS(coded(codec, {bad}), Diverged);
      CHECK_THROWS_AS(coded(codec, std::vector<float>(10, bad)), Diverged);
    }
  });
}

TEST_CASE("Every codec: truncated and extended codes are refused, or harmless where sizes vary", "[every-codec]") {
  for_every_codec([](const Compressor& codec) {
    const auto vector = gaussian(67);
    const Code code = coded(codec, vector);
    const bool fixed = codec.encoded_size(vector.size()).has_value();
    for (std::size_t size = 0; size < code.size() + 9; ++size) {
      for (const auto filling : {std::byte{0x00}, std::byte{0xFF}}) {
        if (size == code.size()) continue;
        Code other = code;
        other.resize(size, filling);
        other.shrink_to_fit();
        CAPTURE(size, code.size());
        if (fixed) {
          REQUIRE(outcome(codec, other, vector) == Outcome::refused);
        } else {
          REQUIRE(harmless(codec, other, vector));
        }
      }
    }
    REQUIRE(outcome(codec, code, vector) == Outcome::finite);
  });
}

TEST_CASE("Every codec: damaged codes are refused or harmless", "[every-codec]") {
  for_every_codec([](const Compressor& codec) {
    Stream random(3, Purpose::data, 0, 0);
    const auto vector = gaussian(150);
    const Code code = coded(codec, vector);
    for (int trial = 0; trial < 300; ++trial) {
      Code other = code;
      for (std::uint32_t i = 0; i <= random.below(4) && !other.empty(); ++i) {
        other[random.below(static_cast<std::uint32_t>(other.size()))] = static_cast<std::byte>(random.below(256));
      }
      REQUIRE(harmless(codec, other, vector));
      for (auto& byte : other) byte = static_cast<std::byte>(random.below(256));
      if (trial % 2 == 0) other.resize(random.below(static_cast<std::uint32_t>(2 * code.size() + 2)));
      REQUIRE(harmless(codec, other, vector));
    }
  });
}

TEST_CASE("Every codec: an unbiased one has its variance", "[every-codec]") {
  const auto vector = uneven_vector();
  for_every_codec([&](const Compressor& codec) {
    const auto variance = codec.variance(vector);
    if (codec.facts().error_class != ErrorClass::unbiased || !variance || codec.reads_receiver()) return;
    check_unbiased(codec, vector, *variance, 400);
  });
}

TEST_CASE("Every codec: no vector has more than the worst relative variance", "[every-codec]") {
  auto vectors = awkward_vectors();
  vectors.push_back(uneven_vector());
  vectors.push_back(gaussian(1500));
  vectors.emplace_back(700, 1.0F);
  for_every_codec([&](const Compressor& codec) {
    if (const auto any = codec.worst_relative_variance(std::nullopt)) {
      CHECK(*codec.worst_relative_variance(100'000) <= *any);  // what holds for any size holds for each
    }
    for (const auto& vector : vectors) {
      const auto bound = codec.worst_relative_variance(vector.size());
      if (!bound || !carries(codec, vector)) continue;
      CHECK(codec.facts().error_class != ErrorClass::biased);
      const auto variance = codec.variance(vector);
      CAPTURE(vector.size(), *bound);
      // Scales are floats, and below the normal ones these have few digits or, in some formats, none.
      const double tiny = std::numeric_limits<float>::min();
      const double hair = 1e-6 * squared_norm(vector) + tiny * tiny * static_cast<double>(vector.size());
      if (variance) CHECK(*variance <= *bound * squared_norm(vector) + hair);
    }
  });
}

TEST_CASE("Every codec: a contraction contracts", "[every-codec]") {
  auto vectors = awkward_vectors();
  vectors.push_back(uneven_vector());
  for_every_codec([&](const Compressor& codec) {
    for (const auto& vector : vectors) {
      if (!carries(codec, vector)) continue;
      const auto delta = codec.contraction(vector);
      if (!delta) continue;
      Sample squared_error;
      for (std::uint32_t step = 0; step < 50; ++step) {
        squared_error.add(squared_distance(decoded(codec, coded(codec, vector, step), vector), vector));
      }
      CAPTURE(vector.size(), *delta);
      // A hair on top: floats are rounded, in proportion or by up to the smallest of them.
      const double tiny = std::numeric_limits<float>::denorm_min();
      const double hair = 1e-6 * squared_norm(vector) + tiny * tiny * static_cast<double>(vector.size());
      CHECK(squared_error.mean() <=
            (1.0 - *delta) * squared_norm(vector) + 5.0 * squared_error.standard_error() + hair);
    }
  });
}
