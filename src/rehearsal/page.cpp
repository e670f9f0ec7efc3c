#include "rehearsal/page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace clearway::rehearsal {
namespace {

constexpr std::string_view style = R"(
:root{--ink:#1e2124;--soft:#58616a;--line:#cdd1d5;--first:#256ef4;--second:#c2570c}
*{box-sizing:border-box}body{font:16px/1.5 "Pretendard GOV",Pretendard,"Noto Sans KR",system-ui,sans-serif;color:var(--ink);margin:0 auto;max-width:72rem;padding:2rem 1rem}
h1{font-size:1.75rem;margin:0 0 .25rem}h2{font-size:1.25rem;margin:2.5rem 0 .5rem}p{margin:.25rem 0 .75rem;max-width:60rem}.soft{color:var(--soft)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:right;vertical-align:top;white-space:nowrap}th:first-child,td:first-child{text-align:left;white-space:normal}
thead th{border-bottom:2px solid var(--ink)}td small{color:var(--soft);display:block}
.bar{display:block;height:.5rem;border-radius:2px;margin-top:.2rem;margin-left:auto}.a{background:var(--first)}.b{background:repeating-linear-gradient(45deg,var(--second) 0 4px,#e8a57c 4px 7px)}
@media print{body{padding:0}h2{break-after:avoid}}
)";

void escape(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
}

/// 1234567 -> 1,234,567
std::string whole(double value) {
  std::string digits = std::to_string(static_cast<std::int64_t>(std::llround(std::abs(value))));
  for (std::size_t i = digits.size(); i > 3;) digits.insert(i -= 3, ",");
  return value <= -0.5 ? "−" + digits : digits;
}
std::string whole(std::uint64_t value) { return whole(static_cast<double>(value)); }

std::string fixed(double value, int places) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", places, std::abs(value));
  return value < 0 && std::stod(text) != 0 ? "−" + std::string(text) : text;
}
std::string percent(double share) { return fixed(share * 100, 1) + " %"; }
std::string points(double share) { return (share > 0 ? "+" : "") + fixed(share * 100, 1) + " %p"; }
std::string difference(double first, double second) {
  const double by = second - first;
  return (by > 0.5 ? "+" : "") + whole(by);
}

class Page {
 public:
  Page(const Report& report, const Messages& messages, Language language)
      : report_(report), messages_(messages), language_(language) {}

  std::string write() {
    out_ = "<!doctype html>\n<html lang=\"";
    out_ += language_ == Language::korean ? "ko" : "en";
    out_ +=
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width,initial-scale=1\"><title>";
    escape(out_, say("title"));
    out_ += "</title><style>";
    out_ += style;
    out_ += "</style></head><body><main>\n";
    element("h1", say("title"));
    paragraph(say("period", {{"from", report_.from.text()},
                             {"to", report_.to.text()},
                             {"count", whole(report_.declarations)},
                             {"earlier", whole(report_.earlier)}}));
    paragraph(
        say("versions", {{"first", report_.sides[0].policy_version}, {"second", report_.sides[1].policy_version}}));
    rules();
    summary();
    sources();
    workload();
    sizes();
    patterns();
    shift("newly_selected", report_.newly_selected);
    shift("newly_spared", report_.newly_spared);
    element("h2", say("how"));
    for (const auto* key : {"how_labels", "how_random", "how_delay", "how_interval"}) {
      paragraph(say(key, {{"grade", report_.delay_grade}}));
    }
    out_ += "</main></body></html>\n";
    return std::move(out_);
  }

 private:
  std::string say(std::string_view key, const Places& places = {}) const {
    return messages_.text("rehearse.page." + std::string(key), language_, places);
  }
  void element(std::string_view name, std::string_view text) {
    out_ += "<" + std::string(name) + ">";
    escape(out_, text);
    out_ += "</" + std::string(name) + ">\n";
  }
  void paragraph(std::string_view text) { element("p", text); }
  void begin_table(std::string_view caption, const std::vector<std::string>& heads) {
    out_ += "<div class=\"scroll\" tabindex=\"0\"><table><caption>";
    escape(out_, caption);
    out_ += "</caption><thead><tr>";
    for (const auto& head : heads) {
      out_ += "<th scope=\"col\">";
      escape(out_, head);
      out_ += "</th>";
    }
    out_ += "</tr></thead><tbody>\n";
  }
  void end_table() { out_ += "</tbody></table></div>\n"; }
  void begin_row(std::string_view name) {
    out_ += "<tr><th scope=\"row\">";
    escape(out_, name);
    out_ += "</th>";
  }
  void cell(std::string_view text, std::string_view small = {}) {
    out_ += "<td>";
    escape(out_, text);
    if (!small.empty()) {
      out_ += "<small>";
      escape(out_, small);
      out_ += "</small>";
    }
    out_ += "</td>";
  }
  /// A number with a bar as long as its share of `most`.
  void bar(std::string_view text, double value, double most, int side) {
    out_ += "<td>";
    escape(out_, text);
    const double width = most > 0 ? 100 * value / most : 0;
    out_ += std::string("<span class=\"bar ") + (side == 0 ? "a" : "b") + "\" style=\"width:" + fixed(width, 1) +
            "%\"></span></td>";
  }
  void end_row() { out_ += "</tr>\n"; }

  static std::string range(const Interval& interval) { return percent(interval.low) + " – " + percent(interval.high); }
  void share_cell(const std::optional<Interval>& interval) {
    if (!interval) return cell("–");
    cell(percent(interval->value), range(*interval));
  }

  void rules() {
    element("h2", say("changes"));
    if (report_.rules.empty() && !report_.settings_changed) return paragraph(say("nothing_changed"));
    out_ += "<ul>";
    for (const auto& rule : report_.rules) element("li", rule.id + ": " + say("rule_" + rule.change));
    if (report_.settings_changed) element("li", say("settings_changed"));
    out_ += "</ul>\n";
    if (!report_.as_if_in_force.empty()) paragraph(say("as_if_in_force"));
  }

  void count_row(std::string_view key, std::uint64_t first, std::uint64_t second) {
    begin_row(say(key));
    const auto most = static_cast<double>(std::max(first, second));
    bar(whole(first), static_cast<double>(first), most, 0);
    bar(whole(second), static_cast<double>(second), most, 1);
    cell(difference(static_cast<double>(first), static_cast<double>(second)));
    end_row();
  }
  void share_row(std::string_view key, const std::optional<Interval>& first, const std::optional<Interval>& second,
                 const std::optional<Interval>& by) {
    begin_row(say(key));
    share_cell(first);
    share_cell(second);
    if (by) {
      cell(points(by->value), points(by->low) + " – " + points(by->high));
    } else {
      cell("–");
    }
    end_row();
  }

  void summary() {
    element("h2", say("summary"));
    begin_table(say("summary_caption"), {say("measure"), say("first"), say("second"), say("difference")});
    const auto& a = report_.sides[0];
    const auto& b = report_.sides[1];
    for (std::size_t c = 0; c < 3; ++c) count_row(risk::channel_names[c], a.channels[c], b.channels[c]);
    count_row("selected", a.selected(), b.selected());
    count_row("by_chance_alone", a.by_chance_alone, b.by_chance_alone);
    count_row("beyond_capacity", a.beyond_capacity, b.beyond_capacity);
    count_row("hits", a.examined.found, b.examined.found);
    count_row("misses", a.missed, b.missed);
    share_row("precision", a.examined.rate(), b.examined.rate(), report_.precision_difference);
    share_row("recall", a.recall, b.recall, report_.recall_difference);
    if (report_.truth_known) count_row("truth_found", a.true_found, b.true_found);
    const auto hours = [](const Side& side) { return static_cast<std::uint64_t>(side.delay_micro_hours / 1'000'000); };
    count_row("delay_hours", hours(a), hours(b));
    end_table();
    const auto rate = report_.random.rate();
    paragraph(say("random_share", {{"labelled", whole(report_.random.labelled)},
                                   {"found", whole(report_.random.found)},
                                   {"rate", rate ? percent(rate->value) + " (" + range(*rate) + ")" : "–"}}));
    if (report_.irregular) {
      paragraph(say("irregular", {{"count", whole(report_.irregular->value)},
                                  {"low", whole(report_.irregular->low)},
                                  {"high", whole(report_.irregular->high)}}));
    }
    if (report_.truth_known) paragraph(say("truth", {{"count", whole(report_.true_irregular)}}));
  }

  void sources() {
    element("h2", say("sources"));
    for (std::size_t s = 0; s < 2; ++s) {
      begin_table(say(s == 0 ? "first" : "second"),
                  {say("source"), say("selected"), say("examined"), say("found"), say("hit_rate")});
      const auto& sources = report_.sides[s].sources;
      const double most = sources.empty() ? 0 : static_cast<double>(sources.front().selected);
      for (const auto& source : sources) {
        begin_row(source.id);
        bar(whole(source.selected), static_cast<double>(source.selected), most, static_cast<int>(s));
        cell(whole(source.hits.labelled));
        cell(whole(source.hits.found));
        share_cell(source.hits.rate());
        end_row();
      }
      begin_row(say("random_baseline"));
      cell("");
      cell(whole(report_.random.labelled));
      cell(whole(report_.random.found));
      share_cell(report_.random.rate());
      end_row();
      end_table();
    }
  }

  void workload() {
    element("h2", say("workload"));
    begin_table(say("workload_caption"),
                {say("office"), say("declarations"), say("red_first"), say("red_second"), say("orange_first"),
                 say("orange_second"), say("over_first"), say("over_second")});
    for (const auto& office : report_.offices) {
      begin_row(office.code.empty() ? "–" : office.code);
      cell(whole(office.declarations));
      const auto load = [&](std::size_t channel) {
        const auto& sides = office.sides;
        const auto most = static_cast<double>(std::max(sides[0].channels[channel], sides[1].channels[channel]));
        for (int s = 0; s < 2; ++s) {
          const auto count = sides[static_cast<std::size_t>(s)].channels[channel];
          bar(whole(count), static_cast<double>(count), most, s);
        }
      };
      load(2);
      load(1);
      for (const auto& side : office.sides) {
        cell(say("days_over", {{"red", whole(side.days_over_red)},
                               {"orange", whole(side.days_over_orange)},
                               {"days", whole(office.days)}}));
      }
      end_row();
    }
    end_table();
  }

  void sizes() {
    element("h2", say("sizes"));
    begin_table(say("sizes_caption"), {say("size"), say("firms"), say("declarations"), say("share_first"),
                                       say("share_second"), say("delay_first"), say("delay_second")});
    for (const auto& band : report_.bands) {
      const auto rows = std::max(1.0, static_cast<double>(band.declarations));
      begin_row(band.label.in(language_));
      cell(whole(band.firms));
      cell(whole(band.declarations));
      for (const auto& side : band.sides) cell(percent(static_cast<double>(side.selected) / rows));
      for (const auto& side : band.sides) cell(fixed(static_cast<double>(side.delay_micro_hours) / 1e6 / rows, 2));
      end_row();
    }
    end_table();
  }

  void patterns() {
    if (report_.patterns.empty()) return;
    element("h2", say("patterns"));
    begin_table(say("patterns_caption"), {say("pattern"), say("planted"), say("first"), say("second")});
    for (const auto& pattern : report_.patterns) {
      begin_row(pattern.id);
      cell(whole(pattern.irregular));
      for (int s = 0; s < 2; ++s) {
        const auto found = pattern.found[static_cast<std::size_t>(s)];
        bar(whole(found), static_cast<double>(found), static_cast<double>(pattern.irregular), s);
      }
      end_row();
    }
    end_table();
  }

  void shift(const std::string& key, const Shift& shift) {
    element("h2", say(key));
    const auto rate = shift.hits.rate();
    paragraph(say("shift", {{"count", whole(shift.declarations)},
                            {"labelled", whole(shift.hits.labelled)},
                            {"found", whole(shift.hits.found)},
                            {"rate", rate ? percent(rate->value) + " (" + range(*rate) + ")" : "–"}}));
    if (shift.examples.empty()) return;
    begin_table(say("examples"), {say("declaration"), say("day"), say("office"), say("channel"), say("led_by"),
                                  say("value"), say("known")});
    for (const auto& example : shift.examples) {
      begin_row(example.declaration_id);
      cell(example.declared_on.text());
      cell(example.office);
      cell(say(risk::name(example.channels[0])) + " → " + say(risk::name(example.channels[1])));
      const std::size_t which = example.led_by[1].empty() ? 0 : 1;
      cell(example.led_by[which]);
      cell(fixed(example.expected_value[which], 2));
      std::string known = "–";
      if (example.found)
        known = say(*example.found ? "found_something" : "found_nothing");
      else if (example.irregular && *example.irregular)
        known = say("true_irregular");
      cell(known);
      end_row();
    }
    end_table();
  }

  const Report& report_;
  const Messages& messages_;
  Language language_;
  std::string out_;
};

}  // namespace

std::string to_page(const Report& report, const Messages& messages, Language language) {
  return Page(report, messages, language).write();
}

}  // namespace clearway::rehearsal
