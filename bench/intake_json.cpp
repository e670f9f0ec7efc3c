// Reading JSON lines into declarations, beside a general parser (simdjson, on demand) that reads the same fields of the
// same lines, with keys in a known order. Rounds alternate; medians are printed in nanoseconds a row and as a ratio.
#include <simdjson.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "declaration/declaration.h"
#include "intake/source.h"

namespace {

using clearway::declaration::Field;

constexpr std::size_t rows = 100'000;
constexpr int rounds = 7;

/// The fields of one line: about thirty, in the order of the element file.
constexpr std::array header_fields = {
    Field::declarant_code,    Field::declarant_name, Field::exporter_name,     Field::exporter_identifier,
    Field::exporter_address,  Field::exporter_phone, Field::manufacturer_name, Field::consignee_name,
    Field::consignee_address, Field::customs_office, Field::customs_section,   Field::declaration_date,
    Field::transaction_type,  Field::export_kind,    Field::payment_method,    Field::destination_country,
    Field::port_of_loading,   Field::transport_mode, Field::gross_weight,      Field::total_packages,
    Field::total_fob_krw,     Field::trade_terms,    Field::currency,          Field::invoice_amount};
constexpr std::array item_fields = {Field::goods_description, Field::quantity,   Field::quantity_unit,
                                    Field::tariff_code,       Field::net_weight, Field::item_fob_krw};

std::string make_lines() {
  std::string out;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto number = std::to_string(100'000 + i % 899'999);
    out += "{\"declaration_id\":\"D" + number + "\",\"procedure\":\"simplified\"";
    const auto add = [&](Field field, std::size_t salt) {
      out += ",\"" + std::string(clearway::declaration::name(field)) + "\":\"";
      out.append("SAMPLE0012TRADING", 1 + (i + salt) % 5);
      out += "\"";
    };
    std::size_t salt = 0;
    for (const auto field : header_fields) add(field, ++salt);
    for (const auto field : item_fields) add(field, ++salt);
    out += "}\n";
  }
  return out;
}

/// Processor time of this thread, in seconds: other work on the machine does not count.
double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::size_t read_intake(const std::string& path) {
  const auto source = clearway::intake::Source::open(path, {});
  clearway::intake::Batch batch;
  std::vector<clearway::intake::Reject> rejects;
  std::size_t bytes = 0;
  while (*(*source)->next_batch(batch, rejects)) {
    for (const auto& declaration : batch.declarations()) {
      bytes += declaration.text(Field::total_fob_krw).size() + declaration.text(Field::item_fob_krw).size();
    }
  }
  return rejects.empty() ? bytes : 0;
}

std::size_t read_general(const std::string& path) {
  simdjson::padded_string lines;
  if (simdjson::padded_string::load(path).get(lines) != simdjson::SUCCESS) return 0;
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document_stream stream;
  if (parser.iterate_many(lines, 1'000'000).get(stream) != simdjson::SUCCESS) return 0;
  std::array<std::string_view, 2 + header_fields.size() + item_fields.size()> texts;
  std::size_t bytes = 0;
  for (auto document : stream) {
    simdjson::ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return 0;
    std::size_t n = 0;
    const auto get = [&](std::string_view key) {
      if (object.find_field(key).get_string().get(texts[n++]) != simdjson::SUCCESS) std::abort();
    };
    get("declaration_id");
    get("procedure");
    for (const auto field : header_fields) get(clearway::declaration::name(field));
    for (const auto field : item_fields) get(clearway::declaration::name(field));
    bytes += texts[2 + 20].size() + texts.back().size();
  }
  return bytes;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  const auto lines = make_lines();
  const auto path = std::filesystem::temp_directory_path() / ("clearway-bench-" + std::to_string(getpid()) + ".jsonl");
  std::ofstream(path) << lines;
  std::vector<double> ours, general, ratios;
  for (int round = 0; round < rounds; ++round) {
    auto start = now();
    const auto a = read_intake(path.string());
    ours.push_back((now() - start) / rows * 1e9);
    start = now();
    const auto b = read_general(path.string());
    general.push_back((now() - start) / rows * 1e9);
    ratios.push_back(general.back() / ours.back());
    if (a != b || a == 0) {
      std::fprintf(stderr, "the two readers disagree: %zu and %zu\n", a, b);
      return 1;
    }
  }
  std::filesystem::remove(path);
  std::printf("bytes a row %zu, intake %.0f ns a row, simdjson %.0f ns a row, ratio %.2f\n", lines.size() / rows,
              median(ours), median(general), median(ratios));
}
