#include "notice/letter.h"

#include "accrual/steps.h"
#include "base/date_text.h"

namespace clearway::notice {
namespace {

using accrual::grouped;
using accrual::same;
using accrual::sentence;

std::string lines_text(const std::vector<std::uint32_t>& lines) {
  std::string text;
  for (const auto line : lines) text += (text.empty() ? "" : ", ") + std::to_string(line);
  return text;
}

CostLine line_of(const Messages& messages, When when, const correction::Cost& cost) {
  return {when, cost.on, cost.due_krw, cost.more_than_now_krw,
          sentence(messages, "notice.cost." + std::string(name(when)),
                   {{"on", date_text(cost.on)},
                    {"act", messages.at("correction.act." + std::string(correction::name(cost.act)))},
                    {"amount", same(grouped(cost.due_krw))},
                    {"more", same(grouped(cost.more_than_now_krw))}})};
}

}  // namespace

Text title_of(const Messages& messages, std::string_view detector) {
  const auto* known = messages.find("detection." + std::string(detector) + ".title");
  return known != nullptr ? *known : same(std::string(detector));
}

std::vector<CostLine> cost_lines(const Messages& messages, const std::vector<correction::Cost>& costs) {
  std::vector<CostLine> lines;
  const auto is_audit = [](const correction::Cost& cost) {
    return cost.act == correction::Act::assessment_after_audit ||
           cost.act == correction::Act::assessment_of_undeclared_goods;
  };
  for (const auto& cost : costs) {
    if (lines.empty()) {
      lines.push_back(line_of(messages, When::today, cost));
    } else if (is_audit(cost) && &cost == &costs.back()) {
      lines.push_back(line_of(messages, When::by_audit, cost));
    } else if (lines.size() == 1) {
      lines.push_back(line_of(messages, When::after_the_next_step, cost));
    }
  }
  return lines;
}

Letter letter_of(const Messages& messages, const Notice& notice, const std::vector<correction::Cost>& costs,
                 const Text& whom) {
  const auto& finding = notice.finding;
  const bool question = finding.proposed.empty();
  Letter letter;
  letter.title = title_of(messages, finding.detector);
  letter.what = sentence(messages, finding.lines.empty() ? "notice.what.declaration" : "notice.what.lines",
                         {{"number", same(notice.declared.declaration_number)},
                          {"day", date_text(notice.declared.declared_on)},
                          {"lines", same(lines_text(finding.lines))}});
  letter.why = finding.why;
  letter.rows = finding.evidence;
  if (finding.peers && finding.peers->firms > 0) {
    letter.peers = sentence(messages, finding.peers->with_the_same == 0 ? "notice.peers.none" : "notice.peers.some",
                            {{"firms", same(std::to_string(finding.peers->firms))},
                             {"same", same(std::to_string(finding.peers->with_the_same))}});
  }
  letter.costs = cost_lines(messages, costs);
  letter.would_clear = finding.would_clear;
  letter.cites = finding.cites;
  letter.answers = messages.at(question ? "notice.answers.question" : "notice.answers.correction");
  if (notice.window_ends) {
    letter.answer_by = sentence(messages, "notice.answer_by", {{"day", date_text(*notice.window_ends)}});
  }
  letter.no_harm = messages.at("notice.no_harm");
  letter.ask = sentence(messages, "notice.ask", {{"whom", whom}});
  return letter;
}

}  // namespace clearway::notice
