// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/asynchronous/push_sum.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/world/compute_scope.hpp"
#include "tests/algorithms/synchronised.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

constexpr std::size_t size = 20;

/// The sums over workers and messages under way, of the x by coordinate and, at last, of the w.
std::vector<double> sums(const std::vector<PushSum>& workers, const std::vector<std::pair<std::size_t, Message>>& way) {
  std::vector<double> sums(size + 1, 0.0);
  for (const auto& worker : workers) {
    for (std::size_t k = 0; k < size; ++k) sums[k] += worker.numerator()[k];
    sums.back() += worker.weight();
  }
  for (const auto& [to, message] : way) {
    for (std::size_t k = 0; k <= size; ++k) sums[k] += static_cast<double>(message.floats()[k]);
  }
  return sums;
}

}  // namespace

TEST_CASE("push-sum by hand: half is pushed, and progress counts in full, whatever the weight", "[asynchronous]") {
  const ComputeScope scope;
  PushSum a(1, FloatBuffer{6.0F});
  PushSum b(1, FloatBuffer{2.0F});
  FloatBuffer z(1);
  const Message half = a.push();
  CHECK(half.payload_bytes() == 8);
  CHECK(half.payload_bytes() == a.outline().payload_bytes());
  CHECK(half.coordinates() == 1);
  a.read(z);
  CHECK(z[0] == 6.0F);  // 3 / (1/2)
  b.take(half);
  b.read(z);
  CHECK(z[0] == Approx(10.0 / 3.0));  // (2 + 3) / (3/2)
  z[0] = 4.0F;
  b.add_progress(z, 1.0);  // x = 5 + (4 - 10/3)
  CHECK(b.numerator()[0] == Approx(5.0 + 2.0 / 3.0));
  b.read(z);
  CHECK(z[0] == Approx((5.0 + 2.0 / 3.0) / 1.5));
}

TEST_CASE("push-sum adds progress as often as it counts", "[asynchronous]") {
  const ComputeScope scope;
  PushSum sum(1, FloatBuffer{6.0F});
  static_cast<void>(sum.push());  // x = 3, w = 1/2, z = 6
  FloatBuffer z(1);
  sum.read(z);
  z[0] = 5.0F;
  sum.add_progress(z, 1.5);
  CHECK(sum.numerator()[0] == 1.5);  // 3 + 1.5 (5 - 6)
  sum.read(z);
  CHECK(z[0] == 3.0F);
}

TEST_CASE("sums over workers and messages under way stay, in any order, to 1e-12", "[asynchronous]") {
  // Nothing but additions of float64 rounds: 2000 of them at 2^-53 each are 2e-13 of numbers of a size of 1.
  const ComputeScope scope;
  for (std::uint32_t order = 0; order < 20; ++order) {
    Stream random(order, Purpose::data, 0, 0);
    std::vector<PushSum> workers;
    for (int rank = 0; rank < 5; ++rank) {
      const Vector start = noise(size, rank, 0);
      workers.emplace_back(size, FloatBuffer(start.begin(), start.end()));
    }
    std::vector<std::pair<std::size_t, Message>> way;
    auto expected = sums(workers, way);
    CHECK(expected.back() == 5.0);
    FloatBuffer z(size);
    for (int event = 0; event < 2000; ++event) {
      const std::size_t worker = random.below(5);
      if (!way.empty() && random.below(2) == 0) {
        const std::size_t which = random.below(static_cast<std::uint32_t>(way.size()));
        workers[way[which].first].take(way[which].second);
        way.erase(way.begin() + static_cast<std::ptrdiff_t>(which));
      } else {
        workers[worker].read(z);
        const auto before = workers[worker].numerator();
        for (float& value : z) value += 0.01F * random.normal();
        workers[worker].add_progress(z, 1.0);
        for (std::size_t k = 0; k < size; ++k) expected[k] += workers[worker].numerator()[k] - before[k];
        way.emplace_back(random.below(5), workers[worker].push());
      }
      const auto found = sums(workers, way);
      double off = 0.0;
      for (std::size_t k = 0; k <= size; ++k) off = std::max(off, std::abs(found[k] - expected[k]));
      REQUIRE(off < 1e-12);
    }
  }
}

TEST_CASE("a worker that pushes again and again keeps its model", "[asynchronous]") {
  // Its weight is 2^-100 by then: x and w are rounded, but what is kept of both is exact.
  const ComputeScope scope;
  PushSum sum(2, FloatBuffer{0.3F, -7.0F});
  FloatBuffer z(2);
  for (int i = 0; i < 100; ++i) static_cast<void>(sum.push());
  sum.read(z);
  CHECK(sum.weight() == std::ldexp(1.0, -100));
  CHECK(z == FloatBuffer{0.3F, -7.0F});
}
