// SPDX-License-Identifier: Apache-2.0
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "models/data/archive.hpp"
#include "models/data/idx.hpp"
#include "models/data/libsvm.hpp"
#include "models/data/npy.hpp"
#include "sim/base/csv_reader.hpp"
#include "sim/base/error.hpp"
#include "sim/base/file_reader.hpp"

namespace {

using namespace lowband;

/// A file in memory that holds the input.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* data, std::size_t size) : descriptor_(memfd_create("input", 0)) {
    if (descriptor_ < 0 || write(descriptor_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(descriptor_); }

  [[nodiscard]] std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

[[maybe_unused]] void take_csv(const std::filesystem::path& file) {
  CsvReader reader(file);
  while (reader.next()) {
    for (std::size_t i = 0; i < reader.columns().size(); ++i) static_cast<void>(reader.field(i));
  }
}

[[maybe_unused]] void take_libsvm(const std::filesystem::path& file) {
  static_cast<void>(read_libsvm(file, {.first_index = 0, .most_index = 1000, .has_queries = true}));
}

[[maybe_unused]] void take_idx(const std::filesystem::path& file) { static_cast<void>(read_idx(file, 3)); }

void use(NpyReader reader) {
  if (reader.is_of_bytes()) {
    static_cast<void>(reader.bytes());
  } else {
    static_cast<void>(reader.texts());
  }
}

[[maybe_unused]] void take_npy(const std::filesystem::path& file) {
  FileReader reader(file);
  use(NpyReader("input", [&](char* to, std::size_t size) { return reader.read(to, size); }));
}

[[maybe_unused]] void take_npz(const std::filesystem::path& file) {
  ArchiveReader archive(file, ArchiveReader::Kind::zip);
  while (archive.next())
    use(NpyReader(archive.name(), [&](char* to, std::size_t size) { return archive.read(to, size); }));
}

}  // namespace

/// One target per format of data: LOWBAND_FUZZ_READER is one of the functions above. What it reads must be refused by a
/// UsageError or be accepted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const MemoryFile file(data, size);
  try {
    LOWBAND_FUZZ_READER(file.path());
  } catch (const lowband::UsageError&) {
    return 0;
  }
  return 0;
}
