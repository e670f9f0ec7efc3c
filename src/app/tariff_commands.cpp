#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/input_files.h"
#include "app/tariff_problems.h"
#include "base/json_writer.h"
#include "base/output_file.h"
#include "declaration/exchange_rates.h"
#include "law/law.h"
#include "tariff/reader.h"
#include "tariff/tariff.h"

namespace clearway::app {
namespace {

using tariff::TableKind;

struct TariffOptions {
  std::vector<std::string> files;
  bool check = false, strict = false;
  std::string out;
};

std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::microseconds>(now).count()}.korean_day().text();
}

/// What the files hold: rows that are in order, problems, and exchange rates as they are.
struct Imported {
  tariff::Rows rows;
  tariff::RowProblems problems;
  std::array<bool, 3> given{};  // which of lines, rates and taxes
  std::string exchange_rates, exchange_rate_file;
  std::optional<declaration::ExchangeRates> rates;
};

class TariffImport {
 public:
  TariffImport(Context& context, const TariffOptions& options)
      : context_(context), options_(options), vocabulary_(context.law()) {}

  Exit run() {
    read_files();
    const auto tariff = complete();
    const bool bad = !imported_.problems.empty();
    const bool install = !options_.check && !(bad && options_.strict);
    if (install) write(tariff);
    report(tariff, install);
    return bad && (options_.check || options_.strict) ? Exit::findings : Exit::done;
  }

 private:
  void read_files() {
    for (const auto& path : options_.files) {
      const auto text = file_contents(context_, path);
      files_.push_back(path);
      const auto kind = tariff::table_kind(text);
      if (kind == TableKind::exchange_rates) {
        read_exchange_rates(text, path);
        continue;
      }
      if (kind) imported_.given[static_cast<std::size_t>(*kind)] = true;
      tariff::read_table(text, path, files_.size() - 1, vocabulary_, imported_.rows, imported_.problems);
    }
    if (imported_.rows.size() > 0 || imported_.rates || !imported_.problems.empty()) return;
    fail(Exit::wrong_use, {"no_table", "FILE", context_.text("tariff.result.nothing"),
                           context_.text("tariff.result.nothing_fix",
                                         {{"headers", std::string(tariff::header(TableKind::lines)) + " | " +
                                                          std::string(tariff::header(TableKind::rates)) + " | " +
                                                          std::string(tariff::header(TableKind::taxes))}})});
  }

  void read_exchange_rates(const std::string& text, const std::string& path) {
    auto rates = declaration::ExchangeRates::parse(text, path);
    if (!rates) {
      const auto& field = rates.error().field;  // "file:row"
      const auto row = std::strtoull(field.c_str() + field.rfind(':') + 1, nullptr, 10);
      imported_.problems.push_back({"exchange_rates_unreadable", path, static_cast<std::size_t>(row), "",
                                    rates.error().detail, rates.error().fix});
      return;
    }
    imported_.rates = std::move(*rates);
    imported_.exchange_rates = text;
    imported_.exchange_rate_file = path;
  }

  std::string folder() const { return options_.out.empty() ? context_.law().directory() + "/kr" : options_.out; }

  /// Tables that were not given stay as they are installed, so that rates can be replaced by themselves.
  tariff::Tariff complete() {
    for (std::size_t i = 0; i < imported_.given.size(); ++i) {
      const auto path = folder() + "/tariff/" + std::string(tariff::table_names[i]) + ".csv";
      if (imported_.given[i] || imported_.rows.size() == 0 || !std::filesystem::exists(path)) continue;
      files_.push_back(path);
      tariff::read_table(file_contents(context_, path), path, files_.size() - 1, vocabulary_, imported_.rows,
                         imported_.problems);
    }
    tariff::check_together(imported_.rows, files_, imported_.problems);
    return tariff::Tariff::compile(std::move(imported_.rows), vocabulary_);
  }

  void put(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    auto file = value_or_fail(OutputFile::create(path));
    value_or_fail(file.write(text));
    value_or_fail(file.finish());
  }

  void write(const tariff::Tariff& tariff) {
    if (tariff.rows().size() > 0) {
      for (const auto kind : {TableKind::lines, TableKind::rates, TableKind::taxes}) {
        put(folder() + "/tariff/" + std::string(tariff::name(kind)) + ".csv",
            "# " + tariff.version() + ", installed " + today() + "\n" +
                tariff::render(tariff.rows(), kind, vocabulary_));
      }
    }
    if (imported_.rates) put(folder() + "/exchange_rate/import.csv", imported_.exchange_rates);
  }

  void report(const tariff::Tariff& tariff, bool installed) {
    if (context_.options.json) return report_json(tariff, installed);
    for (const auto& problem : imported_.problems) context_.out << problem_line(context_, problem) << '\n';
    const auto& rows = tariff.rows();
    context_.out << context_.text("tariff.result.checked", {{"lines", std::to_string(rows.lines.size())},
                                                            {"rates", std::to_string(rows.rates.size())},
                                                            {"taxes", std::to_string(rows.taxes.size())},
                                                            {"problems", std::to_string(imported_.problems.size())},
                                                            {"version", tariff.version()}})
                 << '\n';
    if (imported_.rates) {
      context_.out << context_.text("tariff.result.exchange_rates", {{"file", imported_.exchange_rate_file},
                                                                     {"from", imported_.rates->first_day().text()},
                                                                     {"to", imported_.rates->last_day().text()}})
                   << '\n';
    }
    if (installed) {
      context_.out << context_.text("tariff.result.installed",
                                    {{"folder", folder()}, {"date", today()}, {"version", tariff.version()}})
                   << '\n';
    } else if (!options_.check) {
      context_.out << context_.text("tariff.result.not_installed") << '\n';
    }
  }

  void report_json(const tariff::Tariff& tariff, bool installed) {
    clearway::JsonWriter json;
    const auto& rows = tariff.rows();
    json.begin_object().member("tariff_version", tariff.version()).member("installed", installed);
    json.member("lines", rows.lines.size()).member("rates", rows.rates.size()).member("taxes", rows.taxes.size());
    if (imported_.rates) {
      json.key("exchange_rates").begin_object().member("from", imported_.rates->first_day().text());
      json.member("to", imported_.rates->last_day().text()).end_object();
    }
    json.key("problems").begin_array();
    for (const auto& problem : imported_.problems) write_problem(context_, json, problem);
    json.end_array().end_object();
    context_.out << json.text() << '\n';
  }

  Context& context_;
  const TariffOptions& options_;
  tariff::Vocabulary vocabulary_;
  std::vector<std::string> files_;
  Imported imported_;
};

}  // namespace

void add_tariff_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("tariff", context.help("tariff.command.family"));
  family->require_subcommand(1);
  const auto options = std::make_shared<TariffOptions>();
  auto* import = family->add_subcommand("import", context.help("tariff.command.import"));
  import->add_option("FILE", options->files, context.help("tariff.command.files"))->required();
  import->add_flag("--check", options->check, context.help("tariff.command.check"));
  import->add_flag("--strict", options->strict, context.help("tariff.command.strict"));
  import->add_option("--out", options->out, context.help("tariff.command.out"))->type_name("DIR");
  context.on(import, [&context, options] { return TariffImport(context, *options).run(); });
}

}  // namespace clearway::app
