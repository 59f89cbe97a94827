#include "sim/trace/replay.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "sim/base/error.hpp"

namespace lowband {

namespace {

class Replay {
 public:
  Replay(Worker& worker, const TraceFile& trace, std::function<void(Worker&, std::uint64_t)> report, ProgramId program)
      : worker_(worker), trace_(trace), operations_(trace, program), report_(std::move(report)) {}

  /// All that its program did.
  void all() {
    if (go_on()) throw UsageError("the trace tells of a part of a computation that it has not begun");
    if (has_returned_) return;
    throw UsageError(
        fmt::format("the trace of node {} ends where the run ended when it was recorded, and here that is too early",
                    worker_.rank()));
  }

 private:
  /// Goes on until what was written after a part is done: `after` or `over` is returned; or nothing, at the end.
  std::optional<Operation::Kind> go_on() {
    while (const auto operation = operations_.next()) {
      if (operation->kind == Operation::Kind::after || operation->kind == Operation::Kind::over) return operation->kind;
      repeat(*operation);
    }
    return std::nullopt;
  }

  void repeat(const Operation& operation) {
    switch (operation.kind) {
      case Operation::Kind::compute:
        worker_.compute(operation.flops, [] {});
        break;
      case Operation::Kind::step:
        worker_.compute_steps(operation.flops, 1, [](std::size_t /*step*/) {});
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
      case Operation::Kind::sleep:
        worker_.sleep_until(operation.time_s);
        break;
      case Operation::Kind::beside:
        worker_.run_beside([&trace = trace_, report = report_](Worker& worker) {
          Replay(worker, trace, report, {worker.rank(), true}).all();
        });
        break;
      case Operation::Kind::returned:
        has_returned_ = true;
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
        parts, [](PartIsReady /*none*/) {},
        [&](std::size_t part) {
          expect(go_on(), part + 1 < parts.size() ? Operation::Kind::after : Operation::Kind::over);
        });
  }

  Worker& worker_;
  const TraceFile& trace_;
  TraceFile::Operations operations_;
  std::function<void(Worker&, std::uint64_t)> report_;
  std::vector<double> parts_;  ///< of the next computation in parts
  bool has_returned_ = false;
};

}  // namespace

void replay(Worker& worker, const TraceFile& trace, const std::function<void(Worker&, std::uint64_t)>& report) {
  Replay(worker, trace, report, {worker.rank()}).all();
}

}  // namespace lowband
