#include "detection/filed_json.h"

#include <simdjson.h>

#include <algorithm>

#include "assessment/case_json.h"

namespace clearway::detection {
namespace {

namespace json = simdjson::ondemand;
using assessment::Problems;
using assessment::Refusal;
using assessment::Scope;

constexpr std::size_t most_rows = 9'999;
constexpr std::size_t longest_text = 200;
constexpr Decimal largest = Decimal::whole(1'000'000'000'000);

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

template <std::size_t N>
using Names = std::array<std::string_view, N>;

template <std::size_t N>
std::string listed(const Names<N>& names) {
  std::string out;
  for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

/// Where the reader is, and what it has found wrong there.
class Reader {
 public:
  explicit Reader(Problems& problems) : problems_(problems) {}

  /// The declaration itself is read by its own reader: `declaration` gets its bytes.
  Filed whole(json::value value, std::string_view& declaration) {
    static constexpr Names<15> names = {
        "declaration_id",        "party_id",      "seller",         "seller_related", "seller_is_licensor",
        "materials_sent",        "declaration",   "goods",          "paid",           "known",
        "bill_of_lading_weight", "refund_claims", "customs_office", "accepted_on",    "paid_on"};
    Filed out;
    const auto seen = object(value, names, "", [&](std::size_t field, json::value inner, const std::string& at) {
      switch (field) {
        case 0: return text(inner, at, out.declaration_id);
        case 1: return text(inner, at, out.party_id);
        case 2: return text(inner, at, out.seller);
        case 3: return boolean(inner, at, out.seller_related);
        case 4: return boolean(inner, at, out.seller_is_licensor);
        case 5: return boolean(inner, at, out.materials_sent);
        case 6: return raw_object(inner, at, declaration);
        case 7: return rows(inner, at, [&](json::value row, const std::string& place) { goods(row, place, out); });
        case 8: return rows(inner, at, [&](json::value row, const std::string& place) { paid(row, place, out); });
        case 9: return rows(inner, at, [&](json::value row, const std::string& place) { known(row, place, out); });
        case 10: return decimal(inner, at, out.bill_of_lading_weight.emplace());
        case 11: return rows(inner, at, [&](json::value row, const std::string& place) { refund(row, place, out); });
        case 12: return text(inner, at, out.customs_office);
        case 13: return day(inner, at, out.accepted_on);
        default: return day(inner, at, out.paid_on);
      }
    });
    require(seen, names, "", {0, 1, 6});
    return out;
  }
  bool broken() const { return broken_; }

 private:
  using Seen = std::uint64_t;

  void fault(const std::string& at, Refusal refusal, std::string_view value, std::string expected) {
    problems_.push_back({refusal, Scope::declaration, 0, at, std::string(value.substr(0, 80)), std::move(expected)});
  }
  template <std::size_t N>
  void require(Seen seen, const Names<N>& names, const std::string& at, std::initializer_list<std::size_t> fields) {
    for (const auto field : fields) {
      if ((seen >> field & 1) == 0) fault(inside(at, names[field]), Refusal::value_is_missing, "", "");
    }
  }
  static std::string inside(const std::string& at, std::string_view name) {
    return at.empty() ? std::string(name) : at + "." + std::string(name);
  }

  template <std::size_t N, class Function>
  Seen object(json::value value, const Names<N>& names, const std::string& at, Function&& function) {
    json::object object;
    Seen seen = 0;
    if (value.get_object().get(object) != simdjson::SUCCESS)
      return fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "{…}"), seen;
    for (auto entry : object) {
      std::string_view key;
      json::value inner;
      if (entry.unescaped_key().get(key) != simdjson::SUCCESS || entry.value().get(inner) != simdjson::SUCCESS) {
        broken_ = true;
        return seen;
      }
      const auto place = std::find(names.begin(), names.end(), key);
      const auto here = inside(at, key.substr(0, 80));
      if (place == names.end()) {
        fault(here, Refusal::field_is_not_known, "", listed(names));
        continue;
      }
      const auto field = static_cast<std::size_t>(place - names.begin());
      if ((seen >> field & 1) != 0) {
        fault(here, Refusal::field_stands_twice, "", "");
        continue;
      }
      bool null = false;
      if (inner.is_null().get(null) == simdjson::SUCCESS && null) continue;
      seen |= Seen{1} << field;
      function(field, inner, here);
    }
    return seen;
  }

  template <class Function>
  void rows(json::value value, const std::string& at, Function&& function) {
    json::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS)
      return fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "[…]");
    std::size_t index = 0;
    for (auto entry : array) {
      json::value inner;
      if (entry.get(inner) != simdjson::SUCCESS) {
        broken_ = true;
        return;
      }
      if (index == most_rows)
        return fault(at, Refusal::value_is_not_valid, std::to_string(index + 1), "<= " + std::to_string(most_rows));
      function(inner, at + "[" + std::to_string(++index) + "]");
    }
  }

  void raw_object(json::value value, const std::string& at, std::string_view& out) {
    json::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS)
      return fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "{…}");
    if (object.raw_json().get(out) != simdjson::SUCCESS) broken_ = true;
  }

  void text(json::value value, const std::string& at, std::string& out) {
    std::string_view text;
    json::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS || type != json::json_type::string ||
        value.get_string().get(text) != simdjson::SUCCESS)
      return fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "\"…\"");
    if (text.empty() || text.size() > longest_text)
      return fault(at, Refusal::value_is_not_valid, text, "1 – " + std::to_string(longest_text));
    out.assign(text);
  }
  void boolean(json::value value, const std::string& at, bool& out) {
    if (value.get_bool().get(out) != simdjson::SUCCESS)
      fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "true, false");
  }
  void decimal(json::value value, const std::string& at, Decimal& out) {
    json::json_type type;
    std::string_view digits;
    if (value.type().get(type) != simdjson::SUCCESS) {
      broken_ = true;
      return;
    }
    if (type == json::json_type::number) {
      digits = trimmed(value.raw_json_token());
    } else if (type != json::json_type::string || value.get_string().get(digits) != simdjson::SUCCESS) {
      return fault(at, Refusal::value_is_not_valid, trimmed(value.raw_json_token()), "1234.5");
    }
    const auto number = Decimal::parse(digits);
    if (!number) return fault(at, Refusal::value_is_not_valid, digits, "1234.5");
    if (*number < Decimal{}) return fault(at, Refusal::value_is_negative, digits, ">= 0");
    if (*number > largest) return fault(at, Refusal::value_is_not_valid, digits, "<= " + largest.text());
    out = *number;
  }
  void won(json::value value, const std::string& at, std::int64_t& out) {
    Decimal number;
    decimal(value, at, number);
    if (number.micro() % Decimal::one != 0) return fault(at, Refusal::value_is_not_valid, number.text(), "1234");
    out = number.floor_whole();
  }
  void line(json::value value, const std::string& at, std::uint32_t& out) {
    std::int64_t number = 0;
    won(value, at, number);
    if (number < 1 || number > static_cast<std::int64_t>(most_rows))
      return fault(at, Refusal::value_is_not_valid, std::to_string(number), "1 – " + std::to_string(most_rows));
    out = static_cast<std::uint32_t>(number);
  }
  void day(json::value value, const std::string& at, std::optional<Date>& out) {
    std::string given;
    text(value, at, given);
    out = Date::parse(given);
    if (!given.empty() && !out) fault(at, Refusal::value_is_not_valid, given, "2026-03-02");
  }
  template <class Enum, std::size_t N>
  void word(json::value value, const std::string& at, const Names<N>& names, Enum& out) {
    std::string given;
    text(value, at, given);
    const auto place = std::find(names.begin(), names.end(), given);
    if (place == names.end()) return fault(at, Refusal::value_is_not_valid, given, listed(names));
    out = static_cast<Enum>(place - names.begin());
  }

  void goods(json::value row, const std::string& at, Filed& filed) {
    static constexpr Names<4> names = {"line", "item", "trade_mark", "confirmations"};
    Goods out;
    const auto seen = object(row, names, at, [&](std::size_t field, json::value inner, const std::string& here) {
      switch (field) {
        case 0: return line(inner, here, out.line);
        case 1: return text(inner, here, out.item);
        case 2: return boolean(inner, here, out.trade_mark);
        default:
          return rows(inner, here, [&](json::value each, const std::string& place) {
            text(each, place, out.confirmations.emplace_back());
          });
      }
    });
    require(seen, names, at, {0});
    filed.goods.push_back(std::move(out));
  }
  void paid(json::value row, const std::string& at, Filed& filed) {
    static constexpr Names<3> names = {"line", "kind", "krw"};
    Paid out;
    const auto seen = object(row, names, at, [&](std::size_t field, json::value inner, const std::string& here) {
      switch (field) {
        case 0: return line(inner, here, out.line);
        case 1: return word(inner, here, assessment::tax_kind_names, out.kind);
        default: return won(inner, here, out.krw);
      }
    });
    require(seen, names, at, {0, 1, 2});
    filed.paid.push_back(out);
  }
  void known(json::value row, const std::string& at, Filed& filed) {
    static constexpr Names<5> names = {"line", "landed_quantity", "proof_check", "relief_use", "relief_used_on"};
    KnownLine out;
    const auto seen = object(row, names, at, [&](std::size_t field, json::value inner, const std::string& here) {
      switch (field) {
        case 0: return line(inner, here, out.line);
        case 1: return decimal(inner, here, out.landed_quantity.emplace());
        case 2: return word(inner, here, proof_check_names, out.proof_check);
        case 3: return word(inner, here, relief_use_names, out.relief_use);
        default: return day(inner, here, out.relief_used_on);
      }
    });
    require(seen, names, at, {0});
    filed.known.push_back(out);
  }
  void refund(json::value row, const std::string& at, Filed& filed) {
    static constexpr Names<5> names = {"claim_id", "line", "quantity", "export_number", "krw"};
    RefundClaim out;
    const auto seen = object(row, names, at, [&](std::size_t field, json::value inner, const std::string& here) {
      switch (field) {
        case 0: return text(inner, here, out.claim_id);
        case 1: return line(inner, here, out.line);
        case 2: return decimal(inner, here, out.quantity);
        case 3: return text(inner, here, out.export_number);
        default: return won(inner, here, out.krw);
      }
    });
    require(seen, names, at, {0, 1, 2, 4});
    filed.refund_claims.push_back(std::move(out));
  }

  Problems& problems_;
  bool broken_ = false;
};

}  // namespace

struct FiledReader::Parser {
  json::parser parser;
  assessment::CaseReader cases;
  std::string text, declaration;
};

FiledReader::FiledReader() : parser_(std::make_unique<Parser>()) {}
FiledReader::~FiledReader() = default;

Filed FiledReader::read(std::string_view given, Problems& problems) {
  auto& text = parser_->text;
  text.assign(given);
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  Filed out;
  const auto unreadable = [&](std::string_view cause) {
    problems.assign(1, {Refusal::case_is_not_readable, Scope::declaration, 0, "", std::string(cause), "{…}"});
    return Filed{};
  };
  json::document document;
  if (const auto error =
          parser_->parser.iterate(simdjson::padded_string_view(text.data(), text.size(), text.capacity()))
              .get(document))
    return unreadable(simdjson::error_message(error));
  json::value root;
  if (const auto error = document.get_value().get(root)) return unreadable(simdjson::error_message(error));
  Reader reader(problems);
  std::string_view declaration;
  out = reader.whole(root, declaration);
  const char* rest = nullptr;
  const bool more = problems.empty() && document.current_location().get(rest) == simdjson::SUCCESS;
  if (reader.broken() || more) return unreadable(simdjson::error_message(simdjson::TAPE_ERROR));
  if (declaration.empty()) return out;
  const auto before = problems.size();
  out.declaration = parser_->cases.read_declaration(declaration, problems);
  for (auto at = before; at < problems.size(); ++at)
    problems[at].field = problems[at].field.empty() ? "declaration" : "declaration." + problems[at].field;
  return out;
}

bool usable(const Problems& problems) {
  return std::none_of(problems.begin(), problems.end(),
                      [](const assessment::Problem& problem) { return problem.scope == Scope::declaration; });
}

void write(JsonWriter& json, const Filed& filed) {
  json.begin_object().member("declaration_id", filed.declaration_id).member("party_id", filed.party_id);
  if (!filed.seller.empty()) json.member("seller", filed.seller);
  if (filed.seller_related) json.member("seller_related", true);
  if (filed.seller_is_licensor) json.member("seller_is_licensor", true);
  if (filed.materials_sent) json.member("materials_sent", true);
  if (!filed.customs_office.empty()) json.member("customs_office", filed.customs_office);
  if (filed.accepted_on) json.member("accepted_on", filed.accepted_on->text());
  if (filed.paid_on) json.member("paid_on", filed.paid_on->text());
  if (filed.bill_of_lading_weight) json.member("bill_of_lading_weight", filed.bill_of_lading_weight->text());
  json.key("declaration");
  assessment::write(json, filed.declaration);
  const auto list = [&](std::string_view name, const auto& rows, auto&& one) {
    if (rows.empty()) return;
    json.key(name).begin_array();
    for (const auto& row : rows) {
      json.begin_object();
      one(row);
      json.end_object();
    }
    json.end_array();
  };
  list("goods", filed.goods, [&](const Goods& goods) {
    json.member("line", std::int64_t{goods.line});
    if (!goods.item.empty()) json.member("item", goods.item);
    if (goods.trade_mark) json.member("trade_mark", true);
    if (!goods.confirmations.empty()) json.strings("confirmations", goods.confirmations);
  });
  list("paid", filed.paid, [&](const Paid& paid) {
    json.member("line", std::int64_t{paid.line}).key("kind").string(assessment::name(paid.kind));
    json.member("krw", paid.krw);
  });
  list("known", filed.known, [&](const KnownLine& known) {
    json.member("line", std::int64_t{known.line});
    if (known.landed_quantity) json.member("landed_quantity", known.landed_quantity->text());
    if (known.proof_check != ProofCheck::none)
      json.key("proof_check").string(proof_check_names[static_cast<std::size_t>(known.proof_check)]);
    if (known.relief_use != ReliefUse::none)
      json.key("relief_use").string(relief_use_names[static_cast<std::size_t>(known.relief_use)]);
    if (known.relief_used_on) json.member("relief_used_on", known.relief_used_on->text());
  });
  list("refund_claims", filed.refund_claims, [&](const RefundClaim& claim) {
    json.member("claim_id", claim.claim_id).member("line", std::int64_t{claim.line});
    json.member("quantity", claim.quantity.text());
    if (!claim.export_number.empty()) json.member("export_number", claim.export_number);
    json.member("krw", claim.krw);
  });
  json.end_object();
}

std::string to_json(const Filed& filed) {
  JsonWriter json;
  write(json, filed);
  return json.take();
}

void write(JsonWriter& json, const Finding& finding) {
  json.begin_object().member("detector", finding.detector).member("party_id", finding.party_id);
  json.member("declaration_id", finding.declaration_id).member("pattern", finding.pattern);
  json.key("lines").begin_array();
  for (const auto line : finding.lines) json.integer(line);
  json.end_array().member("confidence_ppm", finding.confidence_ppm).member("why", finding.why);
  json.key("evidence").begin_array();
  for (const auto& row : finding.evidence) {
    json.begin_object().null_if_empty("declaration_id", row.declaration_id).member("line", std::int64_t{row.line});
    json.member("what", row.what).member("value", row.value);
    row.usual.ko.empty() ? json.key("usual").null() : json.member("usual", row.usual);
    json.end_object();
  }
  json.end_array().key("proposed").begin_array();
  for (const auto& each : finding.proposed) {
    json.begin_object().member("line", std::int64_t{each.line}).key("kind").string(assessment::name(each.kind));
    json.member("krw", each.krw).end_object();
  }
  json.end_array().member("difference_krw", finding.difference_krw());
  json.key("corrected");
  finding.corrected ? assessment::write(json, *finding.corrected) : void(json.null());
  json.key("would_clear").begin_array();
  for (const auto& text : finding.would_clear)
    json.begin_object().member("ko", text.ko).member("en", text.en).end_object();
  json.end_array().strings("cites", finding.cites).key("peers");
  if (finding.peers) {
    json.begin_object().member("firms", finding.peers->firms).member("with_the_same", finding.peers->with_the_same);
    json.end_object();
  } else {
    json.null();
  }
  json.end_object();
}

std::string to_json(const Finding& finding) {
  JsonWriter json;
  write(json, finding);
  return json.take();
}

}  // namespace clearway::detection
