// SPDX-License-Identifier: Apache-2.0
#include "models/data/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>

#include "sim/base/error.hpp"

namespace lowband {

ArchiveReader::ArchiveReader(const std::filesystem::path& file, Kind kind)
    : file_(file.string()), kind_(kind), archive_(archive_read_new(), &archive_read_free) {
  if (kind == Kind::tar) {
    archive_read_support_filter_gzip(archive_.get());
    archive_read_support_filter_bzip2(archive_.get());
    archive_read_support_filter_xz(archive_.get());
    archive_read_support_format_tar(archive_.get());
  } else {
    archive_read_support_format_zip(archive_.get());
  }
  constexpr std::size_t block = 1U << 17U;
  check(archive_read_open_filename(archive_.get(), file_.c_str(), block));
}

bool ArchiveReader::next() {
  archive_entry* entry = nullptr;
  do {
    const int status = archive_read_next_header(archive_.get(), &entry);
    if (status == ARCHIVE_EOF) return false;
    check(status);
  } while (archive_entry_filetype(entry) != AE_IFREG);
  const char* const path = archive_entry_pathname(entry);
  entry_ = path == nullptr ? "" : path;
  return true;
}

std::size_t ArchiveReader::read(char* to, std::size_t size) {
  const la_ssize_t count = archive_read_data(archive_.get(), to, size);
  if (count < 0) check(count);
  return static_cast<std::size_t>(std::max<la_ssize_t>(0, count));
}

std::string ArchiveReader::content() {
  constexpr std::size_t step = 1U << 20U;
  std::string content;
  std::size_t size = 0;
  std::size_t count = 0;
  do {
    content.resize(size + step);
    count = read(content.data() + size, step);
    size += count;
  } while (count > 0);
  content.resize(size);
  return content;
}

void ArchiveReader::check(long status) const {
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return;
  const char* const reason = archive_error_string(archive_.get());
  throw UsageError(fmt::format("{}: cannot be read as a {} archive: {}", file_, kind_ == Kind::tar ? "tar" : "zip",
                               reason == nullptr ? "" : reason));
}

std::map<std::string, std::string> read_archive(const std::filesystem::path& file, std::span<const std::string> names) {
  ArchiveReader reader(file, ArchiveReader::Kind::tar);
  std::map<std::string, std::string> contents;
  while (reader.next()) {
    const std::string name = std::filesystem::path(reader.name()).filename();
    if (std::find(names.begin(), names.end(), name) != names.end()) contents[name] = reader.content();
  }
  return contents;
}

}  // namespace lowband
