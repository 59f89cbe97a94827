// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <stdexcept>
#include <string>

namespace lowband::torchscript {

/// What libtorch says, in a line: without the traces of its interpreter and of C++ around it.
[[nodiscard]] std::string plain_words(const std::string& told);

/// What `action` returns; what libtorch throws becomes std::runtime_error in plain words.
template <class Action>
auto plainly(Action action) {
  try {
    return action();
  } catch (const c10::Error& error) {
    throw std::runtime_error(plain_words(error.what_without_backtrace()));
  } catch (const std::exception& error) {  // such as the interpreter's, which has its trace in what()
    throw std::runtime_error(plain_words(error.what()));
  }
}

}  // namespace lowband::torchscript
