// SPDX-License-Identifier: Apache-2.0
#include "sim/algorithms/rehearsal.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace lowband;

TEST_CASE("a rehearsal counts operations and messages, and computes nothing", "[algorithms]") {
  Rehearsal worker(2, 5);
  CHECK(worker.rank() == 2);
  CHECK(worker.size() == 5);
  const auto never = [] { FAIL("computed"); };
  worker.compute(10.0, never);
  Message message;
  worker.compute_messages(5.0, never, [&] { message = Message::without_content(100, 25); });
  worker.send(3, 7, message);
  worker.compute(1.0, never);
  worker.send(4, 7, Message());
  CHECK(worker.receive(3, 7).payload_bytes() == 0);
  worker.compute_steps(2.0, 3, [](std::size_t /*step*/) { FAIL("computed"); });
  int parts = 0;
  worker.compute_in_parts(
      std::array{1.0, 2.0}, [](PartIsReady /*ready*/) { FAIL("computed"); }, [&](std::size_t /*part*/) { ++parts; });
  CHECK(parts == 2);
  CHECK(worker.flops() == 25.0);
  CHECK(worker.flops_until_sent() == 16.0);
  REQUIRE(worker.sent().size() == 2);
  CHECK(worker.sent()[0].to == 3);
  CHECK(worker.sent()[0].size.bytes == 100.0 + message_header_bytes);
  CHECK(worker.sent()[1].size.bytes == message_header_bytes);
}

TEST_CASE("in a rehearsal no time passes, and nobody else is there", "[algorithms]") {
  Rehearsal worker(0, 2);
  CHECK_THROWS_AS(worker.now(), std::logic_error);
  CHECK_THROWS_AS(worker.sleep_until(1.0), std::logic_error);
  CHECK_THROWS_AS(worker.receive_any(1), std::logic_error);
  CHECK_THROWS_AS(worker.receive_any_until(1, 0.0), std::logic_error);
  CHECK_THROWS_AS(worker.receive_until(1, 1, 0.0), std::logic_error);
  CHECK_THROWS_AS(worker.run_beside([](Worker& /*beside*/) {}), std::logic_error);
}
