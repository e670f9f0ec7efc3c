#include "plan/answer.h"

#include <optional>

#include "accrual/steps.h"
#include "base/json_writer.h"
#include "debt/answer.h"

namespace clearway::plan {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

Text title_of(const Messages& messages, Kind kind) { return messages.at("plan.kind." + std::string(name(kind))); }

std::optional<Text> article_of(const law::Law& law, const std::string& cite) {
  const auto* source = law.find_source(cite);
  if (source == nullptr) return std::nullopt;
  return Text{source->title.ko + " " + source->article.ko, source->title.en + " " + source->article.en};
}

void cite(JsonWriter& json, const law::Law& law, const std::string& key, law::Grade grade) {
  json.member("cite", key);
  if (const auto article = article_of(law, key)) json.member("article", *article);
  json.member("grade", law::name(grade));
}

void write(JsonWriter& json, std::string_view name, const Share& share) {
  json.key(name).begin_object().member("costs", share.costs).member("tax", share.tax);
  json.member("penalty", share.penalty).member("total", share.total()).end_object();
}

void write_rows(JsonWriter& json, const Plan& plan) {
  json.key("rows").begin_array();
  for (const auto& row : plan.rows) {
    json.begin_object().member("date", row.date.text());
    json.member("counted_to", row.counted_to ? std::optional(row.counted_to->text()) : std::nullopt);
    write(json, "due", row.due);
    json.member("grown", row.grown).member("tax_left", row.tax_left).key("debts").begin_array();
    for (const auto& share : row.shares) {
      json.begin_object().member("costs", share.costs).member("tax", share.tax);
      json.member("penalty", share.penalty).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

void write(JsonWriter& json, const Plan& plan, const law::Law& law, const Messages& messages) {
  json.member("plan", name(plan.kind)).member("title", title_of(messages, plan.kind));
  json.member("standing", name(plan.standing()));
  write(json, "total", plan.total);
  write_rows(json, plan);
  json.key("conditions").begin_array();
  for (const auto& condition : plan.conditions) {
    json.begin_object().member("condition", condition.condition);
    json.member("text", messages.at("plan.condition." + condition.condition));
    json.member("standing", name(condition.standing));
    cite(json, law, condition.cite, condition.grade);
    json.end_object();
  }
  json.end_array().key("security");
  if (plan.security) {
    json.begin_object().member("amount", plan.security->amount).member("waived", name(plan.security->waived));
    json.member("clean_years", plan.security->clean_years);
    cite(json, law, plan.security->cite, plan.security->grade);
    json.end_object();
  } else {
    json.null();
  }
  json.key("effects").begin_array();
  for (const auto& effect : plan.effects) {
    json.begin_object().member("measure", effect.measure).member("effect", effect.effect);
    json.member("measure_text", messages.at("plan.measure." + effect.measure));
    json.member("effect_text", messages.at("plan.effect." + effect.effect));
    cite(json, law, effect.cite, effect.grade);
    json.end_object();
  }
  json.end_array().key("affordability");
  if (!plan.affordability) {
    json.null();
    return;
  }
  const auto& means = *plan.affordability;
  json.begin_object().member("surplus", means.surplus).member("highest_part", means.highest_part);
  json.member("percent_of_surplus", means.percent_of_surplus);
  json.member("first_failure", means.first_failure ? std::optional(means.first_failure->text()) : std::nullopt);
  json.end_object();
}

void append(std::string& out, const Plan& plan, const law::Law& law, const Messages& messages, Language language) {
  const auto line = [&](std::string_view key, const Places& places) {
    out += messages.text(key, language, places) + '\n';
  };
  line("plan.line.title", {{"title", title_of(messages, plan.kind).in(language)},
                           {"standing", messages.text("plan.standing." + std::string(name(plan.standing())), language)},
                           {"total", grouped(plan.total.total())},
                           {"penalty", grouped(plan.total.penalty)}});
  for (const auto& row : plan.rows) {
    line("plan.line.row", {{"date", row.date.text()},
                           {"total", grouped(row.due.total())},
                           {"costs", grouped(row.due.costs)},
                           {"tax", grouped(row.due.tax)},
                           {"penalty", grouped(row.due.penalty)},
                           {"grown", grouped(row.grown)}});
  }
  for (const auto& condition : plan.conditions) {
    const auto article = article_of(law, condition.cite);
    line("plan.line.condition",
         {{"standing", messages.text("plan.standing." + std::string(name(condition.standing)), language)},
          {"condition", messages.text("plan.condition." + condition.condition, language)},
          {"article", article ? article->in(language) : condition.cite}});
  }
  if (plan.security) {
    line(plan.security->clean_years > 0 ? "plan.line.security_waivable" : "plan.line.security",
         {{"amount", grouped(plan.security->amount)}, {"years", std::to_string(plan.security->clean_years)}});
  }
  for (const auto& effect : plan.effects) {
    line("plan.line.effect", {{"measure", messages.text("plan.measure." + effect.measure, language)},
                              {"effect", messages.text("plan.effect." + effect.effect, language)}});
  }
  if (plan.affordability && plan.affordability->first_failure) {
    line("plan.line.not_affordable",
         {{"date", plan.affordability->first_failure->text()}, {"surplus", grouped(plan.affordability->surplus)}});
  }
}

bool is_of_a_plan(const Error& error, const Messages& messages) {
  return messages.find("plan.refused." + error.code + ".text") != nullptr;
}

Text filled(const Error& error, const Messages& messages, const char* what) {
  return sentence(messages, "plan.refused." + error.code + what,
                  {{"field", same(error.field)}, {"value", same(error.detail)}, {"expected", same(error.fix)}});
}

}  // namespace

std::string to_json(const Request& request, const Offer& offer, const law::Law& law, const Messages& messages) {
  JsonWriter json;
  json.begin_object().member("on", request.on.text()).member("law_version", law.version()).key("plans").begin_array();
  for (const auto& plan : offer.plans) {
    json.begin_object();
    write(json, plan, law, messages);
    json.end_object();
  }
  json.end_array().key("nearest");
  if (offer.nearest) {
    json.begin_object().member("parts", offer.nearest->parts);
    write(json, offer.nearest->plan, law, messages);
    json.end_object();
  } else {
    json.null();
  }
  return json.end_object().take();
}

std::string to_text(const Request&, const Offer& offer, const law::Law& law, const Messages& messages,
                    Language language) {
  std::string out;
  for (const auto& plan : offer.plans) append(out, plan, law, messages, language);
  if (!offer.nearest) return out;
  out += messages.text("plan.line.nearest", language, {{"parts", std::to_string(offer.nearest->parts)}}) + '\n';
  append(out, offer.nearest->plan, law, messages, language);
  return out;
}

Text refused_text(const Error& error, const Messages& messages) {
  return is_of_a_plan(error, messages) ? filled(error, messages, ".text") : debt::problem_of(error).text(messages);
}
Text refused_fix(const Error& error, const Messages& messages) {
  return is_of_a_plan(error, messages) ? filled(error, messages, ".fix") : debt::problem_of(error).fix(messages);
}

std::string refused_json(const Error& error, const Messages& messages) {
  if (!is_of_a_plan(error, messages)) return debt::to_json({debt::problem_of(error)}, messages);
  JsonWriter json;
  json.begin_object().key("problems").begin_array().begin_object().member("code", error.code);
  json.member("field", error.field).member("value", error.detail).member("expected", error.fix);
  json.member("text", refused_text(error, messages)).member("fix", refused_fix(error, messages));
  return json.end_object().end_array().end_object().take();
}

}  // namespace clearway::plan
