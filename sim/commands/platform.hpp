// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace CLI {
class App;
}

namespace lowband {

/// Adds `lowband platform KIND --workers M ...`, which writes a SimGrid platform to standard output. Every generator is
/// a command of its own, whose options are the parameters that it states. When it has run, `status` is its exit status;
/// it throws UsageError.
void add_platform_command(CLI::App& app, int& status);

}  // namespace lowband
