// SPDX-License-Identifier: Apache-2.0
#include "sim/results/whole_file.hpp"

#include <cerrno>
#include <system_error>

#include "sim/results/partial.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// Writes all of `bytes`; errors name `shown`, where they are going to be.
void write_all(const Descriptor& file, std::span<const std::byte> bytes, const fs::path& shown) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) cannot_write(shown, errno);
    if (n > 0) bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace

class WholeFile::Implementation {
 public:
  explicit Implementation(const fs::path& file) : shown(file), partial(file, Partial::Kind::file) {}

  fs::path shown;
  Partial partial;
};

WholeFile::WholeFile(const fs::path& file) : implementation_(std::make_unique<Implementation>(file)) {}

WholeFile::~WholeFile() = default;

void WholeFile::append(std::span<const std::byte> bytes) {
  write_all(implementation_->partial.descriptor(), bytes, implementation_->shown);
}

void WholeFile::commit() { implementation_->partial.become_target(); }

void write_whole(const fs::path& file, const std::string& content) {
  WholeFile whole(file);
  whole.append(std::as_bytes(std::span(content)));
  whole.commit();
}

void write_whole_folder(const fs::path& folder, const std::vector<FileContent>& files) {
  Partial partial(folder, Partial::Kind::folder);
  for (const auto& file : files) {
    const fs::path path = partial.path() / file.name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) cannot_write(folder / file.name, error.value());
    const Descriptor output(path, O_WRONLY | O_CREAT | O_EXCL);
    if (output.get() < 0) cannot_write(folder / file.name, errno);
    write_all(output, std::as_bytes(std::span(file.content)), folder / file.name);
    if (!output.flush()) cannot_write(folder / file.name, errno);
  }
  partial.become_target();
}

}  // namespace lowband
