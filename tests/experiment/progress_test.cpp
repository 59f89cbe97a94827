#include "sim/experiment/progress.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/mman.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

using namespace lowband;

namespace {

void with_standard_error(int file, const std::function<void()>& work) {
  const int standard_error = ::dup(STDERR_FILENO);
  ::dup2(file, STDERR_FILENO);
  work();
  ::dup2(standard_error, STDERR_FILENO);
  ::close(standard_error);
}

/// What a file gets from `work`, whose standard error it is.
std::string in_log(const std::function<void()>& work) {
  const int log = ::memfd_create("log", 0);
  with_standard_error(log, work);
  std::array<char, 4096> block{};
  const ssize_t size = ::pread(log, block.data(), block.size(), 0);
  ::close(log);
  return {block.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// What a terminal of `columns` columns gets from `work`, whose standard error it is.
std::string on_terminal(int columns, const std::function<void()>& work) {
  int terminal = -1;
  int program_side = -1;
  const winsize size{.ws_row = 24, .ws_col = static_cast<unsigned short>(columns), .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&terminal, &program_side, nullptr, nullptr, &size) != 0) throw std::runtime_error("no terminal");
  with_standard_error(program_side, work);
  ::fcntl(terminal, F_SETFL, O_NONBLOCK);
  std::string shown;
  std::array<char, 4096> block{};
  for (ssize_t n = 0; (n = ::read(terminal, block.data(), block.size())) > 0;) {
    shown.append(block.data(), static_cast<std::size_t>(n));
  }
  ::close(program_side);
  ::close(terminal);
  return shown;
}

const std::string erase = "\r\x1b[K";

}  // namespace

TEST_CASE("progress is one line that is rewritten, and completed at the end", "[experiment]") {
  const std::string shown = on_terminal(120, [] {
    Progress progress(false);
    progress.begin("1/2 ring@fast", 100);
    progress.update(0, 0.5, 1.25);
    progress.end("accuracy 90.00 %");
  });
  // Before the first step nothing tells how much time is left. The terminal makes "\r\n" of "\n".
  CHECK(shown.starts_with(erase + "1/2 ring@fast: step 0/100, simulated 500 ms, loss 1.25" + erase +
                          "1/2 ring@fast: accuracy 90.00 % in "));
  CHECK(shown.ends_with("s\r\n"));
}

TEST_CASE("a line never grows beyond the terminal, where it could not be rewritten", "[experiment]") {
  const std::string shown = on_terminal(30, [] {
    Progress progress(false);
    progress.begin("1/2 ring@fast", 100);
    progress.update(0, 0.5, 1.25);
  });
  CHECK(shown == erase + "1/2 ring@fast: step 0/100, si");  // 29 columns
}

TEST_CASE("before the first evaluation there is no loss to show", "[experiment]") {
  const std::string shown = on_terminal(120, [] {
    Progress progress(false);
    progress.begin("1/2 ring@fast", 100);
    progress.update(0, 0.5, std::numeric_limits<double>::quiet_NaN());
  });
  CHECK(shown == erase + "1/2 ring@fast: step 0/100, simulated 500 ms");
}

TEST_CASE("a log gets a line for each run that is over, and nothing on request", "[experiment]") {
  const auto work = [](bool quiet) {
    Progress progress(quiet);
    progress.begin("1/2 ring@fast", 100);
    progress.update(10, 0.5, 1.25);
    progress.end("accuracy 90.00 %");
  };
  CHECK(on_terminal(80, [&] { work(true); }).empty());
  const std::string logged = in_log([&] { work(false); });
  CHECK(logged.starts_with("1/2 ring@fast: accuracy 90.00 % in "));
  CHECK(logged.find('\n') == logged.size() - 1);
  CHECK(in_log([&] { work(true); }).empty());
}

TEST_CASE("a log whose reader has ended is no reason to stop", "[experiment]") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);  // whoever writes into such a pipe dies of SIGPIPE, unless it sees to that
  with_standard_error(ends[1], [] {
    Progress progress(false);
    progress.begin("1/2 ring@fast", 100);
    progress.end("accuracy 90.00 %");
  });
  ::close(ends[1]);
}
