#include "models/data/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

/// Reads forward through an archive.
class Reader {
 public:
  explicit Reader(const std::filesystem::path& file) : name_(file.string()) {
    archive_read_support_filter_gzip(archive_.get());
    archive_read_support_filter_bzip2(archive_.get());
    archive_read_support_filter_xz(archive_.get());
    archive_read_support_format_tar(archive_.get());
    constexpr std::size_t block = 1U << 17U;
    check(archive_read_open_filename(archive_.get(), name_.c_str(), block));
  }

  /// The next file in it; nullptr at the end.
  archive_entry* next() {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(archive_.get(), &entry);
    if (status == ARCHIVE_EOF) return nullptr;
    check(status);
    return entry;
  }

  /// The content of that file. Grows as data come: a size that a damaged header claims is not believed.
  std::string content() {
    std::string content;
    const void* block = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;  // there is no gap before it in what tar has packed
    while (true) {
      const int status = archive_read_data_block(archive_.get(), &block, &size, &offset);
      if (status == ARCHIVE_EOF) return content;
      check(status);
      content.append(static_cast<const char*>(block), size);
    }
  }

 private:
  void check(int status) const {
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return;
    const char* const reason = archive_error_string(archive_.get());
    throw UsageError(fmt::format("{}: cannot be read as a tar archive: {}", name_, reason == nullptr ? "" : reason));
  }

  std::string name_;
  std::unique_ptr<archive, decltype(&archive_read_free)> archive_{archive_read_new(), &archive_read_free};
};

}  // namespace

std::map<std::string, std::string> read_archive(const std::filesystem::path& file, std::span<const std::string> names) {
  Reader reader(file);
  std::map<std::string, std::string> contents;
  while (archive_entry* const entry = reader.next()) {
    const char* const path = archive_entry_pathname(entry);
    const std::string name = std::filesystem::path(path == nullptr ? "" : path).filename();
    const bool is_wanted = std::find(names.begin(), names.end(), name) != names.end();
    if (is_wanted && archive_entry_filetype(entry) == AE_IFREG) contents[name] = reader.content();
  }
  return contents;
}

}  // namespace lowband
