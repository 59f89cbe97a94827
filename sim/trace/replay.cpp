#include "sim/trace/replay.hpp"

namespace lowband {

void replay(Worker& worker, const TraceFile& trace, const std::function<void(Worker&, std::uint64_t)>& report) {
  TraceFile::Operations operations(trace, worker.rank());
  const auto nothing = [] {};
  while (const auto operation = operations.next()) {
    switch (operation->kind) {
      case Operation::Kind::compute:
        worker.compute(operation->flops, nothing);
        break;
      case Operation::Kind::send:
        worker.send(operation->peer, operation->tag,
                    Message::without_content(operation->payload_bytes, operation->coordinates));
        break;
      case Operation::Kind::receive:
        static_cast<void>(worker.receive(operation->peer, operation->tag));
        break;
      case Operation::Kind::report:
        report(worker, operation->iteration);
        break;
    }
  }
}

}  // namespace lowband
