// SPDX-License-Identifier: Apache-2.0
#include "models/zoo/timing_only.hpp"

#include <catch2/catch.hpp>

#include "tests/usage_error.hpp"

namespace lowband {
namespace {

std::unique_ptr<Model> make(const std::string& keys) {
  return models().read(Json::parse(R"({"name": "timing-only")" + keys + "}"), Place("test"));
}

TEST_CASE("timing-only: a number of parameters, or tensors") {
  const auto one = make(R"(, "parameters": 25600000)");
  CHECK_FALSE(one->is_trained());
  CHECK_FALSE(one->has_accuracy());
  CHECK(one->parameter_count() == 25'600'000);
  REQUIRE(one->layout().size() == 1);
  CHECK(one->layout()[0].shape == std::vector<std::size_t>{25'600'000});

  const auto several = make(R"(, "tensors": [["conv1", 9408], ["fc", [1000, 2048]]])");
  CHECK(several->parameter_count() == 9'408 + 1'000 * 2'048);
  REQUIRE(several->layout().size() == 2);
  CHECK(several->layout()[0].name == "conv1");
  CHECK(several->layout()[1].shape == std::vector<std::size_t>{1'000, 2'048});
}

TEST_CASE("timing-only: two thirds of a step are the backward pass, by tensor in proportion to its elements") {
  const auto model = make(R"(, "tensors": [["a", 10], ["b", 20]])");
  // 3 samples: 6 x 3 x 30 operations in all, 4 x 3 for each element backward.
  CHECK(model->gradient_flops(3) == 540.0);
  CHECK(model->backward_flops(3) == std::vector<double>{120.0, 240.0});
}

TEST_CASE("timing-only: what is no model is refused by its place") {
  const auto refused = [](const std::string& keys) { return usage_error([&] { static_cast<void>(make(keys)); }); };
  CHECK(refused("") ==
        "test: the document: the key \"parameters\" is missing: how many there are, or \"tensors\" with the elements "
        "of each");
  CHECK(refused(R"(, "parameters": 3, "tensors": [["a", 3]])") ==
        "test: /tensors: expected either \"parameters\" or \"tensors\", found both");
  CHECK(refused(R"(, "parameters": 0)") == "test: /parameters: expected an integer from 1 to 1000000000000, found 0");
  CHECK(refused(R"(, "parameters": "25M")") ==
        "test: /parameters: expected an integer from 1 to 1000000000000, found \"25M\"");
  CHECK(refused(R"(, "tensors": [])") == "test: /tensors: expected a list of tensors, found []");
  CHECK(refused(R"(, "tensors": [["a", 3], ["b"]])") ==
        "test: /tensors/1: expected the name of a tensor and its elements or shape, such as [\"conv1\", 9408], found "
        "[\"b\"]");
  CHECK(refused(R"(, "tensors": [[1, 3]])") == "test: /tensors/0/0: expected text, found 1");
  CHECK(refused(R"(, "tensors": [["a", []]])") ==
        "test: /tensors/0/1: expected a shape of one extent or more, found []");
  CHECK(refused(R"(, "tensors": [["a", [2, 0.5]]])") ==
        "test: /tensors/0/1/1: expected an integer from 1 to 1000000000000, found 0.5");
  CHECK(refused(R"(, "tensors": [["a", 1000000000000], ["b", 1]])") ==
        "test: /tensors/1: expected at most 1000000000000 elements in all, found more");
}

TEST_CASE("timing-only: nobody may compute it") {
  const auto model = make(R"(, "parameters": 3)");
  Workspace workspace;
  CHECK_THROWS_AS(model->gradient({}, {}, {}, {}, workspace), std::logic_error);
  CHECK_THROWS_AS(model->evaluate({}, {}, {}, workspace), std::logic_error);
}

}  // namespace
}  // namespace lowband
