// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace lowband {

/// `lowband describe --markdown WHAT`: tables of GitHub's Markdown, as the pages of docs/ hold them. WHAT is
///
///     codecs           a kind: its components (name, what it is, source), and the parameters of all of them
///     qsgd             a component: its parameters (name, type, default, unit, meaning); "topologies.ring" where
///                      components of several kinds have the name
///     experiment       the keys of an experiment file
///     gossip.method    a parameter: the keys of the object, or objects, that it holds, or the values that it can have
///
/// Columns that would be empty are left out. Values of a parameter stand beside it, but for those with sources, which
/// have a table of their own only. Throws UsageError with the nearest name.
int describe_markdown_command(const std::string& what);

}  // namespace lowband
