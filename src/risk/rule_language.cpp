#include "risk/rule_language.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include "base/decimal.h"

namespace clearway::risk {
namespace {

constexpr std::size_t longest_text = 8000;  // bytes of a condition
constexpr int deepest = 48;                 // nesting; keeps reading and evaluating off the end of the stack
constexpr std::size_t most_nodes = 4000;

enum class Token : std::uint8_t { end, number, text, name, symbol };

struct Lexeme {
  Token token = Token::end;
  std::size_t at = 0;  // byte offset
  std::string text;    // symbol, name, decoded text
  std::int64_t number = 0;
};

bool starts_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) { return starts_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Edits (insert, delete, replace, each 1) between two names, at most `limit` + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size() + limit || b.size() > a.size() + limit) return limit + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, const std::vector<std::string>& names) {
  const std::size_t limit = std::clamp<std::size_t>(name.size() / 3, 1, 4);
  std::size_t best = limit + 1;
  std::string result;
  for (const auto& candidate : names) {
    const auto edits = distance(name, candidate, limit);
    if (edits < best) {
      best = edits;
      result = candidate;
    }
  }
  return result;
}

/// Recursive descent over the grammar of docs/rule-language.md. The first error ends the reading.
class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, const Vocabulary& vocabulary) : text_(text), vocabulary_(vocabulary) {}

  std::variant<Expression, LanguageError> read(bool only_name) {
    try {
      if (text_.size() > longest_text) fail(longest_text, "the condition is too long", "split it into several rules");
      if (!is_valid_utf8(text_)) fail(0, "the condition is not valid UTF-8", "save the file as UTF-8");
      advance();
      if (lexeme_.token == Token::end)
        fail(0, "there is no condition", "write a comparison, such as destination_country == \"US\"");
      Node root = only_name ? read_single_name() : read_or();
      if (lexeme_.token != Token::end) fail_at_rest();
      if (!only_name && root.type != Type::boolean) {
        fail(0, "this is a " + std::string(name(root.type)) + ", a condition must be true or false",
             "compare it with something, for instance by == or >");
      }
      Expression result;
      result.root_ = std::move(root);
      result.parameters_ = std::move(parameters_);
      result.uses_history_ = uses_history_;
      return result;
    } catch (const LanguageError& error) {
      return error;
    }
  }

 private:
  [[noreturn]] void fail(std::size_t at, std::string detail, std::string fix) const {
    throw LanguageError{column_of(at), std::move(detail), std::move(fix)};
  }
  [[noreturn]] static void fail_node(const Node& node, std::string detail, std::string fix) {
    throw LanguageError{node.column, std::move(detail), std::move(fix)};
  }

  std::size_t column_of(std::size_t at) const {
    std::size_t column = 1;
    for (std::size_t i = 0; i < at && i < text_.size(); ++i) {
      if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) ++column;
    }
    return column;
  }

  [[noreturn]] void fail_at_rest() const {
    const auto& found = lexeme_.text;
    if (found == "=") fail(lexeme_.at, "'=' is no operator", "write == to compare");
    if (found == "and" || found == "AND") fail(lexeme_.at, "'" + found + "' is no operator", "write &&");
    if (found == "or" || found == "OR") fail(lexeme_.at, "'" + found + "' is no operator", "write ||");
    if (found == "?") fail(lexeme_.at, "'? :' is not part of this language", "write two rules, or use && and ||");
    if (found == "&" || found == "|") fail(lexeme_.at, "'" + found + "' is no operator", "write " + found + found);
    if (found == "%") fail(lexeme_.at, "'%' is not part of this language", "use the operators + - * /");
    fail(lexeme_.at, "unexpected '" + found + "'", "join two conditions by && or ||");
  }

  // ---- letters to lexemes

  void advance() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    lexeme_ = {};
    lexeme_.at = at_;
    if (at_ == text_.size()) return;
    const char c = text_[at_];
    if (std::isdigit(static_cast<unsigned char>(c)) != 0) return read_number();
    if (c == '"' || c == '\'') return read_text(c);
    if (starts_name(c)) {
      while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
      lexeme_.token = Token::name;
      lexeme_.text = std::string(text_.substr(lexeme_.at, at_ - lexeme_.at));
      return;
    }
    lexeme_.token = Token::symbol;
    constexpr std::array<std::string_view, 6> pairs = {"==", "!=", "<=", ">=", "&&", "||"};
    for (const auto pair : pairs) {
      if (text_.substr(at_).starts_with(pair)) {
        lexeme_.text = std::string(pair);
        at_ += 2;
        return;
      }
    }
    if (std::string_view("<>!()[],.+-*/=?&|%").find(c) == std::string_view::npos) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
      fail(at_, "'" + std::string(text_.substr(at_, end - at_)) + "' is not part of this language",
           "put texts in quotes; names have letters, digits, _ and .");
    }
    lexeme_.text = std::string(1, c);
    ++at_;
  }

  void read_number() {
    const std::size_t start = at_;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && std::isdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0) {
      ++at_;
      while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    }
    const auto digits = text_.substr(start, at_ - start);
    if (at_ < text_.size() && continues_name(text_[at_])) {
      fail(start, "'" + std::string(digits) + text_[at_] + "…' is not a number",
           "write digits and at most one point, such as 2000000 or 0.5; texts stand in quotes");
    }
    const auto value = Decimal::parse(digits);
    if (!value)
      fail(start, "the number " + std::string(digits) + " is out of range", "use at most 12 digits and 6 decimals");
    lexeme_.token = Token::number;
    lexeme_.number = value->micro();
    lexeme_.text = std::string(digits);
  }

  void read_text(char quote) {
    const std::size_t start = at_++;
    lexeme_.token = Token::text;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == quote) {
        ++at_;
        return;
      }
      if (c == '\n') break;
      if (c == '\\') {
        if (++at_ == text_.size()) break;
        c = text_[at_];
        if (c == 'n')
          c = '\n';
        else if (c == 't')
          c = '\t';
        else if (c != '"' && c != '\'' && c != '\\') {
          fail(at_ - 1, std::string("unknown escape \\") + c, "use \\\" \\' \\\\ \\n \\t");
        }
      }
      lexeme_.text += c;
    }
    fail(start, "the text that starts here has no closing quote", std::string("end it with ") + quote);
  }

  bool at_symbol(std::string_view symbol) const { return lexeme_.token == Token::symbol && lexeme_.text == symbol; }
  bool take(std::string_view symbol) {
    if (!at_symbol(symbol)) return false;
    advance();
    return true;
  }
  void require(std::string_view symbol, std::string_view after) {
    if (take(symbol)) return;
    fail(lexeme_.at, "missing '" + std::string(symbol) + "' " + std::string(after),
         "write '" + std::string(symbol) + "' here");
  }

  // ---- grammar

  struct Depth {
    explicit Depth(ExpressionReader& reader) : reader_(reader) {
      if (++reader_.depth_ > deepest) {
        reader_.fail(reader_.lexeme_.at, "nested too deeply", "split the condition into several rules");
      }
    }
    ~Depth() { --reader_.depth_; }
    ExpressionReader& reader_;
  };

  Node make(Op op, Type type, std::size_t column, std::vector<Node> children = {}) {
    if (++nodes_ > most_nodes)
      fail(0, "the condition has too many parts", "split it into several rules or use a list of the policy");
    Node node;
    node.op = op;
    node.type = type;
    node.column = column;
    node.children = std::move(children);
    return node;
  }

  template <class... Nodes>
  static std::vector<Node> list_of(Nodes&&... nodes) {
    std::vector<Node> children;
    children.reserve(sizeof...(nodes));
    (children.push_back(std::forward<Nodes>(nodes)), ...);
    return children;
  }

  Node read_or() {
    const Depth depth(*this);
    Node left = read_and();
    while (at_symbol("||")) {
      const auto column = column_of(lexeme_.at);
      advance();
      left = logical(Op::logical_or, column, std::move(left), read_and());
    }
    return left;
  }

  Node read_and() {
    Node left = read_relation();
    while (at_symbol("&&")) {
      const auto column = column_of(lexeme_.at);
      advance();
      left = logical(Op::logical_and, column, std::move(left), read_relation());
    }
    return left;
  }

  /// Joins conditions; those joined by the same operator become one node with many children.
  Node logical(Op op, std::size_t column, Node left, Node right) {
    for (const Node* side : {&left, &right}) {
      if (side->type != Type::boolean) {
        fail_node(*side, "&& and || join conditions, this is a " + std::string(name(side->type)),
                  "compare it with something first");
      }
    }
    if (left.op == op) {
      left.children.push_back(std::move(right));
      return left;
    }
    return make(op, Type::boolean, column, list_of(std::move(left), std::move(right)));
  }

  Node read_relation() {
    Node left = read_sum();
    const auto column = column_of(lexeme_.at);
    if (lexeme_.token == Token::name && lexeme_.text == "in") {
      advance();
      return membership(column, std::move(left), read_sum());
    }
    constexpr std::array<std::pair<std::string_view, Op>, 6> operators = {{{"==", Op::equal},
                                                                           {"!=", Op::not_equal},
                                                                           {"<", Op::less},
                                                                           {"<=", Op::less_equal},
                                                                           {">", Op::greater},
                                                                           {">=", Op::greater_equal}}};
    for (const auto& [symbol, op] : operators) {
      if (!at_symbol(symbol)) continue;
      advance();
      Node result = comparison(op, column, std::move(left), read_sum());
      for (const auto& [next, unused] : operators) {
        if (at_symbol(next)) {
          fail(lexeme_.at, "two comparisons in a row", "write a < b && b < c");
        }
      }
      return result;
    }
    return left;
  }

  Node read_sum() {
    Node left = read_product();
    while (at_symbol("+") || at_symbol("-")) {
      const Op op = lexeme_.text == "+" ? Op::add : Op::subtract;
      const auto column = column_of(lexeme_.at);
      advance();
      left = arithmetic(op, column, std::move(left), read_product());
    }
    return left;
  }

  Node read_product() {
    Node left = read_unary();
    while (at_symbol("*") || at_symbol("/")) {
      const Op op = lexeme_.text == "*" ? Op::multiply : Op::divide;
      const auto column = column_of(lexeme_.at);
      advance();
      left = arithmetic(op, column, std::move(left), read_unary());
    }
    return left;
  }

  Node read_unary() {
    const Depth depth(*this);
    const auto column = column_of(lexeme_.at);
    if (take("!")) {
      Node inner = read_unary();
      if (inner.type != Type::boolean) {
        fail_node(inner, "'!' turns a condition round, this is a " + std::string(name(inner.type)),
                  "write !(… == …) or !has(…)");
      }
      return make(Op::logical_not, Type::boolean, column, list_of(std::move(inner)));
    }
    if (take("-")) {
      Node inner = read_unary();
      if (inner.type != Type::number) fail_node(inner, "only a number can be negative", "remove the '-'");
      return make(Op::negate, Type::number, column, list_of(std::move(inner)));
    }
    return read_postfix();
  }

  Node read_postfix() {
    Node value = read_primary();
    while (take(".")) {
      if (lexeme_.token != Token::name)
        fail(lexeme_.at, "a name must follow the point", "write a function such as .startsWith(\"…\")");
      const auto function = lexeme_.text;
      const auto at = lexeme_.at;
      advance();
      require("(", "after " + function);
      value = call(function, at, std::move(value));
    }
    return value;
  }

  Node read_primary() {
    const auto column = column_of(lexeme_.at);
    if (lexeme_.token == Token::number) {
      Node node = make(Op::constant_number, Type::number, column);
      node.number = lexeme_.number;
      advance();
      return node;
    }
    if (lexeme_.token == Token::text) {
      Node node = make(Op::constant_text, Type::text, column);
      node.text = std::move(lexeme_.text);
      advance();
      return node;
    }
    if (take("(")) {
      Node inner = read_or();
      require(")", "that closes the parenthesis");
      return inner;
    }
    if (at_symbol("[")) return read_list();
    if (lexeme_.token == Token::name) return read_path();
    if (lexeme_.token == Token::end)
      fail(lexeme_.at, "the condition ends here, a value is missing", "write a name, a number or a text in quotes");
    fail_at_rest();
  }

  Node read_list() {
    const auto at = lexeme_.at;
    advance();
    std::vector<Node> children;
    while (!at_symbol("]")) {
      Node child = read_unary();
      const bool constant = child.op == Op::constant_text || child.op == Op::constant_number ||
                            (child.op == Op::negate && child.children[0].op == Op::constant_number);
      if (!constant) fail_node(child, "a list holds texts or numbers only", "write the values themselves");
      if (child.op == Op::negate) {
        child.children[0].number = -child.children[0].number;
        child = Node(child.children[0]);
      }
      if (!children.empty() && child.type != children.front().type) {
        fail_node(child, "a list holds either texts or numbers", "put every value in quotes, or none");
      }
      children.push_back(std::move(child));
      if (!take(",")) break;
    }
    require("]", "that closes the list");
    if (children.empty()) fail(at, "the list is empty", "name at least one value");
    const Type type = children.front().type == Type::text ? Type::text_list : Type::number_list;
    return make(Op::list, type, column_of(at), std::move(children));
  }

  /// A name with points; the last part may be a function that is called.
  Node read_path() {
    const auto at = lexeme_.at;
    std::string path = lexeme_.text;
    advance();
    if (at_symbol("(")) return read_function(path, at);
    while (at_symbol(".")) {
      const Lexeme point = lexeme_;
      const std::size_t rest = at_;
      advance();
      if (lexeme_.token != Token::name)
        fail(lexeme_.at, "a name must follow the point", "complete the name, or remove the point");
      const Lexeme part = lexeme_;
      advance();
      if (at_symbol("(")) {  // a function of what came before: leave the point to read_postfix
        at_ = rest;
        lexeme_ = point;
        break;
      }
      path += '.';
      path += part.text;
    }
    return resolve(path, at);
  }

  Node read_function(const std::string& function, std::size_t at) {
    require("(", "");
    if (function == "has") {
      if (lexeme_.token != Token::name) fail(lexeme_.at, "has() asks for the name of a field", "write has(brand)");
      Node argument = read_path();
      if (argument.op != Op::field && argument.op != Op::variable) {
        fail_node(argument, "has() asks for a field, a fact or a history signal", "write has(brand)");
      }
      require(")", "after has(…");
      return make(Op::has, Type::boolean, column_of(at), list_of(std::move(argument)));
    }
    if (function == "size") {
      Node argument = read_sum();
      require(")", "after size(…");
      return size_of(std::move(argument), at);
    }
    if (function == "matches") fail_matches(at);
    fail(at, "there is no function '" + function + "'",
         "functions are has(), size(), and text.startsWith() endsWith() contains() upperAscii() lowerAscii(), "
         "list.exists()");
  }

  [[noreturn]] void fail_matches(std::size_t at) const {
    fail(at, "patterns (matches) are left out of this language, since one could run for ever",
         "use startsWith, endsWith, contains, or a list with exists");
  }

  Node size_of(Node argument, std::size_t at) {
    if (argument.type == Type::number || argument.type == Type::boolean || argument.type == Type::date) {
      fail_node(argument, "size() counts the characters of a text or the entries of a list",
                "compare the number itself");
    }
    return make(Op::size, Type::number, column_of(at), list_of(std::move(argument)));
  }

  /// The rest of receiver.function( … ).
  Node call(const std::string& function, std::size_t at, Node receiver) {
    const auto column = column_of(at);
    if (function == "exists") return read_exists(column, std::move(receiver));
    if (function == "size") {
      require(")", "after size(");
      return size_of(std::move(receiver), at);
    }
    if (function == "matches") fail_matches(at);
    const bool folds = function == "upperAscii" || function == "lowerAscii";
    const bool known = folds || function == "startsWith" || function == "endsWith" || function == "contains";
    if (!known) {
      const auto near =
          nearest_name(function, {"startsWith", "endsWith", "contains", "upperAscii", "lowerAscii", "exists", "size"});
      fail(at, "there is no function '" + function + "'",
           near.empty() ? "functions of a text are startsWith, endsWith, contains, upperAscii, lowerAscii, size"
                        : "did you mean " + near + "?");
    }
    if (receiver.type != Type::text) {
      fail_node(receiver, function + "() is a function of a text, this is a " + std::string(name(receiver.type)),
                receiver.type == Type::number ? "compare the number by < or >" : "name a text field");
    }
    if (folds) {
      require(")", "after " + function + "(");
      if (receiver.op == Op::upper || receiver.op == Op::lower)
        fail_node(receiver, "the letters are turned twice", "keep one of the two");
      return make(function == "upperAscii" ? Op::upper : Op::lower, Type::text, column, list_of(std::move(receiver)));
    }
    Node argument = read_sum();
    if (argument.type != Type::text) fail_node(argument, function + "() asks for a text", "put it in quotes");
    if (argument.op == Op::constant_text && argument.text.empty()) {
      fail_node(argument, "the text is empty, so this is always true", "write at least one letter, or has(…)");
    }
    check_letters(receiver, argument);
    require(")", "after " + function + "(…");
    const Op op = function == "startsWith" ? Op::starts_with : function == "endsWith" ? Op::ends_with : Op::contains;
    return make(op, Type::boolean, column, list_of(std::move(receiver), std::move(argument)));
  }

  /// A text in upper case never holds a word with small letters.
  static void check_letters(const Node& text, const Node& word) {
    if (word.op != Op::constant_text || (text.op != Op::upper && text.op != Op::lower)) return;
    const bool upper = text.op == Op::upper;
    for (const char c : word.text) {
      const bool wrong = upper ? (c >= 'a' && c <= 'z') : (c >= 'A' && c <= 'Z');
      if (wrong) {
        fail_node(word,
                  "this can never hold, since the text is turned into " + std::string(upper ? "capital" : "small") +
                      " letters",
                  std::string("write the word in ") + (upper ? "capital" : "small") + " letters");
      }
    }
  }

  Node read_exists(std::size_t column, Node receiver) {
    if (receiver.type != Type::text_list && receiver.type != Type::number_list) {
      fail_node(receiver, "exists() is a function of a list",
                "write [\"A\", \"B\"].exists(word, goods_description.contains(word))");
    }
    if (lexeme_.token != Token::name)
      fail(lexeme_.at, "exists() asks for a name for the entry", "write exists(word, …)");
    if (!element_.empty()) fail(lexeme_.at, "exists() inside exists() is not part of this language", "write two rules");
    element_ = lexeme_.text;
    element_type_ = receiver.type == Type::text_list ? Type::text : Type::number;
    advance();
    require(",", "between the name and the condition of exists()");
    Node condition = read_or();
    require(")", "after exists(…");
    if (condition.type != Type::boolean)
      fail_node(condition, "exists() asks for a condition", "compare the entry with something");
    Node node = make(Op::exists, Type::boolean, column, list_of(std::move(receiver), std::move(condition)));
    node.text = element_;
    element_.clear();
    return node;
  }

  // ---- names and types

  Node read_single_name() {
    if (lexeme_.token != Token::name)
      fail(lexeme_.at, "a name is missing", "write the name of a field, fact, signal or parameter");
    Node node = read_path();
    if (node.op != Op::field && node.op != Op::variable && node.op != Op::parameter)
      fail_node(node, "only a name may stand here", "remove the rest");
    return node;
  }

  Node resolve(const std::string& path, std::size_t at) {
    const auto column = column_of(at);
    if (path == "true" || path == "false") {
      Node node = make(Op::constant_boolean, Type::boolean, column);
      node.number = path == "true" ? 1 : 0;
      return node;
    }
    if (!element_.empty() && path == element_) return make(Op::element, element_type_, column);
    if (const auto field = declaration::find_field(path)) {
      Node node = make(Op::field, vocabulary_.field_type(*field), column);
      node.field = *field;
      return node;
    }
    if (const auto variable = find_variable(path)) {
      Node node = make(Op::variable, info(*variable).type, column);
      node.variable = *variable;
      uses_history_ = uses_history_ || is_history(*variable);
      return node;
    }
    if (path.starts_with("law.") || path.starts_with("policy.")) return resolve_parameter(path, at);
    fail_unknown(path, at);
  }

  Node resolve_parameter(const std::string& path, std::size_t at) {
    const auto values = vocabulary_.parameter(path);
    if (!values || values->empty()) fail_unknown(path, at);
    Node node = make(Op::parameter, values->front().second.type, column_of(at));
    node.text = path;
    if (std::find(parameters_.begin(), parameters_.end(), path) == parameters_.end()) parameters_.push_back(path);
    return node;
  }

  [[noreturn]] void fail_unknown(const std::string& path, std::size_t at) const {
    if (path == "and" || path == "or" || path == "not") {
      fail(at, "'" + path + "' is no operator", path == "and" ? "write &&" : path == "or" ? "write ||" : "write !");
    }
    std::vector<std::string> names;
    for (const auto field : declaration::field_names) names.emplace_back(field);
    for (std::size_t i = 0; i < variable_count; ++i) names.emplace_back(info(static_cast<Variable>(i)).name);
    if (vocabulary_.parameter_names) {
      for (auto& parameter : vocabulary_.parameter_names()) names.push_back(std::move(parameter));
    }
    const auto near = nearest_name(path, names);
    std::string fix = "names are those of docs/rule-language.md; texts stand in quotes";
    if (!near.empty()) fix = "did you mean " + near + "?";
    fail(at, "there is no field, fact, signal or parameter '" + path + "'", fix);
  }

  /// A text literal beside a date is read as a day.
  void read_as_date(Node& node) const {
    if (node.op != Op::constant_text) return;
    const auto day = Date::parse(node.text);
    if (!day) fail_node(node, "'" + node.text + "' is not a day", "write it as \"2026-11-23\"");
    node.op = Op::constant_number;
    node.type = Type::date;
    node.number = std::int64_t{day->days()} * Decimal::one;
  }

  Node comparison(Op op, std::size_t column, Node left, Node right) {
    if (left.type == Type::date) read_as_date(right);
    if (right.type == Type::date) read_as_date(left);
    if (left.type != right.type) fail_types(left, right);
    if (left.type == Type::boolean)
      fail_node(left, "conditions are not compared", "write the condition alone, or ! before it");
    if (left.type == Type::text_list || left.type == Type::number_list)
      fail_node(left, "lists are not compared", "write value in list");
    if (left.type == Type::text && op != Op::equal && op != Op::not_equal) {
      fail_node(right, "texts are compared by == and != only",
                "for codes of equal length use a list with in, or startsWith");
    }
    check_letters(left, right);
    check_letters(right, left);
    for (const Node* side : {&left, &right}) {
      if (side->op == Op::constant_text && side->text.empty()) {
        fail_node(*side, "nothing equals an empty text", "write has(…) or !has(…)");
      }
    }
    return make(op, Type::boolean, column, list_of(std::move(left), std::move(right)));
  }

  [[noreturn]] static void fail_types(const Node& left, const Node& right) {
    const Node& later = right;
    std::string fix = "compare values of the same kind";
    if (left.type == Type::text && right.op == Op::constant_number)
      fix = "this field is a text: put the value in quotes";
    if (left.type == Type::number && right.op == Op::constant_text) fix = "this is a number: remove the quotes";
    if (left.type == Type::boolean || right.type == Type::boolean) fix = "write a < b && b < c for two comparisons";
    if (right.type == Type::text_list || right.type == Type::number_list) fix = "write in instead of == before a list";
    fail_node(later,
              "a " + std::string(name(left.type)) + " cannot be compared with a " + std::string(name(right.type)), fix);
  }

  Node membership(std::size_t column, Node left, Node right) {
    const bool texts = left.type == Type::text && right.type == Type::text_list;
    const bool numbers = left.type == Type::number && right.type == Type::number_list;
    if (!texts && !numbers) {
      std::string fix = "write value in [\"A\", \"B\"]";
      if (left.type == Type::text && right.type == Type::number_list)
        fix = "this field is a text: put the values in quotes";
      if (left.type == Type::number && right.type == Type::text_list) fix = "this is a number: remove the quotes";
      fail_node(right,
                "a " + std::string(name(left.type)) + " cannot be looked for in a " + std::string(name(right.type)),
                fix);
    }
    return make(Op::in, Type::boolean, column, list_of(std::move(left), std::move(right)));
  }

  Node arithmetic(Op op, std::size_t column, Node left, Node right) {
    const bool dates = left.type == Type::date || right.type == Type::date;
    if (dates && op == Op::subtract && left.type == Type::date && right.type == Type::date) {
      return make(op, Type::number, column, list_of(std::move(left), std::move(right)));
    }
    if (dates && left.type == Type::date && right.type == Type::number && (op == Op::add || op == Op::subtract)) {
      return make(op, Type::date, column, list_of(std::move(left), std::move(right)));
    }
    for (const Node* side : {&left, &right}) {
      if (side->type != Type::number) {
        fail_node(*side, "only numbers are added or multiplied, this is a " + std::string(name(side->type)),
                  dates ? "of dates: date - date gives days, date + days a date" : "name a number");
      }
    }
    return make(op, Type::number, column, list_of(std::move(left), std::move(right)));
  }

  std::string_view text_;
  const Vocabulary& vocabulary_;
  std::size_t at_ = 0;
  Lexeme lexeme_;
  int depth_ = 0;
  std::size_t nodes_ = 0;
  std::string element_;
  Type element_type_ = Type::text;
  std::vector<std::string> parameters_;
  bool uses_history_ = false;
};

std::variant<Expression, LanguageError> Expression::parse(std::string_view text, const Vocabulary& vocabulary) {
  return ExpressionReader(text, vocabulary).read(false);
}

std::variant<Expression, LanguageError> Expression::parse_name(std::string_view text, const Vocabulary& vocabulary) {
  return ExpressionReader(text, vocabulary).read(true);
}

}  // namespace clearway::risk
