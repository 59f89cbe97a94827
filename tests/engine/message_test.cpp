#include "sim/engine/message.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace lowband;

TEST_CASE("a message of floats is a view: 4 bytes each, nothing copied", "[engine]") {
  const auto vector = std::make_shared<const FloatBuffer>(FloatBuffer{1.0F, 2.0F, 3.0F, 4.0F});
  const Message message(vector, 1, 2);
  CHECK(message.payload_bytes() == 8);
  CHECK(message.wire_bytes() == 8 + 16);
  CHECK(message.coordinates() == 2);
  CHECK(message.standing_for(0).coordinates() == 0);
  CHECK(message.standing_for(0).wire_bytes() == message.wire_bytes());
  const ComputeScope scope;
  CHECK(message.floats().data() == vector->data() + 1);
  CHECK(message.floats()[1] == 3.0F);
}

TEST_CASE("a message outlives whoever made it", "[engine]") {
  Message message;
  {
    auto code = std::make_shared<std::vector<std::byte>>(3, std::byte{7});
    message = Message(std::move(code), 12);
  }
  CHECK(message.coordinates() == 12);
  const ComputeScope scope;
  CHECK(message.content()[2] == std::byte{7});
}

TEST_CASE("the content is closed outside compute", "[engine]") {
  const Message message(std::make_shared<const FloatBuffer>(3));
  CHECK_THROWS_AS(message.content(), std::logic_error);
  CHECK_THROWS_AS(message.floats(), std::logic_error);
}

TEST_CASE("a bundle costs what it carries, a length of 4 bytes for each, and one header", "[engine]") {
  const auto vector = std::make_shared<const FloatBuffer>(FloatBuffer{1.0F, 2.0F, 3.0F});
  const Message bundle = Message::bundle({Message(vector, 0, 2), Message(vector, 2, 1).standing_for(5)});
  CHECK(bundle.payload_bytes() == 8 + 4 + 4 + 4);
  CHECK(bundle.coordinates() == 7);
  REQUIRE(bundle.parts().size() == 2);
  const ComputeScope scope;
  CHECK(bundle.parts()[1].floats()[0] == 3.0F);
  CHECK(bundle.content().empty());
  CHECK(Message(vector).parts().empty());
}
