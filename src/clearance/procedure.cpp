#include "clearance/procedure.h"

#include <algorithm>
#include <stdexcept>

#include "clearance/sentence.h"
#include "clearance/tariff_list.h"
#include "law/element_catalogue.h"
#include "law/law.h"
#include "law/parameters.h"  // generated

namespace clearway::clearance {
namespace {

using F = declaration::Field;

constexpr std::array<Procedure, 3> export_procedures = {Procedure::formal, Procedure::simplified, Procedure::manifest};
/// From the fewest data elements to the most.
constexpr std::array<Procedure, 3> from_cheapest = {Procedure::manifest, Procedure::simplified, Procedure::formal};

constexpr std::size_t index(Procedure procedure) { return static_cast<std::size_t>(procedure); }
constexpr unsigned bit(Procedure procedure) { return 1U << index(procedure); }
constexpr std::uint8_t effects_wanted(Wants wants) {
  Wants speed;
  speed.add(Want::speed);  // not an effect: the cheapest procedure is also the quickest
  return static_cast<std::uint8_t>(wants.bits() & ~speed.bits());
}

bool is_among(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

template <class T>
const law::Value<T>& newest(const law::Dated<T>& dated) {
  return dated.all().back();
}

Given parse_given(const std::string& text) {
  if (text == "yes") return Given::yes;
  if (text == "no") return Given::no;
  if (text == "partial") return Given::partly;
  if (text == "other_evidence") return Given::other_evidence;
  throw std::logic_error("export.effects: 'gives' is yes, partial, other_evidence or no, not '" + text + "'");
}

std::string won(std::int64_t amount) {
  auto digits = std::to_string(amount);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3;
       at > 0 && digits[static_cast<std::size_t>(at) - 1] != '-'; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

/// A word of `list` that stands in `description`; Latin letters compare without case.
std::string_view hint(const std::vector<std::string>& list, std::string_view description) {
  const auto same_letter = [](char a, char b) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return small(a) == small(b);
  };
  for (const auto& word : list) {
    if (std::search(description.begin(), description.end(), word.begin(), word.end(), same_letter) !=
        description.end()) {
      return word;
    }
  }
  return {};
}

}  // namespace

std::string_view name(Given given) {
  switch (given) {
    case Given::no: return "no";
    case Given::partly: return "partly";
    case Given::other_evidence: return "other_evidence";
    case Given::yes: return "yes";
  }
  return {};
}

std::string_view name(SpecialCategory category) { return special_category_names[static_cast<std::size_t>(category)]; }

std::optional<SpecialCategory> parse_special_category(std::string_view text) {
  const auto found = std::find(special_category_names.begin(), special_category_names.end(), text);
  if (found == special_category_names.end()) return std::nullopt;
  return static_cast<SpecialCategory>(found - special_category_names.begin());
}

std::string_view name(Refusal refusal) {
  switch (refusal) {
    case Refusal::goods_are_prohibited: return "goods_are_prohibited";
    case Refusal::goods_infringe_intellectual_property: return "goods_infringe_intellectual_property";
    case Refusal::procedure_is_not_in_force: return "procedure_is_not_in_force";
    case Refusal::goods_need_a_permit: return "goods_need_a_permit";
    case Refusal::permit_is_declared: return "permit_is_declared";
    case Refusal::goods_differ_from_contract: return "goods_differ_from_contract";
    case Refusal::goods_leave_on_re_export_condition: return "goods_leave_on_re_export_condition";
    case Refusal::value_is_not_known: return "value_is_not_known";
    case Refusal::value_is_above_the_limit: return "value_is_above_the_limit";
    case Refusal::consignment_in_parts_is_above_the_limit: return "consignment_in_parts_is_above_the_limit";
    case Refusal::drawback_is_wanted: return "drawback_is_wanted";
    case Refusal::goods_are_not_sold_by_e_commerce: return "goods_are_not_sold_by_e_commerce";
  }
  return {};
}

Wants Wants::parse(std::string_view text, std::string_view* unknown) {
  Wants wants;
  const auto separates = [](char c) { return c == ',' || c == ' ' || c == ';'; };
  for (std::size_t at = 0; at < text.size();) {
    if (separates(text[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size() && !separates(text[end])) ++end;
    const auto word = text.substr(at, end - at);
    const auto found = std::find(want_names.begin(), want_names.end(), word);
    if (found != want_names.end()) {
      wants.add(static_cast<Want>(found - want_names.begin()));
    } else if (unknown != nullptr && unknown->empty()) {
      *unknown = word;
    }
    at = end;
  }
  return wants;
}

struct ProcedureAdvisor::Tables {
  Tables(const law::Law& law_, const law::ElementCatalogue& catalogue_, const Messages& messages_)
      : law(law_), catalogue(catalogue_), messages(messages_) {
    const auto& goods = newest(law.kr.export_.confirmed_goods).value;
    std::vector<std::string> prefixes;
    for (std::size_t row = 0; row < goods.size(); ++row) prefixes.push_back(goods.text(row, "prefix"));
    confirmed_goods = TariffList(prefixes);
    strategic_goods = TariffList(newest(law.kr.export_.strategic.tariff_prefixes).value);
    for (const auto procedure : export_procedures) read_effects(procedure);
  }

  const law::Law& law;
  const law::ElementCatalogue& catalogue;
  const Messages& messages;
  TariffList confirmed_goods, strategic_goods;
  std::array<std::array<std::size_t, effect_names.size()>, 3> effect_rows{};  // into export.effects
  std::array<std::uint8_t, 3> gives{};  // bits of Want that the procedure gives without reserve

  /// The first tariff code of the case that `list` covers, and the prefix that covers it.
  struct Hit {
    std::string_view code, prefix;
  };
  static Hit find(const TariffList& list, const ProcedureCase& the_case) {
    for (std::size_t i = 0; i < the_case.tariff_code_count; ++i) {
      const auto prefix = list.find(the_case.tariff_codes[i]);
      if (!prefix.empty()) return {the_case.tariff_codes[i], prefix};
    }
    for (const auto& item : the_case.items) {
      const auto code = item.text[static_cast<std::size_t>(F::tariff_code) - declaration::header_field_count];
      const auto prefix = list.find(code);
      if (!prefix.empty()) return {code, prefix};
    }
    return {};
  }

  unsigned open(const ProcedureCase& the_case) const;
  Procedure choose(unsigned open_bits, Wants wants) const;

  std::vector<RefusalReason> refusals(const ProcedureCase& the_case, Procedure procedure) const;
  RefusalReason reason(Refusal refusal, const std::string& cite, law::Grade grade, const ProcedureCase& the_case,
                       Procedure procedure, TextPlaces places = {}) const;
  void refuse_by_value(std::vector<RefusalReason>& out, const ProcedureCase& the_case, Procedure procedure) const;
  ProcedureOption option(const ProcedureCase& the_case, Procedure procedure,
                         const declaration::Declaration* filled) const;
  std::vector<EffectOfProcedure> effects(const ProcedureCase& the_case, Procedure procedure) const;
  Text rows_joined(const law::Table& table, Procedure procedure, std::string_view ko, std::string_view en) const;
  void explain(Explained<Advice>& answer, const ProcedureCase& the_case) const;
  void explain_cheaper(Explained<Advice>& answer, const ProcedureOption& option) const;
  void explain_losses(Explained<Advice>& answer) const;
  void explain_claim(Explained<Advice>& answer, const ProcedureCase& the_case) const;
  void explain_hints(Explained<Advice>& answer, const ProcedureCase& the_case) const;
  const Text& name_of(Procedure procedure) const {
    return messages.at("procedure.name." + std::string(declaration::name(procedure)));
  }
  const law::Dated<std::int64_t>& limit(Procedure procedure) const {
    return procedure == Procedure::manifest ? law.kr.export_.manifest.max_fob : law.kr.export_.simplified.max_fob;
  }
  /// Without a test of the value (Export Notice 36(1)), as far as the law of that day lists the category.
  bool exempt_from_value_test(const ProcedureCase& the_case, Procedure procedure) const {
    return procedure == Procedure::manifest && the_case.special != SpecialCategory::none &&
           is_among(law.kr.export_.manifest.special_categories.on(the_case.date).value, name(the_case.special));
  }

 private:
  void read_effects(Procedure procedure) {
    const auto& table = newest(law.kr.export_.effects).value;
    for (std::size_t e = 0; e < effect_names.size(); ++e) {
      std::size_t row = 0;
      while (row < table.size() && (table.text(row, "effect") != effect_names[e] ||
                                    table.text(row, "procedure") != declaration::name(procedure))) {
        ++row;
      }
      if (row == table.size()) throw std::logic_error("export.effects: no row for " + std::string(effect_names[e]));
      effect_rows[index(procedure)][e] = row;
      if (parse_given(table.text(row, "gives")) == Given::yes) {
        gives[index(procedure)] = static_cast<std::uint8_t>(gives[index(procedure)] | 1U << e);
      }
    }
  }
};

// --- the rule without words
// -------------------------------------------------------------------------------------------

unsigned ProcedureAdvisor::Tables::open(const ProcedureCase& the_case) const {
  if (the_case.prohibited || the_case.infringing) return 0;
  unsigned open_bits = bit(Procedure::formal);
  const bool formal_only = the_case.permit_declared || the_case.contract_mismatch || the_case.re_export_condition ||
                           !find(confirmed_goods, the_case).prefix.empty();
  if (formal_only) return open_bits;
  const auto within = [&](Procedure procedure) {
    const auto* most = limit(procedure).find(the_case.date);
    if (most == nullptr) return false;
    if (exempt_from_value_test(the_case, procedure)) return true;
    return the_case.value_krw && *the_case.value_krw <= most->value && the_case.window_total_krw <= most->value;
  };
  if (the_case.e_commerce && within(Procedure::simplified)) open_bits |= bit(Procedure::simplified);
  if (!the_case.wants.has(Want::drawback) && within(Procedure::manifest)) open_bits |= bit(Procedure::manifest);
  return open_bits;
}

Procedure ProcedureAdvisor::Tables::choose(unsigned open_bits, Wants wants) const {
  const auto wanted = effects_wanted(wants);
  for (const auto procedure : from_cheapest) {
    if ((open_bits & bit(procedure)) != 0 && (wanted & ~gives[index(procedure)]) == 0) return procedure;
  }
  return Procedure::formal;  // where nothing gives all that is wanted, it is the one that gives most
}

// --- the same rule with its reasons
// -----------------------------------------------------------------------------------

RefusalReason ProcedureAdvisor::Tables::reason(Refusal refusal, const std::string& cite, law::Grade grade,
                                               const ProcedureCase& the_case, Procedure procedure,
                                               TextPlaces places) const {
  const std::string key = "procedure.refusal." + std::string(name(refusal));
  places.emplace_back("procedure", name_of(procedure));
  RefusalReason out;
  out.refusal = refusal;
  out.step.rule = "procedure." + std::string(name(refusal));
  out.step.cite = cite;
  out.step.text = sentence(messages, key + ".text", places);
  out.step.from = the_case.date;
  for (const auto& [place, text] : places) {
    if (place != "procedure") out.step.inputs.emplace_back(place, text.en);
  }
  out.fix = sentence(messages, key + ".fix", places);
  out.grade = std::string(law::name(grade));
  return out;
}

void ProcedureAdvisor::Tables::refuse_by_value(std::vector<RefusalReason>& out, const ProcedureCase& the_case,
                                               Procedure procedure) const {
  if (exempt_from_value_test(the_case, procedure)) return;
  const auto& most = limit(procedure).on(the_case.date);
  const auto add = [&](Refusal refusal, std::optional<std::int64_t> amount, TextPlaces places) {
    places.emplace_back("limit", same(won(most.value)));
    out.push_back(reason(refusal, most.cite, most.grade, the_case, procedure, std::move(places)));
    out.back().step.amount_krw = amount;
  };
  if (!the_case.value_krw) {
    add(Refusal::value_is_not_known, std::nullopt, {});
  } else if (*the_case.value_krw > most.value) {
    add(Refusal::value_is_above_the_limit, the_case.value_krw, {{"value", same(won(*the_case.value_krw))}});
  }
  if (the_case.window_total_krw > most.value) {
    const auto days = law.kr.export_.split.window_days.on(the_case.date).value;
    add(Refusal::consignment_in_parts_is_above_the_limit, the_case.window_total_krw,
        {{"value", same(won(the_case.window_total_krw))}, {"days", same(std::to_string(days))}});
  }
}

std::vector<RefusalReason> ProcedureAdvisor::Tables::refusals(const ProcedureCase& the_case,
                                                              Procedure procedure) const {
  std::vector<RefusalReason> out;
  const auto add = [&](Refusal refusal, const std::string& cite, law::Grade grade, TextPlaces places = {}) {
    out.push_back(reason(refusal, cite, grade, the_case, procedure, std::move(places)));
  };
  using G = law::Grade;
  if (the_case.prohibited) add(Refusal::goods_are_prohibited, "customs-act-234", G::statute);
  if (the_case.infringing) add(Refusal::goods_infringe_intellectual_property, "customs-act-235", G::statute);
  if (procedure == Procedure::formal) return out;

  const auto& limits = limit(procedure);
  if (limits.find(the_case.date) == nullptr) {
    const auto& first = limits.all().front();
    add(Refusal::procedure_is_not_in_force, first.cite, first.grade,
        {{"from", same(first.from ? first.from->text() : "-")}});
  }
  if (const auto hit = find(confirmed_goods, the_case); !hit.prefix.empty()) {
    const auto& goods = newest(law.kr.export_.confirmed_goods);
    const auto row = *goods.value.find("prefix", hit.prefix);
    add(Refusal::goods_need_a_permit, "customs-act-226", goods.grade,
        {{"tariff_code", same(std::string(hit.code))},
         {"law", Text{goods.value.text(row, "ko"), goods.value.text(row, "en")}}});
  }
  if (the_case.permit_declared) add(Refusal::permit_is_declared, "export-notice-7-2", G::notice);
  if (the_case.contract_mismatch) add(Refusal::goods_differ_from_contract, "export-notice-7-2", G::notice);
  if (the_case.re_export_condition) add(Refusal::goods_leave_on_re_export_condition, "export-notice-7-2", G::notice);
  refuse_by_value(out, the_case, procedure);
  if (procedure == Procedure::manifest && the_case.wants.has(Want::drawback)) {
    add(Refusal::drawback_is_wanted, "export-notice-36-1", G::notice);
  }
  if (procedure == Procedure::simplified && !the_case.e_commerce) {
    const auto& type = law.kr.export_.ecommerce.transaction_type.on(the_case.date);
    add(Refusal::goods_are_not_sold_by_e_commerce, "export-notice-35-2", G::notice, {{"type", same(type.value)}});
  }
  return out;
}

std::vector<EffectOfProcedure> ProcedureAdvisor::Tables::effects(const ProcedureCase& the_case,
                                                                 Procedure procedure) const {
  const auto& table = newest(law.kr.export_.effects).value;
  std::vector<EffectOfProcedure> out;
  for (std::size_t e = 0; e < effect_names.size(); ++e) {
    const auto row = effect_rows[index(procedure)][e];
    EffectOfProcedure effect;
    effect.effect = static_cast<Effect>(e);
    effect.given = parse_given(table.text(row, "gives"));
    effect.label = messages.at("procedure.effect." + std::string(effect_names[e]));
    // In part only where business number and tariff code stand on the list (Export Notice 37(1)).
    std::string note = "procedure.given." + std::string(name(effect.given));
    if (effect.given == Given::partly && !the_case.business_number_and_hsk_given) {
      effect.given = Given::no;
      note = "procedure.given.no_unless_added";
    }
    effect.note = messages.at(note);
    effect.cite = table.text(row, "cite");
    effect.grade = table.text(row, "grade");
    out.push_back(std::move(effect));
  }
  return out;
}

Text ProcedureAdvisor::Tables::rows_joined(const law::Table& table, Procedure procedure, std::string_view ko,
                                           std::string_view en) const {
  Text out;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (table.text(row, "procedure") != declaration::name(procedure)) continue;
    out.ko += (out.ko.empty() ? "" : ", ") + table.text(row, ko);
    out.en += (out.en.empty() ? "" : ", ") + table.text(row, en);
  }
  return out;
}

ProcedureOption ProcedureAdvisor::Tables::option(const ProcedureCase& the_case, Procedure procedure,
                                                 const declaration::Declaration* filled) const {
  ProcedureOption out;
  out.procedure = procedure;
  out.refusals = refusals(the_case, procedure);
  out.open = out.refusals.empty();
  out.gives = effects(the_case, procedure);
  const auto lacking = effects_wanted(the_case.wants) & ~gives[index(procedure)];
  for (std::size_t w = 0; w < want_names.size(); ++w) {
    if ((lacking >> w & 1) != 0) out.wants_not_given.push_back(static_cast<Want>(w));
  }
  const auto& counts = law.kr.export_.elements;
  const auto& count = procedure == Procedure::formal       ? counts.formal
                      : procedure == Procedure::simplified ? counts.simplified
                                                           : counts.manifest;
  out.element_count = static_cast<unsigned>(count.on(the_case.date).value);
  if (filled != nullptr) {
    for (const auto& rule : catalogue.fields(procedure)) {
      if (rule.obligation == law::Obligation::mandatory && filled->text(rule.field).empty()) {
        out.fields_to_fill.push_back(rule.field);
      }
    }
  }
  out.who_may_file = rows_joined(law.kr.export_.declarants.on(the_case.date).value, procedure, "ko", "en");
  const auto& filing = law.kr.export_.filing.on(the_case.date).value;
  out.filing_time = rows_joined(filing, procedure, "time_ko", "time_en");
  out.processing = rows_joined(filing, procedure, "processing_ko", "processing_en");
  return out;
}

namespace {

/// Names in both languages, joined by commas.
class Enumeration {
 public:
  void add(const Text& text) {
    text_.ko += (text_.ko.empty() ? "" : ", ") + text.ko;
    text_.en += (text_.en.empty() ? "" : ", ") + text.en;
  }
  const Text& text() const { return text_; }
  bool empty() const { return text_.ko.empty(); }

 private:
  Text text_;
};

}  // namespace

void ProcedureAdvisor::Tables::explain_cheaper(Explained<Advice>& answer, const ProcedureOption& cheaper) const {
  if (!cheaper.open) {
    for (const auto& refusal : cheaper.refusals) answer.steps.push_back(refusal.step);
    return;
  }
  Enumeration lacking;
  for (const auto want : cheaper.wants_not_given) {
    lacking.add(messages.at("procedure.effect." + std::string(want_names[static_cast<std::size_t>(want)])));
  }
  Step step{"procedure.wants_not_given", cheaper.gives.front().cite, {}, {}, {}, {}, {}};
  for (const auto& effect : cheaper.gives) {
    const bool first_lacking = !cheaper.wants_not_given.empty() &&
                               static_cast<int>(effect.effect) == static_cast<int>(cheaper.wants_not_given.front());
    if (first_lacking) step.cite = effect.cite;
  }
  step.text = sentence(messages, "procedure.step.wants_not_given",
                       {{"procedure", name_of(cheaper.procedure)}, {"wants", lacking.text()}});
  answer.steps.push_back(std::move(step));
}

/// What somebody who asked for nothing should know before choosing the list.
void ProcedureAdvisor::Tables::explain_losses(Explained<Advice>& answer) const {
  if (answer.value.recommended != Procedure::manifest) return;
  Enumeration lost;
  for (const auto& effect : answer.value.options[index(Procedure::manifest)].gives) {
    if (effect.given != Given::yes) lost.add(effect.label);
  }
  if (lost.empty()) return;
  const auto key = answer.value.options[index(Procedure::simplified)].open ? "procedure.step.manifest_loses"
                                                                           : "procedure.step.manifest_loses_formal";
  answer.steps.push_back({"procedure.manifest_loses",
                          "export-notice-37-1",
                          sentence(messages, key, {{"effects", lost.text()}}),
                          {},
                          {},
                          {},
                          {}});
}

/// A claimed limit is shown where it would make a difference, and never applied.
void ProcedureAdvisor::Tables::explain_claim(Explained<Advice>& answer, const ProcedureCase& the_case) const {
  const auto* parameter = law.find("export.simplified.max_fob");
  if (parameter == nullptr || !the_case.value_krw || !the_case.e_commerce) return;
  const auto limit_now = limit(Procedure::simplified).on(the_case.date).value;
  for (const auto& claim : parameter->claims) {
    const auto* amount = std::get_if<std::int64_t>(&claim.content);
    if (amount == nullptr || *the_case.value_krw <= limit_now || *the_case.value_krw > *amount) continue;
    answer.steps.push_back({"procedure.claimed_limit",
                            claim.cite,
                            sentence(messages, "procedure.step.claimed_limit",
                                     {{"claimed", same(won(*amount))}, {"limit", same(won(limit_now))}}),
                            {},
                            {},
                            *amount,
                            {}});
  }
}

void ProcedureAdvisor::Tables::explain_hints(Explained<Advice>& answer, const ProcedureCase& the_case) const {
  const auto add = [&](std::string_view key, const std::string& cite, std::string_view found) {
    if (found.empty()) return;
    answer.steps.push_back(
        {"procedure." + std::string(key),
         cite,
         sentence(messages, "procedure.step." + std::string(key), {{"found", same(std::string(found))}}),
         {},
         {},
         {},
         {}});
  };
  const auto& prohibited = newest(law.kr.export_.prohibited.hints);
  add("prohibited_hint", "customs-act-234", hint(prohibited.value, the_case.description));
  const auto& words = newest(law.kr.export_.strategic.keywords);
  const auto code = find(strategic_goods, the_case).code;
  add("strategic_hint", newest(law.kr.export_.strategic.tariff_prefixes).cite,
      code.empty() ? hint(words.value, the_case.description) : code);
}

void ProcedureAdvisor::Tables::explain(Explained<Advice>& answer, const ProcedureCase& the_case) const {
  const auto& advice = answer.value;
  if (advice.held) {
    answer.steps.push_back(
        {"procedure.held", "customs-act-237", sentence(messages, "procedure.step.held"), the_case.date, {}, {}, {}});
    for (const auto& refusal : advice.options[index(Procedure::formal)].refusals) answer.steps.push_back(refusal.step);
    return;
  }
  const auto& chosen = advice.options[index(advice.recommended)];
  const std::string key = effects_wanted(the_case.wants) == 0 ? "recommended_without_wants" : "recommended";
  answer.steps.push_back(
      {"procedure." + key,
       advice.recommended == Procedure::manifest ? "customs-act-241-2" : "customs-act-241",
       sentence(messages, "procedure.step." + key,
                {{"procedure", name_of(advice.recommended)}, {"elements", same(std::to_string(chosen.element_count))}}),
       the_case.date,
       {},
       the_case.value_krw,
       {}});
  for (const auto procedure : from_cheapest) {
    if (procedure == advice.recommended) break;
    explain_cheaper(answer, advice.options[index(procedure)]);
  }
  explain_losses(answer);
  explain_claim(answer, the_case);
}

// --- the class
// --------------------------------------------------------------------------------------------------------

ProcedureAdvisor::ProcedureAdvisor(const law::Law& law, const law::ElementCatalogue& catalogue,
                                   const Messages& messages)
    : tables_(std::make_unique<const Tables>(law, catalogue, messages)) {}
ProcedureAdvisor::~ProcedureAdvisor() = default;
ProcedureAdvisor::ProcedureAdvisor(ProcedureAdvisor&&) noexcept = default;

unsigned ProcedureAdvisor::open_procedures(const ProcedureCase& the_case) const { return tables_->open(the_case); }

Procedure ProcedureAdvisor::recommend(const ProcedureCase& the_case) const {
  return tables_->choose(tables_->open(the_case), the_case.wants);
}

Explained<Advice> ProcedureAdvisor::advise(const ProcedureCase& the_case,
                                           const declaration::Declaration* filled) const {
  Explained<Advice> answer;
  unsigned open_bits = 0;
  for (const auto procedure : export_procedures) {
    auto& option = answer.value.options[index(procedure)];
    option = tables_->option(the_case, procedure, filled);
    if (option.open) open_bits |= bit(procedure);
  }
  answer.value.held = open_bits == 0;
  answer.value.recommended = tables_->choose(open_bits, the_case.wants);
  tables_->explain(answer, the_case);
  tables_->explain_hints(answer, the_case);
  return answer;
}

ProcedureCase ProcedureAdvisor::case_of(const declaration::Declaration& declaration, const declaration::Facts& facts,
                                        std::int64_t window_total_krw) const {
  const auto text = [&](F field, std::size_t item = 0) { return declaration.text(field, item); };
  ProcedureCase out;
  out.date = facts.declared_on;
  if (facts.value_known) out.value_krw = facts.value_krw;
  out.window_total_krw = window_total_krw;
  out.items = {declaration.items.data(), declaration.item_count};
  out.description = text(F::goods_description);
  for (std::size_t i = 0; i < declaration.item_count && !out.permit_declared; ++i) {
    out.permit_declared =
        !text(F::permit_number, i).empty() || !text(F::permit_type, i).empty() || text(F::permit_applies, i) == "Y";
  }
  out.contract_mismatch = text(F::contract_mismatch) == "Y";
  out.re_export_condition = text(F::re_export_condition) == "Y";
  const auto& electronic = tables_->law.kr.export_.ecommerce.transaction_type.on(out.date).value;
  // On a list the reason of export stands in place of the transaction type: a sale there is one at a distance.
  out.e_commerce = text(F::transaction_type) == electronic ||
                   (declaration.procedure == Procedure::manifest && text(F::reason_of_export) == "A");
  out.business_number_and_hsk_given = !text(F::exporter_identifier).empty() && !text(F::tariff_code).empty();
  out.special = parse_special_category(text(F::special_category)).value_or(SpecialCategory::none);
  if (!text(F::wants).empty()) out.wants = Wants::parse(text(F::wants));
  if (!text(F::drawback_applicant).empty()) out.wants.add(Want::drawback);
  return out;
}

}  // namespace clearway::clearance
