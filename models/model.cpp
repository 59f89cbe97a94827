#include "models/model.hpp"

namespace lowband {

std::size_t ParameterTensor::size() const {
  std::size_t size = 1;
  for (const std::size_t extent : shape) size *= extent;
  return size;
}

std::size_t Model::parameter_count() const {
  std::size_t count = 0;
  for (const ParameterTensor& tensor : layout()) count += tensor.size();
  return count;
}

}  // namespace lowband
