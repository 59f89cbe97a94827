#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lowband {

/// Writes one file whole or not at all: into a file beside it, flushed to the disk, then renamed over what was there.
/// Folders on the way are made. Throws UsageError that names the file and the reason (no space, no permission).
void write_whole(const std::filesystem::path& file, const std::string& content);

/// A file of a folder that is about to be written.
struct FileContent {
  std::string name;
  std::string content;
};

/// Writes a folder of files whole or not at all, in the same way. The folder must not be there yet, or be empty.
void write_whole_folder(const std::filesystem::path& folder, const std::vector<FileContent>& files);

}  // namespace lowband
