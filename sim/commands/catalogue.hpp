#pragma once

#include <string>

namespace lowband {

/// `lowband list [algorithms|periods|optimizers|schedules|outer-optimizers|compressors|topologies|models|datasets|
/// partitions|profiles|platforms]`: names, a line each.
/// Empty `kind`: all of them. Throws UsageError for an unknown kind.
int list_command(const std::string& kind);

/// `lowband describe NAME`: source and parameters of every component of that name, or of the experiment file itself
/// for "experiment". Throws UsageError with the nearest name.
int describe_command(const std::string& name);

/// `lowband describe experiment --schema`: the JSON Schema of experiment files, for editors.
int schema_command();

}  // namespace lowband
