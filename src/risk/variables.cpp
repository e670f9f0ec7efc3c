#include "risk/variables.h"

#include <algorithm>
#include <utility>

namespace clearway::risk {
namespace {

using enum Unit;

const std::array<VariableInfo, variable_count>& table() {
  static const std::array<VariableInfo, variable_count> infos = {{
      {"value_krw", Type::number, krw, {"신고가격(원)", "value in won"}},
      {"weight_grams", Type::number, grams, {"중량(g)", "weight in grams"}},
      {"value_per_kg_krw", Type::number, krw_per_kg, {"kg당 가격(원)", "value per kilogram in won"}},
      {"value_per_package_krw", Type::number, krw, {"포장당 가격(원)", "value per package in won"}},
      {"weight_per_package_grams", Type::number, grams, {"포장당 중량(g)", "weight per package in grams"}},
      {"item_count", Type::number, count, {"란 수", "number of items"}},
      {"declared_weekday", Type::number, none, {"신고 요일(월=1)", "weekday of the declaration, Monday 1"}},
      {"hs2", Type::text, none, {"HS 류(2단위)", "chapter, two digits of the tariff code"}},
      {"hs4", Type::text, none, {"HS 호(4단위)", "heading, four digits of the tariff code"}},
      {"hs6", Type::text, none, {"HS 소호(6단위)", "subheading, six digits of the tariff code"}},
      {"item_value_krw", Type::number, krw, {"란 가격(원)", "value of the item in won"}},
      {"item_value_per_kg_krw",
       Type::number,
       krw_per_kg,
       {"란 kg당 가격(원)", "value of the item per kilogram of net weight in won"}},
      {"item_value_per_unit_krw",
       Type::number,
       krw,
       {"란 단위당 가격(원)", "value of the item per unit of quantity in won"}},
      {"item_weight_per_unit_grams",
       Type::number,
       grams,
       {"란 단위당 순중량(g)", "net weight of the item per unit of quantity in grams"}},
      {"exporter.declarations",
       Type::number,
       count,
       {"수출자(수입자)의 신고 건수", "declarations of the exporter or importer"}},
      {"exporter.refused",
       Type::number,
       count,
       {"수출자의 오류 신고 건수", "declarations of the exporter with errors"}},
      {"exporter.value_total_krw",
       Type::number,
       krw,
       {"수출자의 누적 가격", "total value of the exporter's declarations"}},
      {"exporter.value_since_examination_krw",
       Type::number,
       krw,
       {"마지막 검사 이후 누적 가격", "value declared by the exporter since its last examination"}},
      {"exporter.examined", Type::number, count, {"수출자 검사 건수", "examinations of the exporter"}},
      {"exporter.hits", Type::number, count, {"수출자 적발 건수", "examinations of the exporter that found something"}},
      {"exporter.near_limit",
       Type::number,
       count,
       {"수출자의 기준 직하 신고 건수", "lines of the exporter just below the limit of the procedure"}},
      {"exporter.days_since_first",
       Type::number,
       days,
       {"수출자 첫 신고 후 일수", "days since the exporter's first declaration"}},
      {"exporter.days_since_last",
       Type::number,
       days,
       {"수출자 직전 신고 후 일수", "days since the exporter's last declaration"}},
      {"exporter.days_since_examination",
       Type::number,
       days,
       {"수출자 마지막 검사 후 일수", "days since the exporter was last examined"}},
      {"exporter.days_since_hit",
       Type::number,
       days,
       {"수출자 마지막 적발 후 일수", "days since an examination of the exporter last found something"}},
      {"consignee.declarations", Type::number, count, {"수하인의 신고 건수", "declarations to the consignee"}},
      {"consignee.examined", Type::number, count, {"수하인 관련 검사 건수", "examinations of goods for the consignee"}},
      {"consignee.hits",
       Type::number,
       count,
       {"수하인 관련 적발 건수", "examinations for the consignee that found something"}},
      {"consignee.days_since_hit",
       Type::number,
       days,
       {"수하인 관련 마지막 적발 후 일수", "days since something was found in goods for the consignee"}},
      {"manufacturer.declarations",
       Type::number,
       count,
       {"제조자의 신고 건수", "declarations of goods of the manufacturer"}},
      {"manufacturer.hits",
       Type::number,
       count,
       {"제조자 관련 적발 건수", "examinations of the manufacturer's goods that found something"}},
      {"filer.declarations", Type::number, count, {"신고인의 신고 건수", "declarations of the filer"}},
      {"filer.refused", Type::number, count, {"신고인의 오류 신고 건수", "declarations of the filer with errors"}},
      {"filer.examined", Type::number, count, {"신고인 관련 검사 건수", "examinations of the filer's declarations"}},
      {"filer.hits",
       Type::number,
       count,
       {"신고인 관련 적발 건수", "examinations of the filer's declarations that found something"}},
      {"route.declarations", Type::number, count, {"경로의 신고 건수", "declarations on the route"}},
      {"route.examined", Type::number, count, {"경로의 검사 건수", "examinations on the route"}},
      {"route.hits", Type::number, count, {"경로의 적발 건수", "examinations on the route that found something"}},
      {"product.declarations", Type::number, count, {"품목의 신고 건수", "declarations of the product"}},
      {"product.examined", Type::number, count, {"품목의 검사 건수", "examinations of the product"}},
      {"product.hits", Type::number, count, {"품목의 적발 건수", "examinations of the product that found something"}},
      {"product.value_per_kg_p5_krw",
       Type::number,
       krw_per_kg,
       {"품목 kg당 가격의 하위 5%", "5th percentile of the product's value per kilogram"}},
      {"product.value_per_kg_p50_krw",
       Type::number,
       krw_per_kg,
       {"품목 kg당 가격의 중앙값", "median of the product's value per kilogram"}},
      {"product.value_per_kg_p95_krw",
       Type::number,
       krw_per_kg,
       {"품목 kg당 가격의 상위 5%", "95th percentile of the product's value per kilogram"}},
      {"pair.window_total_krw",
       Type::number,
       krw,
       {"같은 송하인·수하인의 기간 내 합계(이번 건 포함)",
        "sum of this and the lines of the same sender to the same consignee within the window"}},
      {"pair.window_declarations",
       Type::number,
       count,
       {"같은 송하인·수하인의 기간 내 건수(이번 건 포함)", "number of these lines, this one included"}},
      {"pair.declarations",
       Type::number,
       count,
       {"같은 송하인·수하인의 기준 이내 건수", "lines within the limit from this sender to this consignee so far"}},
      {"address_pair.window_total_krw",
       Type::number,
       krw,
       {"같은 송하인·주소의 기간 내 합계(이번 건 포함)",
        "sum of this and the lines of the same sender to the same address within the window"}},
      {"address_pair.window_declarations",
       Type::number,
       count,
       {"같은 송하인·주소의 기간 내 건수(이번 건 포함)", "number of these lines, this one included"}},
      {"phone_pair.window_total_krw",
       Type::number,
       krw,
       {"같은 송하인 전화·주소의 기간 내 합계(이번 건 포함)",
        "sum of this and the lines with the same sender phone to the same address within the window"}},
      {"phone_pair.window_declarations",
       Type::number,
       count,
       {"같은 송하인 전화·주소의 기간 내 건수(이번 건 포함)", "number of these lines, this one included"}},
      {"phone.senders",
       Type::number,
       count,
       {"같은 전화번호를 쓴 송하인 수(최대 10)", "different senders who gave this phone number, counted up to ten"}},
      {"phone.declarations",
       Type::number,
       count,
       {"같은 전화번호의 신고 건수", "declarations with this phone number of the sender"}},
      {"combination.declarations",
       Type::number,
       count,
       {"같은 수출자·품목·목적국의 신고 건수", "declarations of this exporter of this product to this destination"}},
      {"combination.days_since_last",
       Type::number,
       days,
       {"같은 수출자·품목·목적국의 직전 신고 후 일수", "days since the last of these"}},
      {"repeat.examined",
       Type::number,
       count,
       {"같은 품목·국가·세율·중량으로 신고된 물품의 검사 건수",
        "examinations of declarations of the same goods, countries, duty and weight"}},
      {"repeat.hits", Type::number, count, {"그중 적발 건수", "of these, those that found something"}},
      {"exact_repeat.examined",
       Type::number,
       count,
       {"가격까지 같은 신고의 검사 건수", "examinations of declarations with the same value as well"}},
      {"exact_repeat.hits",
       Type::number,
       count,
       {"가격까지 같은 신고의 적발 건수", "of these, those that found something"}},
  }};
  return infos;
}

}  // namespace

std::string_view name(Type type) {
  switch (type) {
    case Type::number: return "number";
    case Type::text: return "text";
    case Type::date: return "date";
    case Type::boolean: return "true or false";
    case Type::number_list: return "list of numbers";
    case Type::text_list: return "list of texts";
  }
  return "";
}

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::none: return "";
    case Unit::krw: return "krw";
    case Unit::krw_per_kg: return "krw_per_kg";
    case Unit::grams: return "grams";
    case Unit::kilograms: return "kilograms";
    case Unit::days: return "days";
    case Unit::count: return "count";
    case Unit::percent: return "share";
  }
  return "";
}

const VariableInfo& info(Variable variable) { return table()[static_cast<std::size_t>(variable)]; }

std::optional<Variable> find_variable(std::string_view name) {
  const auto& infos = table();
  const auto found =
      std::find_if(infos.begin(), infos.end(), [&](const VariableInfo& entry) { return entry.name == name; });
  if (found == infos.end()) return std::nullopt;
  return static_cast<Variable>(found - infos.begin());
}

}  // namespace clearway::risk
