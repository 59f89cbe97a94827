// SPDX-License-Identifier: Apache-2.0
#include "sim/base/read_file.hpp"

#include "sim/base/file_reader.hpp"
#include "sim/base/line_reader.hpp"

namespace lowband {

std::string read_file(const std::filesystem::path& file) {
  constexpr std::size_t step = 1U << 20U;
  FileReader reader(file);
  std::string content;
  std::size_t size = 0;
  do {
    content.resize(size + step);
    size += reader.read(content.data() + size, step);
  } while (size == content.size());
  content.resize(size);
  reader.refuse_cut_off();
  return content;
}

std::string read_text_file(const std::filesystem::path& file) {
  std::string text = read_file(file);
  text.erase(0, size_of_mark(text, file.string()));
  return text;
}

bool has_ending(std::string_view file, std::string_view ending) {
  constexpr std::string_view packed = ".gz";
  if (file.ends_with(packed)) file.remove_suffix(packed.size());
  return file.ends_with(ending);
}

}  // namespace lowband
