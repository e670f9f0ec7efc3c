#include "rehearsal/folder.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "intake/csv_row.h"
#include "screening/bulk.h"
#include "screening/screener.h"

namespace clearway::rehearsal {
namespace {

namespace fs = std::filesystem;

/// Calls `visit` with the wanted cells of each row of a CSV file with a header. A file that is not there has no rows.
Status each_row(const fs::path& path, const std::vector<std::string_view>& wanted,
                const std::function<bool(const std::vector<std::string_view>&)>& visit) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return success();
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in && !in.eof()) return Error{"rehearsal_table_not_readable", path.string(), std::strerror(errno), ""};
  const auto size = text.size();
  text.append(64, '\0');  // what split_row may look at
  const char* at = text.data();
  const char* const end = at + size;
  std::vector<intake::Cell> cells;
  std::vector<std::size_t> columns;
  std::vector<std::string_view> values(wanted.size());
  for (std::size_t row = 1; at < end; ++row) {
    const auto split = intake::split_row(at, end, true, ',', cells);
    const auto refused = [&](std::string why) {
      return Error{"rehearsal_table_not_readable", path.string(),
                   path.filename().string() + ":" + std::to_string(row) + " " + std::move(why), ""};
    };
    if (split.status != intake::RowStatus::row) return refused("\"…");
    at = split.next;
    if (row == 1) {
      for (const auto name : wanted) {
        const auto found =
            std::find_if(cells.begin(), cells.end(), [&](const auto& cell) { return cell.text == name; });
        if (found == cells.end()) return refused(std::string(name));
        columns.push_back(static_cast<std::size_t>(found - cells.begin()));
      }
      continue;
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] >= cells.size()) return refused(std::string(wanted[i]));
      values[i] = cells[columns[i]].text;
    }
    if (!visit(values)) return refused(std::string(values.front()));
  }
  return success();
}

class Folder : public Input {
 public:
  Folder(std::vector<std::string> files, const screening::Rulebook& rulebook, const intake::Options& options)
      : files_(std::move(files)), rulebook_(rulebook), options_(options), key_(screening::keyless_personal_key()) {
    for (const auto& file : files_) {
      std::error_code ignored;
      sizes_.push_back(fs::file_size(file, ignored));
      total_ += sizes_.back();
    }
  }

  Status read_tables(const fs::path& folder) {
    auto read = each_row(folder / "examinations.csv", {"declaration_id", "examined_on", "basis", "result"},
                         [this](const auto& row) {
                           const auto day = Date::parse(row[1]);
                           if (!day || (row[3] != "discrepancy" && row[3] != "conforming")) return false;
                           labels_[std::string(row[0])] = {*day, row[3] == "discrepancy", row[2] == "random"};
                           return true;
                         });
    if (!read) return read;
    truth_known_ = fs::exists(folder / "truth.csv");
    return each_row(folder / "truth.csv", {"declaration_id", "pattern"}, [this](const auto& row) {
      truth_[std::string(row[0])] = row[1];
      return true;
    });
  }

  Result<bool> next(Stretch& stretch) override {
    for (;;) {
      if (!source_) {
        if (file_ == files_.size()) return false;
        auto opened = intake::Source::open(files_[file_], options_);
        if (!opened) return opened.error();
        source_ = std::move(opened).value();
      }
      auto more = source_->next_batch(stretch.batch, stretch.rejects);
      if (!more) return more.error();
      if (!stretch.rejects.empty()) return rejected(stretch.rejects.front());
      if (*more) break;
      done_ += sizes_[file_++];
      source_.reset();
    }
    fill(stretch);
    return true;
  }

  double progress() const override {
    const auto read = done_ + (source_ ? source_->bytes_read() : 0);
    return total_ == 0 ? 0 : static_cast<double>(read) / static_cast<double>(total_);
  }

 private:
  static Error rejected(const intake::Reject& reject) {
    return {"rehearsal_row_cannot_be_read", reject.source_file,
            reject.source_file + ":" + std::to_string(reject.source_row) + " " + reject.field + " " +
                std::string(intake::name(reject.cause)),
            ""};
  }

  void fill(Stretch& stretch) {
    const auto declarations = stretch.batch.declarations();
    if (stretch.prepared.size() < declarations.size()) stretch.prepared.resize(declarations.size());
    for (std::size_t i = 0; i < declarations.size(); ++i) {
      auto& declaration = declarations[i];
      auto& prepared = stretch.prepared[i];
      screening::prepare(rulebook_, key_, declaration, prepared);
      let_days_pass(prepared.facts.declared_on, i, stretch);
      Row row{&declaration, std::nullopt, std::nullopt, {}};
      id_ = declaration.declaration_id;
      if (const auto label = labels_.find(id_); label != labels_.end()) {
        row.label = label->second;
        waiting_.emplace(label->second.examined_on.days(),
                         Finding{0, prepared.facts, label->second.examined_on, label->second.found, false});
      }
      if (truth_known_) row.irregular = false;
      if (const auto truth = truth_.find(id_); truth != truth_.end()) {
        row.irregular = true;
        row.pattern = truth->second;
      }
      stretch.rows.push_back(std::move(row));
    }
  }

  /// Results of examinations become history once their day is over.
  void let_days_pass(Date day, std::size_t before, Stretch& stretch) {
    while (!waiting_.empty() && waiting_.begin()->first < day.days()) {
      stretch.results.push_back(waiting_.begin()->second);
      stretch.results.back().before = before;
      waiting_.erase(waiting_.begin());
    }
  }

  std::vector<std::string> files_;
  const screening::Rulebook& rulebook_;
  intake::Options options_;
  std::string key_, id_;
  std::vector<std::uint64_t> sizes_;
  std::uint64_t total_ = 0, done_ = 0;
  std::size_t file_ = 0;
  std::unique_ptr<intake::Source> source_;
  std::unordered_map<std::string, Label> labels_;
  std::unordered_map<std::string, std::string> truth_;
  bool truth_known_ = false;
  std::multimap<std::int32_t, Finding> waiting_;
};

}  // namespace

Result<std::unique_ptr<Input>> open_folder(const std::string& folder, const screening::Rulebook& rulebook,
                                           const intake::Options& options) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("declarations") && entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  if (error || files.empty()) return Error{"rehearsal_folder_is_empty", folder, folder, ""};
  std::sort(files.begin(), files.end());
  auto input = std::make_unique<Folder>(std::move(files), rulebook, options);
  if (auto read = input->read_tables(folder); !read) return read.error();
  return std::unique_ptr<Input>(std::move(input));
}

}  // namespace clearway::rehearsal
