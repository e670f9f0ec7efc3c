#include "ruling/completeness.h"

#include <algorithm>

#include "law/parameters.h"  // generated

namespace clearway::ruling {
namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool has_field(const Application& application, std::string_view what) {
  const auto& facts = application.facts;
  if (what == "goods") return !is_blank(application.goods);
  if (what == "question") return !is_blank(application.question);
  if (what == "use") return !is_blank(application.use);
  if (what == "process") return !is_blank(application.process);
  if (what == "planned_office") return !is_blank(application.planned_office);
  if (what == "sellers") return !facts.sellers.empty();
  if (what == "origins") return !facts.origins.empty();
  if (what == "tariff_code") return facts.tariff_code.size() >= 4;
  if (what == "method") return facts.method.has_value();
  if (what == "related") return facts.related == true;
  if (what == "business_year") return application.business_year_ends != 0;
  return true;  // named by a table of the law that asks for what no application holds
}

bool has_document(const Application& application, std::string_view what) {
  return std::any_of(application.documents.begin(), application.documents.end(),
                     [&](const Document& document) { return document.document == what; });
}

void add(const law::Value<law::Table>& value, const Application& application, std::vector<Needed>& needed) {
  const auto& table = value.value;
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (table.text(row, "needed") == "unless_small" && application.small_firm) continue;
    Needed one;
    one.what = table.text(row, "what");
    one.document = table.text(row, "entry") == "document";
    one.text = {table.text(row, "ko"), table.text(row, "en")};
    one.cite = table.text(row, "cite");
    one.grade = value.grade;
    one.is_there = one.document ? has_document(application, one.what) : has_field(application, one.what);
    needed.push_back(std::move(one));
  }
}

}  // namespace

std::vector<Needed> needed_of(const law::Law& law, const Application& application, Date today) {
  const auto& kr = law.kr.ruling;
  std::vector<Needed> needed;
  if (application.kind == Kind::classification) {
    add(kr.classification.application.on(today), application, needed);
    return needed;
  }
  add(kr.valuation.application.on(today), application, needed);
  if (application.kind == Kind::valuation_special_relationship) {
    add(kr.valuation.special_application.on(today), application, needed);
  }
  return needed;
}

std::vector<Needed> missing_of(const law::Law& law, const Application& application, Date today) {
  auto needed = needed_of(law, application, today);
  std::erase_if(needed, [](const Needed& one) { return one.is_there; });
  return needed;
}

}  // namespace clearway::ruling
