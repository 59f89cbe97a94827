// SPDX-License-Identifier: Apache-2.0
#include "models/data/idx_images.hpp"

#include <catch2/catch.hpp>

#include "tests/models/data/idx_files.hpp"
#include "tests/models/data/real_data.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::TemporaryFolder;
using test::write_bytes;
namespace {

using Catch::Contains;
namespace fs = std::filesystem;

Data load(const char* name, const DataFolders& folders) {
  return datasets().read(Json(name), Place("test"))->load(folders);
}

/// Three training and two test images of 2 x 2 pixels, in FOLDER/mnist.
void write_small_mnist(const fs::path& data) {
  const fs::path folder = data / "mnist";
  write_bytes(folder / "train-images-idx3-ubyte",
              idx_bytes(0x803, {3, 2, 2}, {0, 51, 102, 255, 1, 2, 3, 4, 5, 6, 7, 8}));
  write_gzip(folder / "train-labels-idx1-ubyte.gz", idx_bytes(0x801, {3}, {9, 0, 5}));
  write_gzip(folder / "t10k-images-idx3-ubyte.gz", idx_bytes(0x803, {2, 2, 2}, {9, 9, 9, 9, 8, 8, 8, 8}));
  write_bytes(folder / "t10k-labels-idx1-ubyte", idx_bytes(0x801, {2}, {1, 2}));
}

TEST_CASE("mnist: raw and gzip files load, and pixels are normalised") {
  const TemporaryFolder folder;
  write_small_mnist(folder.path());
  const Data data = load("mnist", {folder.path() / "nothing-here", folder.path()});
  CHECK(data.train.size() == 3);
  CHECK(data.test.size() == 2);
  CHECK(data.train.features() == 4);
  CHECK(data.train.labels().shape().classes == 10);
  const std::vector<std::uint32_t> which = {0};
  std::vector<float> features(4);
  data.train.gather(which, features);
  CHECK(data.train.labels().classes()[0] == 9);
  const std::vector<double> shares = {0.0, 0.2, 0.4, 1.0};  // pixel / 255
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(static_cast<double>(features[i]) == Approx((shares[i] - 0.1307) / 0.3081).margin(1e-6));
  }
}

TEST_CASE("mnist: the first folder that has it counts") {
  const TemporaryFolder first;
  const TemporaryFolder second;
  write_small_mnist(first.path());
  write_small_mnist(second.path());
  write_bytes(second.path() / "mnist" / "train-labels-idx1-ubyte", idx_bytes(0x801, {3}, {1, 1, 1}));
  CHECK(load("mnist", {first.path(), second.path()}).train.labels().classes()[0] == 9);
  CHECK(load("mnist", {second.path(), first.path()}).train.labels().classes()[0] == 1);
}

TEST_CASE("mnist: absent files") {
  const TemporaryFolder folder;
  const auto message = usage_error([&] { (void)load("mnist", {folder.path() / "a", folder.path() / "b"}); });
  CHECK_THAT(message,
             Contains((folder.path() / "a" / "mnist").string()) && Contains((folder.path() / "b" / "mnist").string()));
  for (const char* file : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                           "t10k-labels-idx1-ubyte", "--data"}) {
    CHECK_THAT(message, Contains(file));
  }
  write_small_mnist(folder.path());
  fs::remove(folder.path() / "mnist" / "t10k-labels-idx1-ubyte");
  CHECK_THAT(usage_error([&] { (void)load("mnist", {folder.path()}); }), Contains("(lacks t10k-labels-idx1-ubyte)"));
  CHECK_THAT(usage_error([&] { (void)load("fashion-mnist", {}); }), Contains("no folder"));
}

TEST_CASE("mnist: files that do not go together") {
  const TemporaryFolder folder;
  write_small_mnist(folder.path());
  const fs::path mnist = folder.path() / "mnist";
  const auto message = [&] { return usage_error([&] { (void)load("mnist", {folder.path()}); }); };

  SECTION("another number of labels") {
    write_bytes(mnist / "t10k-labels-idx1-ubyte", idx_bytes(0x801, {3}, {1, 2, 3}));
    CHECK_THAT(message(), Contains("t10k-labels-idx1-ubyte: byte 4: expected 2 labels") &&
                              Contains("t10k-images-idx3-ubyte") && Contains("found 3"));
  }
  SECTION("a label out of range") {
    write_bytes(mnist / "t10k-labels-idx1-ubyte", idx_bytes(0x801, {2}, {1, 10}));
    CHECK_THAT(message(), Contains("t10k-labels-idx1-ubyte: byte 9: expected a label from 0 to 9, found 10"));
  }
  SECTION("images of another size") {
    write_gzip(mnist / "t10k-images-idx3-ubyte.gz", idx_bytes(0x803, {2, 1, 2}, {1, 2, 3, 4}));
    CHECK_THAT(message(), Contains("t10k-images-idx3-ubyte.gz: expected images of 4 pixels") && Contains("found 2"));
  }
  SECTION("labels in the place of images") {
    write_gzip(mnist / "t10k-images-idx3-ubyte.gz", idx_bytes(0x801, {2}, {1, 2}));
    CHECK_THAT(message(), Contains("t10k-images-idx3-ubyte.gz: byte 0") && Contains("found 0x00000801"));
  }
}

// The hashes were computed with Python's gzip and hashlib from the original files, with the header that Samples states.
void check_real(const char* name, const char* train_sha256, const char* test_sha256) {
  if (!has_real(name)) {
    WARN("skipped: no " << name << " in $LOWBAND_DATA");
    return;
  }
  const Data data = load(name, real_folders());
  CHECK(data.train.size() == 60000);
  CHECK(data.test.size() == 10000);
  CHECK(data.train.features() == 784);
  CHECK(data.train.sha256() == train_sha256);
  CHECK(data.test.sha256() == test_sha256);
}

TEST_CASE("fashion-mnist: the real files") {
  check_real("fashion-mnist", "fe3abc2f3f5f483c723d2ae4c6fb163f0a090f1427c29dde1a8097f02e7dfda6",
             "31e7a038d5fd6b7a48d2f644d986e5ce036cbf6ddc8a2dd9ca9d616304fe3727");
}

TEST_CASE("mnist: the real files") {
  check_real("mnist", "27dde385e83ee222eb419a5b30f9e2222c67ea76c5d9afb2a40ee23415d8a91a",
             "17916947a1da54739f80bb5ea25b15930f2ddf796601e0e271745b164fabcff1");
}

}  // namespace
}  // namespace lowband
