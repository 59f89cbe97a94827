#include "sim/trace/replay.hpp"

#include <utility>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

class Replay {
 public:
  Replay(Worker& worker, const TraceFile& trace, const std::function<void(Worker&, std::uint64_t)>& report)
      : worker_(worker), operations_(trace, worker.rank()), report_(report) {}

  /// Goes on until what was written after a part is done: `after` or `over` is returned; or nothing, at the end.
  std::optional<Operation::Kind> go_on() {
    while (const auto operation = operations_.next()) {
      if (operation->kind == Operation::Kind::after || operation->kind == Operation::Kind::over) return operation->kind;
      repeat(*operation);
    }
    return std::nullopt;
  }

 private:
  void repeat(const Operation& operation) {
    switch (operation.kind) {
      case Operation::Kind::compute:
        worker_.compute(operation.flops, [] {});
        break;
      case Operation::Kind::send:
        worker_.send(operation.peer, operation.tag,
                     Message::without_content(operation.payload_bytes, operation.coordinates));
        break;
      case Operation::Kind::receive:
        static_cast<void>(worker_.receive(operation.peer, operation.tag));
        break;
      case Operation::Kind::report:
        report_(worker_, operation.iteration);
        break;
      case Operation::Kind::part:
        parts_.push_back(operation.flops);
        break;
      case Operation::Kind::parts:
        repeat_parts();
        break;
      case Operation::Kind::after:
      case Operation::Kind::over:
        break;  // go_on() stops there
    }
  }

  /// Each part ends with the mark of the next one, the last with that of the end.
  void repeat_parts() {
    const auto parts = std::exchange(parts_, {});
    const auto expect = [](std::optional<Operation::Kind> found, Operation::Kind expected) {
      if (found != expected) throw UsageError("the trace does not tell what follows the parts of a computation");
    };
    if (parts.empty()) expect(std::nullopt, Operation::Kind::over);
    expect(go_on(), Operation::Kind::after);
    worker_.compute_in_parts(
        parts, [] {},
        [&](std::size_t part) {
          expect(go_on(), part + 1 < parts.size() ? Operation::Kind::after : Operation::Kind::over);
        });
  }

  Worker& worker_;
  TraceFile::Operations operations_;
  const std::function<void(Worker&, std::uint64_t)>& report_;
  std::vector<double> parts_;  ///< of the next computation in parts
};

}  // namespace

void replay(Worker& worker, const TraceFile& trace, const std::function<void(Worker&, std::uint64_t)>& report) {
  Replay replay(worker, trace, report);
  if (replay.go_on()) throw UsageError("the trace tells of a part of a computation that it has not begun");
}

}  // namespace lowband
