// SPDX-License-Identifier: Apache-2.0
#include "sim/runs/progress.hpp"

#include <fcntl.h>
#include <pty.h>
#include <sys/mman.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

#include "sim/engine/forked.hpp"

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

std::chrono::steady_clock::time_point now() { return std::chrono::steady_clock::now(); }

/// A run at `iteration`, half a simulated second after its begin, with a loss of 1.25.
RunningRun running(const std::string& label, std::uint64_t iteration) {
  return {label, now(), {.has_begun = true, .iteration = iteration, .sim_time_s = 0.5, .train_loss = 1.25}};
}

}  // namespace

TEST_CASE("progress is one line that is rewritten, and completed at the end", "[runs]") {
  const std::string shown = on_terminal(120, [] {
    const Progress progress(false, 100);
    progress.show({running("1/2 ring@fast", 0)}, 0, 2);
    progress.end("1/2 ring@fast", "accuracy 90.00 %", now());
  });
  // Before the first step nothing tells how much time is left. The terminal makes "\r\n" of "\n".
  CHECK(shown.starts_with(erase + "1/2 ring@fast: step 0/100, simulated 500 ms, loss 1.25" + erase +
                          "1/2 ring@fast: accuracy 90.00 % in "));
  CHECK(shown.ends_with("s\r\n"));
}

TEST_CASE("a line never grows beyond the terminal, where it could not be rewritten", "[runs]") {
  const std::string shown = on_terminal(30, [] { Progress(false, 100).show({running("1/2 ring@fast", 0)}, 0, 2); });
  CHECK(shown == erase + "1/2 ring@fast: step 0/100, si");  // 29 columns
}

TEST_CASE("of several runs each is shown, on a narrow terminal, too", "[runs]") {
  const auto shown_on = [](int columns) {
    return on_terminal(columns, [] {
      Progress(false, 200).show({running("3/8 ring@fast", 50), running("4/8 gossip@fast", 199)}, 2, 8);
    });
  };
  CHECK(shown_on(80) == erase + "2 of 8 done: 3/8 ring@fast 25 % 4/8 gossip@fast 99 %");
  CHECK(shown_on(40) == erase + "2 of 8 done: 3/8 ri 25 % 4/8 go 99 %");  // (39 - 12) / 2 - 7 = 6 letters of a label
}

TEST_CASE("before the first evaluation there is no loss to show, before the first step nothing at all", "[runs]") {
  CHECK(on_terminal(120, [] {
          auto run = running("1/2 ring@fast", 0);
          run.state.train_loss = std::numeric_limits<double>::quiet_NaN();
          Progress(false, 100).show({run}, 0, 2);
        }) == erase + "1/2 ring@fast: step 0/100, simulated 500 ms");
  CHECK(on_terminal(120, [] { Progress(false, 100).show({{"1/2 ring@fast", now(), {}}}, 0, 2); }).empty());
}

TEST_CASE("a log gets a line for each run that is over, and nothing on request", "[runs]") {
  const auto work = [](bool quiet) {
    const Progress progress(quiet, 100);
    if (quiet) CHECK_FALSE(progress.is_live());
    progress.show({running("1/2 ring@fast", 10)}, 0, 2);
    progress.end("1/2 ring@fast", "accuracy 90.00 %", now());
  };
  CHECK(on_terminal(80, [&] { work(true); }).empty());
  const std::string logged = in_log([&] { work(false); });
  CHECK(logged.starts_with("1/2 ring@fast: accuracy 90.00 % in "));
  CHECK(logged.find('\n') == logged.size() - 1);
  CHECK(in_log([&] { work(true); }).empty());
}

TEST_CASE("a log whose reader has ended is no reason to stop", "[runs]") {
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);  // whoever writes into such a pipe dies of SIGPIPE, unless it sees to that
  with_standard_error(ends[1], [] { Progress(false, 100).end("1/2 ring@fast", "accuracy 90.00 %", now()); });
  ::close(ends[1]);
}

TEST_CASE("what a child tells of its progress, its parent sees", "[runs]") {
  SharedProgress progress;
  CHECK_FALSE(progress.state().has_begun);
  static_cast<void>(run_in_child([&] {
    progress.update(7, 0.5, 1.25);
    return std::string();
  }));
  CHECK(progress.state().has_begun);
  CHECK(progress.state().iteration == 7);
  CHECK(progress.state().sim_time_s == 0.5);
  CHECK(progress.state().train_loss == 1.25);
}
