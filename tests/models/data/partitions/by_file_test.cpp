// SPDX-License-Identifier: Apache-2.0
#include "models/data/partitions/by_file.hpp"

#include "tests/models/data/partitions/split_checks.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/usage_error.hpp"

namespace lowband {

using test::put;
using test::TemporaryFolder;
namespace {

/// Of four samples.
Parts split(const std::string& text, int workers) {
  const TemporaryFolder folder;
  put(folder / "split.csv", text);
  const auto partition = partitions().read(Json::parse(R"({"scheme": "file", "file": "split.csv"})"), Place("test"));
  const DataFolders folders = {folder.path()};
  const Labels labels = Labels::of_classes({0, 0, 0, 0}, 1);
  return partition->split_samples({labels, {}, folders}, workers, 1);
}

std::string refused(const std::string& text, int workers = 2) {
  const std::string message = usage_error([&] { split(text, workers); });
  const std::size_t name = message.find("split.csv");
  return name == std::string::npos ? message : message.substr(name + 9);
}

TEST_CASE("file: the split that it states, whatever the order of lines and columns") {
  CHECK(split("sample,worker,why\n3,0,a\n0,1,b\n2,1,c\n1,0,d\n", 2) == Parts{{1, 3}, {0, 2}});
}

TEST_CASE("file: each training sample is with one worker, and no worker without one") {
  CHECK(refused("worker,sample\n0,0\n1,1\n0,2\n") ==
        ": expected a line for each of the 4 training samples, found none for sample 3");
  CHECK(refused("worker,sample\n0,0\n1,0\n") == ":3: expected each sample once, found sample 0 again");
  CHECK(refused("worker,sample\n0,4\n") == ":2: expected a sample from 0 to 3, found 4");
  CHECK(refused("worker,sample\n2,0\n") == ":2: expected a worker from 0 to 1, found 2");
  CHECK(refused("worker,sample\n0,-1\n") == ":2: expected a whole number from 0 as sample, found \"-1\"");
  CHECK(refused("worker,index\n") == ":1: expected a column sample, found \"worker,index\"");
  CHECK(refused("worker,sample\n0,0\n0,1\n0,2\n0,3\n") ==
        ": expected at least one sample for each of the 2 workers, found none for worker 1");
}

}  // namespace
}  // namespace lowband
