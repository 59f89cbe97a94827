// SPDX-License-Identifier: Apache-2.0
#include "models/data/csv_dataset.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/models/data/idx_files.hpp"
#include "tests/models/data/real_data.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::put;
using test::TemporaryFolder;
namespace {

using Catch::Contains;
using Catch::EndsWith;

/// A folder with one CSV file, "a.csv".
struct Files {
  explicit Files(const std::string& text) { put(folder / "a.csv", text); }

  /// Of a data set that has these keys beside its name.
  [[nodiscard]] Data load(const std::string& keys) const {
    return datasets()
        .read(Json::parse(R"({"name": "csv", "train": "a.csv", )" + keys + "}"), Place("test"))
        ->load({folder.path()});
  }
  [[nodiscard]] std::string refused(const std::string& keys) const {
    const std::string message = usage_error([&] { (void)load(keys); });
    const std::string file = (folder / "a.csv").string();
    return message.starts_with(file) ? message.substr(file.size()) : message;
  }

  TemporaryFolder folder;
};

std::vector<float> features_of(const Samples& samples) {
  std::vector<std::uint32_t> which(samples.size());
  for (std::uint32_t i = 0; i < which.size(); ++i) which[i] = i;
  std::vector<float> features(which.size() * samples.features());
  samples.gather(which, features);
  return features;
}

std::vector<Label> classes_of(const Samples& samples) {
  return {samples.labels().classes().begin(), samples.labels().classes().end()};
}

const std::string as_is = R"("test": "a.csv", "scale": "none", )";

TEST_CASE("csv: columns by name, in any order; labels in rising order become classes") {
  const Files files("kind,x,who,y\ncat,1,ann,-2.5e1\n\"a, dog\",+0.5,bob,3\ncat,7,ann,4\n");
  const Data data = files.load(as_is + R"("label": "kind", "group": "who")");
  CHECK(features_of(data.train) == std::vector<float>{1, -25, 0.5F, 3, 7, 4});
  CHECK(classes_of(data.train) == std::vector<Label>{1, 0, 1});
  CHECK(data.train.labels().shape().classes == 2);
  CHECK(data.groups == std::vector<std::uint32_t>{0, 1, 0});
  CHECK(data.train.shape() == Shape{.channels = 2});
  const Data one = files.load(as_is + R"("label": "kind", "features": ["y"])");
  CHECK(features_of(one.train) == std::vector<float>{-25, 3, 4});
  CHECK(one.groups.empty());
}

TEST_CASE("csv: labels that are numbers rise as numbers, however they are written") {
  const Files files("x,label\n1,10\n2,9.0\n3,1e1\n4,-1\n5,9\n");
  CHECK(classes_of(files.load(as_is + R"("label": "label")").train) == std::vector<Label>{2, 1, 2, 0, 1});
  const Data data = files.load(as_is + R"("label": "label", "target": "number")");
  CHECK_FALSE(data.train.labels().are_classes());
  const auto values = data.train.labels().values();
  CHECK(std::vector<float>(values.begin(), values.end()) == std::vector<float>{10, 9, 10, -1, 9});
}

TEST_CASE("csv: features are standardised by the training rows") {
  // Of x 1, 3: mean 2, deviation 1. y does not vary: only its mean is taken off.
  const Files files("x,y,label\n1,5,0\n3,5,1\n");
  put(files.folder / "b.csv", "label,y,x\n1,6,4\n");
  const Data data = files.load(R"("test": "b.csv", "label": "label")");
  CHECK(features_of(data.train) == std::vector<float>{-1, 0, 1, 0});
  CHECK(features_of(data.test) == std::vector<float>{2, 1});
  CHECK(classes_of(data.test) == std::vector<Label>{1});
}

TEST_CASE("csv: a share of the rows is held out, with their groups") {
  std::string text = "x,label,who\n";
  for (int row = 0; row < 50; ++row)
    text += std::to_string(row) + "," + std::to_string(row % 2) + "," + std::to_string(row) + "\n";
  const Files files(text);
  const Data data = files.load(R"("label": "label", "group": "who", "scale": "none", "test_share": 0.3)");
  CHECK(data.test.size() == 15);
  const auto rows = features_of(data.train);
  REQUIRE(rows.size() == 35);
  CHECK(std::is_sorted(rows.begin(), rows.end()));
  CHECK(data.groups.size() == 35);
  const auto others = files.load(R"("label": "label", "scale": "none", "test_share": 0.3, "seed": 2)");
  CHECK(features_of(others.train) != rows);
}

TEST_CASE("csv: other separators, no header, lines before it, packed") {
  const Files files("3 rows\n1;2;a\n3;4;b\n");
  const std::string keys = R"("separator": "semicolon", "header": false, "skipped_lines": 1, "label": "3")";
  CHECK(features_of(files.load(as_is + keys).train) == std::vector<float>{1, 2, 3, 4});
  write_gzip(files.folder / "a.csv", {'x', '\t', 'y', '\n', '1', '\t', '2', '\n'});
  CHECK(features_of(files.load(as_is + R"("separator": "tab", "label": "y")").train) == std::vector<float>{1});
}

TEST_CASE("csv: what is missing or wrong is refused with its line and column") {
  const auto refused = [](const std::string& text, const std::string& keys = R"("label": "label")") {
    return Files(text).refused(keys);
  };
  CHECK(refused("x,label\n1,0\n,1\n") == ":3: expected a finite number in column \"x\", found nothing");
  CHECK(refused("x,label\n1,0\nNA,1\n") == ":3: expected a finite number in column \"x\", found \"NA\"");
  CHECK(refused("x,label\nnan,0\n") == ":2: expected a finite number in column \"x\", found \"nan\"");
  CHECK(refused("x,label\n1e39,0\n") == ":2: expected a finite number in column \"x\", found \"1e39\"");
  CHECK(refused("x,label\n1,\n") == ":2: expected a value in column \"label\", found nothing");
  CHECK(refused("x,label\n1,0\n1,0,0\n") == ":3: expected 2 fields, found 3");
  CHECK(refused("x,lable\n1,0\n") == ": there is no column \"label\", did you mean \"lable\"?");
  CHECK_THAT(refused("x,label\n1,0\n", R"("label": "label", "features": ["z"])"),
             Contains(": there is no column \"z\""));
  CHECK_THAT(refused("x,label\n1,0\n", R"("label": "label", "group": "user")"),
             Contains(": there is no column \"user\""));
  CHECK(refused("x,x,label\n1,1,0\n") == ": expected columns of different names, found two \"x\"");
  CHECK(refused("label\n0\n") == ": expected columns beside that of the labels, found none");
  CHECK(refused("x,label\n") == ": expected at least one sample, found none");
  CHECK(refused("x,label\n1,0\n") == ": expected at least 2 samples, one of them for the test, found 1");
  CHECK(refused("x,label\n1,cat\n2,cat\n", R"("label": "label", "target": "number")")
            .ends_with("as label, found \"cat\""));
  const Files files("x,label\n1,0\n");
  put(files.folder / "b.csv", "x,label\n1,0\n\"2\n\",1\n");
  CHECK_THAT(files.refused(R"("label": "label", "test": "b.csv")"),
             EndsWith("b.csv:3: expected a finite number in column \"x\", found \"2\\n\""));
  put(files.folder / "b.csv", "x,label\n1,0\n2,1\n");
  CHECK_THAT(files.refused(R"("label": "label", "test": "b.csv")"),
             Contains("b.csv:3: expected a label that ") && EndsWith("a.csv has (0), found 1"));
  put(files.folder / "b.csv", "y,label\n1,0\n");
  CHECK_THAT(files.refused(R"("label": "label", "test": "b.csv")"), Contains("b.csv: there is no column \"x\""));
}

// Rows, features and labels are those that the data sets' page states.
TEST_CASE("csv: real files") {
  if (!has_real("tabular")) {
    WARN("skipped: no tabular in $LOWBAND_DATA");
    return;
  }
  const auto load = [](const char* json) {
    return datasets().read(Json::parse(json), Place("test"))->load(real_folders());
  };
  const Data iris =
      load(R"({"name": "csv", "train": "tabular/iris.csv", "header": false, "skipped_lines": 1, "label": "5"})");
  CHECK(iris.train.size() + iris.test.size() == 150);
  CHECK(iris.train.features() == 4);
  CHECK(iris.train.labels().shape().classes == 3);
  const Data digits = load(R"({"name": "csv", "train": "tabular/digits.csv.gz", "header": false, "label": "65"})");
  CHECK(digits.train.size() + digits.test.size() == 1797);
  CHECK(digits.train.features() == 64);
  CHECK(digits.train.labels().shape().classes == 10);
}

}  // namespace
}  // namespace lowband
