#include <algorithm>

#include "intake/json_row.h"
#include "intake/source_base.h"

namespace clearway::intake {
namespace {

bool is_blank_line(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// JSON lines: one object a line.
class JsonSource final : public SourceBase {
 public:
  JsonSource(Window window, const std::string& name, const Options& options)
      : SourceBase(std::move(window), name, options), lines_(window_, options.max_row_bytes) {}

  Result<bool> next_batch(Batch& batch, std::vector<Reject>& rejects) override;
  const std::vector<UnknownKey>& unknown_keys() const override { return reader_.unknown_keys().all(); }

 private:
  void look_at_window(const Line& line);
  void take(const Line& line, BatchWriter& out, std::vector<Reject>& rejects);
  std::optional<Reject> read(const Line& line, BatchWriter& out);

  LineReader lines_;
  JsonRowReader reader_;
  std::uint64_t looked_at_ = ~std::uint64_t{0};  // refill for which the two below hold
  const char* valid_to_ = nullptr;               // everything before it in the window is valid UTF-8
};

Result<bool> JsonSource::next_batch(Batch& batch, std::vector<Reject>& rejects) {
  BatchWriter out(batch, options_.batch_rows);
  const auto rejects_before = rejects.size();
  std::size_t items = 0;
  bool any = false;
  Line line;
  while (out.count() + (rejects.size() - rejects_before) < options_.batch_rows && items < max_batch_items) {
    const auto status = lines_.next(line);
    if (status == LineStatus::end) break;
    any = true;
    if (status == LineStatus::too_long) {
      rejects.push_back(reject_too_long(line.number));
      continue;
    }
    const auto count = out.count();
    take(line, out, rejects);
    if (out.count() > count) items += out.last().item_count;
  }
  if (window_.failed() && !any) return read_failure();  // after what was read before has been handed on
  return any;
}

void JsonSource::take(const Line& line, BatchWriter& out, std::vector<Reject>& rejects) {
  if (lines_.refills() != looked_at_) look_at_window(line);
  if (line.text.empty() || is_blank_line(line.text)) return;
  if (auto problem = read(line, out)) {
    out.drop_last();
    rejects.push_back(std::move(*problem));
  }
}

/// Once for every block: its encoding, and whether all its lines are valid, which is the usual case and quick to see.
/// `line` is the first of them.
void JsonSource::look_at_window(const Line& line) {
  looked_at_ = lines_.refills();
  const auto lines = whole_lines(line.text.data());
  settle_encoding(lines);
  valid_to_ = is_utf8(lines) ? lines.data() + lines.size() : nullptr;
}

std::optional<Reject> JsonSource::read(const Line& line, BatchWriter& out) {
  auto& declaration = out.add();
  auto text = line.text;
  const bool known_valid = valid_to_ != nullptr && text.data() + text.size() <= valid_to_;
  if (encoding_ == Encoding::cp949 && !is_ascii(text)) {
    std::size_t broken = 0;
    const auto decoded = decode_cp949(text, out.arena(), broken);
    if (!decoded) return reject(line.number, cp949_problem(text, broken), {});
    text = *decoded;
  } else if (!known_valid) {
    if (auto problem = utf8_problem(text)) return reject(line.number, std::move(*problem), {});
  }
  if (line.number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  out.keep(window_.block());
  reader_.set_row(line.number);
  if (!reader_.read(text, declaration, out.arena())) {
    auto problem = reader_.problems().front();
    if (!line.complete && problem.cause == Cause::json_incomplete) problem.cause = Cause::row_truncated;
    return reject(line.number, std::move(problem), shown_json_row(text));
  }
  declaration.source_row = line.number;
  if (auto problem = settle(declaration, options_.procedure)) {
    return reject(line.number, std::move(*problem), shown_json_row(text));
  }
  return std::nullopt;
}

/// Causes behind which the rest of a text cannot be understood.
bool ends_reading(Cause cause) {
  constexpr std::array ends = {Cause::json_syntax,   Cause::json_incomplete, Cause::text_after_object,
                               Cause::not_an_object, Cause::lone_surrogate,  Cause::control_character,
                               Cause::nul_character, Cause::too_many_items,  Cause::number_with_commas};
  return std::find(ends.begin(), ends.end(), cause) != ends.end();
}

}  // namespace

std::unique_ptr<Source> open_json(Window window, const std::string& name, const Options& options) {
  return std::make_unique<JsonSource>(std::move(window), name, options);
}

SingleDeclaration parse_declaration(std::string_view json, const Options& options) {
  SingleDeclaration single;
  BatchWriter out(single.memory, 1);
  const auto refuse = [&](Problem problem, std::string raw) {
    single.problems.push_back({{},
                               1,
                               std::move(problem.field),
                               std::move(problem.value),
                               problem.cause,
                               std::move(problem.details),
                               std::move(raw)});
  };
  if (auto problem = utf8_problem(json)) {
    refuse(std::move(*problem), {});
    return single;
  }
  auto& declaration = out.add();
  const auto text = out.arena().copy(json);
  JsonRowReader reader(true);
  reader.set_row(1);
  const bool read = reader.read(text, declaration, out.arena());
  for (const auto& problem : reader.problems()) refuse(problem, {});
  single.unknown_keys = reader.unknown_keys().all();
  // After a syntax error nothing can be said about what is missing.
  const bool whole = read || std::none_of(single.problems.begin(), single.problems.end(),
                                          [](const Reject& problem) { return ends_reading(problem.cause); });
  if (whole) {
    if (auto problem = settle(declaration, options.procedure)) refuse(std::move(*problem), {});
  }
  declaration.source_row = 1;
  if (single.problems.empty()) single.declaration = &declaration;
  return single;
}

}  // namespace clearway::intake
