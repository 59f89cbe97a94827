// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/world/program_id.hpp"
#include "sim/world/worker.hpp"

namespace lowband {

/// What of a run is to be written down.
struct TimelineLimits {
  double from_s = 0.0;
  double to_s = std::numeric_limits<double>::infinity();
  /// So many boxes and messages together at most: the timeline ends, for all, where there would be one more. A box
  /// takes 40 bytes of memory and a message 72: so many of both some 250 MB.
  std::size_t most = 4'000'000;
};

/// What happened when in a run: what each program did, and each message. All times are simulated seconds.
struct Timeline {
  static constexpr double never = std::numeric_limits<double>::infinity();

  /// What a program did for a while. Boxes of one program follow each other, or lie in one another: where a local step
  /// goes on while its program does other things, they lie in it.
  struct Box {
    enum class Kind : std::uint8_t {
      step,     ///< local steps
      compute,  ///< other computation: encoding, decoding, adding, mixing
      wait,     ///< waits for a message
      sleep,    ///< waits for a time
      attend,   ///< waits for the other program of its node
    };

    double begin_s = 0.0;
    double end_s = 0.0;
    Kind kind = Kind::step;
    std::uint32_t steps = 0;  ///< of `step`: so many, with nothing in between
    /// Local steps, and all that follows until the next ones: the first have round 1. 0 before them.
    std::uint32_t round = 0;
    int from = -1;                           ///< of `wait`: whose message; -1: anybody's, and none has come
    std::optional<std::uint32_t> message{};  ///< of `wait`: which one ended it, among `messages`

    bool operator==(const Box&) const = default;
  };

  struct Message {
    int from = 0;
    int to = 0;
    Tag tag = 0;
    bool is_from_beside = false;    ///< the second program of `from` has sent it
    bool is_to_beside = false;      ///< that of `to` has taken it
    std::uint64_t bytes = 0;        ///< on the wire, header included
    std::uint64_t coordinates = 0;  ///< that it stands for; 0: protocol overhead
    double departed_s = 0.0;
    double arrived_s = never;     ///< never: it had not been taken by the end
    double taken_s = never;       ///< by the program that it is for
    double latency_s = 0.0;       ///< of its route when it departed
    double transmission_s = 0.0;  ///< that its bytes take beyond that where no other message is under way

    [[nodiscard]] bool is_taken() const noexcept { return taken_s < never; }
    [[nodiscard]] ProgramId sender() const noexcept { return {from, is_from_beside}; }
    [[nodiscard]] ProgramId taker() const noexcept { return {to, is_to_beside}; }
    bool operator==(const Message&) const = default;
  };

  /// A node has told of its model as of `iteration`, for an evaluation.
  struct Report {
    int rank = 0;
    std::uint64_t iteration = 0;
    double time_s = 0.0;
    bool operator==(const Report&) const = default;
  };

  struct Node {
    std::string host;
    std::string role;  ///< "worker", "server", ...
    bool operator==(const Node&) const = default;
  };

  struct Link {
    std::string name;
    double usable_Bps = 0.0;  ///< of its bandwidth, what the network's model leaves for messages
    double latency_s = 0.0;
    bool operator==(const Link&) const = default;
  };

  double from_s = 0.0;                  ///< it tells of what is not over before
  double to_s = 0.0;                    ///< and has begun by then; boxes that go on end here
  double end_s = 0.0;                   ///< of the run
  std::vector<Node> nodes;              ///< by rank
  std::vector<std::vector<Box>> boxes;  ///< by ProgramId::number(): by beginning, the outer first
  std::vector<Message> messages;        ///< as they were taken; then those that were not
  std::vector<Report> reports;          ///< as they came
  std::vector<Link> links;              ///< of the platform, by name
  std::map<std::pair<int, int>, std::vector<std::size_t>> routes;  ///< of those who exchanged something, the `links`

  /// Whether limits have left out what came later.
  [[nodiscard]] bool is_cut() const noexcept { return to_s < end_s; }
  [[nodiscard]] const std::vector<Box>& boxes_of(ProgramId program) const {
    return boxes.at(program.number(nodes.size()));
  }
  /// The program of this number.
  [[nodiscard]] ProgramId program(std::size_t number) const noexcept {
    const bool is_beside = number >= nodes.size();
    return {static_cast<int>(is_beside ? number - nodes.size() : number), is_beside};
  }
  /// "worker 3", "server 8".
  [[nodiscard]] std::string name_of(int rank) const;
  /// What a box is, for people: "4 local steps", "wait for worker 3".
  [[nodiscard]] std::string title_of(const Box& box) const;

  bool operator==(const Timeline&) const = default;
};

/// The same from `from_s` to `to_s`: what has ended before, or begins later, is left out; boxes that go on end there.
[[nodiscard]] Timeline between(Timeline part, double from_s, double to_s);

/// The name of a kind, as files have it: "step", "compute", "wait", "sleep", "attend".
[[nodiscard]] const char* name_of(Timeline::Box::Kind kind);

}  // namespace lowband
