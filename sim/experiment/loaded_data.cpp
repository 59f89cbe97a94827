// SPDX-License-Identifier: Apache-2.0
#include "sim/experiment/loaded_data.hpp"

namespace lowband {

LoadedData load(Experiment& experiment, const DataFolders& folders) {
  LoadedData loaded;
  loaded.data = experiment.load_data(folders);
  experiment.settle();
  for (const auto seed : experiment.seeds()) loaded.shares[seed] = experiment.split(loaded.data, seed);
  return loaded;
}

}  // namespace lowband
