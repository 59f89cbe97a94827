// SPDX-License-Identifier: Apache-2.0
#include "tests/commands/program.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace lowband::test {

namespace {

int status_of(int wait_status) {
  constexpr int died = 128;
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : died + WTERMSIG(wait_status);
}

std::string all_of(int file) {
  std::string text;
  std::array<char, 65536> block{};
  ::lseek(file, 0, SEEK_SET);
  for (ssize_t n = 0; (n = ::read(file, block.data(), block.size())) > 0;) {
    text.append(block.data(), static_cast<std::size_t>(n));
  }
  return text;
}

/// In the child; does not return.
[[noreturn]] void become_lowband(const std::vector<std::string>& arguments, const Circumstances& circumstances, int out,
                                 int err) {
  constexpr int cannot_run = 127;
  if (::chdir(circumstances.folder.c_str()) != 0) ::_exit(cannot_run);
  ::setenv("LOWBAND_DATA", circumstances.data.c_str(), 1);
  if (circumstances.file_size_limit) {
    const rlimit limit{*circumstances.file_size_limit, *circumstances.file_size_limit};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  const auto lead = [](int stream, const std::string& file, int otherwise) {
    ::dup2(file.empty() ? otherwise : ::open(file.c_str(), O_WRONLY), stream);
  };
  lead(STDOUT_FILENO, circumstances.standard_output, out);
  lead(STDERR_FILENO, circumstances.standard_error, err);
  if (circumstances.standard_error == "closed") ::close(STDERR_FILENO);
  std::vector<std::string> words{LOWBAND_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(pointers.front(), pointers.data());
  ::_exit(cannot_run);
}

}  // namespace

std::string Ended::complaints() const {
  std::string complaints;
  std::istringstream lines(err);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("lowband: ")) complaints += line + '\n';
  }
  return complaints;
}

Program::Program(const std::vector<std::string>& arguments, const Circumstances& circumstances)
    : out_(::memfd_create("stdout", MFD_CLOEXEC)), err_(::memfd_create("stderr", MFD_CLOEXEC)) {
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("no child process");
  if (pid_ == 0) become_lowband(arguments, circumstances, out_, err_);
}

Program::~Program() {
  if (!has_ended()) {
    ::kill(pid_, SIGKILL);
    end();
  }
  ::close(out_);
  ::close(err_);
}

bool Program::has_ended() {
  int status = 0;
  if (!status_ && ::waitpid(pid_, &status, WNOHANG) == pid_) status_ = status_of(status);
  return status_.has_value();
}

std::optional<pid_t> Program::child() const {
  const auto name = std::to_string(pid_);
  std::ifstream children("/proc/" + name + "/task/" + name + "/children");
  pid_t child = 0;
  return children >> child ? std::optional(child) : std::nullopt;
}

Ended Program::end() {
  int status = 0;
  if (!status_ && ::waitpid(pid_, &status, 0) == pid_) status_ = status_of(status);
  return {status_.value_or(-1), all_of(out_), all_of(err_)};
}

Ended lowband_program(const std::vector<std::string>& arguments, const Circumstances& circumstances) {
  return Program(arguments, circumstances).end();
}

}  // namespace lowband::test
