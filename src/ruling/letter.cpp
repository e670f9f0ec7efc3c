#include "ruling/letter.h"

#include <algorithm>

#include "accrual/steps.h"
#include "ruling/completeness.h"
#include "ruling/validity.h"

namespace clearway::ruling {
namespace {

using accrual::same;
using accrual::sentence;

/// "B124****998": the first four and the last three characters.
std::string masked(const std::string& number) {
  constexpr std::size_t before = 4, behind = 3;
  if (number.size() <= before + behind) return "***";
  return number.substr(0, before) + "****" + number.substr(number.size() - behind);
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& one : words) out += (out.empty() ? "" : ", ") + one;
  return out;
}

Text article_of(const law::Law& law, const std::string& cite) {
  const auto* source = law.find_source(cite);
  if (source == nullptr) return same(cite);
  return {source->title.ko + " " + source->article.ko, source->title.en + ", " + source->article.en};
}

class Writer {
 public:
  Writer(const law::Law& law, const law::Calendar& calendar, const Messages& messages, const Ruling& ruling,
         const Sender& sender)
      : law_(law), calendar_(calendar), messages_(messages), ruling_(ruling), sender_(sender) {}

  std::string decision() {
    const auto& made = *ruling_.decision;
    const bool of_value = is_valuation(ruling_.kind());
    const auto notified = ruling_.notified_on.value_or(*ruling_.decided_on);
    begin(ruling_.number, notified);
    json_.member("ruling_number", ruling_.number)
        .member("ground", article_of(law_, of_value ? "customs-act-37-2" : "customs-act-86-2"))
        .member("applicant", applicant())
        .member("applied_on", ruling_.filed_on.value_or(ruling_.opened_on).text())
        .member("goods", ruling_.application.goods)
        .member("question", ruling_.application.question)
        .member("decision", made.text)
        .key("facts")
        .begin_array();
    append_facts(made.facts);
    json_.end_array()
        .key("reasons")
        .begin_array()
        .begin_object()
        .member("text", made.reasons)
        .member("cite", cites_of(made));
    json_.end_object().end_array().member("valid_from", notified.text());
    if (ruling_.valid_until) json_.member("valid_until", ruling_.valid_until->text());
    const std::string kind(of_value ? "valuation" : "classification");
    json_.member("validity", messages_.at("ruling.letter.validity." + kind));
    json_.member("binding", messages_.at("ruling.letter.binding." + kind));
    if (const auto report = report_due(law_, calendar_, ruling_)) {
      json_.member("report",
                   sentence(messages_, "ruling.letter.report",
                            {{"year_end", same(report->year_end.text())}, {"until", same(report->until.text())}}));
    }
    json_.member("publication",
                 messages_.at(ruling_.published ? "ruling.letter.published" : "ruling.letter.not_published"));
    json_.member("review_by", objection_until(law_, calendar_, ruling_).value_or(notified).text());
    json_.member("review_link", link());
    return json_.end_object().take();
  }

  std::string supplement() {
    const auto& stop = newest_supplement();
    begin(ruling_.ruling_id, stop.from);
    const bool of_value = is_valuation(ruling_.kind());
    json_
        .member("ground", article_of(law_, !of_value                                   ? "customs-decree-106-2"
                                           : ruling_.kind() == Kind::valuation_general ? "customs-decree-31-2-1"
                                                                                       : "customs-decree-31-2-2"))
        .member("applicant", applicant())
        .member("applied_on", ruling_.filed_on.value_or(ruling_.opened_on).text())
        .member("goods", ruling_.application.goods)
        .member("asked", asked_on(stop.from))
        .member("answer_by", stop.until.value_or(stop.from).text())
        .member("answer_link", link())
        .key("missing")
        .begin_array();
    for (const auto& one : missing_of(law_, ruling_.application, stop.from)) {
      json_.begin_object().member("what", one.text).member("article", article_of(law_, one.cite)).end_object();
    }
    json_.end_array().member("clock", messages_.at("ruling.letter.clock"));
    json_.member("otherwise",
                 sentence(messages_, "ruling.letter.otherwise",
                          {{"article", article_of(law_, of_value ? "customs-decree-31-6" : "customs-decree-106-3")}}));
    return json_.end_object().take();
  }

 private:
  /// The frame, and what both letters begin with.
  void begin(const std::string& number, Date on) {
    const auto text = [&](std::string_view name, const Text& value) { json_.member(name, value); };
    json_.begin_object().key("office").begin_object();
    text("name", sender_.office);
    text("head", sender_.head);
    text("address", sender_.address);
    json_.member("phone", sender_.phone).end_object().key("addressee").begin_object();
    text("name", applicant());
    text("address", messages_.at("ruling.letter.delivered"));
    json_.member("number", masked(ruling_.party_id)).end_object().key("document").begin_object();
    json_.member("number", number).member("date", on.text()).end_object().key("contact").begin_object();
    text("department", sender_.department);
    text("person", sender_.person);
    json_.member("phone", sender_.contact_phone).member("email", sender_.email);
    text("hours", sender_.hours);
    json_.end_object().key("verification").begin_object().member("link", link()).member("code", number).end_object();
    text("kind", messages_.at("ruling.kind." + std::string(name(ruling_.kind()))));
  }

  Text applicant() const {
    return sentence(messages_, "ruling.letter.applicant", {{"number", same(masked(ruling_.party_id))}});
  }
  std::string link() const { return sender_.link + "/rulings/" + ruling_.party_id + "." + ruling_.ruling_id; }

  const Stop& newest_supplement() const {
    const auto found = std::find_if(ruling_.stops.rbegin(), ruling_.stops.rend(),
                                    [](const Stop& stop) { return stop.why == "supplement"; });
    return *found;
  }
  /// In the words of the officer.
  std::string asked_on(Date day) const {
    for (auto said = ruling_.said.rbegin(); said != ruling_.said.rend(); ++said) {
      if (said->action == "ask_supplement" && said->on == day) return said->text;
    }
    return {};
  }

  Text cites_of(const Decision& decision) const {
    Text all;
    for (const auto& cite : decision.cites) {
      const auto article = article_of(law_, cite);
      all.ko += (all.ko.empty() ? "" : ", ") + article.ko;
      all.en += (all.en.empty() ? "" : "; ") + article.en;
    }
    return all.ko.empty() ? article_of(law_, is_valuation(ruling_.kind()) ? "customs-act-37-2" : "customs-act-86-2")
                          : all;
  }

  void fact(std::string_view name, const Text& relied_on) {
    json_.begin_object()
        .member("fact", messages_.at("ruling.fact." + std::string(name)))
        .member("relied_on", relied_on);
    json_.end_object();
  }
  void append_facts(const Facts& facts) {
    if (!facts.tariff_code.empty()) fact("tariff_line", same(facts.tariff_code));
    if (facts.method) fact("method", messages_.at("ruling.method." + std::to_string(*facts.method)));
    if (facts.related)
      fact("relationship", messages_.at(*facts.related ? "ruling.letter.related" : "ruling.letter.not_related"));
    for (const auto& each : facts.adjustments) {
      auto text = messages_.at("ruling.adjustment." +
                               std::string(assessment::price_element_names[static_cast<std::size_t>(each.element)]));
      if (each.percent_of_price) {
        text = sentence(messages_, "ruling.letter.percent",
                        {{"adjustment", text}, {"percent", same(each.percent_of_price->text())}});
      }
      fact("adjustment", text);
    }
    if (facts.price) {
      const auto& range = *facts.price;
      fact("price", same(range.low.text() + " – " + range.high.text() + " " + range.currency + "/" + range.unit));
    }
    if (!facts.origins.empty()) fact("origin", same(joined(facts.origins)));
    if (!facts.sellers.empty()) fact("seller", same(joined(facts.sellers)));
  }

  const law::Law& law_;
  const law::Calendar& calendar_;
  const Messages& messages_;
  const Ruling& ruling_;
  const Sender& sender_;
  JsonWriter json_;
};

}  // namespace

std::optional<Letter> parse_letter(std::string_view text) {
  const auto found = std::find(letter_names.begin(), letter_names.end(), text);
  if (found == letter_names.end()) return std::nullopt;
  return static_cast<Letter>(found - letter_names.begin());
}

std::string template_of(Letter letter) {
  return letter == Letter::supplement ? "ruling_supplement" : "ruling_decision";
}

std::vector<Letter> letters_of(const Ruling& ruling) {
  std::vector<Letter> letters;
  const bool asked =
      std::any_of(ruling.stops.begin(), ruling.stops.end(), [](const Stop& stop) { return stop.why == "supplement"; });
  if (asked) letters.push_back(Letter::supplement);
  if (ruling.decision) letters.push_back(Letter::decision);
  return letters;
}

std::string letter_json(const law::Law& law, const law::Calendar& calendar, const Messages& messages,
                        const Ruling& ruling, Letter letter, const Sender& sender) {
  Writer writer(law, calendar, messages, ruling, sender);
  return letter == Letter::supplement ? writer.supplement() : writer.decision();
}

}  // namespace clearway::ruling
