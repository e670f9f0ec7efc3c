#include "sample/generate.h"

#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/output_file.h"
#include "base/text.h"
#include "sample/courier_list.h"
#include "sample/identifiers.h"
#include "sample/writer.h"

namespace clearway::sample {

namespace fs = std::filesystem;
using declaration::Field;

namespace {

/// The courier whose lines are written once more as its spreadsheet has them.
constexpr std::string_view listed_courier = "GASANGAIR";

void append_csv(std::string& out, std::string_view value) {
  if (value.find_first_of(",\"\n") == std::string_view::npos) {
    out.append(value);
    return;
  }
  out.push_back('"');
  for (const char c : value) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

struct Truth {
  std::string_view description, discrepancy;
};

constexpr std::array<Truth, pattern_count + 1> truths = {{
    {"", ""},
    {"One order cut into parcels below the value limit of the manifest", "procedure"},
    {"Price far below what the same goods are sold for", "value"},
    {"Price far above the usual, to a related buyer, with a claim for drawback", "value"},
    {"Declared as cheap stationery; weight and value are those of electronics", "class"},
    {"Controlled goods without a permit", "permit"},
    {"Imported goods declared as of Korean origin", "origin"},
    {"Papers for a refund; goods of the declared weight do not exist", "quantity"},
    {"The same goods exported again and again after coming back", "procedure"},
    {"Goods that use the brand of another", "rights"},
    {"Powder of unknown content from a sender who gives no telephone", "class"},
    {"One sender behind many names and a single telephone", "procedure"},
    {"Goods with a drawback claim sent on the manifest", "procedure"},
}};

void append_truth(std::string& out, std::string_view id, const Label& label, const Exporter& exporter) {
  out.append(id).append(",").append(pattern_id(label.pattern)).append(",");
  append_integer(out, label.case_number);
  out.push_back(',');
  append_integer(out, label.step);
  out.push_back(',');
  append_integer(out, label.steps);
  out.push_back(',');
  append_csv(out, exporter.identifier);
  out.push_back(',');
  append_csv(out, truths[static_cast<std::size_t>(label.pattern)].description);
  out.push_back('\n');
}

/// What officers looked at and found. Much of it at random; the irregular more often, as reports and rules led there.
bool append_examination(std::string& out, Random& random, const World& world) {
  const auto& label = world.label();
  const bool planted = label.pattern != Pattern::none;
  const bool at_random = random.chance(8'000);
  const bool selected = random.chance(planted ? 300'000 : label.slip.empty() ? 3'000 : 50'000);
  const bool found = planted && random.chance(860'000);
  const auto days = random.below(2);
  if (!at_random && !selected) return false;
  out.append(world.declaration().declaration_id).push_back(',');
  out.append(world.day().plus_days(static_cast<std::int32_t>(days)).text());
  out.append(at_random ? ",random," : ",selected,");
  const auto& truth = truths[static_cast<std::size_t>(label.pattern)];
  out.append(found ? "discrepancy," : "conforming,").append(found ? truth.discrepancy : "").push_back(',');
  append_csv(out, found ? truth.description : "");
  out.push_back('\n');
  return true;
}

void append_parties(std::string& out, const World& world) {
  out.append("role,code,name_ko,name_en,identifier,address,phone,first_day,kind,category,conduct\n");
  static constexpr std::array<std::string_view, category_count> categories = {
      "beauty", "apparel", "music", "food", "electronics", "books", "living", "industry"};
  for (const auto& exporter : world.exporters()) {
    out.append("exporter,").append(exporter.trader_code).push_back(',');
    for (const auto* value :
         {&exporter.name_ko, &exporter.name_en, &exporter.identifier, &exporter.address_ko, &exporter.phone}) {
      append_csv(out, *value);
      out.push_back(',');
    }
    out.append(exporter.first_day.text()).push_back(',');
    out.append(exporter_kind_names[static_cast<std::size_t>(exporter.kind)]).push_back(',');
    out.append(categories[static_cast<std::size_t>(exporter.category)]).push_back(',');
    out.append(conduct_names[static_cast<std::size_t>(exporter.conduct)]).push_back('\n');
  }
  static constexpr std::array<std::string_view, 3> kinds = {"courier", "post", "broker"};
  for (const auto& filer : world.filers()) {
    out.append("filer,").append(filer.code).push_back(',');
    append_csv(out, filer.name_ko);
    out.push_back(',');
    append_csv(out, filer.name_en);
    out.append(",,,,,").append(kinds[static_cast<std::size_t>(filer.kind)]).append(",,\n");
  }
}

std::string month_of(Date day) { return day.text().substr(0, 7); }

/// Declarations of another world in the same folder would be taken for part of this one.
std::optional<Error> usable(const fs::path& directory, const Settings& settings) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return Error{"folder_not_usable", directory.string(), error.message(), {}};
  }
  const auto first = "declarations-" + month_of(settings.from) + ".jsonl";
  const auto last = "declarations-" + month_of(settings.to) + ".jsonl";
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with("declarations-") || !name.ends_with(".jsonl") || (name >= first && name <= last)) continue;
    return Error{"folder_holds_another_world", entry.path().string(), {}, {}};
  }
  if (error) return Error{"folder_not_usable", directory.string(), error.message(), {}};
  return std::nullopt;
}

/// The files of a world while they are written.
class Files {
 public:
  Files(const std::string& folder, std::uint64_t seed) : folder_(folder), examining_(seed * 11 + 3) {}

  Status begin(const World& world) {
    static constexpr std::pair<std::string_view, std::string_view> tables[] = {
        {"truth.csv", "declaration_id,pattern,case,step,steps,exporter_identifier,description\n"},
        {"slips.csv", "declaration_id,field,kind\n"},
        {"examinations.csv", "declaration_id,examined_on,basis,result,discrepancies,note\n"},
        {"parties.csv", ""}};
    for (const auto& [name, header] : tables) {
      if (auto opened = open(name, header); !opened) return opened;
    }
    row_.clear();
    append_parties(row_, world);
    return write("parties.csv");
  }

  Status add(const World& world) {
    if (const auto month = month_of(world.day()); month != month_) {
      if (auto turned = turn_to(month); !turned) return turned;
    }
    const auto& declaration = world.declaration();
    ++made_.declarations;
    ++made_.by_procedure[static_cast<std::size_t>(declaration.procedure)];
    row_.clear();
    append_json_line(row_, declaration);
    made_.bytes += row_.size();
    if (auto written = declarations_->write(row_); !written) return written;
    if (declaration.text(Field::declarant_code) == listed_courier) {
      row_.clear();
      append_courier_row(row_, declaration, ++list_rows_);
      if (auto written = list_->write(to_cp949(row_)); !written) return written;
    }
    return add_labels(world);
  }

  Status finish() {
    if (auto closed = close_month(); !closed) return closed;
    for (auto& [name, file] : tables_) {
      if (auto finished = file.finish(); !finished) return finished;
    }
    made_.cases = cases_.size();
    return success();
  }

  const Generated& made() const { return made_; }

 private:
  std::string path(std::string_view name) const { return (folder_ / name).string(); }

  Status open(std::string_view name, std::string_view header) {
    auto file = OutputFile::create(path(name));
    if (!file) return file.error();
    return tables_.emplace(name, std::move(file).value()).first->second.write(header);
  }
  Status write(std::string_view table) { return tables_.find(table)->second.write(row_); }

  Status close_month() {
    if (!declarations_) return success();
    if (auto finished = declarations_->finish(); !finished) return finished;
    return list_->finish();
  }

  Status turn_to(const std::string& month) {
    if (auto closed = close_month(); !closed) return closed;
    month_ = month;
    list_rows_ = 0;
    auto declarations = OutputFile::create(path("declarations-" + month + ".jsonl"));
    if (!declarations) return declarations.error();
    declarations_ = std::move(declarations).value();
    auto list = OutputFile::create(path("courier-list-" + month + ".csv"));
    if (!list) return list.error();
    list_ = std::move(list).value();
    return list_->write(to_cp949(courier_list_header()));
  }

  Status add_labels(const World& world) {
    const auto& label = world.label();
    const auto id = world.declaration().declaration_id;
    row_.clear();
    if (append_examination(row_, examining_, world)) {
      ++made_.examinations;
      if (auto written = write("examinations.csv"); !written) return written;
    }
    row_.clear();
    if (label.pattern != Pattern::none) {
      ++made_.planted;
      cases_.insert(label.case_number);
      append_truth(row_, id, label, world.exporters()[label.exporter]);
      return write("truth.csv");
    }
    if (label.slip.empty()) return success();
    ++made_.slips;
    row_.append(id).append(",").append(label.slip).append(",").append(label.slip_kind).push_back('\n');
    return write("slips.csv");
  }

  fs::path folder_;
  Random examining_;
  std::map<std::string, OutputFile, std::less<>> tables_;
  std::optional<OutputFile> declarations_, list_;
  std::string month_, row_;
  std::uint64_t list_rows_ = 0;
  std::set<std::uint32_t> cases_;
  Generated made_;
};

}  // namespace

std::optional<Scale> find_scale(std::string_view name) {
  if (name == "tiny") return Scale{"tiny", 2'000, Date::of(2026, 11, 9), Date::of(2026, 11, 22)};
  if (name == "small") return Scale{"small", 100'000, Date::of(2026, 10, 24), Date::of(2026, 11, 22)};
  if (name == "year") return Scale{"year", 1'500'000, Date::of(2025, 11, 1), Date::of(2026, 10, 31)};
  return std::nullopt;
}

Result<Generated> generate(const Settings& settings, const Terms& terms, const std::string& directory,
                           const std::function<void(std::uint64_t)>& progress) {
  for (auto day = settings.from; day <= settings.to; day = day.plus_days(1)) {
    if (!terms.rates->won_per_unit("USD", day)) return Error{"rates_missing", day.text(), {}, {}};
  }
  if (auto error = usable(directory, settings)) return std::move(*error);
  World world(settings, terms);
  Files files(directory, settings.seed);
  if (auto begun = files.begin(world); !begun) return begun.error();
  while (world.next()) {
    if (auto added = files.add(world); !added) return added.error();
    if (progress && files.made().declarations % 4096 == 0) progress(files.made().declarations);
  }
  if (auto finished = files.finish(); !finished) return finished.error();
  return files.made();
}

}  // namespace clearway::sample
