#include "risk/rule_language.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <map>
#include <optional>

#include "risk/arithmetic.h"
#include "risk/rule_program.h"
#include "risk/testing.h"

namespace clearway::risk {
namespace {

using testing::Case;
using testing::Field;
using testing::Procedure;

Constant number_constant(std::int64_t whole) {
  Constant constant;
  constant.number = to_micro(whole);
  return constant;
}

Constant texts_constant(std::vector<std::string> texts) {
  Constant constant;
  constant.type = Type::text_list;
  constant.texts = std::move(texts);
  return constant;
}

/// Fields as delivered; a limit that rose on 2026-07-01, and a list.
Vocabulary vocabulary() {
  Vocabulary result;
  result.field_type = [](Field field) {
    for (const auto procedure : {Procedure::formal, Procedure::manifest, Procedure::import_}) {
      const auto* rule = testing::Delivered::get().elements.find(procedure, field);
      if (rule == nullptr) continue;
      if (rule->format.kind == law::Format::Kind::number) return Type::number;
      if (rule->format.kind == law::Format::Kind::date) return Type::date;
      return Type::text;
    }
    return Type::text;
  };
  result.parameter = [](std::string_view name) -> std::optional<DatedConstant> {
    if (name == "law.export.limit") {
      return DatedConstant{{Date::of(2026, 1, 1), number_constant(2'000'000)},
                           {Date::of(2026, 7, 1), number_constant(3'000'000)}};
    }
    if (name == "policy.words")
      return DatedConstant{{Date::from_days(INT32_MIN), texts_constant({"drone", "rifle scope", "총"})}};
    if (name == "policy.codes")
      return DatedConstant{{Date::from_days(INT32_MIN), texts_constant({"93", "8806", "250100"})}};
    return std::nullopt;
  };
  result.parameter_names = [] { return std::vector<std::string>{"law.export.limit", "policy.words", "policy.codes"}; };
  return result;
}

Expression parsed(std::string_view text) {
  auto result = Expression::parse(text, vocabulary());
  if (const auto* error = std::get_if<LanguageError>(&result)) {
    ADD_FAILURE() << text << "\ncolumn " << error->column << ": " << error->detail << "; " << error->fix;
    return {};
  }
  return std::get<Expression>(std::move(result));
}

std::optional<std::size_t> item_of_hit(const Expression& expression, const Case& c) {
  Rule rule;
  rule.from = Date::of(2000, 1, 1);
  rule.procedures = 0xF;
  rule.when = expression;
  std::vector<Rule> rules;
  rules.push_back(rule);
  const RulePrograms programs(rules, {}, vocabulary());
  const Observation observation{.day = c.facts().declared_on.days()};
  const History history;
  const Subject subject{c.declaration(), c.facts(), observation, history, {.split_window_days = 3}};
  Program::Workspace workspace;
  programs.on(c.declaration().procedure, c.facts().declared_on).run(subject, workspace);
  if (workspace.hits.empty()) return std::nullopt;
  return workspace.hits.front().item;
}

bool holds(std::string_view text, const Case& c) { return item_of_hit(parsed(text), c).has_value(); }

TEST(RuleLanguage, Conditions) {
  Case c(Procedure::formal, "2026-05-04");  // a Monday
  c.set(Field::payment_method, "LS").set(Field::total_fob_krw, "1950000").set(Field::gross_weight, "0.5");
  c.set(Field::goods_description, "Survey DRONE with rifle scope").set(Field::tariff_code, "8806229000");
  c.set(Field::quantity, "3").set(Field::item_fob_krw, "1950000").set(Field::manufacturer_name, "미상");
  c.value(1'950'000, 500);
  const struct {
    std::string_view text;
    bool expected;
  } cases[] = {
      {"true", true},
      {"false || true && true", true},
      {"destination_country == \"US\"", true},
      {"destination_country != \"US\"", false},
      {"destination_country != 'JP'", true},
      {"destination_country in [\"JP\", \"US\"]", true},
      {"!(destination_country in [\"JP\", \"US\"])", false},
      {"destination_country in [\"JP\"] || payment_method == \"LS\"", true},
      {"total_fob_krw < 1950000", false},
      {"total_fob_krw <= 1950000", true},
      {"1950000 >= total_fob_krw", true},
      {"total_fob_krw > 1949999.999999", true},
      {"gross_weight == 0.5", true},
      {"gross_weight >= 0.1 && gross_weight < 0.5", false},
      {"quantity in [1, 2, 3]", true},
      {"!(quantity in [1, 2, 3])", false},
      {"quantity != 4", true},
      {"hs2 == \"88\" && hs4 in [\"8806\", \"9014\"] && hs6 == \"880622\"", true},
      {"tariff_code.startsWith(\"8806\")", true},
      {"tariff_code.startsWith(\"880622900\")", true},
      {"tariff_code.startsWith(\"8525\") || tariff_code.startsWith(\"88\")", true},
      {"!tariff_code.startsWith(\"8806\")", false},
      {"tariff_code.endsWith(\"9000\")", true},
      {"goods_description.contains(\"DRONE\")", true},
      {"goods_description.contains(\"drone\")", false},
      {"goods_description.lowerAscii().contains(\"drone\")", true},
      {"goods_description.upperAscii().contains(\"RIFLE SCOPE\")", true},
      {"!goods_description.contains(\"TOY\")", true},
      {"policy.words.exists(word, goods_description.lowerAscii().contains(word))", true},
      {"policy.codes.exists(code, tariff_code.startsWith(code))", true},
      {"!policy.codes.exists(code, tariff_code.startsWith(code))", false},
      {"[\"A\", \"LS\"].exists(code, payment_method == code)", true},
      {"size(goods_description) > 10", true},
      {"size(manufacturer_name) == 2", true},
      {"size(policy.words) == 3", true},
      {"manufacturer_name in [\"미상\", \"UNKNOWN\"]", true},
      {"has(payment_method) && !has(letter_of_credit_number)", true},
      {"has(gross_weight) && !has(freight_krw)", true},
      {"value_krw / gross_weight > 3000000", true},
      {"value_krw * 2 - 1 == 3899999", true},
      {"-quantity < 0", true},
      {"(quantity + 1) * 2 == 8", true},
      {"value_per_kg_krw == 3900000", true},
      {"declared_weekday == 1", true},
      {"item_count == 1", true},
      {"value_krw <= law.export.limit", true},
      {"value_krw > law.export.limit * 0.9", true},
      {"exporter.declarations == 0", true},
      // Nothing holds of a value that is not given, not even the opposite; has() asks.
      {"freight_krw > 0", false},
      {"freight_krw <= 0", false},
      {"!(freight_krw > 0)", false},
      {"!(brand == \"X\")", false},
      {"!has(brand) || brand != \"X\"", true},
      {"brand != \"X\"", false},
      {"value_krw / freight_krw > 1 || quantity == 3", true},
      {"value_krw / (quantity - 3) > 0", false},
      {"!(value_krw / (quantity - 3) > 0)", false},
      {"exporter.days_since_examination > 1", false},
      {"value_krw * 9000000000000 > 0", false},  // out of range: missing
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    EXPECT_EQ(holds(test.text, c), test.expected);
  }
}

TEST(RuleLanguage, DatesAreComparedAndSubtracted) {
  Case c(Procedure::formal);
  auto& header = const_cast<declaration::Declaration&>(c.declaration()).header;
  for (const auto& [field, day] :
       {std::pair(Field::declaration_date, "2026-11-10"), {Field::estimated_departure_date, "2026-11-20"}}) {
    header.number[static_cast<std::size_t>(field)] = Date::parse(day)->days();
    header.has_number.set(static_cast<std::size_t>(field));
  }
  EXPECT_TRUE(holds("declaration_date == \"2026-11-10\"", c));
  EXPECT_TRUE(holds("estimated_departure_date - declaration_date == 10", c));
  EXPECT_TRUE(holds("estimated_departure_date < declaration_date + 11", c));
  EXPECT_FALSE(holds("estimated_departure_date < \"2026-11-20\"", c));
  EXPECT_FALSE(holds("acceptance_date < \"2026-11-20\"", c));
}

TEST(RuleLanguage, AParameterHasTheValueOfTheDay) {
  for (const auto& [day, expected] : {std::pair("2026-06-30", true), {"2026-07-01", false}, {"2025-12-31", false}}) {
    Case c(Procedure::manifest, day);
    c.value(2'500'000);
    SCOPED_TRACE(day);
    EXPECT_EQ(holds("value_krw > law.export.limit", c), expected);  // before the first value nothing holds
  }
}

TEST(RuleLanguage, ARuleOnItemsHoldsIfOneItemHasItAll) {
  Case c(Procedure::formal);
  c.set(Field::tariff_code, "9301000000", 0).set(Field::quantity, "1", 0);
  c.set(Field::tariff_code, "3304990000", 1).set(Field::quantity, "50", 1);
  EXPECT_FALSE(holds("tariff_code.startsWith(\"93\") && quantity > 10", c));
  EXPECT_EQ(item_of_hit(parsed("tariff_code.startsWith(\"33\") && quantity > 10"), c), 1U);
  EXPECT_EQ(item_of_hit(parsed("quantity > 0"), c), 0U);
  Case empty(Procedure::formal);
  EXPECT_FALSE(holds("!has(tariff_code)", empty));
}

TEST(RuleLanguage, LongListsOfCodes) {
  std::string list;
  for (int i = 0; i < 600; ++i) list += (i == 0 ? "\"" : ",\"") + std::to_string(1000 + i * 7) + "\"";
  Case c(Procedure::formal);
  c.set(Field::tariff_code, "1700000000");  // 1000 + 100 * 7
  EXPECT_TRUE(holds("hs4 in [" + list + "]", c));
  c.set(Field::tariff_code, "1701000000");
  EXPECT_FALSE(holds("hs4 in [" + list + "]", c));
  EXPECT_TRUE(holds("!(hs4 in [" + list + "])", c));
}

TEST(RuleLanguage, ErrorsNameThePlaceAndTheRemedy) {
  const struct {
    std::string_view text;
    std::size_t column;
    std::string_view detail, fix;
  } cases[] = {
      {"", 1, "no condition", ""},
      {"destination_cuontry == \"US\"", 1, "destination_cuontry", "did you mean destination_country?"},
      {"value_krw > law.export.limitt", 13, "law.export.limitt", "did you mean law.export.limit?"},
      {"transport_mode == 50", 19, "text cannot be compared with a number", "put the value in quotes"},
      {"total_fob_krw > \"100\"", 17, "number cannot be compared with a text", "remove the quotes"},
      {"transport_mode in [10, 50]", 19, "looked for", "put the values in quotes"},
      {"destination_country = \"US\"", 21, "'='", "=="},
      {"destination_country == \"US\" and quantity > 1", 29, "'and'", "&&"},
      {"destination_country == \"US\" & quantity > 1", 29, "'&'", "&&"},
      {"quantity > 1 ? true : false", 14, "? :", ""},
      {"1 < quantity < 3", 14, "two comparisons", "a < b && b < c"},
      {"destination_country < \"US\"", 23, "== and != only", ""},
      {"destination_country == \"US", 24, "no closing quote", "\""},
      {"destination_country == \"\"", 24, "empty text", "has("},
      {"quantity + destination_country > 1", 12, "only numbers", ""},
      {"quantity", 1, "must be true or false", ""},
      {"(quantity > 1", 14, "missing ')'", ""},
      {"goods_description.matches(\"a+\")", 19, "run for ever", ""},
      {"goods_description.containz(\"a\")", 19, "no function", "contains"},
      {"goods_description.upperAscii().contains(\"Gift\")", 41, "never hold", "capital"},
      {"quantity.contains(\"1\")", 1, "function of a text", ""},
      {"has(5)", 5, "has()", ""},
      {"[\"a\", 1].exists(x, brand == x)", 7, "either texts or numbers", ""},
      {"destination_country in []", 24, "empty", ""},
      {"quantity > 1,000", 13, "unexpected ','", ""},
      {"quantity > 1e5", 12, "not a number", ""},
      {"quantity > 0.0000001", 12, "out of range", ""},
      {"quantity > 1 \xE2\x89\xA5 2", 14, "\xE2\x89\xA5", ""},
      {"brand == \"한글\" && quantitty > 1", 18, "quantitty", "quantity"},
      {"declaration_date > \"2026-13-01\"", 20, "not a day", ""},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    const auto result = Expression::parse(test.text, vocabulary());
    const auto* error = std::get_if<LanguageError>(&result);
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->column, test.column) << error->detail;
    EXPECT_NE(error->detail.find(test.detail), std::string::npos) << error->detail;
    EXPECT_NE(error->fix.find(test.fix), std::string::npos) << error->fix;
  }
}

TEST(RuleLanguage, NestingAndLengthAreLimited) {
  for (const std::string& text : {std::string(5000, '('), std::string(5000, '!') + "true",
                                  std::string(9000, ' ') + "true", std::string(3000, '-') + "1 > 0"}) {
    const auto result = Expression::parse(text, vocabulary());
    EXPECT_NE(std::get_if<LanguageError>(&result), nullptr);
  }
  std::string sum = "quantity";
  for (int i = 0; i < 1500; ++i) sum += "+1";
  Case c(Procedure::formal);
  c.set(Field::quantity, "1");
  EXPECT_TRUE(holds(sum + " == 1501", c));
}

// ---- the compiled program against the plain meaning of the language

/// True, false, or neither where a value is missing: the meaning that docs/rule-language.md gives.
using Truth = std::optional<bool>;

class Meaning {
 public:
  Meaning(const Case& c, std::size_t item) : case_(c), item_(item) {}

  Truth truth(const Node& node) const {
    switch (node.op) {
      case Op::constant_boolean: return node.number != 0;
      case Op::logical_not: {
        const auto inner = truth(node.children[0]);
        return inner ? Truth(!*inner) : std::nullopt;
      }
      case Op::logical_and:
      case Op::logical_or: {
        const bool decisive = node.op == Op::logical_or;
        bool unknown = false;
        for (const auto& child : node.children) {
          const auto value = truth(child);
          if (value && *value == decisive) return decisive;
          unknown = unknown || !value;
        }
        return unknown ? std::nullopt : Truth(!decisive);
      }
      case Op::has:
        return node.children[0].type == Type::text ? !text(node.children[0]).empty()
                                                   : number(node.children[0]) != missing;
      case Op::in: {
        bool found = false;
        if (node.children[0].type == Type::text ? text(node.children[0]).empty() : number(node.children[0]) == missing)
          return std::nullopt;
        for (const auto& entry : node.children[1].children) {
          found = found || (entry.type == Type::text ? text(entry) == text(node.children[0])
                                                     : number(entry) == number(node.children[0]));
        }
        return found;
      }
      case Op::starts_with:
      case Op::ends_with:
      case Op::contains: {
        const auto whole = text(node.children[0]);
        const auto part = text(node.children[1]);
        if (whole.empty() || part.empty()) return std::nullopt;
        if (node.op == Op::starts_with) return whole.starts_with(part);
        if (node.op == Op::ends_with) return whole.ends_with(part);
        return whole.find(part) != std::string::npos;
      }
      default: {
        if (node.children[0].type == Type::text) {
          const auto a = text(node.children[0]);
          const auto b = text(node.children[1]);
          if (a.empty() || b.empty()) return std::nullopt;
          return (a == b) == (node.op == Op::equal);
        }
        const auto a = number(node.children[0]);
        const auto b = number(node.children[1]);
        if (a == missing || b == missing) return std::nullopt;
        return compare(node.op, a, b);
      }
    }
  }

 private:
  std::int64_t number(const Node& node) const {
    switch (node.op) {
      case Op::constant_number: return node.number;
      case Op::field: return number_of(node.field, node.type == Type::date, case_.declaration(), item_);
      case Op::negate: return arithmetic(Op::subtract, 0, number(node.children[0]));
      default: return arithmetic(node.op, number(node.children[0]), number(node.children[1]));
    }
  }
  std::string text(const Node& node) const {
    if (node.op == Op::constant_text) return node.text;
    if (node.op == Op::field) return std::string(case_.declaration().text(node.field, item_));
    std::string inner = text(node.children[0]);
    for (auto& letter : inner) letter = folded(letter, node.op == Op::upper ? Fold::upper : Fold::lower);
    return inner;
  }
  const Case& case_;
  std::size_t item_;
};

rc::Gen<std::string> condition(int depth) {
  const auto name = rc::gen::element<std::string>("quantity", "net_weight", "total_packages", "freight_krw");
  const auto word =
      rc::gen::element<std::string>("brand", "tariff_code", "goods_description", "payment_method", "wants");
  const auto literal =
      rc::gen::element<std::string>("\"A\"", "\"AB\"", "\"b\"", "\"LONGER THAN EIGHT\"", "\"12345678\"");
  const auto digits = rc::gen::element<std::string>("0", "1", "2", "0.5", "-1", "3");
  const auto relation = rc::gen::element<std::string>("==", "!=", "<", "<=", ">", ">=");
  const auto leaf = rc::gen::oneOf(
      rc::gen::map(rc::gen::tuple(name, relation, digits),
                   [](const auto& t) { return std::get<0>(t) + std::get<1>(t) + std::get<2>(t); }),
      rc::gen::map(rc::gen::tuple(name, rc::gen::element<std::string>("+", "-", "*", "/"), name, relation, digits),
                   [](const auto& t) {
                     return std::get<0>(t) + std::get<1>(t) + std::get<2>(t) + std::get<3>(t) + std::get<4>(t);
                   }),
      rc::gen::map(rc::gen::tuple(word, rc::gen::element<std::string>("==", "!="), literal),
                   [](const auto& t) { return std::get<0>(t) + std::get<1>(t) + std::get<2>(t); }),
      rc::gen::map(
          rc::gen::tuple(word, literal, literal),
          [](const auto& t) { return std::get<0>(t) + " in [" + std::get<1>(t) + "," + std::get<2>(t) + "]"; }),
      rc::gen::map(rc::gen::tuple(word, rc::gen::element<std::string>("startsWith", "endsWith", "contains"), literal),
                   [](const auto& t) { return std::get<0>(t) + "." + std::get<1>(t) + "(" + std::get<2>(t) + ")"; }),
      rc::gen::map(word, [](const auto& w) { return w + ".upperAscii().contains(\"A\")"; }),
      rc::gen::map(rc::gen::oneOf(name, word), [](const auto& n) { return "has(" + n + ")"; }));
  if (depth == 0) return leaf;
  const auto smaller = condition(depth - 1);
  return rc::gen::oneOf(leaf, rc::gen::map(smaller, [](const auto& a) { return "!(" + a + ")"; }),
                        rc::gen::map(rc::gen::pair(smaller, smaller),
                                     [](const auto& p) { return "(" + p.first + " && " + p.second + ")"; }),
                        rc::gen::map(rc::gen::pair(smaller, smaller),
                                     [](const auto& p) { return "(" + p.first + " || " + p.second + ")"; }));
}

TEST(RuleLanguage, ProgramsMeanWhatTheLanguageSays) {
  rc::check("compiled and plain evaluation agree", [] {
    Case c(Procedure::formal);
    const auto items = *rc::gen::inRange<std::size_t>(1, 3);
    const auto texts =
        rc::gen::element<std::string>("", "A", "AB", "a", "xAB", "LONGER THAN EIGHT", "12345678", "123456789");
    const auto numbers = rc::gen::element<std::string>("", "0", "1", "2", "0.5", "3", "9000000000000");
    const auto fill = [&](Field field, const rc::Gen<std::string>& values, std::size_t item) {
      const auto value = *values;
      if (!value.empty()) c.set(field, value, item);
    };
    c.set(Field::item_packages, "1", items - 1);
    fill(Field::payment_method, texts, 0);
    fill(Field::wants, texts, 0);
    fill(Field::total_packages, numbers, 0);
    fill(Field::freight_krw, numbers, 0);
    for (std::size_t item = 0; item < items; ++item) {
      fill(Field::brand, texts, item);
      fill(Field::tariff_code, texts, item);
      fill(Field::goods_description, texts, item);
      fill(Field::quantity, numbers, item);
      fill(Field::net_weight, numbers, item);
    }
    const auto text = *condition(4);
    const auto expression = parsed(text);
    bool expected = false;
    for (std::size_t item = 0; item < items; ++item)
      expected = expected || Meaning(c, item).truth(expression.root()).value_or(false);
    RC_LOG() << text;
    RC_ASSERT(item_of_hit(expression, c).has_value() == expected);
  });
}

}  // namespace
}  // namespace clearway::risk
