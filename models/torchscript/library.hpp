// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/torchscript/torch_module.hpp"

namespace lowband::torchscript {

/// The plug-in, which brings libtorch into this process when it is asked for first: some hundred libraries, which a
/// program that trains no TorchScript never sees. It is lib/lowband/lowband_torch.so in the program's folder or in the
/// one above. After that this process must not be forked. Throws UsageError that says how to get it if it is not there.
[[nodiscard]] const Plugin& plugin();

}  // namespace lowband::torchscript
