// SPDX-License-Identifier: Apache-2.0
#include "models/data/dataset.hpp"

#include "models/data/cifar_images.hpp"
#include "models/data/csv_dataset.hpp"
#include "models/data/gaussian_points.hpp"
#include "models/data/idx_dataset.hpp"
#include "models/data/idx_images.hpp"
#include "models/data/libsvm_dataset.hpp"
#include "models/data/npy_dataset.hpp"
#include "models/data/npz_dataset.hpp"
#include "models/data/synthetic_images.hpp"
#include "models/data/synthetic_regression.hpp"
#include "models/data/synthetic_text.hpp"
#include "models/data/text.hpp"
#include "sim/base/seed.hpp"

namespace lowband {

Dataset::Dataset() : partition_(read_named(partitions(), "iid", Place("defaults"))) {}

void Dataset::parameters(Parameters& parameters) {
  declare_component(parameters, "partition", partition_, partitions(),
                    "how the training samples are split over the workers");
}

void Dataset::declare_seed(Parameters& parameters) {
  parameters.add(seed_parameter("seed", seed_,
                                "seed of everything random in the data, the same for all seeds of the experiment; "
                                "none: the first of these when the results began"));
}

const Registry<Dataset>& datasets() {
  static const Registry<Dataset> registry(
      "dataset", "name",
      {{"synthetic-images",
        "generated images, grey or of several colours, several smooth patterns per class; needs no files", "",
        [] { return std::make_unique<SyntheticImages>(); }},
       {"mnist", "handwritten digits, 28 x 28, 60000 + 10000; IDX files", "LeCun et al., Proc. IEEE 86(11), 1998",
        [] { return std::make_unique<IdxImages>("mnist", 0.1307, 0.3081); }},
       {"fashion-mnist", "clothes, 28 x 28, 60000 + 10000; IDX files", "Xiao et al., arXiv:1708.07747",
        [] { return std::make_unique<IdxImages>("fashion-mnist", 0.2860, 0.3530); }},
       {"emnist", "handwritten letters and digits, 28 x 28; IDX files", "Cohen et al., IJCNN 2017 (arXiv:1702.05373)",
        [] { return std::make_unique<Emnist>(); }},
       {"cifar-10", "colour images of 10 classes, 3 x 32 x 32, 50000 + 10000; the binary version",
        "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
        [] { return std::make_unique<Cifar10>(); }},
       {"cifar-100", "colour images of 100 classes, 3 x 32 x 32, 50000 + 10000; the binary version",
        "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
        [] { return std::make_unique<Cifar100>(); }},
       {"csv", "rows of CSV files: a column of labels, and columns of features", "RFC 4180",
        [] { return std::make_unique<CsvDataset>(); }},
       {"npz", "arrays of NumPy's savez(): images or features, and labels", "",
        [] { return std::make_unique<NpzDataset>(); }},
       {"npy", "arrays of NumPy's save(): images or features, and labels", "",
        [] { return std::make_unique<NpyDataset>(); }},
       {"idx", "images and labels in IDX files of any names", "", [] { return std::make_unique<IdxDataset>(); }},
       {"libsvm", "sparse samples from LIBSVM's text files, such as a9a", "Chang and Lin, ACM TIST 2(3), 2011",
        [] { return std::make_unique<LibsvmDataset>(); }},
       {"text", "the bytes of a text file: which symbol follows the last ones", "",
        [] { return std::make_unique<Text>(); }},
       {"synthetic-text", "generated words, as a text: which letter follows the last ones; needs no files", "",
        [] { return std::make_unique<SyntheticText>(); }},
       {"gaussian-points", "Gaussian clusters of points, for the quadratic model; needs no files", "",
        [] { return std::make_unique<GaussianPoints>(); }},
       {"synthetic-regression",
        "generated points, and for each a number to predict: linear, with noise; needs no files", "",
        [] { return std::make_unique<SyntheticRegression>(); }}});
  return registry;
}

}  // namespace lowband
