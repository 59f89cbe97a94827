#include "sim/base/read_file.hpp"

#include <fmt/format.h>

#include "sim/base/error.hpp"
#include "sim/base/file_reader.hpp"

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
  if (reader.is_cut_off()) {
    throw UsageError(fmt::format("{}: cannot be read: its packed data (gzip) end too soon, after {} bytes unpacked",
                                 reader.name(), size));
  }
  return content;
}

std::string read_text_file(const std::filesystem::path& file) {
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  std::string text = read_file(file);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw UsageError(fmt::format("{}: expected text in UTF-8, found the byte-order mark of UTF-16: save it as UTF-8",
                                 file.string()));
  }
  if (text.starts_with(utf8_mark)) text.erase(0, utf8_mark.size());
  return text;
}

bool has_ending(std::string_view file, std::string_view ending) {
  constexpr std::string_view packed = ".gz";
  if (file.ends_with(packed)) file.remove_suffix(packed.size());
  return file.ends_with(ending);
}

}  // namespace lowband
