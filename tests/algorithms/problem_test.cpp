// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/problem.hpp"

#include <catch2/catch.hpp>

#include <numeric>

namespace lowband {
namespace {

/// A problem of one worker that has all samples, in batches of 8.
struct Setup {
  explicit Setup(const char* dataset_json, const char* model_json = R"("quadratic")")
      : data(datasets().read(Json::parse(dataset_json), Place("test"))->load({})),
        model(models().read(Json::parse(model_json), Place("test"))) {
    model->bind(data.train.shape(), data.train.labels().shape());
    std::vector<std::uint32_t> all(data.train.size());
    std::iota(all.begin(), all.end(), 0U);
    const std::vector<std::vector<std::uint32_t>> share(1, all);
    problem = std::make_unique<Problem>(*model, data, share, 8, 1);
  }

  std::vector<float> gradient(std::uint32_t step) const {
    std::vector<float> gradient(problem->parameter_count());
    (void)problem->gradient(0, Stream(1, Purpose::batches, 0, step), problem->initial(), {}, gradient);
    return gradient;
  }

  Data data;
  std::unique_ptr<Model> model;
  std::unique_ptr<Problem> problem;
};

std::vector<std::uint32_t> drawn(const Setup& setup, std::uint32_t step) {
  (void)setup.gradient(step);
  return ProblemScratch::of_this_thread().which;
}

TEST_CASE("augmentation varies the images of a gradient, and leaves the batches as they are") {
  const Setup plain(R"({"name": "synthetic-images", "train": 100, "test": 10, "side": 8})");
  const Setup varied(
      R"({"name": "synthetic-images", "train": 100, "test": 10, "side": 8, "augmentation": "crop-flip"})");
  CHECK(plain.data.train.sha256() == varied.data.train.sha256());
  for (std::uint32_t step = 0; step < 5; ++step) {
    CHECK(drawn(plain, step) == drawn(varied, step));
    CHECK(plain.gradient(step) != varied.gradient(step));
    CHECK(varied.gradient(step) == varied.gradient(step));
  }
}

TEST_CASE("the places of a batch are drawn from number 2^32 of the gradient's stream on") {
  const Setup varied(R"({"name": "synthetic-images", "train": 100, "test": 10, "side": 8, "augmentation": "crop"})");
  (void)varied.gradient(3);
  Stream random(1, Purpose::batches, 0, 3);
  random.discard(std::uint64_t{1} << 32U);
  for (const Placement& placement : ProblemScratch::of_this_thread().placements) {
    CHECK(placement.down == static_cast<int>(random.below(9)) - 4);
    CHECK(placement.right == static_cast<int>(random.below(9)) - 4);
  }
}

TEST_CASE("a crop without padding is no change") {
  const Setup plain(R"({"name": "synthetic-images", "train": 100, "test": 10})");
  const Setup cropped(
      R"({"name": "synthetic-images", "train": 100, "test": 10, "augmentation": "crop", "crop_padding": 0})");
  CHECK(plain.gradient(0) == cropped.gradient(0));
}

TEST_CASE("evaluations see images as they are, and sparse batches go to models that take them") {
  const Setup varied(R"({"name": "synthetic-images", "train": 100, "test": 10, "augmentation": "crop"})");
  auto& scratch = ProblemScratch::of_this_thread();
  (void)varied.gradient(0);
  const std::vector<std::uint32_t> which = {5, 3};
  const Batch batch = scratch.gather(*varied.model, varied.data.train, which);
  std::vector<float> expected(2 * 784);
  varied.data.train.gather(which, expected);
  CHECK(std::vector<float>(batch.features.begin(), batch.features.end()) == expected);

  SparseRows rows;
  for (std::uint32_t row = 0; row < 6; ++row) {
    rows.add(row % 3, 1.0F);
    rows.end_row();
  }
  const Samples sparse = Samples::from_sparse(rows, Labels::of_classes({0, 1, 0, 1, 0, 1}, 2), 3);
  const auto takes_it = models().read("logistic-regression", Place("test"));
  const Batch as_rows = scratch.gather(*takes_it, sparse, which);
  CHECK(as_rows.is_sparse());
  CHECK(as_rows.size() == 2);
  CHECK(as_rows.rows[0].columns[0] == 2);
  const Batch as_floats = scratch.gather(*varied.model, sparse, which);
  CHECK_FALSE(as_floats.is_sparse());
  CHECK(std::vector<float>(as_floats.features.begin(), as_floats.features.end()) ==
        std::vector<float>{0, 0, 1, 1, 0, 0});
}

}  // namespace
}  // namespace lowband
