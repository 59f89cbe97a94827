// SPDX-License-Identifier: Apache-2.0
#include "sim/trace/trace_file.hpp"

#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/trace/trace_writer.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using namespace lowband::test;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// Operation `i` of `rank`: each differs from the next, so that no two can be mistaken for each other.
TraceOperation operation(int rank, std::uint64_t i) {
  if (i % 3 == 0) return {.kind = TraceOperation::Kind::compute, .flops = static_cast<double>(i) + 0.25 * rank};
  if (i % 3 == 1)
    return {.kind = TraceOperation::Kind::send, .peer = rank, .tag = 7, .payload_bytes = i, .coordinates = 2 * i};
  return {.kind = TraceOperation::Kind::report, .iteration = i};
}

std::uint64_t count_of(int rank) { return 50'000 * static_cast<std::uint64_t>(rank); }  // many blocks, and none

void write_example(const std::filesystem::path& file, int workers) {
  TraceWriter trace(file, workers);
  for (std::uint64_t i = 0; i < count_of(workers - 1); ++i) {  // the workers' operations mixed
    for (int rank = 0; rank < workers; ++rank) {
      if (i < count_of(rank)) trace.write({rank}, operation(rank, i));
    }
  }
  trace.commit("what it is of");
}

std::string error_of(const std::filesystem::path& file) {
  try {
    const TraceFile trace(file);
    for (int rank = 0; rank < trace.nodes(); ++rank) {
      TraceFile::Operations operations(trace, {rank});
      while (operations.next()) {
      }
    }
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

}  // namespace

TEST_CASE("a trace reads back worker by worker", "[trace]") {
  const TemporaryFolder folder;
  write_example(folder / "t.trace", 3);
  const TraceFile trace(folder / "t.trace");
  CHECK(trace.nodes() == 3);
  CHECK(trace.text() == "what it is of");
  for (int rank = 0; rank < 3; ++rank) {
    TraceFile::Operations operations(trace, {rank});
    std::uint64_t i = 0;
    while (const auto next = operations.next()) {
      if (*next != operation(rank, i)) FAIL("worker " << rank << ", operation " << i);
      ++i;
    }
    CHECK(i == count_of(rank));
  }
}

TEST_CASE("a trace is there whole or not at all", "[trace]") {
  const TemporaryFolder folder;
  {
    TraceWriter trace(folder / "t.trace", 2);
    for (std::uint64_t i = 0; i < 100'000; ++i) trace.write({0}, operation(0, i));
    CHECK_FALSE(std::filesystem::exists(folder / "t.trace"));
  }
  CHECK(names_in(folder.path()).empty());
}

TEST_CASE("what is no trace, or of another version, is refused by name", "[trace]") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of(folder / "nothing"), Contains("nothing: cannot be read: No such file"));
  put(folder / "empty", "");
  CHECK_THAT(error_of(folder / "empty"), Contains("too short"));
  put(folder / "text", "iteration,epoch,sim_time_s\n1,2,3\n");
  CHECK_THAT(error_of(folder / "text"), Contains("expected a trace of lowband, found something else"));
  write_example(folder / "t.trace", 2);
  std::string other = content_of(folder / "t.trace");
  other[8] = 5;  // the version follows the eight letters
  put(folder / "other", other);
  CHECK_THAT(error_of(folder / "other"), Contains("expected a trace of version 4, found version 5"));
}

TEST_CASE("a trace that is cut short, extended or altered anywhere is refused", "[trace]") {
  const TemporaryFolder folder;
  write_example(folder / "t.trace", 2);
  const std::string whole = content_of(folder / "t.trace");
  REQUIRE(error_of(folder / "t.trace").empty());
  Stream random(3, Purpose::data, 0, 0);
  for (int i = 0; i < 300; ++i) {
    std::string spoilt = whole;
    const std::size_t at = random.below(static_cast<std::uint32_t>(whole.size()));
    if (i % 3 == 0) spoilt.resize(at);
    if (i % 3 == 1) spoilt[at] = static_cast<char>(spoilt[at] ^ (1 << random.below(8)));
    if (i % 3 == 2) spoilt.insert(at, 1, 'x');
    put(folder / "spoilt", spoilt);
    CHECK_THAT(error_of(folder / "spoilt"), StartsWith((folder / "spoilt").string()));
  }
}
