#include "sim/algorithms/parameter_server/server_synchroniser.hpp"

#include "sim/algorithms/tags.hpp"

namespace lowband {

void ServerSynchroniser::synchronise(Worker& worker, FloatBuffer& model) {
  worker.send(server_, tags::change, model_.change(worker, model));
  model_.adopt(worker, worker.receive(server_, tags::served), model);
}

}  // namespace lowband
