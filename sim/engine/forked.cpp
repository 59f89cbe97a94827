// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/forked.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "sim/base/error.hpp"
#include "sim/engine/interruption.hpp"

namespace lowband {

namespace {

// The first byte of what the child sends says what the rest is.
constexpr char returned = 'R';
constexpr char bad_usage = 'U';
constexpr char failed = 'F';

[[noreturn]] void throw_errno(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void write_all(int file, const std::string& text) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = ::write(file, text.data() + written, text.size() - written);
    if (n < 0 && errno != EINTR) return;  // the parent is gone; nobody is left to tell
    if (n > 0) written += static_cast<std::size_t>(n);
  }
}

/// Appends what there is to read, waiting for some; false at the end.
bool read_some(int file, std::string& text) {
  std::array<char, 65536> chunk{};
  while (true) {
    const ssize_t n = ::read(file, chunk.data(), chunk.size());
    if (n == 0) return false;
    if (n < 0 && errno != EINTR) throw_errno("read");
    if (n < 0) continue;
    text.append(chunk.data(), static_cast<std::size_t>(n));
    return true;
  }
}

std::string read_all(int file) {
  std::string text;
  while (read_some(file, text)) {
  }
  return text;
}

std::string answer_of(const std::function<std::string()>& work) {
  try {
    return returned + work();
  } catch (const UsageError& error) {
    return bad_usage + std::string(error.what());
  } catch (const std::bad_alloc&) {
    return failed + std::string("out of memory");
  } catch (const std::exception& error) {
    return failed + std::string(error.what());
  } catch (...) {  // SimGrid ends actors with exceptions that are no std::exception
    return failed + std::string("an unknown exception");
  }
}

/// What the child said about its end: SimGrid gives its reason in a line "[time] file:line: [category/CRITICAL] reason"
/// before it aborts, and may print a stack trace after it; else it is the last line.
std::string last_words(int errors) {
  ::lseek(errors, 0, SEEK_SET);
  std::string text = read_all(errors);
  constexpr std::string_view mark = "/CRITICAL] ";
  if (const std::size_t critical = text.rfind(mark); critical != std::string::npos) {
    text.erase(0, critical + mark.size());
    return text.substr(0, text.find('\n'));
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
}

}  // namespace

Child::Child(const std::function<std::string()>& work) {
  std::array<int, 2> answer_pipe{};
  if (::pipe(answer_pipe.data()) != 0) throw_errno("pipe");
  errors_ = ::memfd_create("stderr", 0);
  if (errors_ < 0) throw_errno("memfd_create");
  const pid_t parent = ::getpid();
  std::fflush(nullptr);  // SimGrid flushes in the child what this process has not written yet: it would be there twice
  pid_ = ::fork();
  if (pid_ < 0) throw_errno("fork");
  if (pid_ == 0) {
    ::close(answer_pipe[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);  // it died before the line above
    ::dup2(errors_, STDERR_FILENO);
    // If it dies, it is for the parent to tell, and not for a handler that the parent had set for itself.
    for (const int signal : {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV}) ::signal(signal, SIG_DFL);
    Interruption::leave_to_system();
    write_all(answer_pipe[1], answer_of(work));
    ::_exit(0);  // no destructors: the parent's objects are not ours to end
  }
  Interruption::add_child(pid_);
  ::close(answer_pipe[1]);
  answers_ = answer_pipe[0];
}

Child::~Child() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    reap();
  }
  ::close(answers_);
  ::close(errors_);
}

bool Child::take() { return !read_some(answers_, answer_); }

int Child::reap() noexcept {
  Interruption::remove_child(pid_);  // from here on its number may become another's
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return status;
}

std::string Child::result() {
  while (!take()) {
  }
  const int status = reap();
  if (!answer_.empty() && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    if (answer_[0] == returned) return answer_.substr(1);
    if (answer_[0] == bad_usage) throw UsageError(answer_.substr(1));
    throw std::runtime_error(answer_.substr(1));
  }
  const std::string words = last_words(errors_);
  const std::string end = WIFSIGNALED(status)
                              ? fmt::format("died of signal {} ({})", WTERMSIG(status), ::strsignal(WTERMSIG(status)))
                              : fmt::format("ended with status {}", WEXITSTATUS(status));
  throw std::runtime_error(words.empty() ? end : fmt::format("{}: {}", end, words));
}

std::string run_in_child(const std::function<std::string()>& work) { return Child(work).result(); }

}  // namespace lowband
