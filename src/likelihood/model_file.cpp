#include <sodium.h>

#include <algorithm>
#include <cmath>

#include "likelihood/bytes.h"
#include "likelihood/model.h"

namespace clearway::likelihood {
namespace {

constexpr std::size_t digest_size = 16;
constexpr std::string_view magic_of_any_version = "clearway likelihood model ";

Error damaged(std::string detail) {
  return {"model_is_damaged", "", std::move(detail), "Train the model again, or take the copy it was made from"};
}

Error unfit(std::string detail) {
  return {"model_does_not_fit", "", std::move(detail), "Train the model again with this version of the program"};
}

std::string digest_of(std::string_view bytes) {
  std::string digest(digest_size, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  return digest;
}

std::string version_of(std::string_view digest) {
  std::string version = "model-";
  for (std::size_t i = 0; i < 6; ++i) {
    const auto byte = static_cast<unsigned char>(digest[i]);
    version += "0123456789abcdef"[byte >> 4];
    version += "0123456789abcdef"[byte & 15];
  }
  return version;
}

// --- writing

void write(ByteWriter& out, const About& about) {
  out.text(about.recipe);
  out.list(about.procedures, [&](const std::string& procedure) { out.text(procedure); });
  out.text(about.data_fingerprint);
  for (const auto value : {about.rows, about.irregular, about.groups, about.seed}) out.number(value);
  for (const auto* text : {&about.first_day, &about.last_day, &about.parameters, &about.measures}) out.text(*text);
}

void write(ByteWriter& out, const Measure& measure) {
  out.number(measure.number);
  out.number(measure.per);
  out.number(measure.as);
}

void write(ByteWriter& out, const std::vector<Part>& parts) {
  out.list(parts, [&](const Part& part) {
    out.number(part.kind);
    out.number(part.index);
  });
}

void write(ByteWriter& out, const Layout& layout) {
  out.list(layout.numbers, [&](const std::string& name) { out.text(name); });
  out.list(layout.categories, [&](const std::string& name) { out.text(name); });
  out.list(layout.signals, [&](const Signal& signal) {
    for (const auto* text : {&signal.name, &signal.label.ko, &signal.label.en, &signal.unit}) out.text(*text);
    out.number(signal.number);
    out.number(signal.category);
    out.number(signal.usual);
  });
  out.list(layout.columns, [&](const Column& column) {
    out.number(column.kind);
    out.number(column.signal);
    write(out, column.measure);
    out.number(column.first);
    out.number(column.second);
    out.number(column.level);
  });
  out.list(layout.bands, [&](const Band& band) {
    write(out, band.measure);
    out.list(band.cuts, [&](float cut) { out.number(cut); });
  });
  out.list(layout.terms, [&](const Term& term) {
    write(out, term.parts);
    out.number(term.signal);
    out.number(term.spread);
  });
  out.number(layout.repeat.strength);
  out.number(layout.repeat.signal);
}

/// In the order of the keys, so that the same table gives the same bytes however it was filled.
template <class Value, class Each>
void write(ByteWriter& out, const KeyTable<Value>& table, Each each) {
  std::vector<std::pair<std::uint64_t, Value>> entries;
  entries.reserve(table.size());
  table.each([&](std::uint64_t key, const Value& value) { entries.emplace_back(key, value); });
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  out.list(entries, [&](const auto& entry) {
    out.number(entry.first);
    each(entry.second);
  });
}

void write(ByteWriter& out, const CountTable& table) {
  write(out, table, [&](const Counts& counts) {
    out.number(counts.examined);
    out.number(counts.hits);
  });
}

// --- reading

template <class List, class Each>
void read_list(ByteReader& in, List& list, std::size_t least, Each each) {
  list.resize(in.size(least));
  for (auto& value : list) value = each();
}

About read_about(ByteReader& in) {
  About about;
  about.recipe = in.text();
  read_list(in, about.procedures, 4, [&] { return in.text(); });
  about.data_fingerprint = in.text();
  for (auto* value : {&about.rows, &about.irregular, &about.groups, &about.seed}) *value = in.number<std::uint64_t>();
  for (auto* text : {&about.first_day, &about.last_day, &about.parameters, &about.measures}) *text = in.text();
  return about;
}

/// An enumeration whose last value is `last`; anything else is damage.
template <class E>
E read_enum(ByteReader& in, E last) {
  const auto value = in.number<std::underlying_type_t<E>>();
  if (value > static_cast<std::underlying_type_t<E>>(last)) in.fail();
  return in.ok() ? static_cast<E>(value) : E{};
}

Measure read_measure(ByteReader& in) {
  Measure measure;
  measure.number = in.number<std::uint16_t>();
  measure.per = in.number<std::int32_t>();
  measure.as = read_enum(in, Transform::roundness);
  return measure;
}

std::vector<Part> read_parts(ByteReader& in) {
  std::vector<Part> parts;
  read_list(in, parts, 3, [&] {
    Part part;
    part.kind = read_enum(in, Part::Kind::band);
    part.index = in.number<std::uint16_t>();
    return part;
  });
  return parts;
}

Layout read_layout(ByteReader& in) {
  Layout layout;
  read_list(in, layout.numbers, 4, [&] { return in.text(); });
  read_list(in, layout.categories, 4, [&] { return in.text(); });
  read_list(in, layout.signals, 32, [&] {
    Signal signal;
    for (auto* text : {&signal.name, &signal.label.ko, &signal.label.en, &signal.unit}) *text = in.text();
    signal.number = in.number<std::int32_t>();
    signal.category = in.number<std::int32_t>();
    signal.usual = in.number<std::int64_t>();
    return signal;
  });
  read_list(in, layout.columns, 22, [&] {
    Column column;
    column.kind = read_enum(in, Column::Kind::level);
    column.signal = in.number<std::uint16_t>();
    column.measure = read_measure(in);
    column.first = in.number<std::uint16_t>();
    column.second = in.number<std::uint16_t>();
    column.level = in.number<std::uint64_t>();
    return column;
  });
  read_list(in, layout.bands, 11, [&] {
    Band band;
    band.measure = read_measure(in);
    read_list(in, band.cuts, 4, [&] { return in.number<float>(); });
    return band;
  });
  read_list(in, layout.terms, 14, [&] {
    Term term;
    term.parts = read_parts(in);
    term.signal = in.number<std::uint16_t>();
    term.spread = in.number<double>();
    return term;
  });
  layout.repeat.strength = in.number<double>();
  layout.repeat.signal = in.number<std::uint16_t>();
  return layout;
}

CountTable read_counts(ByteReader& in) {
  const auto size = in.size(16);
  CountTable table(size);
  for (std::size_t i = 0; i < size && in.ok(); ++i) {
    const auto key = in.number<std::uint64_t>();
    const auto examined = in.number<std::uint32_t>();
    const auto hits = in.number<std::uint32_t>();
    if (key == 0 || hits > examined) in.fail();
    if (in.ok()) table.at(key) = {examined, hits};
  }
  return table;
}

KeyTable<float> read_weights(ByteReader& in) {
  const auto size = in.size(12);
  KeyTable<float> table(size);
  for (std::size_t i = 0; i < size && in.ok(); ++i) {
    const auto key = in.number<std::uint64_t>();
    const auto weight = in.number<float>();
    if (key == 0 || !std::isfinite(weight)) in.fail();
    if (in.ok()) table.at(key) = weight;
  }
  return table;
}

// --- do the parts agree

bool fits(const Measure& measure, const Layout& layout) {
  return measure.number < layout.numbers.size() && measure.per >= -1 &&
         measure.per < static_cast<std::int32_t>(layout.numbers.size());
}

bool fits(const std::vector<Part>& parts, const Layout& layout) {
  return std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
    switch (part.kind) {
      case Part::Kind::category: return part.index < layout.categories.size();
      case Part::Kind::exact: return part.index < layout.numbers.size();
      case Part::Kind::band: return part.index < layout.bands.size();
    }
    return false;
  });
}

bool fits(const Layout& layout) {
  const auto signal = [&](std::uint16_t index) { return index < layout.signals.size(); };
  const auto of = [](std::int32_t index, std::size_t size) {
    return index >= -1 && index < static_cast<std::int32_t>(size);
  };
  for (const auto& one : layout.signals) {
    if (!of(one.number, layout.numbers.size()) || !of(one.category, layout.categories.size())) return false;
  }
  for (const auto& column : layout.columns) {
    const auto categories = layout.categories.size();
    if (!signal(column.signal)) return false;
    if (column.kind == Column::Kind::measure ? !fits(column.measure, layout) : column.first >= categories) return false;
    if (column.kind == Column::Kind::same && column.second >= categories) return false;
  }
  for (const auto& band : layout.bands) {
    if (!fits(band.measure, layout) || !std::is_sorted(band.cuts.begin(), band.cuts.end())) return false;
    if (!std::all_of(band.cuts.begin(), band.cuts.end(), [](float cut) { return std::isfinite(cut); })) return false;
  }
  for (const auto& term : layout.terms) {
    if (!signal(term.signal) || !fits(term.parts, layout)) return false;
  }
  const auto& repeat = layout.repeat;
  return repeat.strength == 0 || (repeat.strength > 0 && std::isfinite(repeat.strength) && signal(repeat.signal));
}

bool is_share(double value) { return value > 0 && value < 1; }

}  // namespace

std::string Model::bytes() const {
  std::string out(magic);
  ByteWriter writer(out);
  const auto& parts = *parts_;
  write(writer, parts.about);
  write(writer, parts.layout);
  for (const double value : {parts.base_rate, parts.threshold, parts.intercept, parts.linear_weight,
                             parts.forest_weight, parts.linear_intercept}) {
    writer.number(value);
  }
  write(writer, parts.weights, [&](float weight) { writer.number(weight); });
  write(writer, parts.repeats);
  write(writer, parts.levels);
  std::string forest;
  parts.forest.append_to(forest);
  writer.text(forest);
  return out + digest_of(out);
}

Result<Model> Model::read(std::string_view bytes) {
  if (!bytes.starts_with(magic)) {
    if (bytes.starts_with(magic_of_any_version)) {
      return Error{"model_is_of_another_version", "", "The model was written by another version of the program",
                   "Train it again with this one"};
    }
    return Error{"model_is_not_one", "", "The file does not begin as a likelihood model does",
                 "Name a file that `clearway model train` wrote"};
  }
  if (bytes.size() < magic.size() + digest_size) return damaged("The model ends too early");
  const auto content = bytes.substr(0, bytes.size() - digest_size);
  if (digest_of(content) != bytes.substr(content.size())) {
    return damaged("The model is cut short or was changed: its checksum does not fit");
  }
  ByteReader in(content.substr(magic.size()));
  const auto about = read_about(in);
  auto layout = read_layout(in);
  std::array<double, 6> numbers{};
  for (auto& number : numbers) number = in.number<double>();
  auto weights = read_weights(in);
  auto repeats = read_counts(in);
  auto levels = read_counts(in);
  const auto forest_bytes = in.text();
  if (!in.at_end()) return damaged("The model's parts do not have the lengths they say");
  auto forest = model::Forest::read(forest_bytes);
  if (!forest) return forest.error();
  return from({about, std::move(layout), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5],
               std::move(weights), std::move(forest).value(), std::move(repeats), std::move(levels)});
}

Result<Model> Model::from(ModelParts parts) {
  if (!fits(parts.layout)) return unfit("The model's columns, terms and signals do not belong together");
  if (parts.forest.features() != parts.layout.columns.size()) {
    return unfit("The trees look at " + std::to_string(parts.forest.features()) + " columns, the model describes " +
                 std::to_string(parts.layout.columns.size()));
  }
  const auto finite = {parts.intercept, parts.linear_weight, parts.forest_weight, parts.linear_intercept};
  if (!is_share(parts.base_rate) || !is_share(parts.threshold) ||
      !std::all_of(finite.begin(), finite.end(), [](double value) { return std::isfinite(value); })) {
    return unfit("A number of the model is outside its range");
  }
  auto shapley = model::Shapley::of(parts.forest);
  if (!shapley) return shapley.error();
  Model model(std::make_unique<ModelParts>(std::move(parts)));
  model.shapley_ = std::make_unique<model::Shapley>(std::move(shapley).value());
  const auto& kept = *model.parts_;
  model.base_log_odds_ = kept.intercept + kept.linear_weight * kept.linear_intercept +
                         kept.forest_weight * static_cast<double>(model.shapley_->bias());
  const auto bytes = model.bytes();
  model.version_ = version_of(std::string_view(bytes).substr(bytes.size() - digest_size));
  return model;
}

}  // namespace clearway::likelihood
