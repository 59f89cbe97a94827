// SPDX-License-Identifier: Apache-2.0
#include "sim/world/message.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <vector>

#include "sim/world/compute_scope.hpp"

using namespace lowband;

TEST_CASE("a message of floats is a view: 4 bytes each, nothing copied", "[world]") {
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

TEST_CASE("a message outlives whoever made it", "[world]") {
  Message message;
  {
    auto code = std::make_shared<std::vector<std::byte>>(3, std::byte{7});
    message = Message(std::move(code), 12);
  }
  CHECK(message.coordinates() == 12);
  const ComputeScope scope;
  CHECK(message.content()[2] == std::byte{7});
}

TEST_CASE("the content is closed outside compute", "[world]") {
  const Message message(std::make_shared<const FloatBuffer>(3));
  CHECK_THROWS_AS(message.content(), std::logic_error);
  CHECK_THROWS_AS(message.floats(), std::logic_error);
}

TEST_CASE("a bundle costs what it carries, a length of 4 bytes for each, and one header", "[world]") {
  const auto vector = std::make_shared<const FloatBuffer>(FloatBuffer{1.0F, 2.0F, 3.0F});
  const Message bundle = Message::bundle({Message(vector, 0, 2), Message(vector, 2, 1).standing_for(5)});
  CHECK(bundle.payload_bytes() == 8 + 4 + 4 + 4);
  CHECK(bundle.coordinates() == 7);
  REQUIRE(bundle.parts().size() == 2);
  CHECK(bundle.parts()[0].coordinates() + bundle.parts()[1].coordinates() == 7);
  const ComputeScope scope;
  CHECK(bundle.parts()[1].floats().data() == vector->data() + 2);  // nothing is copied
  CHECK_THROWS_AS(bundle.content(), std::logic_error);
  CHECK(Message().parts().empty());
}

namespace {

Message code(std::initializer_list<int> values) {
  auto bytes = std::make_shared<Message::Bytes>();
  for (const int value : values) bytes->push_back(static_cast<std::byte>(value));
  return {std::move(bytes), values.size()};
}

/// What another process has of a message.
Message arrived(const Message& message) {
  return {std::make_shared<const Message::Bytes>(message.bytes()), message.coordinates()};
}

}  // namespace

TEST_CASE("a bundle is bytes: lengths in little-endian order, each before what it is the length of", "[world]") {
  const ComputeScope scope;
  const Message bundle = Message::bundle({code({7, 8, 9}), Message(), code({5})});
  const Message expected = code({3, 0, 0, 0, 7, 8, 9, 0, 0, 0, 0, 1, 0, 0, 0, 5});
  CHECK(bundle.bytes() == expected.bytes());
  CHECK(Message::bundle({bundle, code({1})}).bytes() ==
        code({16, 0, 0, 0, 3, 0, 0, 0, 7, 8, 9, 0, 0, 0, 0, 1, 0, 0, 0, 5, 1, 0, 0, 0, 1}).bytes());
}

TEST_CASE("a bundle that arrives as bytes has the same parts, whatever lies before them", "[world]") {
  const ComputeScope scope;
  const auto vector = std::make_shared<const FloatBuffer>(FloatBuffer{1.0F, 2.0F, 3.0F});
  for (const bool is_remote : {false, true}) {
    const Message inner = Message::bundle({code({7}), Message(vector)});  // floats at an odd address
    const Message outer = Message::bundle({inner, code({4, 5})});
    const auto parts = (is_remote ? arrived(outer) : outer).parts();
    REQUIRE(parts.size() == 2);
    CHECK(parts[1].bytes() == code({4, 5}).bytes());
    const auto inner_parts = parts[0].parts();
    REQUIRE(inner_parts.size() == 2);
    CHECK(inner_parts[0].content()[0] == std::byte{7});
    CHECK(std::vector<float>(inner_parts[1].floats().begin(), inner_parts[1].floats().end()) ==
          std::vector<float>{1.0F, 2.0F, 3.0F});
  }
}

TEST_CASE("bytes that are no bundle are refused", "[world]") {
  CHECK_THROWS_WITH(code({3, 0, 0}).parts(), "a bundle that is cut short");
  CHECK_THROWS_WITH(code({3, 0, 0, 0, 1, 2}).parts(), "a bundle that is cut short");
  CHECK_THROWS_WITH(Message::without_content(8, 2).parts(), "a bundle without its lengths");
}

TEST_CASE("sizes alone can be bundled and told apart", "[world]") {
  const Message bundle = Message::bundle({Message::without_content(10, 4), Message::without_content(20, 4)});
  CHECK(bundle.payload_bytes() == 38);
  REQUIRE(bundle.parts().size() == 2);
  CHECK(bundle.parts()[1].payload_bytes() == 20);
  const ComputeScope scope;
  CHECK(bundle.parts()[1].content().empty());
  CHECK_THROWS_AS(bundle.bytes(), std::logic_error);
}

TEST_CASE("what the sender made is shared, within bundles, too; what only bytes are known of is made", "[world]") {
  const auto made = std::make_shared<const FloatBuffer>(FloatBuffer{9.0F});
  const auto other = std::make_shared<const FloatBuffer>(FloatBuffer{9.0F});
  const auto make = [&] { return other; };
  const Message message(std::make_shared<const Message::Bytes>(4), 1, made);
  CHECK_THROWS_AS(message.once(make), std::logic_error);
  const ComputeScope scope;
  CHECK(message.once(make) == made);
  CHECK(Message::bundle({message, message}).parts()[1].once(make) == made);
  CHECK(arrived(message).once(make) == other);
  CHECK(code({1}).once(make) == other);
}
