#include "sim/results/results_lock.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/results/internal_names.hpp"
#include "sim/results/machine_name.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/replacement.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// A killed process's child dies with it, but not at once, and has the lock until then.
constexpr std::chrono::milliseconds patience{5000};
constexpr std::chrono::milliseconds pause{5};

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

/// False if another process has the lock, or one of this process's that was opened by itself.
bool take(const Descriptor& file, const fs::path& folder) {
  auto lock = whole_file();
  if (::fcntl(file.get(), F_OFD_SETLK, &lock) == 0) return true;
  if (errno == EAGAIN || errno == EACCES) return false;
  throw UsageError(
      fmt::format("{}: cannot be locked against other processes: {}", folder.string(), std::strerror(errno)));
}

bool is_taken(const Descriptor& file) {
  auto lock = whole_file();
  return ::fcntl(file.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/// What the lock file tells of the process that holds it.
struct Holder {
  pid_t process = 0;
  std::string host;
};

std::optional<Holder> holder_of(const Descriptor& file) {
  std::array<char, 512> text{};
  const ssize_t size = ::pread(file.get(), text.data(), text.size(), 0);
  std::istringstream words(std::string(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0));
  Holder holder;
  return words >> holder.process >> holder.host ? std::optional(holder) : std::nullopt;
}

bool has_ended(const Holder& holder) {
  if (holder.host != machine_name()) return false;
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, holder.process, 0));
  if (process < 0) return errno == ESRCH;
  pollfd end{process, POLLIN, 0};  // readable as soon as it has ended, though its parent may not have asked yet
  const bool ended = ::poll(&end, 1, 0) == 1;
  ::close(process);
  return ended;
}

[[noreturn]] void refuse(const fs::path& folder, const std::optional<Holder>& holder) {
  const std::string who = holder ? fmt::format("process {} on {}", holder->process, holder->host) : "another process";
  throw UsageError(fmt::format("{}: {} is writing results there: wait until it has ended", folder.string(), who));
}

/// Whether to try again: the one that has the lock is about to say who it is, or to end.
bool is_worth_waiting(const std::optional<Holder>& holder, std::chrono::steady_clock::time_point begun) {
  if (holder && !has_ended(*holder)) return false;
  if (std::chrono::steady_clock::now() - begun > patience) return false;
  std::this_thread::sleep_for(pause);
  return true;
}

void remove_unfinished(const fs::path& folder) {
  for (const auto& place : {folder, folder / "traces", folder / "plots"}) remove_abandoned(place);
  std::error_code ignored;
  fs::remove(folder / "traces", ignored);  // which does nothing if it holds something
}

}  // namespace

class ResultsLock::Held {
 public:
  explicit Held(const fs::path& results) : folder_(results), path_(results / internal_names::lock) {
    const auto begun = std::chrono::steady_clock::now();
    while (!try_once()) {
      if (!is_worth_waiting(holder_, begun)) refuse(folder_, holder_);
    }
    try {
      sign();
      complete_replacement(folder_);
    } catch (...) {
      ::unlink(path_.c_str());
      throw;
    }
    remove_unfinished(folder_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  Held(Held&&) = delete;
  Held& operator=(Held&&) = delete;
  ~Held() {
    remove_unfinished(folder_);
    ::unlink(path_.c_str());
  }

 private:
  /// False, with holder_ set, if another process has the lock.
  bool try_once() {
    holder_.reset();
    while (true) {
      folders_.reset();
      folders_ = std::make_unique<NewFolders>(folder_, folder_);
      file_ = Descriptor(path_, O_RDWR | O_CREAT);
      if (file_.get() < 0 && errno == ENOENT) continue;  // another process has removed the folder that was empty
      if (file_.get() < 0) cannot_write(folder_, errno);
      if (!take(file_, folder_)) {
        holder_ = holder_of(file_);
        return false;
      }
      if (file_.is_at(path_)) return true;  // else its holder has removed it in the meantime
    }
  }

  /// Writes into the lock file who this is.
  void sign() const {
    const std::string name = fmt::format("{} {}\n", ::getpid(), machine_name());
    const bool written = ::ftruncate(file_.get(), 0) == 0 &&
                         ::pwrite(file_.get(), name.data(), name.size(), 0) == static_cast<ssize_t>(name.size());
    if (!written) cannot_write(folder_, errno);
  }

  fs::path folder_;
  fs::path path_;
  std::unique_ptr<NewFolders> folders_;
  Descriptor file_;
  std::optional<Holder> holder_;  ///< if it is another process
};

ResultsLock::ResultsLock(const fs::path& folder) : held_(std::make_unique<Held>(folder)) {}

ResultsLock::~ResultsLock() = default;

void ResultsLock::refuse_if_held(const fs::path& folder) {
  const auto begun = std::chrono::steady_clock::now();
  while (true) {
    const Descriptor file(folder / internal_names::lock, O_RDONLY);
    if (file.get() < 0 || !is_taken(file)) return;
    const auto holder = holder_of(file);
    if (!is_worth_waiting(holder, begun)) refuse(folder, holder);
  }
}

}  // namespace lowband
