// SPDX-License-Identifier: Apache-2.0
#include "sim/timeline/perfetto.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

#include "sim/base/place.hpp"
#include "sim/timeline/program_events.hpp"

namespace lowband {

namespace {

using EventKind = ProgramEvent::Kind;

std::int64_t nanoseconds(double seconds) { return std::llround(seconds * 1e9); }

/// Microseconds, exactly.
std::string microseconds(std::int64_t nanoseconds) {
  return fmt::format("{}.{:03}", nanoseconds / 1000, nanoseconds % 1000);
}

std::string json_text(std::string_view text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); }

class Writer {
 public:
  explicit Writer(const Timeline& timeline) : timeline_(timeline) {}

  std::string all() {
    text_ = R"({"displayTimeUnit":"ms","traceEvents":[)";
    const auto events = program_events(timeline_);
    for (std::size_t rank = 0; rank < timeline_.nodes.size(); ++rank) name_process(static_cast<int>(rank));
    for (std::size_t number = 0; number < events.size(); ++number) {
      if (events[number].empty()) continue;
      set_program(number);
      add("M", "thread_name", "", R"("args":{{"name":"{}"}})", program_.is_beside ? "beside" : "program");
      write(events[number]);
    }
    text_ += "\n]}\n";
    return std::move(text_);
  }

 private:
  void set_program(std::size_t number) {
    program_ = timeline_.program(number);
    thread_ = number + 1;  // over all processes: threads are told apart by it alone
  }

  void name_process(int rank) {
    set_program(ProgramId{rank}.number(timeline_.nodes.size()));
    const std::string name =
        fmt::format("{} ({})", timeline_.name_of(rank), timeline_.nodes[static_cast<std::size_t>(rank)].host);
    add("M", "process_name", "", R"("args":{{"name":{}}})", json_text(name));
    add("M", "process_sort_index", "", R"("args":{{"sort_index":{}}})", rank);
  }

  void write(std::span<const ProgramEvent> events) {
    while (!events.empty()) {
      const ProgramEvent& event = events.front();
      std::size_t done = 1;
      if (event.kind == EventKind::begin) write_box(timeline_.boxes_of(program_)[event.index]);
      if (event.kind == EventKind::report) {
        add("i", fmt::format("iteration {}", timeline_.reports[event.index].iteration), ts(event.time_s), R"("s":"t")");
      }
      if (event.kind == EventKind::take || event.kind == EventKind::send) {
        while (done < events.size() && events[done].kind == event.kind && events[done].time_s == event.time_s) ++done;
        write_messages(events.first(done));
      }
      events = events.subspan(done);
    }
  }

  void write_box(const Timeline::Box& box) {
    const std::int64_t begin = nanoseconds(box.begin_s);
    const std::string length = microseconds(nanoseconds(box.end_s) - begin);
    add("X", timeline_.title_of(box), ts(box.begin_s), R"("cat":"{}","dur":{},"args":{{"round":{}}})",
        name_of(box.kind), length, box.round);
  }

  /// What is sent, or taken, at one instant.
  void write_messages(std::span<const ProgramEvent> events) {
    const bool are_sent = events.front().kind == EventKind::send;
    const auto message = [&](std::size_t i) -> const Timeline::Message& { return timeline_.messages[events[i].index]; };
    const char* const verb = are_sent ? "send to" : "take from";
    const auto peer = [&](std::size_t i) { return timeline_.name_of(are_sent ? message(i).to : message(i).from); };
    const std::string who = events.size() == 1 ? peer(0) : fmt::format("{} nodes", events.size());
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < events.size(); ++i) bytes += message(i).bytes;
    const std::string at = ts(events.front().time_s);
    add("X", fmt::format("{} {}", verb, who), at, R"("cat":"message","dur":0,"args":{{"bytes":{}}})", bytes);
    for (const auto& event : events) {
      add(are_sent ? "s" : "f", "message", at, R"("cat":"message","id":{}{})", event.index,
          are_sent ? "" : R"(,"bp":"e")");
    }
  }

  [[nodiscard]] static std::string ts(double seconds) { return microseconds(nanoseconds(seconds)); }

  /// An event of the program that is being written.
  template <class... Arguments>
  void add(std::string_view phase, std::string_view name, std::string_view ts, fmt::format_string<Arguments...> rest,
           Arguments&&... arguments) {
    const auto into = std::back_inserter(text_);
    fmt::format_to(into, R"({}{{"ph":"{}","name":{},"pid":{},"tid":{},)", is_first_ ? "\n" : ",\n", phase,
                   json_text(name), program_.rank + 1, thread_);
    if (!ts.empty()) fmt::format_to(into, R"("ts":{},)", ts);
    fmt::format_to(into, rest, std::forward<Arguments>(arguments)...);
    text_ += '}';
    is_first_ = false;
  }

  const Timeline& timeline_;
  std::string text_;
  ProgramId program_;
  std::size_t thread_ = 0;
  bool is_first_ = true;
};

}  // namespace

std::string to_perfetto(const Timeline& timeline) { return Writer(timeline).all(); }

}  // namespace lowband
