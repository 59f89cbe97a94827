// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/data/dataset.hpp"
#include "models/data/windows.hpp"

namespace lowband {

/// Text made from the seed, so that an experiment needs no download: words of a made-up language, each of 2 to 7
/// letters, with a blank between them. The k-th word is 1 / k times as frequent as the first one (Zipf's law), whatever
/// the word before. Symbol 0 is the blank, 1 to 26 are letters.
class SyntheticText final : public Dataset {
 public:
  SyntheticText() { windows_.length = 20; }

  void parameters(Parameters& parameters) override;
  void check(const Place& place) override;
  [[nodiscard]] Data load(const DataFolders& folders) const override;

 private:
  int train_ = 20000;
  int test_ = 2000;
  int words_ = 100;
  Windows windows_;
};

}  // namespace lowband
