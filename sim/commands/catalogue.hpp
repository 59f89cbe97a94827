// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace lowband {

/// The kinds of components that an experiment names: "algorithms", "codecs", ...
[[nodiscard]] const std::vector<std::string>& catalogue_kinds();

/// `lowband list [KIND]`: names, a line each. Empty `kind`: those of all kinds. Throws UsageError for an unknown one.
int list_command(const std::string& kind);

/// `lowband describe NAME`: source and parameters of every component of that name; what every parameter's value of that
/// name does; the experiment file itself for "experiment"; the keys of a graph of sites for "site-graph". Throws
/// UsageError with the nearest name.
int describe_command(const std::string& name);

/// `lowband describe bound [NAME]`: what theory says of the squared gradient, with source and assumptions; empty: all
/// bounds. Throws UsageError with the names.
int describe_bound_command(const std::string& name);

/// `lowband describe experiment --schema`: the JSON Schema of experiment files, for editors.
int schema_command();

}  // namespace lowband
