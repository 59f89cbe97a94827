// SPDX-License-Identifier: Apache-2.0
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "tests/checked_child.hpp"

#include <catch2/catch.hpp>

#include <cstdio>
#include <iostream>

#include "sim/engine/forked.hpp"

namespace lowband::test {

namespace {

int failed_assertions = 0;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables): of this process

/// Counts what fails: a child is a copy of its parent, listeners and all.
struct FailureCounter final : Catch::TestEventListenerBase {
  using Catch::TestEventListenerBase::TestEventListenerBase;
  /// Returns something in Catch2 2, and nothing in 3.
  auto assertionEnded(const Catch::AssertionStats& stats)
      -> decltype(Catch::TestEventListenerBase::assertionEnded(stats)) override {
    if (!stats.assertionResult.isOk()) ++failed_assertions;
    return Catch::TestEventListenerBase::assertionEnded(stats);
  }
};
CATCH_REGISTER_LISTENER(FailureCounter)

}  // namespace

std::string run_in_checked_child(const std::function<std::string()>& work) {
  std::cout.flush();
  std::fflush(stdout);
  const std::string answer = run_in_child([&] {
    failed_assertions = 0;
    const std::string answer_of_work = work();
    std::cout.flush();  // the child ends without
    std::fflush(stdout);
    return std::to_string(failed_assertions) + ' ' + answer_of_work;
  });
  INFO("assertions that fail in a child process are reported above");
  CHECK(std::stoi(answer) == 0);
  return answer.substr(answer.find(' ') + 1);
}

int assertions_failed_in_child(const std::function<void()>& work) {
  std::cout.flush();
  std::fflush(stdout);
  return std::stoi(run_in_child([&] {
    failed_assertions = 0;
    const auto shown = std::cout.rdbuf(nullptr);
    work();
    std::cout.rdbuf(shown);
    return std::to_string(failed_assertions);
  }));
}

}  // namespace lowband::test
