// SPDX-License-Identifier: Apache-2.0
// Writes the TorchScript files of the tests: make_modules FOLDER. In C++, so that tests need no Python with PyTorch.
#include <torch/script.h>

#include <cmath>
#include <iostream>
#include <string>
#include <vector>

namespace {

using torch::jit::Module;

Module made(const std::string& name) {
  Module module("__torch__." + name);
  module.register_attribute("training", c10::BoolType::get(), true);
  return module;
}

void parameter(Module& module, const std::string& name, const at::Tensor& value, bool requires_grad = true) {
  module.register_parameter(name, value.clone().set_requires_grad(requires_grad), false);
}

/// PyTorch's default initialisation of dense layers and convolutions.
at::Tensor initial(at::IntArrayRef sizes, std::int64_t fan_in) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
  return at::rand(sizes) * (2.0 * bound) - bound;
}

Module dense(std::int64_t inputs, std::int64_t outputs) {
  Module module = made("Linear");
  parameter(module, "weight", initial({outputs, inputs}, inputs));
  parameter(module, "bias", initial({outputs}, inputs));
  module.define("def forward(self, x):\n  return torch.addmm(self.bias, x, self.weight.t())\n");
  return module;
}

Module convolution(std::int64_t inputs, std::int64_t outputs, int stride = 1) {
  Module module = made("Conv2d");
  parameter(module, "weight", initial({outputs, inputs, 3, 3}, 9 * inputs));
  const std::string step = std::to_string(stride);
  module.define("def forward(self, x):\n  return torch.conv2d(x, self.weight, None, [" + step + ", " + step +
                "], [1, 1])\n");
  return module;
}

Module batch_normalisation(std::int64_t channels, bool has_momentum = true) {
  Module module = made("BatchNorm2d");
  parameter(module, "weight", at::ones({channels}));
  parameter(module, "bias", at::zeros({channels}));
  module.register_buffer("running_mean", at::zeros({channels}));
  module.register_buffer("running_var", at::ones({channels}));
  module.register_buffer("num_batches_tracked", at::zeros({}, at::kLong));
  module.register_attribute("momentum", c10::OptionalType::create(c10::FloatType::get()),
                            has_momentum ? c10::IValue(0.1) : c10::IValue());
  module.define(R"(
def forward(self, x):
  if self.training:
    self.num_batches_tracked.add_(1)
  return torch.batch_norm(x, self.weight, self.bias, self.running_mean, self.running_var, self.training, 0.1, 1e-5, False)
)");
  return module;
}

Module dropout() {
  Module module = made("Dropout");
  module.define("def forward(self, x):\n  return torch.dropout(x, 0.4, self.training)\n");
  return module;
}

/// dense1, ReLU, dense2 on 8 x 8 images of a channel, as the model "mlp" has them.
Module mlp() {
  Module module = made("Mlp");
  module.register_module("dense1", dense(64, 12));
  module.register_module("dense2", dense(12, 10));
  module.define(
      "def forward(self, x):\n  return self.dense2.forward(torch.relu(self.dense1.forward(torch.flatten(x, 1))))\n");
  return module;
}

Module block(std::int64_t inputs, std::int64_t outputs) {
  Module module = made("Block");
  const bool narrows = inputs != outputs;
  module.register_module("conv1", convolution(inputs, outputs, narrows ? 2 : 1));
  module.register_module("bn1", batch_normalisation(outputs));
  module.register_module("conv2", convolution(outputs, outputs));
  module.register_module("bn2", batch_normalisation(outputs));
  const std::string added = std::to_string(outputs - inputs);
  const std::string shortcut =
      narrows ? "torch.constant_pad_nd(torch.slice(torch.slice(x, 2, 0, 9223372036854775807, 2), 3, 0, "
                "9223372036854775807, 2), [0, 0, 0, 0, 0, " +
                    added + "])"
              : "x";
  module.define(
      "def forward(self, x):\n"
      "  y = torch.relu(self.bn1.forward(self.conv1.forward(x)))\n"
      "  y = self.bn2.forward(self.conv2.forward(y))\n"
      "  return torch.relu(y + " +
      shortcut + ")\n");
  return module;
}

/// The residual network of 20 layers of He et al. with shortcuts A, as the model "resnet20" has it.
Module resnet20() {
  Module module = made("ResNet");
  module.register_module("conv1", convolution(3, 16));
  module.register_module("bn1", batch_normalisation(16));
  std::int64_t inputs = 16;
  for (const std::int64_t outputs : {16, 32, 64}) {
    Module layer = made("Layer");
    for (const char* const number : {"0", "1", "2"}) {
      layer.register_module(number, block(inputs, outputs));
      inputs = outputs;
    }
    layer.define(
        "def forward(self, x):\n"
        "  x = getattr(self, \"0\").forward(x)\n"
        "  x = getattr(self, \"1\").forward(x)\n"
        "  return getattr(self, \"2\").forward(x)\n");
    module.register_module("layer" + std::to_string(outputs / 32 + 1), layer);
  }
  module.register_module("fc", dense(64, 10));
  module.define(
      "def forward(self, x):\n"
      "  x = torch.relu(self.bn1.forward(self.conv1.forward(x)))\n"
      "  x = self.layer3.forward(self.layer2.forward(self.layer1.forward(x)))\n"
      "  return self.fc.forward(torch.mean(x, [2, 3]))\n");
  return module;
}

/// A convolution, batch normalisation, dropout and a dense layer, for 8 x 8 images of a channel.
Module cnn() {
  Module module = made("Cnn");
  module.register_module("conv", convolution(1, 4));
  module.register_module("bn", batch_normalisation(4));
  module.register_module("dropout", dropout());
  module.register_module("fc", dense(4 * 16, 3));
  module.define(
      "def forward(self, x):\n"
      "  x = torch.max_pool2d(torch.relu(self.bn.forward(self.conv.forward(x))), [2, 2])\n"
      "  return self.fc.forward(self.dropout.forward(torch.flatten(x, 1)))\n");
  return module;
}

/// One matrix that is used twice, one that is frozen, one that is empty, and a number.
Module tied() {
  Module module = made("Tied");
  const at::Tensor shared = initial({4, 4}, 4).set_requires_grad(true);
  module.register_parameter("first", shared, false);
  module.register_parameter("again", shared, false);
  parameter(module, "frozen", at::eye(4), false);
  parameter(module, "empty", at::zeros({0, 3}));
  parameter(module, "scale", at::full({}, 2.0));
  module.define(
      "def forward(self, x):\n"
      "  return self.scale * torch.mm(torch.mm(torch.mm(x, self.first), self.again), self.frozen)\n");
  return module;
}

/// A number for each sample: [samples].
Module regression() {
  Module module = made("Regression");
  module.register_module("fc", dense(4, 1));
  module.define("def forward(self, x):\n  return self.fc.forward(x).squeeze(1)\n");
  return module;
}

/// The next symbol at each step of a text: [samples, symbols, steps].
Module symbols() {
  Module module = made("Symbols");
  parameter(module, "table", initial({27, 27}, 27));
  parameter(module, "mixing", initial({27, 27}, 27));
  module.define(
      "def forward(self, x):\n"
      "  return torch.matmul(torch.embedding(self.table, x), self.mixing).transpose(1, 2)\n");
  return module;
}

/// A module with a 4 x 3 matrix `w` and this body of its forward(x).
Module small(const std::string& body) {
  Module module = made("Small");
  parameter(module, "w", initial({4, 3}, 4));
  module.register_attribute("calls", c10::IntType::get(), 0);
  module.define("def forward(self, x):\n" + body);
  return module;
}

void write(const Module& module, const std::string& folder, const std::string& name) {
  module.save(folder + "/" + name + ".pt");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "make_modules FOLDER\n";
    return 2;
  }
  const std::string folder = argv[1];
  at::manual_seed(1);
  write(mlp(), folder, "mlp");
  write(resnet20(), folder, "resnet20");
  write(cnn(), folder, "cnn");
  write(tied(), folder, "tied");
  write(regression(), folder, "regression");
  write(symbols(), folder, "symbols");
  write(small("  return torch.mm(x, self.w)\n"), folder, "small");
  // What is refused.
  write(small("  return (torch.mm(x, self.w), x)\n"), folder, "tuple");
  write(small("  return torch.mm(x, self.w).sum()\n"), folder, "scalar");
  write(small("  return torch.mm(x, self.w) + torch.rand([1])\n"), folder, "draws");
  write(small("  self.calls = self.calls + 1\n  return torch.mm(x, self.w) * float(self.calls)\n"), folder, "counts");
  write(small("  return torch.mm(x, self.w.detach())\n"), folder, "detached");
  write(small("  self.w.detach().mul_(0.5)\n  return torch.mm(x, self.w)\n"), folder, "changes");
  write(small("  return torch.unsqueeze(torch.mean(x, 1), 1) * torch.sum(self.w, 0)\n"), folder, "elementwise");
  Module doubles = made("Doubles");
  parameter(doubles, "w", at::zeros({4, 3}, at::kDouble));
  doubles.define("def forward(self, x):\n  return torch.mm(x.to(7), self.w)\n");
  write(doubles, folder, "doubles");
  Module cumulative = made("Cumulative");
  cumulative.register_module("bn", batch_normalisation(4, false));
  cumulative.define("def forward(self, x):\n  return self.bn.forward(x)\n");
  write(cumulative, folder, "cumulative");
  Module frozen = made("Frozen");
  parameter(frozen, "w", at::zeros({4, 3}), false);
  frozen.define("def forward(self, x):\n  return torch.mm(x, self.w)\n");
  write(frozen, folder, "frozen");
  return 0;
}
