#include "sim/compression/compressor.hpp"
#include "sim/compression/precision/none.hpp"
#include "sim/compression/quantization/qsgd.hpp"

namespace lowband {

const Registry<Compressor>& compressors() {
  static const Registry<Compressor> registry(
      "codec", "name",
      {
          {"none", "full precision: float32, 4 bytes a coordinate", "", std::make_unique<NoCompression>},
          {"qsgd", "stochastic rounding to a few levels of a bucket's norm, unbiased",
           "Alistarh et al., QSGD, NeurIPS 2017 (arXiv:1610.02132), section 3", std::make_unique<Qsgd>},
      });
  return registry;
}

}  // namespace lowband
