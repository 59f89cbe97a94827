#include "sim/experiment/progress.hpp"

#include <fcntl.h>
#include <pty.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <functional>
#include <stdexcept>
#include <string>

using namespace lowband;

namespace {

/// What a terminal of `columns` columns gets from `work`, whose standard error it is.
std::string on_terminal(int columns, const std::function<void()>& work) {
  int terminal = -1;
  int program_side = -1;
  const winsize size{.ws_row = 24, .ws_col = static_cast<unsigned short>(columns), .ws_xpixel = 0, .ws_ypixel = 0};
  if (::openpty(&terminal, &program_side, nullptr, nullptr, &size) != 0) throw std::runtime_error("no terminal");
  const int standard_error = ::dup(STDERR_FILENO);
  ::dup2(program_side, STDERR_FILENO);
  work();
  ::dup2(standard_error, STDERR_FILENO);
  ::close(standard_error);
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

TEST_CASE("progress is silent on request, and where there is no terminal", "[experiment]") {
  const auto work = [](bool quiet) {
    Progress progress(quiet);
    progress.begin("1/2 ring@fast", 100);
    progress.update(10, 0.5, 1.25);
    progress.end("accuracy 90.00 %");
  };
  CHECK(on_terminal(80, [&] { work(true); }).empty());
  CHECK(on_terminal(80, [&] {
          const int nowhere = ::open("/dev/null", O_WRONLY);
          ::dup2(nowhere, STDERR_FILENO);
          ::close(nowhere);
          work(false);
        }).empty());
}
