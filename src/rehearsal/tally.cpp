#include "rehearsal/tally.h"

#include <algorithm>
#include <cmath>

namespace clearway::rehearsal {
namespace {

std::int64_t micro_hours(double hours) { return std::llround(hours * 1e6); }

void count(Hits& hits, const std::optional<Label>& label) {
  if (!label) return;
  ++hits.labelled;
  hits.found += label->found ? 1 : 0;
}

}  // namespace

Tally::Tally(const risk::Policy& present, const risk::Policy& changed, std::size_t examples)
    : policies_{&present, &changed}, examples_(examples) {
  for (std::size_t side = 0; side < 2; ++side) {
    report_.sides[side].policy_version = policies_[side]->version();
    for (const auto& source : policies_[side]->sources()) sources_[side].push_back({source.id, 0, {}, 0});
  }
  compare_rules();
}

void Tally::add(const Row& row, const screening::Decision& prepared, const Outcome& present, const Outcome& changed) {
  const std::array<const Outcome*, 2> outcomes = {&present, &changed};
  const auto& declaration = *row.declaration;
  const bool irregular = row.irregular.value_or(false);
  const auto day_declared = prepared.facts.declared_on;
  report_.from = report_.declarations == 0 ? day_declared : std::min(report_.from, day_declared);
  report_.to = report_.declarations == 0 ? day_declared : std::max(report_.to, day_declared);
  ++report_.declarations;
  report_.truth_known = report_.truth_known || row.irregular.has_value();
  report_.true_irregular += irregular ? 1 : 0;
  count(report_.labelled, row.label);

  const auto office_code = declaration.text(declaration::Field::customs_office);
  auto office = offices_.find(office_code);
  if (office == offices_.end()) office = offices_.emplace(office_code, Office{}).first;
  auto days = days_.find(office_code);
  if (days == days_.end()) days = days_.emplace(office_code, std::map<std::int32_t, Day>{}).first;
  auto& day = days->second[prepared.facts.declared_on.days()];
  auto& firm = firms_[prepared.facts.exporter];
  ++office->second.declarations;
  ++firm.declarations;
  const auto& hours = policies_[0]->settings().delay_on(prepared.facts.declared_on);
  report_.delay_grade = hours.grade;

  for (std::size_t s = 0; s < 2; ++s) {
    const auto& outcome = *outcomes[s];
    auto& side = report_.sides[s];
    const auto channel = static_cast<std::size_t>(outcome.channel);
    // Both policies are measured with the hours of the first: what differs is what they select.
    const auto delay = micro_hours(hours.hours[channel]);
    ++side.channels[channel];
    side.beyond_capacity += outcome.beyond_capacity ? 1 : 0;
    ++day.channels[s][channel];
    side.delay_micro_hours += delay;
    office->second.sides[s].delay_micro_hours += delay;
    firm.delay_micro_hours[s] += delay;
    if (!outcome.selected()) {
      side.missed += row.label && row.label->found ? 1 : 0;
      continue;
    }
    ++firm.selected[s];
    side.by_chance_alone += outcome.by_chance_alone ? 1 : 0;
    side.true_found += irregular ? 1 : 0;
    count(side.examined, row.label);
    auto& source = sources_[s][outcome.led_by];
    ++source.selected;
    count(source.hits, row.label);
    source.irregular += irregular ? 1 : 0;
  }
  ++report_.matrix[static_cast<std::size_t>(present.channel)][static_cast<std::size_t>(changed.channel)];
  report_.drawn += present.drawn ? 1 : 0;
  const RandomSample::Stratum stratum{static_cast<std::uint8_t>(declaration.procedure), present.ratio_ppm};
  sample_.count(stratum);
  if (row.label) {
    ++labelled_.at(row.label->found, present.selected(), changed.selected());
    if (row.label->at_random) {
      count(report_.random, row.label);
      sample_.add(stratum, row.label->found, present.by_risk(), changed.by_risk());
    }
  }
  if (irregular) {
    auto& pattern = patterns_[row.pattern];
    ++pattern.irregular;
    for (std::size_t s = 0; s < 2; ++s) pattern.found[s] += outcomes[s]->selected() ? 1 : 0;
  }
  if (!present.selected() && changed.selected()) {
    shift(report_.newly_selected, selected_examples_, 1, row, prepared, outcomes);
  }
  if (present.selected() && !changed.selected()) {
    shift(report_.newly_spared, spared_examples_, 0, row, prepared, outcomes);
  }
}

/// Counts the row, and keeps it if its expected value under policy `which` is among the highest; the earlier of equals.
void Tally::shift(Shift& shift, std::vector<Kept>& kept, int which, const Row& row, const screening::Decision& prepared,
                  const std::array<const Outcome*, 2>& outcomes) {
  ++shift.declarations;
  count(shift.hits, row.label);
  shift.irregular += row.irregular.value_or(false) ? 1 : 0;
  const double rank = outcomes[static_cast<std::size_t>(which)]->expected_value;
  if (examples_ == 0 || (kept.size() == examples_ && rank <= kept.back().rank)) return;
  const auto& declaration = *row.declaration;
  Example example;
  example.party_id = prepared.party_id;
  example.declaration_id = declaration.declaration_id;
  example.office = declaration.text(declaration::Field::customs_office);
  example.procedure = declaration::name(declaration.procedure);
  example.declared_on = prepared.facts.declared_on;
  for (std::size_t s = 0; s < 2; ++s) {
    example.channels[s] = outcomes[s]->channel;
    example.expected_value[s] = outcomes[s]->expected_value;
    if (outcomes[s]->led_by != Outcome::none) example.led_by[s] = policies_[s]->sources()[outcomes[s]->led_by].id;
  }
  if (row.label) example.found = row.label->found;
  example.irregular = row.irregular;
  const auto place = std::upper_bound(kept.begin(), kept.end(), rank,
                                      [](double value, const Kept& other) { return value > other.rank; });
  kept.insert(place, {std::move(example), rank});
  if (kept.size() > examples_) kept.pop_back();
}

Report Tally::finish(Date from, Date to) {
  // A period open at an end is named by its declarations.
  if (from > earliest) report_.from = from;
  if (to < latest) report_.to = to;
  report_.irregular = sample_.irregular();
  for (int s = 0; s < 2; ++s) report_.sides[static_cast<std::size_t>(s)].recall = sample_.recall(s);
  report_.recall_difference = sample_.recall_difference();
  report_.precision_difference = precision_difference(labelled_);
  for (auto& kept : selected_examples_) report_.newly_selected.examples.push_back(std::move(kept.example));
  for (auto& kept : spared_examples_) report_.newly_spared.examples.push_back(std::move(kept.example));
  for (auto& [id, pattern] : patterns_) {
    pattern.id = id;
    report_.patterns.push_back(pattern);
  }
  finish_offices();
  finish_bands();
  finish_sources();
  return std::move(report_);
}

void Tally::finish_offices() {
  for (auto& [code, office] : offices_) {
    office.code = code;
    const auto& days = days_.find(code)->second;
    office.days = days.size();
    for (std::size_t s = 0; s < 2; ++s) {
      auto& side = office.sides[s];
      const auto& quota = policies_[s]->settings().quota_of(code);
      side.capacity_red = quota.red * days.size();
      side.capacity_orange = quota.orange * days.size();
      for (const auto& [day, use] : days) {
        for (std::size_t c = 0; c < 3; ++c) side.channels[c] += use.channels[s][c];
        side.days_over_red += use.channels[s][2] > quota.red ? 1 : 0;
        side.days_over_orange += use.channels[s][1] > quota.orange ? 1 : 0;
      }
    }
    report_.offices.push_back(office);
  }
}

void Tally::finish_bands() {
  const auto& bands = policies_[0]->settings().firm_bands;
  for (const auto& band : bands) report_.bands.push_back({band.id, band.label, 0, 0, {}});
  for (const auto& [key, firm] : firms_) {
    std::size_t at = 0;
    while (firm.declarations > bands[at].declarations_to) ++at;
    auto& band = report_.bands[at];
    ++band.firms;
    band.declarations += firm.declarations;
    for (std::size_t s = 0; s < 2; ++s) {
      band.sides[s].selected += firm.selected[s];
      band.sides[s].firms_selected += firm.selected[s] > 0 ? 1 : 0;
      band.sides[s].delay_micro_hours += firm.delay_micro_hours[s];
    }
  }
}

void Tally::finish_sources() {
  for (std::size_t s = 0; s < 2; ++s) {
    auto& sources = sources_[s];
    std::erase_if(sources, [](const SourceSide& source) { return source.selected == 0; });
    std::stable_sort(sources.begin(), sources.end(),
                     [](const SourceSide& a, const SourceSide& b) { return a.selected > b.selected; });
    report_.sides[s].sources = std::move(sources);
  }
}

void Tally::compare_rules() {
  std::map<std::string, std::array<const risk::Rule*, 2>> rules;
  for (std::size_t s = 0; s < 2; ++s) {
    for (const auto& rule : policies_[s]->rules()) rules[rule.id][s] = &rule;
  }
  for (const auto& [id, pair] : rules) {
    const auto* before = pair[0];
    const auto* after = pair[1];
    if (before == nullptr || after == nullptr) {
      report_.rules.push_back({id, before == nullptr ? "added" : "removed"});
      continue;
    }
    const bool same = before->when_text == after->when_text && before->likelihood == after->likelihood &&
                      before->consequence == after->consequence &&
                      before->consequence_by_value == after->consequence_by_value && before->hard == after->hard &&
                      before->from == after->from && before->until == after->until &&
                      before->procedures == after->procedures;
    if (!same) report_.rules.push_back({id, "changed"});
  }
  report_.settings_changed = policies_[0]->settings_version() != policies_[1]->settings_version();
}

}  // namespace clearway::rehearsal
