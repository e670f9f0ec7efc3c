#include "sample/generate.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <set>

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

/// A file that stands under its name only once it is complete.
class OutputFile {
 public:
  OutputFile(const fs::path& path) : path_(path), part_(path.string() + ".part") {
    file_ = std::fopen(part_.c_str(), "wb");
    if (file_ == nullptr) note_failure();
    buffer.reserve(capacity + 64 * 1024);
  }
  ~OutputFile() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::error_code ignored;
    fs::remove(part_, ignored);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::string buffer;

  bool flush(bool force) {
    if (failed()) return false;
    if (!force && buffer.size() < capacity) return true;
    bytes += buffer.size();
    if (std::fwrite(buffer.data(), 1, buffer.size(), file_) != buffer.size()) note_failure();
    buffer.clear();
    return !failed();
  }
  bool close() {
    if (!flush(true)) return false;
    if (std::fclose(file_) != 0) note_failure();
    file_ = nullptr;
    if (!failed() && std::rename(part_.c_str(), path_.c_str()) != 0) note_failure();
    return !failed();
  }
  bool failed() const { return !cause_.empty(); }
  Error error() const { return {"file_not_written", path_.string(), cause_, {}}; }
  const fs::path& path() const { return path_; }
  std::uint64_t bytes = 0;

 private:
  static constexpr std::size_t capacity = 1 << 20;
  void note_failure() { cause_ = std::strerror(errno); }
  fs::path path_;
  std::string part_, cause_;
  std::FILE* file_ = nullptr;
};

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

}  // namespace

std::optional<Scale> find_scale(std::string_view name) {
  if (name == "tiny") return Scale{"tiny", 2'000, Date::of(2026, 11, 9), Date::of(2026, 11, 22)};
  if (name == "small") return Scale{"small", 100'000, Date::of(2026, 10, 24), Date::of(2026, 11, 22)};
  if (name == "year") return Scale{"year", 1'500'000, Date::of(2025, 11, 1), Date::of(2026, 10, 31)};
  return std::nullopt;
}

Result<Generated> generate(const Settings& settings, const Terms& terms, const std::string& directory,
                           const std::function<void(std::uint64_t)>& progress) {
  if (auto error = usable(directory, settings)) return std::move(*error);
  for (auto day = settings.from; day <= settings.to; day = day.plus_days(1)) {
    if (!terms.rates->won_per_unit("USD", day)) return Error{"rates_missing", day.text(), {}, {}};
  }
  const fs::path folder(directory);
  World world(settings, terms);
  Random examining(settings.seed * 11 + 3);
  OutputFile truth(folder / "truth.csv"), slips(folder / "slips.csv"), examinations(folder / "examinations.csv"),
      parties(folder / "parties.csv");
  truth.buffer = "declaration_id,pattern,case,step,steps,exporter_identifier,description\n";
  slips.buffer = "declaration_id,field,kind\n";
  examinations.buffer = "declaration_id,examined_on,basis,result,discrepancies,note\n";
  append_parties(parties.buffer, world);

  Generated result;
  std::set<std::uint32_t> cases;
  std::unique_ptr<OutputFile> month, list;
  std::uint64_t list_rows = 0;
  std::string month_name, row;
  const auto finish = [&](OutputFile& file) {
    const bool closed = file.close();
    result.files.push_back(file.path().string());
    return closed;
  };
  while (world.next()) {
    if (const auto name = month_of(world.day()); name != month_name) {
      if (month && !finish(*month)) return month->error();
      if (list && !finish(*list)) return list->error();
      if (month) result.bytes += month->bytes;
      month_name = name;
      list = std::make_unique<OutputFile>(folder / ("courier-list-" + name + ".csv"));
      list->buffer = to_cp949(courier_list_header());
      list_rows = 0;
      month = std::make_unique<OutputFile>(folder / ("declarations-" + name + ".jsonl"));
    }
    const auto& declaration = world.declaration();
    const auto& label = world.label();
    append_json_line(month->buffer, declaration);
    if (declaration.text(Field::declarant_code) == listed_courier) {
      row.clear();
      append_courier_row(row, declaration, ++list_rows);
      list->buffer.append(to_cp949(row));
    }
    if (label.pattern != Pattern::none) {
      append_truth(truth.buffer, declaration.declaration_id, label, world.exporters()[label.exporter]);
      cases.insert(label.case_number);
      ++result.planted;
    }
    if (!label.slip.empty()) {
      slips.buffer.append(declaration.declaration_id).append(",").append(label.slip).append(",");
      slips.buffer.append(label.slip_kind).push_back('\n');
      ++result.slips;
    }
    result.examinations += append_examination(examinations.buffer, examining, world) ? 1 : 0;
    ++result.by_procedure[static_cast<std::size_t>(declaration.procedure)];
    ++result.declarations;
    for (auto* file : {month.get(), list.get(), &truth, &slips, &examinations}) {
      if (!file->flush(false)) return file->error();
    }
    if (progress && result.declarations % 4096 == 0) progress(result.declarations);
  }
  if (month) {
    if (!finish(*month)) return month->error();
    if (!finish(*list)) return list->error();
    result.bytes += month->bytes;
  }
  for (auto* file : {&truth, &slips, &examinations, &parties}) {
    if (!finish(*file)) return file->error();
  }
  result.cases = cases.size();
  return result;
}

}  // namespace clearway::sample
