// SPDX-License-Identifier: Apache-2.0
#include "sim/results/replacement.hpp"

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "sim/results/internal_names.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/partial.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> names_in(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> names;
  for (fs::directory_iterator entry(folder, error); entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename());
  }
  if (error) cannot_write(folder, error.value());
  return names;
}

void rename_or_throw(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) cannot_write(to, errno);
}

}  // namespace

void replace_contents(const fs::path& folder, const std::vector<FileContent>& files) {
  write_whole_folder(folder / internal_names::next, files);
  complete_replacement(folder);
}

bool is_being_replaced(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_directory(folder / internal_names::next, ignored) ||
         fs::is_directory(folder / internal_names::placing, ignored);
}

bool is_of_file_system(const fs::path& name) { return name == "lost+found"; }

void complete_replacement(const fs::path& folder) {
  const fs::path next = folder / internal_names::next;
  const fs::path placing = folder / internal_names::placing;
  std::error_code ignored;
  if (fs::is_directory(next, ignored)) {
    for (const auto& name : names_in(folder)) {
      // The manifest is there until the new one is renamed over it: there is one at every moment, if there was one.
      const bool stays = name == manifest_name || internal_names::is_internal(name.string()) || is_of_file_system(name);
      if (!stays) discard(folder / name);
    }
    rename_or_throw(next, placing);
  }
  if (!fs::is_directory(placing, ignored)) return;
  for (const auto& name : names_in(placing)) {
    if (name != manifest_name) rename_or_throw(placing / name, folder / name);
  }
  if (fs::exists(placing / manifest_name)) rename_or_throw(placing / manifest_name, folder / manifest_name);
  fs::remove(placing);
}

}  // namespace lowband
