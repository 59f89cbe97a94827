// SPDX-License-Identifier: Apache-2.0
// Deltas of keys: what they add up to, event by event against double, one client alone, and what is sent.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <deque>
#include <map>

#include "sim/algorithms/parameter_server/delta_model.hpp"
#include "sim/algorithms/parameter_server/delta_server.hpp"
#include "sim/algorithms/parameter_server/store_keys.hpp"
#include "sim/algorithms/tags.hpp"
#include "sim/world/compute_scope.hpp"
#include "tests/algorithms/parameter_server/served.hpp"
#include "tests/algorithms/parameter_server/three_clients.hpp"
#include "tests/world/memory_world.hpp"

using namespace lowband;
using namespace lowband::test;

namespace {

TrainingSettings delta_training(std::uint64_t iterations, int batch_size = 1) {
  return {.iterations = iterations, .batch_size = batch_size, .learning_rate = ThreeClients::rate};
}

std::string delta(int requests, const std::string& more = "") {
  return server("delta", R"(, "requests": )" + std::to_string(requests) + more);
}

/// The quadratic of problems.hpp, whose vector is two tensors: all coordinates but the last, and the last one.
class TwoTensors final : public Model {
 public:
  void parameters(Parameters& /*parameters*/) override {}
  void bind(const Shape& sample, const LabelShape& labels) override { whole_->bind(sample, labels); }
  [[nodiscard]] Layout layout() const override { return {{"a", {whole_->parameter_count() - 1}}, {"b", {1}}}; }
  void initialise(std::span<float> parameters, Stream random) const override { whole_->initialise(parameters, random); }
  double gradient(std::span<const float> parameters, const Batch& batch, const TrainingMode& mode,
                  std::span<float> gradient, Workspace& workspace) const override {
    return whole_->gradient(parameters, batch, mode, gradient, workspace);
  }
  [[nodiscard]] Evaluation evaluate(std::span<const float> parameters, std::span<const float> buffers,
                                    const Batch& batch, Workspace& workspace) const override {
    return whole_->evaluate(parameters, buffers, batch, workspace);
  }
  [[nodiscard]] bool has_accuracy() const override { return false; }
  [[nodiscard]] double gradient_flops(std::size_t samples) const override { return whole_->gradient_flops(samples); }

 private:
  std::unique_ptr<Model> whole_ = models().read(Json::parse(R"({"name": "quadratic", "condition": 1})"), Place("test"));
};

/// A codec as the method has it, of a vector of these tensors.
class Coded {
 public:
  explicit Coded(const std::string& codec, std::vector<CodedTensor> tensors) : tensors_(std::move(tensors)) {
    Parameters parameters;
    compression_.declare(parameters, "compression", "");
    parameters.read({{"compression", Json::parse(codec)}}, Place("test"));
  }
  [[nodiscard]] ModelCodec codec() const { return {compression_, tensors_, CodecErrors::contracted}; }

 private:
  Compression compression_;
  std::vector<CodedTensor> tensors_;
};

/// x of a client.
FloatBuffer value_of(DeltaModel& model, FloatBuffer& read) {
  model.add_progress(read);  // of no steps
  return read;
}

/// Three clients with two keys, in double, event by event: as ThreeClients, but that steps go on while each key, a
/// coordinate, is told and corrected. Each step reads what has come by then; a pass begins after so many of them.
class ThreeCopies {
 public:
  struct Row {
    double time_s = 0.0;
    Point store{};
  };

  ThreeCopies(const Point& initial, std::size_t requests, int local_steps)
      : requests_(requests), local_steps_(local_steps), store_(initial) {
    rows.push_back({0.0, initial});
    for (Copy& copy : copies_) copy.value = copy.known = initial;
    for (std::size_t i = 0; i < 3; ++i) begin_step(i);
  }

  void run(int total_steps) {
    while (steps_ < total_steps) {
      const auto next = agenda_.begin();
      const auto what = next->second;
      now_s_ = next->first;
      agenda_.erase(next);
      what();
    }
  }

  std::vector<Row> rows;       ///< whenever all together have taken a multiple of three steps, or just passed one
  std::vector<int> staleness;  ///< how often
  int answers = 0;

 private:
  struct Copy {
    Point value{};
    Point known{};
    Point progress{};  ///< of the step that goes on
    int taken = 0;     ///< steps of this period
    std::size_t next_key = 2;
    std::size_t under_way = 0;
    bool has_news = false;
    std::array<int, 2> seen{};
  };

  void at(double time_s, std::function<void()> what) { agenda_.emplace(time_s, std::move(what)); }

  void begin_step(std::size_t i) {
    Copy& copy = copies_.at(i);
    for (std::size_t k = 0; k < 2; ++k) {
      copy.progress.at(k) = -ThreeClients::rate * (copy.value.at(k) - ThreeClients::optimum.at(i).at(k));
    }
    at(now_s_ + ThreeClients::step_s.at(i), [this, i] { end_step(i); });
  }

  void end_step(std::size_t i) {
    Copy& copy = copies_.at(i);
    for (std::size_t k = 0; k < 2; ++k) copy.value.at(k) += copy.progress.at(k);
    if (++copy.taken == local_steps_) {
      copy.taken = 0;
      copy.has_news = true;
      const int before = steps_ / 3;
      steps_ += local_steps_;
      if (steps_ / 3 > before) rows.push_back({now_s_, store_});
    }
    go_on(i);
    begin_step(i);
  }

  void go_on(std::size_t i) {
    Copy& copy = copies_.at(i);
    const bool is_over = copy.next_key == 2 && copy.under_way == 0;
    if (is_over && copy.has_news) {
      copy.next_key = 0;
      copy.has_news = false;
    }
    while (copy.next_key < 2 && copy.under_way < requests_) {
      const std::size_t k = copy.next_key++;
      ++copy.under_way;
      const double told = copy.value.at(k) - copy.known.at(k);
      copy.known.at(k) += told;
      at(now_s_ + ThreeClients::transit_s, [this, i, k, told] { arrive(i, k, told); });
    }
  }

  void arrive(std::size_t i, std::size_t k, double told) {
    const auto stale = static_cast<std::size_t>(version_.at(k) - copies_.at(i).seen.at(k));
    if (staleness.size() <= stale) staleness.resize(stale + 1, 0);
    ++staleness[stale];
    store_.at(k) += told;
    copies_.at(i).seen.at(k) = ++version_.at(k);
    ++answers;
    at(now_s_ + ThreeClients::transit_s, [this, i, k, global = store_.at(k)] {
      Copy& copy = copies_.at(i);
      copy.value.at(k) += global - copy.known.at(k);
      copy.known.at(k) = global;
      --copy.under_way;
      go_on(i);
    });
  }

  std::size_t requests_;
  int local_steps_;
  Point store_;
  std::array<int, 2> version_{};
  std::array<Copy, 3> copies_{};
  double now_s_ = 0.0;
  std::multimap<double, std::function<void()>> agenda_;
  int steps_ = 0;
};

}  // namespace

TEST_CASE("keys are tensors, or what of them one shard has", "[server]") {
  const auto keys = [](const Layout& layout, int shards) {
    std::vector<std::array<std::size_t, 3>> found;
    for (const StoreKey& key : store_keys(layout, Shards(7, size_of(layout), shards))) {
      found.push_back({key.range.first, key.range.size, static_cast<std::size_t>(key.shard)});
    }
    return found;
  };
  using Keys = std::vector<std::array<std::size_t, 3>>;
  const Layout layout = {{"a", {2, 3}}, {"b", {1}}, {"c", {3}}};
  CHECK(keys(layout, 1) == Keys{{0, 6, 0}, {6, 1, 0}, {7, 3, 0}});
  CHECK(keys(layout, 2) == Keys{{0, 5, 0}, {5, 1, 1}, {6, 1, 1}, {7, 3, 1}});
  CHECK(keys(layout, 3) == Keys{{0, 4, 0}, {4, 2, 1}, {6, 1, 1}, {7, 3, 2}});
  CHECK(keys({{"a", {7}}}, 3) == Keys{{0, 3, 0}, {3, 2, 1}, {5, 2, 2}});
}

TEST_CASE("a copy is corrected, not overwritten: two clients by hand", "[server]") {
  // One number, at first 8. Small integers are exact. In brackets what x - s is made of: own deltas that the store has
  // not been told of, or that are on their way, less those of the other one that are there and not seen.
  const ComputeScope scope;
  const Coded coded(R"("none")", {{1}});
  const CoordinateRange key{0, 1};
  const FloatBuffer initial{8.0F};
  DeltaStore store(coded.codec(), key);
  store.begin(initial);
  std::array<DeltaModel, 2> models = {DeltaModel(coded.codec(), initial), DeltaModel(coded.codec(), initial)};
  std::array<FloatBuffer, 2> read = {initial, initial};
  const auto progress = [&](std::size_t i, float steps) {
    read.at(i)[0] += steps;
    models.at(i).add_progress(read.at(i));
  };
  const auto put = [&](std::size_t i) { return models.at(i).put(key, Stream(1, Purpose::quantization, 0, 0)); };
  const auto answer = [&] {
    auto value = std::make_shared<FloatBuffer>();
    store.read(key, *value);
    return Message(value);
  };
  const auto x_less_s = [&](std::size_t i) {
    return static_cast<double>(value_of(models.at(i), read.at(i))[0]) - store.values()[0];
  };
  progress(0, 1.0F);
  const Message one = put(0);
  CHECK(one.floats()[0] == 1.0F);
  progress(1, 2.0F);
  const Message two = put(1);
  store.add(key, two.content(), 1.0);
  const Message of_two = answer();
  CHECK(store.values()[0] == 10.0);
  progress(0, 4.0F);
  CHECK(x_less_s(0) == 4.0 + 1.0 - 2.0);  // x = 13
  CHECK(x_less_s(1) == 0.0);
  store.add(key, one.content(), 1.0);
  const Message of_one = answer();
  CHECK(x_less_s(0) == 4.0 - 2.0);
  CHECK(x_less_s(1) == -1.0);
  models[1].take(key, of_two);
  CHECK(x_less_s(1) == -1.0);
  progress(1, 16.0F);
  models[0].take(key, of_one);
  CHECK(x_less_s(0) == 4.0);  // x = 15: what the step has changed meanwhile is kept
  CHECK(x_less_s(1) == 16.0 - 1.0);
  const Message last = put(1);
  CHECK(last.floats()[0] == 16.0F);
  store.add(key, last.content(), 1.0);
  models[1].take(key, answer());
  CHECK(store.values()[0] == 8.0 + (1.0) + (2.0 + 16.0));
  CHECK(x_less_s(1) == 0.0);
  CHECK(x_less_s(0) == 4.0 - 16.0);
}

TEST_CASE("what the store has is what it was told, to the bit, and no copy loses what it has not told", "[server]") {
  // Three clients and two keys; what happens next is drawn. Codes leave out what they will: it is told later.
  const ComputeScope scope;
  constexpr std::size_t clients = 3;
  const std::vector<CoordinateRange> keys = {{0, 6}, {6, 2}};
  for (const std::string codec :
       {R"("none")", R"({"name": "qsgd", "bits": 4})", R"({"name": "top-k", "ratio": 0.3})"}) {
    INFO(codec);
    const Coded coded(codec, {{6}, {2}});
    const ModelCodec reader = coded.codec();
    Stream random(1, Purpose::data, 0, 0);
    FloatBuffer initial(8);
    for (float& value : initial) value = random.normal();
    DeltaStore store(coded.codec(), {0, 8});
    store.begin(initial);
    std::vector<double> sum(initial.begin(), initial.end());  // in the order in which it comes
    struct Client {
      DeltaModel model;
      FloatBuffer read;
      std::vector<double> own;        ///< all that its steps have changed
      std::vector<double> delivered;  ///< what of it the store has
      std::vector<double> others;     ///< what the store had of others', when the client was told last
      std::array<std::optional<Message>, 2> to_store{};
      std::array<std::optional<Message>, 2> to_client{};
      std::array<std::vector<double>, 2> others_then{};
    };
    std::vector<Client> all;
    for (std::size_t i = 0; i < clients; ++i) {
      all.push_back({DeltaModel(coded.codec(), initial), initial, std::vector<double>(8), std::vector<double>(8),
                     std::vector<double>(8)});
    }
    const auto others_of = [&](std::size_t i, std::size_t k) {
      double others = 0.0;
      for (std::size_t j = 0; j < clients; ++j) others += j == i ? 0.0 : all[j].delivered[k];
      return others;
    };
    std::uint32_t codes = 0;
    const auto act = [&](std::size_t i, std::uint32_t what, std::size_t which, bool steps) {
      Client& client = all[i];
      const CoordinateRange key = keys[which];
      auto& to_store = client.to_store.at(which);
      auto& to_client = client.to_client.at(which);
      if (what == 0 && steps) {
        for (std::size_t k = 0; k < 8; ++k) {
          const float before = client.read[k];
          client.read[k] += random.normal();
          client.own[k] += static_cast<double>(client.read[k]) - static_cast<double>(before);
        }
        client.model.add_progress(client.read);
      } else if (what == 1 && !to_store && !to_client) {
        to_store = client.model.put(key, Stream(1, Purpose::quantization, 0, codes++));
      } else if (what == 2 && to_store) {
        store.add(key, to_store->content(), 1.0);
        FloatBuffer decoded(key.size);
        reader.decode(to_store->content(), key.first, decoded);
        for (std::size_t k = 0; k < key.size; ++k) {
          sum[key.first + k] += static_cast<double>(decoded[k]);
          client.delivered[key.first + k] += static_cast<double>(decoded[k]);
        }
        to_store.reset();
        auto value = std::make_shared<FloatBuffer>();
        store.read(key, *value);
        to_client = Message(value);
        auto& then = client.others_then.at(which);
        then.clear();
        for (std::size_t k = key.first; k < key.end(); ++k) then.push_back(others_of(i, k));
      } else if (what == 3 && to_client) {
        client.model.take(key, *to_client);
        to_client.reset();
        for (std::size_t k = 0; k < key.size; ++k) client.others[key.first + k] = client.others_then.at(which)[k];
      }
    };
    for (int event = 0; event < 3000; ++event) {
      act(random.below(clients), random.below(4), random.below(2), true);
      REQUIRE(std::equal(sum.begin(), sum.end(), store.values().begin()));
      if (event % 50 != 0) continue;
      for (std::size_t i = 0; i < clients; ++i) {
        const FloatBuffer x = value_of(all[i].model, all[i].read);
        for (std::size_t k = 0; k < 8; ++k) {
          const double unseen = others_of(i, k) - all[i].others[k];
          const double expected = all[i].own[k] - all[i].delivered[k] - unseen;
          CHECK(static_cast<double>(x[k]) - store.values()[k] == Approx(expected).margin(1e-3));  // |x| is about 100
        }
      }
    }
    for (int event = 0; event < 3000; ++event) {
      act(random.below(clients), 1 + random.below(3), random.below(2), false);
    }
    for (Client& client : all) {  // when nothing is new all is told
      const FloatBuffer x = value_of(client.model, client.read);
      for (std::size_t k = 0; k < 8; ++k) CHECK(static_cast<double>(x[k]) == Approx(store.values()[k]).margin(1e-3));
    }
  }
}

TEST_CASE("running statistics follow the mean of what clients have changed, parameters the sum", "[server]") {
  // A parameter and a statistic, at first 1 and 2, of four clients; one of them adds 8 to each.
  const auto problem = quadratic({{0.0F, 0.0F}}, {{0}}, 1);
  const Coded coded(R"("none")", {{1}, {1}});
  TaskPool pool(1);
  MemoryWorld world(1, 1, 1);
  auto reports = by_total_steps(1);
  Reporter reporter(*problem.problem, reports, 1, pool, world);
  DeltaServer store(DeltaStore(coded.codec(), {0, 2}),
                    {.clients = 4, .has_buffers = true, .shard = {0, 2}, .keys = {{0, 1}, {1, 1}}});
  std::vector<float> told;
  world.run([&](Worker& worker) {
    if (worker.rank() == 1) return store.run(worker, nullptr, reporter);
    const auto send = [&](Tag tag, float number) {
      Message message;
      worker.compute(0.0, [&] { message = Message(std::make_shared<const FloatBuffer>(1, number)); });
      worker.send(1, tag, message);
    };
    send(tags::initial, 1.0F);
    send(tags::initial, 2.0F);
    for (int request = 0; request < 4; ++request) {
      send(tags::update, 8.0F);
      const Message value = worker.receive_any(tags::value).second;
      worker.compute(0.0, [&] { told.push_back(value.floats()[0]); });
    }
  });
  CHECK(told == std::vector<float>{9.0F, 4.0F, 17.0F, 6.0F});
}

TEST_CASE("deltas of three unequal clients and two keys, event by event in double", "[server]") {
  std::vector<std::vector<float>> points;
  for (const Point& a : ThreeClients::optimum) points.push_back({static_cast<float>(a[0]), static_cast<float>(a[1])});
  const auto whole = points_of_workers(points);
  auto in_two = points_of_workers(points);
  in_two.model = std::make_unique<TwoTensors>();
  in_two.model->bind({2}, {1});
  in_two.problem = std::make_unique<Problem>(*in_two.model, in_two.data,
                                             std::vector<std::vector<std::uint32_t>>{{0}, {1}, {2}}, 1, 1);
  const auto& initial = whole.problem->initial();
  const auto compute = steps_of_seconds({ThreeClients::step_s.begin(), ThreeClients::step_s.end()});
  constexpr std::uint64_t iterations = 12;
  const auto check = [&](const OwningProblem& problem, int shards, int requests, int local_steps) {
    CAPTURE(shards, requests, local_steps);
    ThreeCopies expected({static_cast<double>(initial[0]), static_cast<double>(initial[1])},
                         static_cast<std::size_t>(requests), local_steps);
    expected.run(3 * iterations);
    const auto platform = star_with_server(3, ThreeClients::transit_s / 2.0, shards);
    const auto ready = prepared(delta(requests, R"(, "shards": )" + std::to_string(shards) + R"(, "local_steps": )" +
                                                    std::to_string(local_steps)),
                                platform, problem.model->layout());
    const auto run = trained(problem, ready, platform, delta_training(iterations), by_total_steps(1), 1, compute);
    REQUIRE(run.metrics.size() == expected.rows.size());
    for (std::size_t row = 0; row < expected.rows.size(); ++row) {
      INFO("row " << row);
      CHECK(run.metrics[row].sim_time_s == Approx(expected.rows[row].time_s).margin(1e-4));
      CHECK(run.metrics[row].train_loss == Approx(ThreeClients::loss(expected.rows[row].store)).epsilon(1e-5));
    }
    CHECK(run.all["staleness"] == Json(expected.staleness));
    int answers = 0;
    for (int shard = 0; shard < shards; ++shard)
      answers += run.all["messages"][3 + static_cast<std::size_t>(shard)].get<int>();
    CHECK(answers == expected.answers);
  };
  for (const int local_steps : {1, 2, 3}) {
    for (const int requests : {1, 2}) {
      check(whole, 2, requests, local_steps);   // a key each in two shards
      check(in_two, 1, requests, local_steps);  // two keys in one
    }
  }
}

TEST_CASE("one client with a store is SGD, bit for bit, whatever its codes leave out", "[server]") {
  const auto problem = noisy_quadratic(1, 12, 8, 2);
  TrainingSettings settings = delta_training(18, 2);
  settings.optimizer = optimizer(R"({"name": "sgd", "momentum": 0.9})");
  const auto own_losses = [](const Trained& run) {
    std::vector<double> losses;
    for (const auto& row : run.all["worker_metrics"]) losses.push_back(row[3].get<double>());
    return losses;
  };
  for (const std::string steps : {"1", "3"}) {
    const auto alone = prepared(all_reduce(steps), star(1, 1e9, 1e-4), problem.model->layout());
    auto by_iterations = by_total_steps(1);
    by_iterations.clock = EvaluationClock::iterations;
    const auto expected = own_losses(trained(problem, alone, star(1, 1e9, 1e-4), settings, by_iterations));
    for (const std::string more :
         {"", R"(, "shards": 3, "requests": 1)", R"(, "compression": {"name": "qsgd", "bits": 4})",
          R"(, "compression": {"name": "top-k", "ratio": 0.3})"}) {
      for (const double latency_s : {1e-4, 0.7}) {
        CAPTURE(steps, more, latency_s);
        const auto platform = star_with_server(1, latency_s, 3);
        const auto ready =
            prepared(server("delta", R"(, "local_steps": )" + steps + more), platform, problem.model->layout());
        auto found =
            own_losses(trained(problem, ready, platform, settings, by_total_steps(1), 1, steps_of_seconds({1.0})));
        const std::size_t rows = std::min(found.size(), expected.size());
        REQUIRE(rows >= 7);
        found.resize(rows);
        CHECK(found == std::vector<double>(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(rows)));
      }
    }
  }
}

TEST_CASE("a store that is told nothing before training ends is warned about", "[server]") {
  const auto lines = [](const std::string& more) { return prepared(server("delta", more), 2)->warnings({}, 6); };
  CHECK(lines("").empty());
  CHECK(lines(R"(, "local_steps": 5)").empty());
  REQUIRE(lines(R"(, "local_steps": "once")").size() == 1);
  CHECK_THAT(lines(R"(, "local_steps": "once")").front(),
             Catch::StartsWith("\"delta\" tells what a period") && Catch::EndsWith("the servers learn nothing"));
}

TEST_CASE("a pass for each period at most, and as many requests under way as are allowed", "[server]") {
  // Client 1 takes a step a second, client 0 one in 2.6 s: together 14 of them at 10.4 s, when client 1 has taken 10
  // and has three keys, one in each shard.
  const auto problem = noisy_quadratic(2, 100, 4, 1);
  const auto run = [&](double latency_s, const std::string& more) {
    const auto platform = star_with_server(2, latency_s, 3);
    const auto ready = prepared(server("delta", R"(, "shards": 3)" + more), platform, problem.model->layout());
    return trained(problem, ready, platform, delta_training(7), by_total_steps(7), 1, steps_of_seconds({2.6, 1.0})).all;
  };
  const auto of_client_1 = [](const Json& all) { return all["messages"][1].get<int>(); };
  // A fast network: 10 passes of client 1, and 3 of client 0 before its last step, in 34, 33 and 33 numbers: 4 bytes
  // each, and 16 of a header.
  const Json fast = run(1e-4, "");
  CHECK(of_client_1(fast) == 10 * 3);
  CHECK(fast["bytes"][1] == 10 * (400 + 3 * 16));
  CHECK(fast["messages"][2] == 10 + 3);
  CHECK(fast["bytes"][2] == 13 * (34 * 4 + 16));
  CHECK(fast["bytes"][3] == 13 * (33 * 4 + 16));
  CHECK(run(1e-4, R"(, "compression": "fp16")")["bytes"][1] == 10 * (200 + 3 * 16));
  CHECK(of_client_1(run(1e-4, R"(, "local_steps": 5)")) == 2 * 3);
  // 3.2 s from a request to its answer: one at a time, at 1, 4.2 and 7.4 s; two, and two and one more at 1, 4.2 and 7.4
  // s: the first pass ends at 7.4 s, and the second one begins; three at 1, 4.2 and 7.4 s.
  CHECK(of_client_1(run(0.8, R"(, "requests": 1)")) == 3);
  CHECK(of_client_1(run(0.8, R"(, "requests": 2)")) == 2 + 1 + 2);
  CHECK(of_client_1(run(0.8, R"(, "requests": 3)")) == 3 * 3);
}
