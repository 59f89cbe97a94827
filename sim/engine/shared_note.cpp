#include "sim/engine/shared_note.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace lowband {

namespace {

constexpr std::size_t size = 4096;
constexpr std::size_t most = 4000;

}  // namespace

SharedNote::SharedNote() {
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "mmap");
  memory_ = static_cast<char*>(memory);  // which holds zeros
}

SharedNote::~SharedNote() { ::munmap(memory_, size); }

void SharedNote::write(std::string_view text) noexcept {
  const std::size_t length = std::min(text.size(), most);
  std::memcpy(memory_, text.data(), length);
  memory_[length] = '\0';
}

std::string SharedNote::read() const { return memory_; }

}  // namespace lowband
