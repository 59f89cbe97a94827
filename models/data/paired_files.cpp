// SPDX-License-Identifier: Apache-2.0
#include "models/data/paired_files.hpp"

#include <fmt/format.h>

namespace lowband {

void PairedFiles::parameters(Parameters& parameters, const std::string& example) {
  parameters.text("features", features,
                  fmt::format("file of the training samples, relative to a data folder, such as \"{}\"", example),
                  Parameters::Need::required);
  parameters.text("labels", labels, "file of their labels", Parameters::Need::required);
  parameters.text("test_features", test_features,
                  "file of the test samples; \"\": some training samples are held out for the test");
  parameters.text("test_labels", test_labels, "file of their labels");
  parameters.no_effect_if([this] { return has_test() ? "" : "training samples are held out for the test"; });
}

void PairedFiles::check(const Place& place) const {
  if (has_test() && test_labels.empty()) place.fail("the key \"test_labels\" is missing: file of the test labels");
}

}  // namespace lowband
