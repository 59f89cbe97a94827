#include "sim/engine/forked.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>

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
