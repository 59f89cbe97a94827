// SPDX-License-Identifier: Apache-2.0
#include "sim/results/results_lock.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>

#include "sim/base/error.hpp"
#include "sim/base/notice.hpp"
#include "sim/results/internal_names.hpp"
#include "sim/results/layout.hpp"
#include "sim/results/machine_name.hpp"
#include "sim/results/partial.hpp"
#include "sim/results/replacement.hpp"

namespace lowband {

namespace fs = std::filesystem;

namespace {

/// A killed process's children die with it, but not at once: one may be in the middle of a call of the system.
constexpr std::chrono::milliseconds patience{5000};
/// How long it takes a killed process to be gone when its locks are.
constexpr std::chrono::milliseconds most_of_an_end{1000};
constexpr std::chrono::milliseconds pause{5};

/// Waits until `state` is true, or for so long; whether it came to be.
template <class State>
bool await(std::chrono::milliseconds longest, State state) {
  const auto begun = std::chrono::steady_clock::now();
  while (!state()) {
    if (std::chrono::steady_clock::now() - begun > longest) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

enum class Answer : std::uint8_t { free, taken, no_locks };

/// What the system answers to `command`, F_SETLK or F_GETLK: these locks belong to a process, and not to its children.
Answer ask(int command, const Descriptor& file, const fs::path& folder) {
  auto lock = whole_file();
  if (::fcntl(file.get(), command, &lock) == 0) {
    return command == F_GETLK && lock.l_type != F_UNLCK ? Answer::taken : Answer::free;
  }
  if (errno == EAGAIN || errno == EACCES) return Answer::taken;
  if (errno == ENOLCK || errno == ENOSYS || errno == EOPNOTSUPP) return Answer::no_locks;
  throw UsageError(
      fmt::format("{}: cannot be locked against other processes: {}", folder.string(), std::strerror(errno)));
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

/// Whether a process of this machine is no more; its children have been killed then.
bool has_ended(const Holder& holder) {
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

bool is_of_this_machine(const Holder& holder) { return holder.host == machine_name(); }

/// What the system answers, and who has signed the file. Without locks, whoever has signed it here and lives has it.
Answer ask(int command, const Descriptor& file, const fs::path& folder, std::optional<Holder>& holder) {
  const Answer answer = ask(command, file, folder);
  holder = holder_of(file);
  if (answer != Answer::no_locks || !holder || !is_of_this_machine(*holder)) return answer;
  return holder->process != ::getpid() && !has_ended(*holder) ? Answer::taken : Answer::no_locks;
}

/// Whether to try again: the one that has the lock is about to say who it is.
bool is_about_to_sign(const std::optional<Holder>& holder) {
  return !holder || (is_of_this_machine(*holder) && has_ended(*holder));
}

void remove_unfinished(const fs::path& folder) {
  for (const auto& place : {folder, folder / traces_name, folder / plots_name}) remove_abandoned(place);
  std::error_code ignored;
  fs::remove(folder / traces_name, ignored);  // which does nothing if it holds something
}

}  // namespace

class ResultsLock::Held {
 public:
  explicit Held(const fs::path& results) : folder_(results), path_(results / internal_names::lock) {
    bool is_taken = true;
    await(patience, [&] { return !(is_taken = !try_once()) || !is_about_to_sign(holder_); });
    if (is_taken) refuse(folder_, holder_);
    await_end_of_others();
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
  /// False if another process has the lock. holder_ is who has signed the file: that one, or one that was killed.
  bool try_once() {
    while (true) {
      folders_.reset();
      folders_ = std::make_unique<NewFolders>(folder_, folder_);
      file_ = Descriptor(path_, O_RDWR | O_CREAT);
      if (file_.get() < 0 && errno == ENOENT) continue;  // another process has removed the folder that was empty
      if (file_.get() < 0) cannot_write(folder_, errno);
      const Answer answer = ask(F_SETLK, file_, folder_, holder_);
      if (answer == Answer::taken) return false;
      if (!file_.is_at(path_)) continue;  // its holder has removed it in the meantime
      if (answer == Answer::no_locks) {
        print_warning(
            fmt::format("{}: this file system has no locks: nothing keeps a process of another machine from "
                        "writing results there at the same time",
                        folder_.string()));
      }
      return true;
    }
  }

  /// Waits for a holder that was killed, and for its children. Throws UsageError if one of them does not come to its
  /// end.
  void await_end_of_others() const {
    if (holder_ && is_of_this_machine(*holder_) && holder_->process != ::getpid()) {
      await(most_of_an_end, [this] { return has_ended(*holder_); });  // else the number is another's by now
    }
    const auto are_gone = [this] { return !is_being_written(folder_) && !is_being_written(folder_ / traces_name); };
    if (await(patience, are_gone)) return;
    throw UsageError(
        fmt::format("{}: a process that was left over from one that was killed is still writing there: "
                    "wait until it has ended",
                    folder_.string()));
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
  std::optional<Holder> holder_;
};

ResultsLock::ResultsLock(const fs::path& folder) : held_(std::make_unique<Held>(folder)) {}

ResultsLock::~ResultsLock() = default;

void ResultsLock::refuse_if_held(const fs::path& folder) {
  std::optional<Holder> holder;
  bool is_held = true;
  await(patience, [&] {
    const Descriptor file(folder / internal_names::lock, O_RDONLY);
    is_held = file.get() >= 0 && ask(F_GETLK, file, folder, holder) == Answer::taken;
    return !is_held || !is_about_to_sign(holder);
  });
  if (is_held) refuse(folder, holder);
}

}  // namespace lowband
