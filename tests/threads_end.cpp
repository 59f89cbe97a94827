// SPDX-License-Identifier: Apache-2.0
// Tests fork (run_in_child()), and a child of a process with threads of oneTBB would wait for threads that it has not
// got. So whatever a test case has had run in parallel, its threads end with it.
#define CATCH_CONFIG_EXTERNAL_INTERFACES  // listeners; so this file goes without the precompiled header
#include <oneapi/tbb/global_control.h>

#include <catch2/catch.hpp>

namespace {

struct ThreadsEnd : Catch::TestEventListenerBase {
  using TestEventListenerBase::TestEventListenerBase;

  void testCaseEnded(const Catch::TestCaseStats& /*stats*/) override {
    oneapi::tbb::task_scheduler_handle threads{oneapi::tbb::attach{}};
    oneapi::tbb::finalize(threads, std::nothrow);
  }
};

}  // namespace

CATCH_REGISTER_LISTENER(ThreadsEnd)
