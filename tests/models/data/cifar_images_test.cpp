// SPDX-License-Identifier: Apache-2.0
#include "models/data/cifar_images.hpp"

#include <catch2/catch.hpp>

#include <archive.h>
#include <archive_entry.h>

#include "tests/models/data/idx_files.hpp"
#include "tests/models/data/real_data.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::content_of;
using test::put;
using test::TemporaryFolder;
namespace {

using Catch::Contains;
namespace fs = std::filesystem;

constexpr std::size_t file_size = 30730000;

Data load(const DataFolders& folders) { return datasets().read(Json("cifar-10"), Place("test"))->load(folders); }

/// A batch of 10000 records: the first with this label and these first pixels of its three channels, the others black
/// and of class 0.
void write_batch(const fs::path& file, char label, const std::string& red, char green, char blue) {
  std::string record(3073, '\0');
  record[0] = label;
  record.replace(1, red.size(), red);
  record[1 + 1024] = green;
  record[1 + 2048] = blue;
  fs::create_directories(file.parent_path());
  put(file, record);
  fs::resize_file(file, file_size);  // zeros, which take no room on the disk
}

/// Batches 2 and 4, and the test batch.
fs::path write_batches(const fs::path& data) {
  const fs::path folder = data / "cifar-10" / "cifar-10-batches-bin";
  write_batch(folder / "data_batch_2.bin", 7, std::string("\0\xff", 2), 51, 102);
  write_batch(folder / "data_batch_4.bin", 9, "", 0, 0);
  write_batch(folder / "test_batch.bin", 3, "", 0, 0);
  return folder;
}

/// Packs the files of a folder as the official archive does.
void pack(const fs::path& folder, const fs::path& to) {
  archive* const out = archive_write_new();
  archive_write_add_filter_gzip(out);
  archive_write_set_format_ustar(out);
  REQUIRE(archive_write_open_filename(out, to.c_str()) == ARCHIVE_OK);
  for (const std::string& name : test::names_in(folder)) {
    const std::string content = content_of(folder / name);
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, ("cifar-10-batches-bin/" + name).c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(out, entry) == ARCHIVE_OK);
    REQUIRE(archive_write_data(out, content.data(), content.size()) == static_cast<la_ssize_t>(content.size()));
    archive_entry_free(entry);
  }
  REQUIRE(archive_write_close(out) == ARCHIVE_OK);
  archive_write_free(out);
}

TEST_CASE("cifar-10: the batches that are there load, channel by channel") {
  const TemporaryFolder folder;
  write_batches(folder.path());
  const Data data = load({folder.path() / "nothing-here", folder.path()});
  CHECK(data.train.size() == 20000);
  CHECK(data.test.size() == 10000);
  CHECK(data.train.shape() == Shape{3, 32, 32});
  CHECK(data.train.labels().shape().classes == 10);
  CHECK(data.train.labels().classes()[0] == 7);
  CHECK(data.train.labels().classes()[10000] == 9);
  CHECK(data.test.labels().classes()[0] == 3);
  CHECK(data.notes == std::vector<std::string>{"cifar-10: 20000 training images, as 2 of 5 batches are there"});
  CHECK_FALSE(data.augmentation.varies());
  const std::vector<std::uint32_t> which = {0};
  std::vector<float> features(3072);
  data.train.gather(which, features);
  const auto at = [&](std::size_t index) { return static_cast<double>(features[index]); };
  CHECK(at(0) == Approx((0.0 - 0.4914) / 0.2470).epsilon(1e-6));
  CHECK(at(1) == Approx((1.0 - 0.4914) / 0.2470).epsilon(1e-6));
  CHECK(at(1024) == Approx((51.0 / 255.0 - 0.4822) / 0.2435).epsilon(1e-6));
  CHECK(at(2048) == Approx((102.0 / 255.0 - 0.4465) / 0.2616).epsilon(1e-6));
}

TEST_CASE("cifar-10: all five batches need no note") {
  const TemporaryFolder folder;
  const fs::path batches = write_batches(folder.path());
  for (const char* name : {"data_batch_1.bin", "data_batch_3.bin", "data_batch_5.bin"}) {
    write_batch(batches / name, 1, "", 0, 0);
  }
  const Data data = load({folder.path()});
  CHECK(data.train.size() == 50000);
  CHECK(data.notes.empty());
}

TEST_CASE("cifar-10: the packed archive gives the same data") {
  const TemporaryFolder folder;
  const fs::path batches = write_batches(folder.path());
  const Data unpacked = load({folder.path()});
  const fs::path packed = folder.path() / "cifar-10" / "cifar-10-binary.tar.gz";
  pack(batches, packed);
  fs::remove_all(batches);
  const auto check = [&] {
    const Data data = load({folder.path()});
    CHECK(data.train.sha256() == unpacked.train.sha256());
    CHECK(data.test.sha256() == unpacked.test.sha256());
  };
  check();
  fs::rename(packed, folder.path() / "cifar-10-binary.tar.gz");
  check();
  // The archive itself tells whether it is packed, not its name.
  fs::rename(folder.path() / "cifar-10-binary.tar.gz", folder.path() / "cifar-10-binary.tar");
  check();
}

TEST_CASE("cifar-10: batches may be packed one by one, with or without .gz in their names") {
  const TemporaryFolder folder;
  const fs::path batches = write_batches(folder.path());
  const Data unpacked = load({folder.path()});
  const auto packed = [&](const char* name, const char* as) {
    const std::string content = content_of(batches / name);
    fs::remove(batches / name);
    write_gzip(batches / as, {content.begin(), content.end()});
  };
  packed("data_batch_2.bin", "data_batch_2.bin.gz");
  packed("test_batch.bin", "test_batch.bin");
  const Data data = load({folder.path()});
  CHECK(data.train.sha256() == unpacked.train.sha256());
  CHECK(data.test.sha256() == unpacked.test.sha256());
}

TEST_CASE("cifar-10: absent, incomplete and damaged files") {
  const TemporaryFolder folder;
  const auto message = [&] { return usage_error([&] { (void)load({folder.path()}); }); };
  CHECK_THAT(message(), Contains("dataset \"cifar-10\" is not there; looked in: " + (folder / "cifar-10").string()) &&
                            Contains("cifar-10-binary.tar.gz") && Contains("--data"));
  const fs::path batches = write_batches(folder.path());

  SECTION("no test batch") {
    fs::remove(batches / "test_batch.bin");
    CHECK(message() == batches.string() + ": expected test_batch.bin, found none");
  }
  SECTION("no training batch") {
    fs::remove(batches / "data_batch_2.bin");
    fs::remove(batches / "data_batch_4.bin");
    CHECK(message() ==
          batches.string() + ": expected at least one of data_batch_1.bin to data_batch_5.bin, found none");
  }
  SECTION("a truncated file") {
    fs::resize_file(batches / "data_batch_4.bin", file_size - 3073);
    CHECK_THAT(message(), Contains("data_batch_4.bin: expected 10000 records of 3073 bytes (30730000 in all), found "
                                   "30726927 bytes: the file is truncated"));
  }
  SECTION("a file with more than there should be") {
    fs::resize_file(batches / "test_batch.bin", file_size + 1);
    CHECK_THAT(message(), Contains("test_batch.bin: ") && Contains("found 30730001 bytes: the file is too long"));
  }
  SECTION("a label out of range") {
    write_batch(batches / "data_batch_2.bin", 10, "", 0, 0);
    CHECK_THAT(message(), Contains("data_batch_2.bin: byte 0: expected a label from 0 to 9, found 10"));
  }
  SECTION("a truncated archive") {
    const fs::path packed = folder.path() / "cifar-10" / "cifar-10-binary.tar.gz";
    pack(batches, packed);
    fs::remove_all(batches);
    fs::resize_file(packed, fs::file_size(packed) / 2);
    CHECK_THAT(message(), Contains("cifar-10-binary.tar.gz: cannot be read as a tar archive: "));
  }
  SECTION("no archive") {
    fs::remove_all(batches);
    put(folder.path() / "cifar-10-binary.tar.gz", "<html>404</html>");
    CHECK_THAT(message(), Contains("cifar-10-binary.tar.gz: cannot be read as a tar archive: "));
  }
}

// The hashes were computed with Python's hashlib from the files, with the header that Samples states.
TEST_CASE("cifar-10: the real files, of which two training batches are there") {
  if (!has_real("cifar-10")) {
    WARN("skipped: no cifar-10 in $LOWBAND_DATA");
    return;
  }
  const Data data = load(real_folders());
  CHECK(data.test.size() == 10000);
  CHECK(data.test.sha256() == "5682b312b266100a8ff19e02a3d3c7be1b5ff0e9da0d5443aac3eb9c2abf929e");
  if (data.train.size() != 20000) return;
  CHECK(data.train.sha256() == "822fb9ec82dd1b6eb1a427c9f900f14ede4882e1b525bb6bfa3b265621c761b1");
}

}  // namespace
}  // namespace lowband
