// SPDX-License-Identifier: Apache-2.0
#include "sim/compression/coding/elias_integers.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

#include "sim/base/random.hpp"
#include "sim/compression/coding/elias.hpp"
#include "tests/compression/codecs.hpp"

using namespace lowband;
using namespace lowband::testing;

namespace {

using Integers = std::vector<std::int32_t>;

struct Form {
  void (*put)(BitWriter&, std::span<const std::int32_t>);
  void (*read)(BitReader&, std::int32_t, std::span<std::int32_t>);
};

constexpr Form sparse{put_sparse, read_sparse};
constexpr Form dense{put_dense, read_dense};

Code code_of(const Form& form, const Integers& integers) {
  Code code;
  BitWriter writer(code);
  form.put(writer, integers);
  writer.finish();
  return code;
}

Integers read(const Form& form, const Code& code, std::size_t size, std::int32_t bound = 100) {
  Integers integers(size, 77);
  BitReader reader(code);
  form.read(reader, bound, integers);
  reader.finish();
  return integers;
}

}  // namespace

TEST_CASE("Elias integers: codes by hand", "[elias]") {
  // Words: 1 = 0, 2 = 100, 3 = 110, 5 = 101010.
  // Gap 2, minus, 1; gap 1, plus, 2; then the place behind two zeros is 3 further: 100 1 0 | 0 0 100 | 110.
  CHECK(code_of(sparse, {0, -1, 2, 0, 0}) == bytes({0b10010001, 0b00110000}));
  // 1 plus 1, 2 minus: the last one is no zero, so nothing follows: 100 0 0 | 0 1 100.
  CHECK(code_of(sparse, {0, 1, -2}) == bytes({0b10000011, 0b00000000}));
  CHECK(code_of(sparse, {0, 0}) == bytes({0b11000000}));  // the place behind them is 3 away
  CHECK(code_of(sparse, {}).empty());
  // 0 -> 1, -1 -> 2 minus, 4 -> 5 plus: 0 | 100 1 | 101010 0.
  CHECK(code_of(dense, {0, -1, 4}) == bytes({0b01001101, 0b01000000}));
  CHECK(code_of(dense, {}).empty());
}

TEST_CASE("Elias integers: any come back", "[elias]") {
  Stream random(3, Purpose::data, 0, 0);
  for (const Form& form : {sparse, dense}) {
    for (const std::uint32_t spread : {1U, 3U, 40U, 70000U}) {
      for (const std::uint32_t zeros : {0U, 1U, 10U, 1000U}) {
        Integers integers(random.below(600));
        for (auto& integer : integers) {
          if (random.below(zeros + 1) != 0) continue;
          integer = static_cast<std::int32_t>(random.below(2 * spread + 1)) - static_cast<std::int32_t>(spread);
        }
        const Code code = code_of(form, integers);
        REQUIRE(read(form, code, integers.size(), static_cast<std::int32_t>(spread)) == integers);
        for (std::size_t size = 0; size < code.size(); ++size) {
          const Code shorter(code.begin(), code.begin() + static_cast<std::ptrdiff_t>(size));
          REQUIRE_THROWS_AS(read(form, shorter, integers.size(), static_cast<std::int32_t>(spread)),
                            std::runtime_error);
        }
      }
    }
    const std::int32_t most = 0x7FFFFFFE;
    CHECK(read(form, code_of(form, {most, -most}), 2, most) == Integers{most, -most});
  }
}

TEST_CASE("Elias integers: codes that nobody can have sent are refused", "[elias]") {
  for (const Form& form : {sparse, dense}) {
    const Code code = code_of(form, {3, 0, -4});
    CHECK(read(form, code, 3, 4) == Integers{3, 0, -4});
    CHECK_THROWS_WITH(read(form, code, 3, 3), "a code holds an integer out of bounds");
    CHECK_THROWS_AS(read(form, code, 2, 4), std::runtime_error);
  }
  // The word of 5 leads two places behind three integers, one place further than the end.
  CHECK(read(sparse, bytes({0b10100000}), 3) == Integers{0, 0, 0});
  CHECK_THROWS_WITH(read(sparse, bytes({0b10101000}), 3), "a code leads beyond its last integer");
  CHECK_THROWS_AS(read(sparse, code_of(sparse, Integers(70000, 0)), 3), std::runtime_error);
  Code huge;
  BitWriter writer(huge);
  put(writer, elias_omega(~0U));
  writer.finish();
  CHECK_THROWS_AS(read(sparse, huge, 3), std::runtime_error);
  CHECK_THROWS_AS(read(dense, huge, 3), std::runtime_error);
}
