// SPDX-License-Identifier: Apache-2.0
#include "sim/results/results_lock.hpp"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstddef>
#include <functional>
#include <memory>

#include "sim/base/error.hpp"
#include "sim/engine/forked.hpp"
#include "sim/results/descriptor.hpp"
#include "sim/results/machine_name.hpp"
#include "sim/results/partial.hpp"
#include "tests/results/in_child.hpp"
#include "tests/temporary_folder.hpp"

using namespace lowband;
using test::content_of;
using test::names_in;
using test::put;
using test::TemporaryFolder;
using Names = std::vector<std::string>;

namespace {

std::string refusal(const std::filesystem::path& folder, pid_t holder) {
  return folder.string() + ": process " + std::to_string(holder) + " on " + machine_name() +
         " is writing results there: wait until it has ended";
}

/// A process that does `work`, which says when it is ready, and then lives until it is killed.
class Busy {
 public:
  using Ready = std::function<void(pid_t)>;

  explicit Busy(const std::function<void(const Ready&)>& work) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      work([&](pid_t told) { static_cast<void>(::write(ends[1], &told, sizeof told) == sizeof told); });
      while (true) ::pause();
    }
    REQUIRE(::read(ends[0], &told_, sizeof told_) == sizeof told_);
    ::close(ends[0]);
    ::close(ends[1]);
  }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { kill(); }

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// What it said when it was ready.
  [[nodiscard]] pid_t told() const { return told_; }
  void kill() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    pid_ = -1;
  }

 private:
  pid_t pid_ = -1;
  pid_t told_ = 0;
};

bool is_locked(const std::filesystem::path& file) {
  const Descriptor descriptor(file, O_RDONLY);
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  REQUIRE(::fcntl(descriptor.get(), F_OFD_GETLK, &lock) == 0);
  return lock.l_type != F_UNLCK;
}

/// From now on this process gets the answer of a file system without locks.
void take_locks_away() {
  std::array code = {
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 4),
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETLK, 1, 0),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_GETLK, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOLCK),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog filter{static_cast<unsigned short>(code.size()), code.data()};
  const bool is_done =
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
  if (!is_done) throw UsageError("the system cannot filter calls");
}

/// Takes the lock of `folder` for as long as the process lives.
void take_for_good(const std::filesystem::path& folder) {
  static_cast<void>(std::make_unique<ResultsLock>(folder).release());
}

}  // namespace

TEST_CASE("a results folder is written by one process at a time, and a second one is told by which", "[results]") {
  const TemporaryFolder place;
  const auto folder = place / "out";
  {
    const ResultsLock lock(folder);
    CHECK(names_in(folder) == Names{".lowband-lock"});
    CHECK(test::usage_error_in_child([&] { const ResultsLock second(folder); }) == refusal(folder, ::getpid()));
    CHECK(test::usage_error_in_child([&] { ResultsLock::refuse_if_held(folder); }) == refusal(folder, ::getpid()));
    CHECK(names_in(folder) == Names{".lowband-lock"});
    // Last, as it ends the lock: so it does when a process closes the file.
    CHECK(content_of(folder / ".lowband-lock") == std::to_string(::getpid()) + " " + machine_name() + "\n");
  }
  CHECK(names_in(place.path()).empty());  // what was made for the lock alone goes with it
  ResultsLock::refuse_if_held(folder);
}

TEST_CASE("a lock whose holder was killed is another's at once", "[results]") {
  const TemporaryFolder place;
  const auto folder = place / "out";
  Busy holder([&](const Busy::Ready& ready) {
    take_for_good(folder);
    ready(0);
  });
  CHECK_THROWS_WITH(ResultsLock(folder), refusal(folder, holder.pid()));
  holder.kill();
  CHECK(names_in(folder) == Names{".lowband-lock"});
  ResultsLock::refuse_if_held(folder);
  put(folder / "manifest.json", "{}");
  { const ResultsLock lock(folder); }
  CHECK(names_in(folder) == Names{"manifest.json"});
}

TEST_CASE("a child does not have its parent's lock", "[results]") {
  REQUIRE(::prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);  // an orphan becomes a child of this process
  const TemporaryFolder place;
  const auto folder = place / "out";
  Busy holder([&](const Busy::Ready& ready) {
    take_for_good(folder);
    const pid_t child = ::fork();
    while (child == 0) ::pause();
    ready(child);
  });
  CHECK(is_locked(folder / ".lowband-lock"));
  holder.kill();
  CHECK_FALSE(is_locked(folder / ".lowband-lock"));
  { const ResultsLock lock(folder); }  // the child writes nothing, and so is not waited for
  CHECK(::kill(holder.told(), SIGKILL) == 0);
  ::waitpid(holder.told(), nullptr, 0);
}

TEST_CASE("whoever comes when a process was killed waits for its child that is writing", "[results]") {
  const TemporaryFolder place;
  const auto folder = place / "out";
  Busy holder([&](const Busy::Ready& ready) {
    take_for_good(folder);
    static_cast<void>(run_in_child([&]() -> std::string {
      const Partial partial(folder / "run", Partial::Kind::folder);
      put(partial.path() / "half.csv", "1,2");
      ready(0);
      while (true) ::pause();
    }));
  });
  CHECK(is_being_written(folder));
  holder.kill();
  {
    const ResultsLock lock(folder);
    CHECK(names_in(folder) == Names{".lowband-lock"});
  }
  CHECK(names_in(folder).empty());
}

TEST_CASE("without locks of the file system results are written with a warning", "[results]") {
  const TemporaryFolder place;
  const auto folder = place / "out";
  const auto told = place / "told";
  CHECK(test::usage_error_in_child([&] {
          take_locks_away();
          const Descriptor errors(told, O_WRONLY | O_CREAT);
          ::dup2(errors.get(), STDERR_FILENO);
          const ResultsLock lock(folder);
          put(folder / "manifest.json", "{}");
        }).empty());
  CHECK(content_of(told) == "lowband: warning: " + folder.string() +
                                ": this file system has no locks: nothing keeps a process of another machine from "
                                "writing results there at the same time\n");
  CHECK(names_in(folder) == Names{"manifest.json"});
  // Who has signed here, and lives, is known all the same: this process, say.
  put(folder / ".lowband-lock", std::to_string(::getpid()) + " " + machine_name() + "\n");
  CHECK(test::usage_error_in_child([&] {
          take_locks_away();
          ResultsLock::refuse_if_held(folder);
        }) == refusal(folder, ::getpid()));
  CHECK(test::usage_error_in_child([&] {
          take_locks_away();
          const ResultsLock lock(folder);
        }) == refusal(folder, ::getpid()));
}

TEST_CASE("leftovers of killed processes go, those of living ones and a user's files stay", "[results]") {
  const TemporaryFolder place;
  const auto folder = place / "out";
  const Names of_users = {".lowband-partial-99", ".lowband-partial-0123456789abcdeF", ".notes.partial-7", ".out.new",
                          ".out.old"};
  for (const auto& where : {folder, folder / "traces", folder / "plots"}) {
    std::filesystem::create_directories(where / ".lowband-partial-0123456789abcdef");
    put(where / ".lowband-partial-0123456789abcdef/half.csv", "1,2");
    put(where / ".lowband-partial-00000000000000ff", "half");
    for (const auto& name : of_users) put(where / name, "mine");
  }
  { const ResultsLock lock(folder); }
  Names left = of_users;
  std::sort(left.begin(), left.end());
  CHECK(names_in(folder / "traces") == left);
  CHECK(names_in(folder / "plots") == left);
  left.insert(left.end(), {"plots", "traces"});
  CHECK(names_in(folder) == left);
}
