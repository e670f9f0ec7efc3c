#include "watch/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

#include "base/json_writer.h"

namespace clearway::watch {
namespace {

std::string rounded(double value, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, value);
  return text;
}
std::string percent(double share) { return rounded(share * 100, 1); }

std::string shown(std::int64_t micro) {
  std::string text;
  append_micro(text, micro);
  return text;
}

class Words {
 public:
  Words(const Messages& messages, const Settings& settings) : messages_(messages), settings_(settings) {}

  /// A step whose sentence is watch.<key>; a place that differs by language is given as a Text.
  Step step(const std::string& key, const Places& places, const std::vector<std::pair<std::string_view, Text>>& named) {
    Step step;
    step.rule = "watch." + key;
    step.cite = settings_.cite;
    for (const auto& [name, value] : places) step.inputs.emplace_back(name, value);
    const auto say = [&](Language language) {
      auto all = places;
      for (const auto& [name, text] : named) all.emplace_back(name, text.in(language));
      return messages_.text(step.rule, language, all);
    };
    step.text = {say(Language::korean), say(Language::english)};
    return step;
  }

  /// A method by its name; one this program does not know by its id.
  Text method(const std::string& id) const {
    const auto* known = messages_.find("watch.method." + id);
    return known != nullptr ? *known : Text{id, id};
  }

  Text bin(const Bin& bin, std::size_t code_digits) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
    const Places ends = {{"above", shown(bin.above)}, {"up_to", shown(bin.up_to)}};
    switch (bin.kind) {
      case Bin::Kind::not_given: return text("bin.not_given", {});
      case Bin::Kind::other_codes: return text("bin.other_codes", {});
      case Bin::Kind::code: {
        const auto digits = std::to_string(bin.up_to);
        const auto code = std::string(code_digits - std::min(code_digits, digits.size()), '0') + digits;
        return {code, code};
      }
      case Bin::Kind::numbers: break;
    }
    if (bin.above == least && bin.up_to == most) return text("bin.any", {});
    if (bin.above == least) return text("bin.up_to", ends);
    return text(bin.up_to == most ? "bin.above" : "bin.between", ends);
  }

  Text text(const std::string& key, const Places& places) const {
    return {messages_.text("watch." + key, Language::korean, places),
            messages_.text("watch." + key, Language::english, places)};
  }

 private:
  const Messages& messages_;
  const Settings& settings_;
};

Explained<Outcome> explained(Outcome outcome, const Given& given, Words& words) {
  const auto& windows = given.windows;
  std::string since;
  for (const auto& version : given.versions) {
    if (version.since && (since.empty() || version.since->text() > since)) since = version.since->text();
  }
  const Places places = {{"on", given.on.text()},
                         {"since", since},
                         {"from", windows.current.from.text()},
                         {"to", windows.current.to.text()},
                         {"reference_from", windows.reference.from.text()},
                         {"reference_to", windows.reference.to.text()}};
  Explained<Outcome> said{outcome,
                          {words.step("outcome." + std::string(name(outcome)), places,
                                      {{"ground", words.text("ground." + std::string(name(windows.ground)), {})}})}};
  if (windows.record_is_ahead) said.steps.push_back(words.step("record_is_ahead", places, {}));
  return said;
}

void add_rate(Places& places, std::string_view rate, std::string_view low, std::string_view high, const Count& count) {
  const auto interval = count.interval();
  places.emplace_back(rate, percent(count.share()));
  places.emplace_back(low, percent(interval.from));
  places.emplace_back(high, percent(interval.to));
}

Explained<Alarm> explained(const Alarm& alarm, Words& words) {
  Places places = {{"since", alarm.since.text()},
                   {"hits", std::to_string(alarm.current.hits)},
                   {"examined", std::to_string(alarm.current.examined)}};
  add_rate(places, "rate", "low", "high", alarm.current);
  add_rate(places, "other_rate", "other_low", "other_high", alarm.other);
  const std::string kind(name(alarm.kind));
  const auto key = "alarm." + kind + (alarm.or_before ? "_or_before" : "");
  auto what = words.step(
      key, places, {{"method", words.method(alarm.method)}, {"chance", words.method(std::string(alarm.against))}});
  what.from = alarm.since;
  return {alarm, {std::move(what), words.step("advice." + kind, {}, {{"method", words.method(alarm.method)}})}};
}

Explained<MethodRate> explained(const MethodRate& rate, const Settings& settings, Words& words) {
  Places places = {{"examined", std::to_string(rate.current.examined)},
                   {"hits", std::to_string(rate.current.hits)},
                   {"chance_examined", std::to_string(rate.current_chance.examined)},
                   {"reference_examined", std::to_string(rate.reference.examined)},
                   {"least", std::to_string(settings.least_examined)}};
  add_rate(places, "rate", "low", "high", rate.current);
  const std::vector<std::pair<std::string_view, Text>> named = {{"method", words.method(rate.method)},
                                                                {"chance", words.method(rate.chance)}};
  return {rate,
          {words.step("chance." + std::string(name(rate.against_chance)), places, named),
           words.step("reference." + std::string(name(rate.against_reference)), places, named)}};
}

Explained<Drift> explained(const Drift& drift, const Settings& settings, Words& words) {
  const Places places = {{"index", rounded(drift.stability_index, 3)},
                         {"least", std::to_string(settings.least_declarations)},
                         {"reference", std::to_string(drift.reference)},
                         {"current", std::to_string(drift.current)},
                         {"unseen", percent(drift.unseen)}};
  Explained<Drift> said{drift,
                        {words.step("signal." + std::string(name(drift.standing)), places, {{"signal", drift.label}})}};
  if ((drift.standing == Standing::shifted || drift.standing == Standing::drifted) && !drift.bins.empty()) {
    const auto& moved = drift.bins[drift.moved];
    said.steps.push_back(words.step("signal.moved",
                                    {{"before", percent(moved.reference)}, {"now", percent(moved.current)}},
                                    {{"bin", words.bin(moved, drift.code_digits)}}));
  }
  return said;
}

// --- JSON
// -----------------------------------------------------------------------------------------------------------

void member(JsonWriter& json, std::string_view name, const Period& period) {
  json.key(name).begin_object().member("from", period.from.text()).member("to", period.to.text()).end_object();
}

void member(JsonWriter& json, std::string_view name, const Count& count) {
  const auto interval = count.interval();
  json.key(name).begin_object().member("examined", count.examined).member("hits", count.hits);
  json.member("from", interval.from).member("to", interval.to).end_object();
}

void append_texts(JsonWriter& json, const std::vector<Step>& steps) {
  json.key("because").begin_array();
  for (const auto& step : steps) json.begin_object().member("rule", step.rule).member("text", step.text).end_object();
  json.end_array();
}

void append(JsonWriter& json, const Explained<Alarm>& said) {
  const auto& alarm = said.value;
  json.begin_object().member("kind", name(alarm.kind)).member("method", alarm.method);
  json.null_if_empty("against", alarm.against);
  json.member("since", alarm.since.text()).member("or_before", alarm.or_before);
  member(json, "current", alarm.current);
  member(json, "other", alarm.other);
  json.member("lift", alarm.lift).member("reference_lift", alarm.reference_lift);
  append_texts(json, said.steps);
  json.end_object();
}

void append(JsonWriter& json, const Explained<MethodRate>& said) {
  const auto& rate = said.value;
  json.begin_object().member("method", rate.method).member("chance", rate.chance);
  member(json, "current", rate.current);
  member(json, "reference", rate.reference);
  json.member("lift", rate.lift).member("reference_lift", rate.reference_lift);
  json.member("against_chance", name(rate.against_chance)).member("against_reference", name(rate.against_reference));
  append_texts(json, said.steps);
  json.end_object();
}

void append(JsonWriter& json, const Explained<Drift>& said) {
  const auto& drift = said.value;
  json.begin_object().member("signal", drift.name).member("label", drift.label);
  json.member("standing", name(drift.standing)).member("stability_index", drift.stability_index);
  json.member("reference_missing", drift.reference_missing).member("current_missing", drift.current_missing);
  json.member("unseen", drift.unseen);
  append_texts(json, said.steps);
  json.end_object();
}

template <class T>
void append_all(JsonWriter& json, std::string_view name, const std::vector<T>& all) {
  json.key(name).begin_array();
  for (const auto& one : all) append(json, one);
  json.end_array();
}

Outcome outcome_of(const Given& given) {
  if (given.windows.not_yet_in_force) return Outcome::not_yet_in_force;
  std::int64_t examined = 0, before = 0;
  for (const auto& method : given.examined.methods()) {
    examined += given.examined.within(method, given.windows.current).examined;
    before += given.examined.within(method, given.windows.reference).examined;
  }
  if (given.declarations[1] == 0 && examined == 0) return Outcome::nothing_recorded;
  return given.declarations[0] == 0 && before == 0 ? Outcome::reference_is_empty : Outcome::watched;
}

}  // namespace

Report report_of(const Given& given, const WatchPolicy& policy, const Messages& messages) {
  const auto& settings = policy.on(given.on);
  Words words(messages, settings);
  Report report;
  report.on = given.on;
  report.versions = given.versions;
  report.windows = given.windows;
  report.declarations = given.declarations;
  report.unreadable = given.unreadable;
  report.cite = settings.cite;
  report.grade = settings.grade;
  report.outcome = explained(outcome_of(given), given, words);
  const auto outcome = report.outcome.value;
  if (outcome == Outcome::not_yet_in_force || outcome == Outcome::nothing_recorded) return report;

  // Without a reference the methods can still be held against chance.
  const auto rates = hit_rates(given.examined, given.windows, settings);
  for (const auto& alarm : rates.alarms) report.alarms.push_back(explained(alarm, words));
  for (const auto& rate : rates.methods) report.methods.push_back(explained(rate, settings, words));
  std::vector<Drift> drifts;
  for (const auto& signal : given.signals) drifts.push_back(drift_of(signal, policy.grows(signal.name), settings));
  const auto rank = [](const Drift& drift) {
    switch (drift.standing) {
      case Standing::drifted: return 0;
      case Standing::shifted: return 1;
      case Standing::steady: return 2;
      case Standing::too_few: return 3;
      case Standing::grows: return 4;
    }
    return 4;
  };
  std::stable_sort(drifts.begin(), drifts.end(), [&](const Drift& a, const Drift& b) {
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.stability_index > b.stability_index;
  });
  for (const auto& drift : drifts) report.signals.push_back(explained(drift, settings, words));
  return report;
}

std::string to_json(const Report& report) {
  JsonWriter json;
  json.begin_object().member("on", report.on.text()).member("outcome", name(report.outcome.value));
  append_texts(json, report.outcome.steps);
  json.member("alarmed", report.alarmed());
  json.key("versions").begin_array();
  for (const auto& version : report.versions) {
    json.begin_object()
        .member("version_id", version.version_id)
        .member("kind", version.kind)
        .member("fingerprint", version.fingerprint)
        .member("title", version.title);
    json.null_if_empty("since", version.since ? version.since->text() : "").end_object();
  }
  json.end_array();
  member(json, "reference", report.windows.reference);
  json.member("ground", name(report.windows.ground));
  member(json, "current", report.windows.current);
  json.member("reference_declarations", report.declarations[0]).member("current_declarations", report.declarations[1]);
  json.member("unreadable", report.unreadable).member("cite", report.cite).member("grade", report.grade);
  append_all(json, "alarms", report.alarms);
  append_all(json, "methods", report.methods);
  append_all(json, "signals", report.signals);
  return json.end_object().take();
}

}  // namespace clearway::watch
