#include "training/fit.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

#include "base/hash.h"
#include "model/measures.h"
#include "training/linear.h"

namespace clearway::training {
namespace {

constexpr std::string_view recipe_yaml = R"(
recipes:
  sample:
    procedures: [import]
    signals:
      maker: {label: {ko: 제조자, en: maker}, category: maker}
      weight: {label: {ko: 중량, en: weight}, number: weight, unit: kilograms}
      repeats: {label: {ko: 반복, en: repeats}}
    bands:
      weight_4: {of: weight, as: logarithm, bands: 4}
    columns:
      - {of: weight, as: logarithm, signal: weight}
      - {of: price, per: weight, signal: weight}
      - {levels_of: maker, most: 5, signal: maker}
    terms:
      - {of: [maker], spread: 0.5, signal: maker}
      - {of: [maker, weight_4], spread: 0.2, signal: weight}
    repeat: {strength: 0.2, signal: repeats}
    one_row_per_repeat: true
    folds: 3
    trees: {count: 20, depth: 3, learning_rate: 0.2}
)";

Kind kind_of(std::string_view name) {
  if (name == "maker") return Kind::category;
  return name == "weight" || name == "price" ? Kind::number : Kind::unknown;
}

Recipe recipe() { return read_recipe(recipe_yaml, "sample", kind_of).value(); }

/// Two makers of ten are mostly irregular; heavy goods of the others are sometimes.
std::vector<Example> examples(std::size_t count, unsigned seed = 7) {
  std::mt19937_64 random(seed);
  std::vector<Example> made;
  for (std::size_t i = 0; i < count; ++i) {
    Example example;
    const auto maker = random() % 10;
    const auto weight = static_cast<std::int64_t>(1 + random() % 40) * 1'000'000;
    example.inputs.numbers = {weight, static_cast<std::int64_t>(random() % 1000) * 1'000'000};
    example.inputs.categories = {hash_text(std::to_string(maker))};
    example.inputs.repeat = mix(maker * 1000 + static_cast<std::uint64_t>(weight)) | 1;
    example.inputs.exact_repeat = mix(random()) | 1;
    const auto likely = maker < 2 ? 70U : weight > 30'000'000 ? 30U : 5U;
    example.irregular = random() % 100 < likely;
    made.push_back(std::move(example));
  }
  return made;
}

likelihood::Model fitted(const std::vector<Example>& data, unsigned threads = 1, std::uint64_t seed = 1) {
  FitSettings settings{.seed = seed, .threads = threads, .about = {}};
  settings.about.recipe = "sample";
  settings.about.procedures = {"import"};
  return fit(recipe(), data, settings, [](std::size_t, std::size_t) {}).value();
}

TEST(Fit, TheSameExamplesAndSeedGiveTheSameModelWhateverTheThreads) {
  const auto data = examples(2'000);
  const auto model = fitted(data);
  EXPECT_EQ(model.bytes(), fitted(data, 3).bytes());
  EXPECT_NE(model.version(), fitted(data, 1, 2).version());
  EXPECT_EQ(model.about().rows, 2'000U);
  EXPECT_LT(model.about().groups, 500U);
}

TEST(Fit, RanksWhatItHasNotSeen) {
  const auto model = fitted(examples(4'000));
  std::vector<float> scores, labels;
  for (auto& one : examples(2'000, 99)) {
    one.inputs.repeat = one.inputs.exact_repeat = 0;  // nothing to remember
    scores.push_back(static_cast<float>(model.score(one.inputs).log_odds));
    labels.push_back(one.irregular ? 1 : 0);
  }
  EXPECT_GT(model::area_under_curve(scores, labels), 0.8);
}

TEST(Fit, ContributionsSumToTheLogOdds) {
  const auto model = fitted(examples(2'000));
  std::vector<double> added(model.layout().signals.size());
  for (const auto& one : examples(200, 5)) {
    const auto score = model.score(one.inputs);
    model.explain(one.inputs, score, added);
    double sum = model.base_log_odds();
    for (const double value : added) sum += value;
    EXPECT_NEAR(sum, score.log_odds, 1e-9);
    EXPECT_NEAR(likelihood::likelihood_of(score.log_odds), score.likelihood, 1e-12);
  }
}

TEST(Fit, RepeatsMoveTheLikelihoodAndNothingCountsTwice) {
  const auto model = fitted(examples(2'000));
  likelihood::Inputs inputs = examples(1, 3).front().inputs;
  inputs.repeat = 12345;
  inputs.exact_repeat = 0;
  const double before = model.score(inputs).likelihood;
  inputs.repeated = {3, 3};
  const auto after = model.score(inputs);
  EXPECT_NEAR(after.likelihood, (3 + 0.2 * before) / 3.2, 1e-9);
  EXPECT_EQ(after.repeated.examined, 3U);

  // Known to training and to the record: the larger knowledge holds, not the sum.
  const auto known = examples(2'000).front().inputs;
  auto told = known;
  told.repeated = {1, 1};
  EXPECT_EQ(model.score(known).repeated.examined, model.score(told).repeated.examined);
}

TEST(Fit, ScoresInABlockAreThoseOfEachAlone) {
  const auto model = fitted(examples(1'000));
  std::vector<likelihood::Inputs> inputs;
  for (auto& one : examples(150, 11)) inputs.push_back(std::move(one.inputs));
  std::vector<likelihood::Score> together(inputs.size());
  model.score(inputs, together);
  for (std::size_t i = 0; i < inputs.size(); ++i) EXPECT_EQ(together[i].log_odds, model.score(inputs[i]).log_odds);
}

TEST(Fit, ThoseExaminedAtRandomSayHowLikelyItIsOnTheWhole) {
  // Of ten thousand, the irregular are examined for a reason five times as often; 500 are examined at random.
  auto all = examples(10'000);
  std::mt19937_64 random(21);
  std::vector<Example> examined;
  double irregular = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    irregular += all[i].irregular ? 1 : 0;
    all[i].inputs.repeat = all[i].inputs.exact_repeat = 0;
    if (i % 20 == 0) {
      all[i].at_random = true;
      examined.push_back(all[i]);
    } else if (random() % 100 < (all[i].irregular ? 25U : 5U)) {
      examined.push_back(all[i]);
    }
  }
  const auto mean = [&](const std::vector<Example>& from) {
    const auto model = fitted(from);
    double sum = 0;
    for (const auto& one : all) sum += model.score(one.inputs).likelihood;
    return sum / static_cast<double>(all.size());
  };
  const double rate = irregular / static_cast<double>(all.size());
  EXPECT_NEAR(mean(examined), rate, 0.03);
  auto blind = examined;
  for (auto& one : blind) one.at_random = false;
  EXPECT_GT(mean(blind), rate + 0.08) << "without them the selected speak for all";
}

TEST(Fit, RefusesWhatTeachesNothing) {
  const FitSettings settings;
  const auto code = [&](const std::vector<Example>& data) {
    return fit(recipe(), data, settings, [](std::size_t, std::size_t) {}).error().code;
  };
  EXPECT_EQ(code(examples(50)), "too_few_examples");
  auto alike = examples(500);
  for (auto& one : alike) one.irregular = true;
  EXPECT_EQ(code(alike), "results_are_all_alike");
}

TEST(ModelFile, ReadsWhatItWroteAndRefusesDamage) {
  const auto model = fitted(examples(1'000));
  const auto bytes = model.bytes();
  const auto again = likelihood::Model::read(bytes);
  ASSERT_TRUE(again.ok()) << again.error().detail;
  EXPECT_EQ(again->bytes(), bytes);
  EXPECT_EQ(again->version(), model.version());
  const auto one = examples(1, 8).front().inputs;
  EXPECT_EQ(again->score(one).log_odds, model.score(one).log_odds);

  const struct {
    std::string_view name, code;
    std::string bytes;
  } cases[] = {
      {"empty", "model_is_not_one", ""},
      {"something else", "model_is_not_one", "PK\003\004"},
      {"another version", "model_is_of_another_version", "clearway likelihood model 9\nxxxxxxxxxxxxxxxxxxxxxxxx"},
      {"cut short", "model_is_damaged", bytes.substr(0, bytes.size() / 2)},
      {"one bit changed", "model_is_damaged",
       [&] {
         auto other = bytes;
         other[other.size() / 2] ^= 1;
         return other;
       }()},
  };
  for (const auto& test : cases) {
    const auto read = likelihood::Model::read(test.bytes);
    ASSERT_FALSE(read.ok()) << test.name;
    EXPECT_EQ(read.error().code, test.code) << test.name;
  }
}

TEST(ModelFile, PartsThatDoNotBelongTogetherAreRefused) {
  const auto model = fitted(examples(1'000));
  const auto refused = [&](auto change) {
    likelihood::ModelParts parts = model.parts();
    change(parts);
    return likelihood::Model::from(std::move(parts)).error().code;
  };
  EXPECT_EQ(refused([](auto& parts) { parts.layout.columns.pop_back(); }), "model_does_not_fit");
  EXPECT_EQ(refused([](auto& parts) { parts.layout.terms[0].signal = 99; }), "model_does_not_fit");
  EXPECT_EQ(refused([](auto& parts) { parts.layout.bands[0].cuts = {2, 1}; }), "model_does_not_fit");
  EXPECT_EQ(refused([](auto& parts) { parts.threshold = 2; }), "model_does_not_fit");
  EXPECT_EQ(refused([](auto& parts) { parts.intercept = NAN; }), "model_does_not_fit");
}

TEST(Recipe, ProblemsNameTheirPlaceAndWhatWouldFixThem) {
  const auto problems = [](std::string from, std::string to) {
    std::string yaml(recipe_yaml);
    const auto at = yaml.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    yaml.replace(at, from.size(), to);
    const auto read = read_recipe(yaml, "sample", kind_of);
    return read.ok() ? std::string("accepted") : read.error().detail;
  };
  EXPECT_NE(
      problems("of: weight, as: logarithm, signal", "of: wight, as: logarithm, signal").find("'wight' is no number"),
      std::string::npos);
  EXPECT_NE(problems("as: logarithm, bands", "as: logarythm, bands").find("no such transform"), std::string::npos);
  EXPECT_NE(problems("spread: 0.5", "spread: 0").find("must be above 0"), std::string::npos);
  EXPECT_NE(problems("folds: 3", "folds: 1").find("from 2 to 20"), std::string::npos);
  EXPECT_NE(problems("signal: maker}\n    terms", "signal: makers}\n    terms").find("no signal 'makers'"),
            std::string::npos);
  EXPECT_NE(problems("depth: 3", "deepth: 3").find("no key 'deepth'"), std::string::npos);
  EXPECT_NE(read_recipe(recipe_yaml, "other", kind_of).error().detail.find("there are: sample"), std::string::npos);
  EXPECT_NE(read_recipe("recipes: [", "sample", kind_of).error().detail.find("learning.yaml:"), std::string::npos);
}

TEST(Linear, FindsTheRatesOfLevelsDrawnTowardsTheMean) {
  // 100 rows of level 0 at 80 %, 100 of level 1 at 20 %: with a wide prior nearly the log-odds of the rates.
  std::vector<std::uint32_t> level;
  std::vector<double> labels;
  for (int i = 0; i < 200; ++i) {
    level.push_back(i < 100 ? 0 : 1);
    labels.push_back(i < 100 ? (i < 80 ? 1 : 0) : (i < 120 ? 1 : 0));
  }
  const std::vector<std::vector<std::uint32_t>> levels = {level};
  const std::uint32_t counts[] = {2};
  const auto weight = [&](double spread) {
    const double spreads[] = {spread};
    const auto fit = fit_linear(levels, counts, spreads, labels);
    EXPECT_NEAR(fit.intercept, 0, 0.02);
    return fit.weights[0][0];
  };
  EXPECT_NEAR(weight(10), std::log(4.0), 0.02);
  EXPECT_LT(weight(0.1), 0.5);
  EXPECT_GT(weight(0.1), 0.1);
}

TEST(Linear, ALineMakesScoresIntoOdds) {
  std::mt19937_64 random(4);
  std::vector<double> scores, labels;
  for (int i = 0; i < 20'000; ++i) {
    const double score = static_cast<double>(random() % 4001) / 1000 - 2;
    scores.push_back(score);
    labels.push_back(static_cast<double>(random() % 1'000'000) / 1e6 < 1 / (1 + std::exp(1 - 2 * score)) ? 1 : 0);
  }
  const auto line = fit_line(scores, labels);
  EXPECT_NEAR(line.intercept, -1, 0.1);
  EXPECT_NEAR(line.slope, 2, 0.1);
}

}  // namespace
}  // namespace clearway::training
