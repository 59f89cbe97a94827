// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <dnnl.hpp>
#include <initializer_list>
#include <string>

#include "models/data/shape.hpp"

namespace lowband::onednn {

/// "2.6.3".
[[nodiscard]] std::string version();

/// The engine of all primitives. oneDNN goes by the processor it finds; here it uses no more of it than this program
/// was compiled for, so that one instruction set gives the same results on all machines that have it.
[[nodiscard]] const dnnl::engine& engine();

/// The calling thread's stream. To have called this makes the thread one on which oneDNN creates and executes
/// primitives single-threaded: parallelism is the task pool's, and sums are formed in the same order for any number of
/// its threads.
[[nodiscard]] dnnl::stream& stream();

/// Attributes of primitives that hold no memory of their own, so that threads can share them: whoever executes one
/// brings its scratchpad.
[[nodiscard]] const dnnl::primitive_attr& stateless();

/// Extents as oneDNN has them.
[[nodiscard]] dnnl::memory::dims extents(std::initializer_list<std::size_t> sizes);

/// The shape of a sample in an activation of samples x channels x height x width.
[[nodiscard]] Shape sample_shape(const dnnl::memory::desc& desc);

/// float32 dimensions in a named layout; `any` lets a primitive choose.
[[nodiscard]] dnnl::memory::desc floats(const dnnl::memory::dims& extents, dnnl::memory::format_tag layout);

/// `data` as oneDNN takes it. It writes to nothing that it is given as a source.
[[nodiscard]] dnnl::memory wrap(const dnnl::memory::desc& desc, const float* data);

}  // namespace lowband::onednn
