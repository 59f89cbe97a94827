// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/timeline_file.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <bit>
#include <concepts>
#include <stdexcept>
#include <type_traits>

#include "sim/base/error.hpp"
#include "sim/base/place.hpp"
#include "sim/results/checksum.hpp"

namespace lowband {

namespace {

constexpr std::string_view magic = "LOWBTIME";
constexpr std::uint32_t version = 1;
constexpr std::size_t checksum_size = 4;
constexpr std::uint32_t no_message = 0xFFFFFFFF;

const Bytef* zlib_bytes(const char* bytes) {
  return reinterpret_cast<const Bytef*>(bytes);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}
Bytef* zlib_bytes(char* bytes) {
  return reinterpret_cast<Bytef*>(bytes);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
}

void put(std::unsigned_integral auto number, std::string& into) {
  for (std::size_t i = 0; i < sizeof number; ++i) into += static_cast<char>(number >> (8 * i));
}

/// Takes numbers from the front of bytes. Throws std::runtime_error where there are too few.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}

  template <std::unsigned_integral Number>
  Number take() {
    Number number = 0;
    const std::string_view taken = take_bytes(sizeof number);
    for (std::size_t i = 0; i < sizeof number; ++i) {
      number = static_cast<Number>(
          number | static_cast<Number>(static_cast<Number>(static_cast<unsigned char>(taken[i])) << (8 * i)));
    }
    return number;
  }
  std::string_view take_bytes(std::uint64_t size) {
    if (size > bytes_.size()) throw std::runtime_error("it is too short");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  [[nodiscard]] bool is_empty() const noexcept { return bytes_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

 private:
  std::string_view bytes_;
};

/// What a member is in the file: unsigned, of its size.
template <class Value>
auto coded(const Value& value) {
  if constexpr (std::is_same_v<Value, double>) {
    return std::bit_cast<std::uint64_t>(value);
  } else if constexpr (std::is_same_v<Value, std::optional<std::uint32_t>>) {
    return value.value_or(no_message);
  } else if constexpr (std::is_same_v<Value, bool> || std::is_enum_v<Value>) {
    return static_cast<std::uint8_t>(value);
  } else {
    return static_cast<std::make_unsigned_t<Value>>(value);
  }
}

template <class Value>
void decode(auto code, Value& value) {
  if constexpr (std::is_same_v<Value, double>) {
    value = std::bit_cast<double>(code);
  } else if constexpr (std::is_same_v<Value, std::optional<std::uint32_t>>) {
    value = code == no_message ? std::nullopt : std::optional<std::uint32_t>(code);
  } else if constexpr (std::is_same_v<Value, bool>) {
    value = code != 0;
  } else {
    value = static_cast<Value>(code);
  }
}

/// Calls visit(member) for all members of what the file holds, in its order.
void for_each_member(std::type_identity<Timeline::Box> /*of*/, auto&& visit) {
  using Box = Timeline::Box;
  visit(&Box::begin_s);
  visit(&Box::end_s);
  visit(&Box::kind);
  visit(&Box::steps);
  visit(&Box::round);
  visit(&Box::from);
  visit(&Box::message);
}
void for_each_member(std::type_identity<Timeline::Message> /*of*/, auto&& visit) {
  using Message = Timeline::Message;
  visit(&Message::from);
  visit(&Message::to);
  visit(&Message::tag);
  visit(&Message::is_from_beside);
  visit(&Message::is_to_beside);
  visit(&Message::bytes);
  visit(&Message::coordinates);
  visit(&Message::departed_s);
  visit(&Message::arrived_s);
  visit(&Message::taken_s);
  visit(&Message::latency_s);
  visit(&Message::transmission_s);
}
void for_each_member(std::type_identity<Timeline::Report> /*of*/, auto&& visit) {
  using Report = Timeline::Report;
  visit(&Report::rank);
  visit(&Report::iteration);
  visit(&Report::time_s);
}

template <class Item>
void put_all(const std::vector<Item>& items, std::string& into) {
  for_each_member(std::type_identity<Item>(), [&](auto member) {
    for (const Item& item : items) put(coded(item.*member), into);
  });
}

template <class Item>
std::vector<Item> take_all(std::uint64_t count, Source& source) {
  if (count > source.size()) throw std::runtime_error("it is too short");  // before memory is asked for
  std::vector<Item> items(count);
  for_each_member(std::type_identity<Item>(), [&](auto member) {
    for (Item& item : items) {
      auto& value = item.*member;
      decode(source.take<decltype(coded(value))>(), value);
    }
  });
  return items;
}

Json head_of(const Timeline& timeline) {
  Json head = {{"from_s", timeline.from_s}, {"to_s", timeline.to_s},
               {"end_s", timeline.end_s},   {"messages", timeline.messages.size()},
               {"nodes", Json::array()},    {"reports", timeline.reports.size()},
               {"boxes", Json::array()},    {"links", Json::array()},
               {"routes", Json::array()}};
  for (const auto& node : timeline.nodes) head["nodes"].push_back({node.host, node.role});
  for (const auto& boxes : timeline.boxes) head["boxes"].push_back(boxes.size());
  for (const auto& link : timeline.links) head["links"].push_back({link.name, link.usable_Bps, link.latency_s});
  for (const auto& [pair, links] : timeline.routes) head["routes"].push_back({pair.first, pair.second, links});
  return head;
}

void take_head(const Json& head, Timeline& timeline) {
  timeline.from_s = head.at("from_s").get<double>();
  timeline.to_s = head.at("to_s").get<double>();
  timeline.end_s = head.at("end_s").get<double>();
  for (const Json& node : head.at("nodes")) {
    timeline.nodes.push_back({node.at(0).get<std::string>(), node.at(1).get<std::string>()});
  }
  for (const Json& link : head.at("links")) {
    timeline.links.push_back({link.at(0).get<std::string>(), link.at(1).get<double>(), link.at(2).get<double>()});
  }
  for (const Json& route : head.at("routes")) {
    timeline.routes[{route.at(0).get<int>(), route.at(1).get<int>()}] = route.at(2).get<std::vector<std::size_t>>();
  }
}

Timeline take_timeline(Source source) {
  Timeline timeline;
  const auto head_size = source.take<std::uint64_t>();
  const Json head = Json::parse(source.take_bytes(head_size));
  take_head(head, timeline);
  for (const Json& count : head.at("boxes")) {
    timeline.boxes.push_back(take_all<Timeline::Box>(count.get<std::uint64_t>(), source));
  }
  timeline.messages = take_all<Timeline::Message>(head.at("messages").get<std::uint64_t>(), source);
  timeline.reports = take_all<Timeline::Report>(head.at("reports").get<std::uint64_t>(), source);
  return timeline;
}

std::string inflated(std::string_view deflated, std::uint64_t size) {
  constexpr std::uint64_t most = std::uint64_t{1} << 36U;  // far beyond any that is written
  if (size > most) throw std::runtime_error("it has an impossible size");
  std::string bytes(size, '\0');
  auto inflated_size = static_cast<uLongf>(size);
  const int outcome = ::uncompress(zlib_bytes(bytes.data()), &inflated_size, zlib_bytes(deflated.data()),
                                   static_cast<uLong>(deflated.size()));
  if (outcome != Z_OK || inflated_size != size) throw std::runtime_error("it cannot be inflated");
  return bytes;
}

}  // namespace

std::string to_bytes(const Timeline& timeline) {
  const std::string head = head_of(timeline).dump();
  std::string content;
  put(std::uint64_t{head.size()}, content);
  content += head;
  for (const auto& boxes : timeline.boxes) put_all(boxes, content);
  put_all(timeline.messages, content);
  put_all(timeline.reports, content);

  std::string deflated(::compressBound(static_cast<uLong>(content.size())), '\0');
  auto size = static_cast<uLongf>(deflated.size());
  const int outcome = ::compress2(zlib_bytes(deflated.data()), &size, zlib_bytes(content.data()),
                                  static_cast<uLong>(content.size()), Z_BEST_SPEED);
  if (outcome != Z_OK) throw std::runtime_error("zlib cannot deflate a timeline");
  deflated.resize(size);

  std::string bytes(magic);
  put(version, bytes);
  put(std::uint64_t{content.size()}, bytes);
  put(std::uint64_t{deflated.size()}, bytes);
  bytes += deflated;
  put(crc32_of(bytes), bytes);
  return bytes;
}

Timeline timeline_of_bytes(std::string_view bytes, const std::string& file) {
  const auto fail = [&file](const std::string& what) { throw UsageError(fmt::format("{}: {}", file, what)); };
  if (!bytes.starts_with(magic)) fail("expected a timeline of lowband, found something else");
  try {
    Source source(bytes);
    source.take_bytes(magic.size());
    const auto found = source.take<std::uint32_t>();
    if (found != version) {
      throw std::runtime_error(fmt::format("it is of version {}, and this program knows version {}", found, version));
    }
    const auto size = source.take<std::uint64_t>();
    const std::string_view deflated = source.take_bytes(source.take<std::uint64_t>());
    const auto checksum = source.take<std::uint32_t>();
    if (!source.is_empty() || checksum != crc32_of(bytes.substr(0, bytes.size() - checksum_size))) {
      throw std::runtime_error("its checksum is wrong");
    }
    return take_timeline(Source(inflated(deflated, size)));
  } catch (const std::runtime_error& error) {
    fail(fmt::format("the timeline cannot be read: {}", error.what()));
  } catch (const Json::exception& error) {
    fail(fmt::format("the timeline cannot be read: {}", error.what()));
  }
  return {};
}

}  // namespace lowband
