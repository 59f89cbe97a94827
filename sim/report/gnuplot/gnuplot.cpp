// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gnuplot/gnuplot.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "sim/base/error.hpp"

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves the declaration to us

namespace lowband {

namespace {

[[noreturn]] void fail(int error) { throw UsageError(fmt::format("gnuplot cannot be run: {}", std::strerror(error))); }

/// A nameless temporary file for one of the streams of gnuplot. Files, unlike pipes, cannot fill up and make both
/// sides wait for each other.
class StreamFile {
 public:
  StreamFile() : file_(std::tmpfile(), &std::fclose) {
    if (!file_) fail(errno);
  }

  [[nodiscard]] int descriptor() const { return ::fileno(file_.get()); }

  void write(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail(errno);
    if (std::fflush(file_.get()) != 0) fail(errno);
    std::rewind(file_.get());
  }

  [[nodiscard]] std::string read() {
    std::rewind(file_.get());
    std::string text;
    std::array<char, 65536> block{};
    while (const std::size_t n = std::fread(block.data(), 1, block.size(), file_.get())) text.append(block.data(), n);
    return text;
  }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
};

/// Runs the program with these streams; returns whether it ended with status 0.
bool run(const StreamFile& in, const StreamFile& out, const StreamFile& err) {
  std::string program = "gnuplot";
  std::string default_settings = "-d";
  const std::array<char*, 3> arguments{program.data(), default_settings.data(), nullptr};
  posix_spawn_file_actions_t streams;
  if (const int error = ::posix_spawn_file_actions_init(&streams); error != 0) fail(error);
  ::posix_spawn_file_actions_adddup2(&streams, in.descriptor(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&streams, out.descriptor(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&streams, err.descriptor(), STDERR_FILENO);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, program.c_str(), &streams, nullptr, arguments.data(), environ);
  ::posix_spawn_file_actions_destroy(&streams);
  if (error == ENOENT) throw UsageError("gnuplot is not installed (apt install gnuplot-nox)");
  if (error != 0) fail(error);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) fail(errno);
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// gnuplot shows where it stopped before it says why: the last line with text is the reason.
std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \n");
  if (end == std::string::npos) return "no reason given";
  const std::size_t newline = text.rfind('\n', end);
  const std::size_t start = newline == std::string::npos ? 0 : newline + 1;
  return text.substr(start, end + 1 - start);
}

}  // namespace

std::string gnuplot_string(std::string_view text) {
  // Single quotes will not do: gnuplot takes two of them at the start for an empty string. In double quotes it puts a
  // command's output for `command` before it looks at backslashes, so that a backtick must not stand there at all.
  std::string quoted = "\"";
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (c == '`') {
      quoted += "\\140";
      continue;
    }
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += control ? ' ' : c;
  }
  return quoted + '"';
}

std::string gnuplot_tic(std::string_view text, double value) {
  std::string label;
  for (const char c : text) label += c == '%' ? std::string("%%") : std::string(1, c);
  return fmt::format("{} {}", gnuplot_string(label), value);
}

void require_gnuplot() { static_cast<void>(run_gnuplot("set print '-'\nprint 'here'\n")); }

std::string run_gnuplot(const std::string& script) {
  StreamFile in;
  StreamFile out;
  StreamFile err;
  in.write(script);
  const bool done = run(in, out, err);
  std::string picture = out.read();
  if (!done || picture.empty()) throw UsageError(fmt::format("gnuplot failed: {}", last_line(err.read())));
  return picture;
}

}  // namespace lowband
