// SPDX-License-Identifier: Apache-2.0
#include "sim/base/extra_entries.hpp"
#include "sim/compression/add_codec.hpp"
#include "sim/compression/composed/composed.hpp"
#include "sim/compression/compressor.hpp"
#include "sim/compression/low_rank.hpp"
#include "sim/compression/precision/bf16.hpp"
#include "sim/compression/precision/fp16.hpp"
#include "sim/compression/precision/natural.hpp"
#include "sim/compression/precision/none.hpp"
#include "sim/compression/quantization/fixed_grid.hpp"
#include "sim/compression/quantization/k_level.hpp"
#include "sim/compression/quantization/modulo.hpp"
#include "sim/compression/quantization/natural_dithering.hpp"
#include "sim/compression/quantization/qsgd.hpp"
#include "sim/compression/quantization/rotated_k_level.hpp"
#include "sim/compression/quantization/terngrad.hpp"
#include "sim/compression/quantization/variable_length_k_level.hpp"
#include "sim/compression/quantization/zipml.hpp"
#include "sim/compression/sign/one_bit.hpp"
#include "sim/compression/sign/scaled_sign.hpp"
#include "sim/compression/sparse/adaptive_threshold.hpp"
#include "sim/compression/sparse/random_k.hpp"
#include "sim/compression/sparse/threshold.hpp"
#include "sim/compression/sparse/top_k.hpp"

namespace lowband {

namespace {

ExtraEntries<Compressor>& extra_codecs() {
  static ExtraEntries<Compressor> extra;
  return extra;
}

}  // namespace

void add_codec(Registry<Compressor>::Entry codec) { extra_codecs().add(std::move(codec)); }

const Registry<Compressor>& compressors() {
  static const Registry<Compressor> registry(
      "codec", "name",
      extra_codecs().with({
          {"none", "full precision: float32, 4 bytes a coordinate", "", std::make_unique<NoCompression>},
          {"fp16", "half precision: IEEE 754 binary16, rounded to nearest, 2 bytes a coordinate",
           "IEEE, Standard for Floating-Point Arithmetic, IEEE 754-2008, section 3.6", std::make_unique<Fp16>},
          {"bf16", "bfloat16: the upper half of a float32, rounded to nearest, 2 bytes a coordinate",
           "Kalamkar et al., A Study of BFLOAT16 for Deep Learning Training, 2019 (arXiv:1905.12322)",
           std::make_unique<Bf16>},
          {"natural", "stochastic rounding to powers of two: sign and exponent, 9 bits, unbiased",
           "Horvath et al., Natural Compression for Distributed Deep Learning, 2019 (arXiv:1905.10988)",
           std::make_unique<Natural>},
          {"natural-dithering", "stochastic rounding to powers of two times a norm, unbiased",
           "Horvath et al., Natural Compression for Distributed Deep Learning, 2019 (arXiv:1905.10988)",
           std::make_unique<NaturalDithering>},
          {"qsgd", "stochastic rounding to a few levels of a bucket's norm, unbiased",
           "Alistarh et al., QSGD, NeurIPS 2017 (arXiv:1610.02132), section 3", std::make_unique<Qsgd>},
          {"terngrad", "zero or plus or minus one scale at random, after clipping; unbiased without clipping",
           "Wen et al., TernGrad, NeurIPS 2017 (arXiv:1705.07878), section 3", std::make_unique<TernGrad>},
          {"k-level", "stochastic rounding to a uniform grid over the vector's range, unbiased",
           "Suresh et al., Distributed Mean Estimation with Limited Communication, ICML 2017 (arXiv:1611.00429), "
           "sections 2.1 and 2.2",
           std::make_unique<KLevel>},
          {"rotated-k-level", "k-level after a random rotation, which makes it quiet for uneven vectors, unbiased",
           "Suresh et al., Distributed Mean Estimation with Limited Communication, ICML 2017 (arXiv:1611.00429), "
           "section 3",
           std::make_unique<RotatedKLevel>},
          {"variable-length-k-level",
           "k-level with about sqrt(d) levels, entropy-coded: O(1) bits a coordinate, unbiased",
           "Suresh et al., Distributed Mean Estimation with Limited Communication, ICML 2017 (arXiv:1611.00429), "
           "section 4",
           std::make_unique<VariableLengthKLevel>},
          {"zipml", "stochastic rounding to levels that are optimal for a sample of the vector, unbiased",
           "Zhang et al., ZipML, ICML 2017 (arXiv:1611.05402)", std::make_unique<Zipml>},
          {"grid", "stochastic rounding to multiples of a fixed step, whatever the norm; unbiased",
           "Tang et al., Communication Compression for Decentralized Training, NeurIPS 2018 (arXiv:1803.06443), "
           "assumption 2: a bound on the variance itself",
           std::make_unique<FixedGrid>},
          {"modulo", "only the position within a period, for a receiver whose own vector is near",
           "Lu and De Sa, Moniqua: Modulo Quantized Communication in Decentralized SGD, ICML 2020 (arXiv:2002.11787)",
           std::make_unique<Modulo>},
          {"one-bit", "signs, decoded as the mean of the non-negative and of the negative coordinates",
           "Seide et al., 1-Bit Stochastic Gradient Descent, Interspeech 2014", std::make_unique<OneBit>},
          {"scaled-sign", "signs times the mean magnitude, or the root of the mean square: a bit a coordinate",
           "Karimireddy et al., Error Feedback Fixes SignSGD and other Gradient Compression Schemes, ICML 2019 "
           "(arXiv:1901.09847)",
           std::make_unique<ScaledSign>},
          {"top-k", "the coordinates of largest magnitude",
           "Stich et al., Sparsified SGD with Memory, NeurIPS 2018 (arXiv:1809.07599), section 2",
           std::make_unique<TopK>},
          {"random-k", "random coordinates, of which only a seed and the values travel",
           "Stich et al., Sparsified SGD with Memory, NeurIPS 2018 (arXiv:1809.07599), section 2",
           std::make_unique<RandomK>},
          {"threshold", "index and sign of the coordinates above a threshold",
           "Strom, Scalable Distributed DNN Training Using Commodity GPU Cloud Computing, Interspeech 2015",
           std::make_unique<Threshold>},
          {"adaptive-threshold", "a share of the positive and of the negative coordinates, each as its mean",
           "Dryden et al., Communication Quantization for Data-Parallel Training of Deep Neural Networks, MLHPC 2016",
           std::make_unique<AdaptiveThreshold>},
          {"composed", "the coordinates that a sparsifier keeps, their values coded by a quantizer",
           "Basu et al., Qsparse-local-SGD, NeurIPS 2019 (arXiv:1906.02367), lemmas 1 and 2",
           std::make_unique<Composed>},
          {"low-rank", "matrices as products of two thin ones, averaged over all workers; for all-reduce, biased",
           "Vogels et al., PowerSGD, NeurIPS 2019 (arXiv:1905.13727), algorithms 1 and 2", std::make_unique<LowRank>},
      }));
  return registry;
}

}  // namespace lowband
