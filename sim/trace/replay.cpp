// SPDX-License-Identifier: Apache-2.0
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
    if (go_on()) throw UsageError("the trace has a part of a computation that it has not begun");
    if (has_returned_) return;
    throw UsageError(
        fmt::format("the trace of node {} ends where the run ended when it was recorded, and here that is too early",
                    worker_.rank()));
  }

 private:
  /// Goes on until what was written after a part is done: `after` or `over` is returned; or nothing, at the end.
  std::optional<TraceOperation::Kind> go_on() {
    while (const auto operation = operations_.next()) {
      if (operation->kind == TraceOperation::Kind::after || operation->kind == TraceOperation::Kind::over)
        return operation->kind;
      repeat(*operation);
    }
    return std::nullopt;
  }

  void repeat(const TraceOperation& operation) {
    switch (operation.kind) {
      case TraceOperation::Kind::compute:
        worker_.compute(operation.flops, [] {});
        break;
      case TraceOperation::Kind::step:
        worker_.compute_steps(operation.flops, 1, [](std::size_t /*step*/) {});
        break;
      case TraceOperation::Kind::send:
        worker_.send(operation.peer, operation.tag,
                     Message::without_content(operation.payload_bytes, operation.coordinates));
        break;
      case TraceOperation::Kind::receive:
        static_cast<void>(worker_.receive(operation.peer, operation.tag));
        break;
      case TraceOperation::Kind::report:
        report_(worker_, operation.iteration);
        break;
      case TraceOperation::Kind::part:
        parts_.push_back(operation.flops);
        break;
      case TraceOperation::Kind::parts:
        repeat_parts();
        break;
      case TraceOperation::Kind::sleep:
        worker_.sleep_until(operation.time_s);
        break;
      case TraceOperation::Kind::beside:
        worker_.run_beside([&trace = trace_, report = report_](Worker& worker) {
          Replay(worker, trace, report, {worker.rank(), true}).all();
        });
        break;
      case TraceOperation::Kind::returned:
        has_returned_ = true;
        break;
      case TraceOperation::Kind::after:
      case TraceOperation::Kind::over:
        break;  // go_on() stops there
    }
  }

  /// Each part ends with the mark of the next one, the last with that of the end.
  void repeat_parts() {
    const auto parts = std::exchange(parts_, {});
    const auto expect = [](std::optional<TraceOperation::Kind> found, TraceOperation::Kind expected) {
      if (found != expected) throw UsageError("the trace does not tell what follows the parts of a computation");
    };
    if (parts.empty()) expect(std::nullopt, TraceOperation::Kind::over);
    expect(go_on(), TraceOperation::Kind::after);
    worker_.compute_in_parts(
        parts, [](PartIsReady /*none*/) {},
        [&](std::size_t part) {
          expect(go_on(), part + 1 < parts.size() ? TraceOperation::Kind::after : TraceOperation::Kind::over);
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
