#include "planning/letter.h"

#include <algorithm>
#include <utility>

#include "accrual/steps.h"
#include "base/json_writer.h"
#include "law/parameters.h"  // generated

namespace clearway::planning {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

constexpr std::string_view deferral_article = "customs-act-43-2";

class Letter {
 public:
  Letter(const arrears::Terms& terms, const Messages& messages, const Application& application,
         const arrears::Statement& now, const arrears::Sender& sender)
      : terms_(terms), messages_(messages), application_(application), now_(now), sender_(sender) {}

  Result<std::string> values() {
    json_.begin_object();
    arrears::write_frame(json_, messages_, sender_, application_.application_id);
    text("measure", messages_.at("planning.letter.measure"));
    text("ground", article(deferral_article));
    json_.member("applicant", sender_.addressee).member("applied_on", application_.applied_on.text());
    json_.member("total", owed());
    if (application_.decision->granted) {
      approval();
    } else if (auto status = refusal(); !status) {
      return status.error();
    }
    json_.member("plan_link", sender_.link);
    return json_.end_object().take();
  }

 private:
  void text(std::string_view name, const Text& value) {
    json_.key(name).begin_object().member("ko", value.ko).member("en", value.en).end_object();
  }
  void text(std::string_view name, std::string_view key, const accrual::TextPlaces& places) {
    text(name, sentence(messages_, "planning.letter." + std::string(key), places));
  }
  Text article(std::string_view cite) const {
    const auto* source = terms_.law.find_source(cite);
    if (source == nullptr) return same(std::string(cite));
    return {source->title.ko + " " + source->article.ko, source->title.en + ", " + source->article.en};
  }
  std::int64_t owed() const {
    if (application_.schedule.empty()) return now_.balance();
    std::int64_t total = 0;
    for (const auto& part : application_.schedule) total += part.due.total();
    return total;
  }

  void reason(const Text& said, std::string_view cite) {
    json_.begin_object();
    text("text", said);
    text("cite", article(cite));
    json_.end_object();
  }
  /// The officer's own reason first, then the conditions it rests on, each with its article.
  void reasons(const std::vector<std::string>* only) {
    json_.key("reasons").begin_array();
    reason(same(application_.decision->reason), deferral_article);
    const auto& table = terms_.law.kr.arrears.plan.conditions.on(application_.decision->on).value;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "plan") != name(plan::Kind::deferral)) continue;
      const auto& condition = table.text(i, "condition");
      if (only != nullptr && std::find(only->begin(), only->end(), condition) == only->end()) continue;
      const auto& said = messages_.at("plan.condition." + condition);
      const auto& frame =
          messages_.at(only == nullptr ? "planning.letter.condition_met" : "planning.letter.condition_lacking");
      reason({fill(frame.ko, {{"condition", said.ko}}), fill(frame.en, {{"condition", said.en}})},
             table.text(i, "cite"));
    }
    json_.end_array();
  }

  void approval() {
    json_.member("granted_from", application_.granted_on->text());
    json_.member("granted_until", application_.schedule.back().date.text());
    json_.member("parts", static_cast<std::int64_t>(application_.schedule.size()));
    if (application_.security_offered > 0) {
      text("security", "security", {{"amount", same(grouped(application_.security_offered))}});
    } else {
      text("security", messages_.at("planning.letter.no_security"));
    }
    json_.key("debts").begin_array();
    for (const auto& item : now_.items) {
      json_.begin_object();
      text("tax", messages_.at("arrears.letter.tax." + std::string(debt::name(item.subject.tax_kind))));
      json_.member("notice", application_.debt_id);
      const auto due = now_.facts.notice_due ? now_.facts.notice_due : now_.facts.statutory_due;
      json_.member("due_on", due.value_or(application_.applied_on).text());
      json_.member("amount", item.computed.tax_left()).end_object();
    }
    json_.end_array().key("schedule").begin_array();
    std::int64_t number = 0;
    for (const auto& part : application_.schedule) {
      json_.begin_object().member("part", ++number).member("due_on", part.date.text());
      json_.member("tax", part.due.tax + part.due.costs).member("penalty", part.due.penalty);
      json_.member("total", part.due.total()).end_object();
    }
    json_.end_array();
    reasons(nullptr);
    text("effects", effects());
    text("account", messages_.at("arrears.letter.order_account"));
    text("conditions", "conditions", {{"article", {article(deferral_article).ko, article(deferral_article).en}}});
  }
  /// "Seizure: is suspended. …" as the law of the day of the grant has it.
  Text effects() const {
    Text out;
    const auto& table = terms_.law.kr.arrears.plan.effects.on(*application_.granted_on).value;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table.text(i, "plan") != name(plan::Kind::deferral)) continue;
      const auto& measure = messages_.at("plan.measure." + table.text(i, "measure"));
      const auto& effect = messages_.at("plan.effect." + table.text(i, "effect"));
      out.ko += (out.ko.empty() ? "" : "; ") + measure.ko + ": " + effect.ko;
      out.en += (out.en.empty() ? "" : "; ") + measure.en + ": " + effect.en;
    }
    return out;
  }

  Status refusal() {
    const auto& decision = *application_.decision;
    text("asked", "asked", {{"parts", same(std::to_string(application_.parts))}});
    reasons(&decision.not_met);
    if (decision.nearest) {
      const auto& nearest = *decision.nearest;
      text("nearest", "nearest",
           {{"parts", same(std::to_string(nearest.parts))},
            {"highest", same(grouped(nearest.highest_part))},
            {"total", same(grouped(nearest.total))},
            {"last", same(nearest.last.text())}});
    } else {
      text("no_nearest", messages_.at("planning.letter.no_nearest"));
    }
    const auto last = contest_by(terms_, application_);
    if (!last) return last.error();
    json_.member("appeal_by", (*last)->text());
    return success();
  }

  const arrears::Terms& terms_;
  const Messages& messages_;
  const Application& application_;
  const arrears::Statement& now_;
  const arrears::Sender& sender_;
  JsonWriter json_;
};

}  // namespace

std::optional<std::string_view> letter_of(const Application& application) {
  if (!application.decision) return std::nullopt;
  return application.decision->granted ? "plan_approval" : "plan_refusal";
}

Result<std::string> letter_values(const arrears::Terms& terms, const Messages& messages, const Application& application,
                                  const arrears::Statement& now, const arrears::Sender& sender) {
  return Letter(terms, messages, application, now, sender).values();
}

}  // namespace clearway::planning
