// SPDX-License-Identifier: Apache-2.0
#include "sim/engine/forked.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <csignal>
#include <cstdio>

#include "sim/base/error.hpp"

using namespace lowband;

TEST_CASE("a child returns what its work returns, however long", "[engine]") {
  const std::string long_text(1'000'000, 'x');
  CHECK(run_in_child([&] { return long_text; }) == long_text);
  CHECK(run_in_child([] { return std::string(); }).empty());
}

TEST_CASE("what a child changes stays there", "[engine]") {
  int value = 1;
  CHECK(run_in_child([&] { return std::to_string(++value); }) == "2");
  CHECK(value == 1);
}

TEST_CASE("exceptions of a child come back as what they are", "[engine]") {
  CHECK_THROWS_AS(run_in_child([]() -> std::string { throw UsageError("bad input"); }), UsageError);
  CHECK_THROWS_WITH(run_in_child([]() -> std::string { throw UsageError("bad input"); }), "bad input");
  CHECK_THROWS_WITH(run_in_child([]() -> std::string { throw std::logic_error("broken"); }), "broken");
  CHECK_THROWS_WITH(run_in_child([]() -> std::string { throw 3; }), "an unknown exception");
}

TEST_CASE("a child that dies takes nothing with it, and its last words are told", "[engine]") {
  CHECK_THROWS_WITH(run_in_child([]() -> std::string {
                      std::fputs("something first\nthe reason at last\n", stderr);
                      std::raise(SIGKILL);
                      return "";
                    }),
                    Catch::Contains("died of signal 9") && Catch::Contains("the reason at last"));
  CHECK_THROWS_WITH(run_in_child([]() -> std::string { ::_exit(7); }), Catch::Contains("ended with status 7"));
}

TEST_CASE("several children go on at the same time, and are awaited in any order", "[engine]") {
  std::array<int, 2> gate{};
  REQUIRE(::pipe(gate.data()) == 0);
  Child waiting([&] {  // until the other one has written
    std::string letter = "?";
    return ::read(gate[0], letter.data(), 1) == 1 ? letter : "";
  });
  Child opening([&] { return ::write(gate[1], "x", 1) == 1 ? std::string(100'000, 'y') : ""; });
  CHECK(opening.result() == std::string(100'000, 'y'));
  while (!waiting.take()) {
  }
  CHECK(waiting.result() == "x");
  ::close(gate[0]);
  ::close(gate[1]);
}

TEST_CASE("a child that nobody awaits is killed", "[engine]") {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  {
    const Child child([]() -> std::string {
      while (true) ::pause();
    });
    ::close(pipe[1]);  // the child has the other copy
  }
  char letter = 0;
  CHECK(::read(pipe[0], &letter, 1) == 0);  // nobody has it any more
  ::close(pipe[0]);
}
