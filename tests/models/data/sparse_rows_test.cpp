// SPDX-License-Identifier: Apache-2.0
#include "models/data/sparse_rows.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

#include "models/data/samples.hpp"

namespace lowband {
namespace {

///   0 1.5 0 -2
///   0 0   0  0
///   3 0   4  0
SparseRows example() {
  SparseRows rows;
  rows.add(1, 1.5F);
  rows.add(3, -2.0F);
  rows.end_row();
  rows.end_row();
  rows.add(0, 3.0F);
  rows.add(2, 4.0F);
  rows.end_row();
  return rows;
}

std::vector<float> dense(const SparseRows& rows, std::vector<std::uint32_t> which) {
  std::vector<float> out(which.size() * 4, 99.0F);
  rows.gather(which, 4, out.data());
  return out;
}

TEST_CASE("sparse rows keep what is added, empty rows too") {
  const SparseRows rows = example();
  CHECK(rows.size() == 3);
  CHECK(rows.columns() == 4);
  CHECK(SparseRows().columns() == 0);
  CHECK(rows[1].columns.empty());
  CHECK(std::vector<std::uint32_t>(rows[2].columns.begin(), rows[2].columns.end()) == std::vector<std::uint32_t>{0, 2});
  CHECK(std::vector<float>(rows[0].values.begin(), rows[0].values.end()) == std::vector<float>{1.5F, -2.0F});
}

TEST_CASE("sparse rows gather with their zeros, or by reference") {
  const SparseRows rows = example();
  CHECK(dense(rows, {2, 1, 0}) == std::vector<float>{3, 0, 4, 0, 0, 0, 0, 0, 0, 1.5F, 0, -2});
  const std::vector<std::uint32_t> which = {2, 2, 1};
  std::vector<SparseRow> gathered(3);
  rows.gather(which, gathered);
  CHECK(gathered[1].values.data() == rows[2].values.data());
  CHECK(gathered[2].values.empty());
}

TEST_CASE("some of the rows can be selected") {
  const SparseRows selected = example().select(std::vector<std::uint32_t>{1, 0});
  CHECK(selected.size() == 2);
  CHECK(dense(selected, {0, 1}) == std::vector<float>{0, 0, 0, 0, 0, 1.5F, 0, -2});
}

TEST_CASE("sparse samples: shape, both forms of a batch, and hash") {
  const Samples samples = Samples::from_sparse(example(), Labels::of_classes({0, 1, 1}, 2), 5);
  CHECK(samples.is_sparse());
  CHECK(samples.features() == 5);
  CHECK(samples.shape().stored == Approx(4.0 / 3.0));
  const std::vector<std::uint32_t> which = {1, 0};
  std::vector<Label> labels(2);
  std::vector<float> features(10, 99.0F);
  samples.gather(which, features);
  samples.labels().gather(which, labels, {});
  CHECK(features == std::vector<float>{0, 0, 0, 0, 0, 0, 1.5F, 0, -2, 0});
  CHECK(labels == std::vector<Label>{1, 0});
  std::vector<SparseRow> rows(2);
  samples.gather_sparse(which, rows);
  CHECK(rows[0].values.empty());
  CHECK(rows[1].columns[1] == 3);
  // Python's hashlib of b"3 sparse float32 of 5 features, 2 classes, scale 0x1p+0, offset 0x0p+0\n" +
  // struct.pack("<3Q", 2, 2, 4) + struct.pack("<4I", 1, 3, 0, 2) + struct.pack("<4f", 1.5, -2, 3, 4) + bytes([0, 1,
  // 1]).
  CHECK(samples.sha256() == "5b93c4c272db4336dce70fee2df15c630ab4ad8765739dd0f982b7d47eab102d");
  CHECK_THROWS_AS(Samples::from_sparse(example(), Labels::of_classes({0, 1, 1}, 2), 3), std::logic_error);
  CHECK_THROWS_AS(Samples::from_sparse(example(), Labels::of_classes({0, 1}, 2), 4), std::logic_error);
  const std::vector<Placement> placements(2);
  CHECK_THROWS_AS(samples.gather(which, features, placements), std::logic_error);
}

}  // namespace
}  // namespace lowband
