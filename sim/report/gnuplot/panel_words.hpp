// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sim/report/gnuplot/page.hpp"
#include "sim/report/gnuplot/surroundings.hpp"

namespace lowband {

/// Puts the words of a panel on a page, and the scale of its colours: those around its plot, and those inside. Where
/// there are words already, others move up or down, and without any room they are left out: a mark without its word
/// can be read, two words on each other cannot.
void place_panel_words(GnuplotPage& page, const Figure& figure, const FigurePanel& panel, const Surroundings& around,
                       const PageBox& plot);

}  // namespace lowband
