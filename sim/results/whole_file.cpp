#include "sim/results/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "sim/base/error.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, int error) {
  throw UsageError(fmt::format("{}: cannot be written: {}", path.string(), std::strerror(error)));
}

/// An open file or folder; closes it on every way out.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const noexcept { return descriptor_; }
  /// Some file systems report only here that there was no space.
  [[nodiscard]] bool close() noexcept { return ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

/// A file system that cannot flush answers EINVAL; that is its business, and no failure of the write.
bool flush(const Descriptor& descriptor) { return ::fsync(descriptor.get()) == 0 || errno == EINVAL; }

/// A file that is being written at `path`; errors name `shown`, where it is going to be.
class Output {
 public:
  Output(const fs::path& path, fs::path shown) : file_(path, O_WRONLY | O_CREAT | O_TRUNC), shown_(std::move(shown)) {
    if (file_.get() < 0) fail(shown_, errno);
  }

  void append(std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
      if (n < 0 && errno != EINTR) fail(shown_, errno);
      if (n > 0) bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
  }

  void close() {
    if (!flush(file_) || !file_.close()) fail(shown_, errno);
  }

 private:
  Descriptor file_;
  fs::path shown_;
};

/// A name beside `target`, on the same file system, that vanishes unless it is renamed to `target` in the end; so do
/// the folders that had to be made on the way.
class Partial {
 public:
  explicit Partial(const fs::path& target) : target_(fs::absolute(target)), shown_(target) {
    if (!target_.has_filename()) target_ = target_.parent_path();  // "folder/" is "folder"
    std::error_code error;
    for (fs::path folder = target_.parent_path(); !fs::exists(folder, error); folder = folder.parent_path()) {
      made_.push_back(folder);
    }
    fs::create_directories(target_.parent_path(), error);
    if (error) {
      remove();
      fail(shown_, error.value());
    }
    path_ = target_.parent_path() / fmt::format(".{}.partial-{}", target_.filename().string(), ::getpid());
    fs::remove_all(path_, error);  // what a killed process with this number left behind
  }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;
  ~Partial() { remove(); }

  [[nodiscard]] const fs::path& path() const noexcept { return path_; }

  void become_target() {
    if (::rename(path_.c_str(), target_.c_str()) != 0) fail(shown_, errno);
    const Descriptor parent(target_.parent_path(), O_RDONLY | O_DIRECTORY);  // the new name is on the disk, too
    if (parent.get() < 0 || !flush(parent)) fail(shown_, errno);
  }

 private:
  void remove() noexcept {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
    for (const auto& folder : made_) fs::remove(folder, ignored);  // which does nothing if it holds something
  }

  fs::path target_;
  fs::path shown_;
  fs::path path_;
  std::vector<fs::path> made_;  ///< innermost first
};

}  // namespace

class WholeFile::Implementation {
 public:
  explicit Implementation(const fs::path& file) : partial(file), output(partial.path(), file) {}

  Partial partial;
  Output output;
};

WholeFile::WholeFile(const fs::path& file) : implementation_(std::make_unique<Implementation>(file)) {}

WholeFile::~WholeFile() = default;

void WholeFile::append(std::span<const std::byte> bytes) { implementation_->output.append(bytes); }

void WholeFile::commit() {
  implementation_->output.close();
  implementation_->partial.become_target();
}

void write_whole(const fs::path& file, const std::string& content) {
  WholeFile whole(file);
  whole.append(std::as_bytes(std::span(content)));
  whole.commit();
}

void write_whole_folder(const fs::path& folder, const std::vector<FileContent>& files) {
  Partial partial(folder);
  std::error_code error;
  fs::create_directory(partial.path(), error);
  if (error) fail(folder, error.value());
  for (const auto& file : files) {
    Output output(partial.path() / file.name, folder / file.name);
    output.append(std::as_bytes(std::span(file.content)));
    output.close();
  }
  const Descriptor contents(partial.path(), O_RDONLY | O_DIRECTORY);
  if (contents.get() < 0 || !flush(contents)) fail(folder, errno);
  partial.become_target();
}

}  // namespace lowband
