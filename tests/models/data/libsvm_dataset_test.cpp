// SPDX-License-Identifier: Apache-2.0
#include "models/data/libsvm_dataset.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "models/model.hpp"
#include "tests/models/data/real_data.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::put;
using test::TemporaryFolder;
namespace {

using Catch::Contains;

Data load(const std::string& json, const DataFolders& folders) {
  return datasets().read(Json::parse(json), Place("test"))->load(folders);
}

std::vector<float> features_of(const Samples& samples, std::uint32_t index) {
  const std::vector<std::uint32_t> which = {index};
  std::vector<float> features(samples.features());
  samples.gather(which, features);
  return features;
}

std::vector<int> labels_of(const Samples& samples) {
  return {samples.labels().classes().begin(), samples.labels().classes().end()};
}

/// The folder with a file of training rows.
struct Files {
  explicit Files(const std::string& train) { put(folder / "train", train); }

  [[nodiscard]] DataFolders folders() const { return {folder / "nothing-here", folder.path()}; }
  [[nodiscard]] std::string refused(const std::string& json) const {
    return usage_error([&] { (void)load(json, folders()); });
  }

  TemporaryFolder folder;
};

TEST_CASE("libsvm: two files, labels in rising order become classes") {
  const Files files("2 1:1\n1 3:3\n2 2:2\n");
  put(files.folder / "test", "1 4:4\n");
  const Data data = load(R"({"name": "libsvm", "train": "train", "test": "test"})", files.folders());
  CHECK(labels_of(data.train) == std::vector<int>{1, 0, 1});
  CHECK(labels_of(data.test) == std::vector<int>{0});
  CHECK(data.train.labels().shape().classes == 2);
  CHECK(data.train.features() == 4);  // the largest index of both files
  CHECK(data.test.features() == 4);
  CHECK(features_of(data.train, 1) == std::vector<float>{0, 0, 3, 0});
  CHECK(data.train.shape().stored == 1.0);
  const Data wider = load(R"({"name": "libsvm", "train": "train", "test": "test", "features": 6})", files.folders());
  CHECK(features_of(wider.test, 0) == std::vector<float>{0, 0, 0, 4, 0, 0});
}

TEST_CASE("libsvm: more labels are more classes") {
  const Files files("3 1:1\n-1 1:1\n0.5 1:1\n3 1:1\n");
  const Data data = load(R"({"name": "libsvm", "train": "train", "test": "train"})", files.folders());
  CHECK(labels_of(data.train) == std::vector<int>{2, 0, 1, 2});
  CHECK(data.train.labels().shape().classes == 3);
  std::string many;
  for (int label = 0; label < 65537; ++label) many += std::to_string(label) + " 1:1\n";
  put(files.folder / "train", many);
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train"})"),
             Contains("train: expected at most 65536 different labels, one for each class, found 65537"));
}

TEST_CASE("libsvm: without a test file a share of the rows is held out, drawn by the seed") {
  std::string text;
  for (int row = 1; row <= 50; ++row) text += "1 1:" + std::to_string(row) + "\n";
  const Files files(text);
  const auto rows_of = [](const Samples& samples) {
    std::vector<float> rows;
    for (std::uint32_t i = 0; i < samples.size(); ++i) rows.push_back(features_of(samples, i)[0]);
    return rows;
  };
  const char* const json = R"({"name": "libsvm", "train": "train"})";
  const Data data = load(json, files.folders());
  const auto train = rows_of(data.train);
  const auto held_out = rows_of(data.test);
  CHECK(train.size() == 40);
  CHECK(held_out.size() == 10);
  CHECK(std::is_sorted(train.begin(), train.end()));  // what is left is in the order of the file
  std::set<float> all(train.begin(), train.end());
  all.insert(held_out.begin(), held_out.end());
  CHECK(all.size() == 50);
  CHECK(rows_of(load(json, files.folders()).test) == held_out);
  CHECK(rows_of(load(R"({"name": "libsvm", "train": "train", "seed": 2})", files.folders()).test) != held_out);
  const auto test_size = [&](const char* share) {
    return load(std::string(R"({"name": "libsvm", "train": "train", "test_share": )") + share + "}", files.folders())
        .test.size();
  };
  CHECK(test_size("0.5") == 25);
  CHECK(test_size("0.001") == 1);  // at least one
}

TEST_CASE("libsvm: what does not go together is refused") {
  const Files files("1 1:1\n-1 2:1\n");
  put(files.folder / "test", "1 1:1\n\n2 1:1\n");
  CHECK_THAT(files.refused(R"({"name": "libsvm"})"), Contains("train") && Contains("missing"));
  CHECK_THAT(
      files.refused(R"({"name": "libsvm", "train": "none"})"),
      Contains("the LIBSVM file \"none\" is not there; looked in: " + (files.folder / "nothing-here").string()) &&
          Contains("--data"));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "test": "tset"})"), Contains("\"tset\""));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "test": "test"})"),
             Contains("test:3: expected a label that ") && Contains("train has (-1, 1), found 2"));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "features": 1})"),
             Contains("train:2: expected an index from 1 to 1, found \"2:1\""));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "test_share": 0})"), Contains("/test_share"));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "test_share": 1})"), Contains("/test_share"));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "features": -1})"), Contains("/features"));
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train", "test": "train", "seed": 2})"),
             Contains("/seed: has no effect: there is a test file"));
  put(files.folder / "train", "# nothing\n");
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train"})"), Contains("expected at least one sample"));
  put(files.folder / "train", "1 1:1\n");
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train"})"), Contains("expected at least 2 samples"));
  put(files.folder / "train", "1\n2\n");
  CHECK_THAT(files.refused(R"({"name": "libsvm", "train": "train"})"), Contains("expected a feature, found none"));
}

TEST_CASE("libsvm: queries are groups, the first index is 0 or 1, labels may be numbers") {
  const Files files("0.5 qid:30 0:1\n-2 qid:4 1:1\n0.5 qid:30 2:1\n");
  const Data data = load(R"({"name": "libsvm", "train": "train", "test": "train", "first_index": 0, "qid": true,
                             "target": "number"})",
                         files.folders());
  CHECK(data.groups == std::vector<std::uint32_t>{1, 0, 1});  // 4 comes before 30
  CHECK(features_of(data.train, 2) == std::vector<float>{0, 0, 1});
  const auto values = data.train.labels().values();
  CHECK(std::vector<float>(values.begin(), values.end()) == std::vector<float>{0.5F, -2.0F, 0.5F});
}

TEST_CASE("libsvm: sparse data serve models that take no sparse batches") {
  const Files files("1 1:1\n-1 3:1\n");
  const Data data = load(R"({"name": "libsvm", "train": "train", "test": "train"})", files.folders());
  const auto model = models().read("softmax-regression", Place("test"));
  CHECK_FALSE(model->takes_sparse());
  model->bind(data.train.shape(), data.train.labels().shape());
  CHECK(model->parameter_count() == 8);
}

// Rows, features and labels are those that the data sets' page states, and wc and grep count.
TEST_CASE("libsvm: real files") {
  if (!has_real("libsvm")) {
    WARN("skipped: no libsvm in $LOWBAND_DATA");
    return;
  }
  const auto ones = [](const Samples& samples) {
    return std::count(samples.labels().classes().begin(), samples.labels().classes().end(), 1);
  };
  const Data a9a = load(R"({"name": "libsvm", "train": "libsvm/a9a", "test": "libsvm/a9a.t"})", real_folders());
  CHECK(a9a.train.size() == 32561);
  CHECK(a9a.test.size() == 16281);
  CHECK(a9a.train.features() == 123);
  CHECK(a9a.test.features() == 123);
  CHECK(ones(a9a.train) == 7841);
  CHECK(ones(a9a.test) == 3846);
  const Data w8a = load(R"({"name": "libsvm", "train": "libsvm/w8a"})", real_folders());
  CHECK(w8a.train.size() + w8a.test.size() == 49749);
  CHECK(w8a.train.features() == 300);
  CHECK(ones(w8a.train) + ones(w8a.test) == 1479);
  const Data mushrooms = load(R"({"name": "libsvm", "train": "libsvm/mushrooms"})", real_folders());
  CHECK(mushrooms.train.features() == 112);
  CHECK(ones(mushrooms.train) + ones(mushrooms.test) == 4208);
  const Data phishing = load(R"({"name": "libsvm", "train": "libsvm/phishing"})", real_folders());
  CHECK(phishing.train.features() == 68);
  CHECK(ones(phishing.train) + ones(phishing.test) == 6157);
}

}  // namespace
}  // namespace lowband
