// SPDX-License-Identifier: Apache-2.0
#include "sim/results/partial.hpp"

#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "sim/results/internal_names.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> partials_in(const fs::path& folder) {
  std::error_code ignored;
  std::vector<fs::path> partials;
  for (fs::directory_iterator entry(folder, ignored); entry != fs::directory_iterator(); entry.increment(ignored)) {
    if (internal_names::is_partial(entry->path().filename().string())) partials.push_back(entry->path());
  }
  return partials;
}

/// What is no file or folder of lowband's is not waited for.
Descriptor open_partial(const fs::path& path) { return {path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK}; }

}  // namespace

fs::path without_slash(const fs::path& path) { return path.has_filename() ? path : path.parent_path(); }

Partial::Partial(const fs::path& target, Kind kind)
    : target_(without_slash(fs::absolute(target))), shown_(target), folders_(target_.parent_path(), target) {
  while (!make(kind)) {
  }
}

Partial::~Partial() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

bool Partial::make(Kind kind) {
  const fs::path path = target_.parent_path() / internal_names::partial();
  if (kind == Kind::folder && ::mkdir(path.c_str(), 0777) != 0) cannot_write(shown_, errno);
  Descriptor made(path, kind == Kind::folder ? O_RDONLY | O_DIRECTORY : O_WRONLY | O_CREAT | O_EXCL);
  const int error = errno;
  // Before it is locked, another process may take it for abandoned: then it has the lock, or it is gone.
  if (made.get() < 0 && kind == Kind::folder && error == ENOENT) return false;
  if (made.get() < 0) cannot_write(shown_, error);
  if (::flock(made.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return false;
  if (!made.is_at(path)) return false;
  path_ = path;
  descriptor_ = std::move(made);
  return true;
}

void Partial::become_target() {
  if (!descriptor_.flush()) cannot_write(shown_, errno);
  if (::rename(path_.c_str(), target_.c_str()) != 0) cannot_write(shown_, errno);
  path_.clear();
  const Descriptor parent(target_.parent_path(), O_RDONLY | O_DIRECTORY);  // the new name is on the disk, too
  if (parent.get() < 0 || !parent.flush()) cannot_write(shown_, errno);
}

bool is_being_written(const fs::path& folder) {
  const auto partials = partials_in(folder);
  return std::any_of(partials.begin(), partials.end(), [](const fs::path& path) {
    const Descriptor partial = open_partial(path);
    return partial.get() >= 0 && ::flock(partial.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  });
}

void remove_abandoned(const fs::path& folder) noexcept {
  std::error_code ignored;
  for (const auto& path : partials_in(folder)) {
    const Descriptor partial = open_partial(path);
    if (partial.get() >= 0 && ::flock(partial.get(), LOCK_EX | LOCK_NB) == 0) fs::remove_all(path, ignored);
  }
}

void discard(const fs::path& path) {
  const fs::path nameless = path.parent_path() / internal_names::partial();
  if (::rename(path.c_str(), nameless.c_str()) != 0) cannot_write(path, errno);
  std::error_code error;
  fs::remove_all(nameless, error);
  if (error) cannot_write(path, error.value());
}

}  // namespace lowband
