#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/context.h"
#include "app/json_writer.h"
#include "lodging/record_archive.h"
#include "lodging/replay.h"
#include "record/store.h"
#include "screening/policy_archive.h"

namespace clearway::app {
namespace {

using lodging::Replayed;
using lodging::ReplayResult;

struct ReplayOptions {
  std::string id;
  std::vector<std::string> earlier;
  std::uint64_t sample = 0, seed = 0;
  bool all = false;
};

constexpr std::size_t outcomes = 7;

std::unique_ptr<record::Store> open_to_read(Context& context) {
  if (context.options.database == "none") {
    fail(Exit::wrong_use, {"database_is_missing", "--db", context.text("record.database_missing"),
                           context.text("record.database_missing_fix")});
  }
  record::StoreOptions options;
  options.url = context.options.database;
  options.read_only = true;
  options.create = false;
  return value_or_fail(record::Store::open(options));
}

screening::FolderArchive archive_of(Context& context, const std::vector<std::string>& earlier) {
  std::vector<std::string> law = {context.law_directory()}, policy = {context.policy_directory()};
  for (const auto& folder : earlier) {
    namespace fs = std::filesystem;
    const bool has_law = fs::is_directory(folder + "/law"), has_policy = fs::is_directory(folder + "/policy");
    if (!has_law && !has_policy) {
      fail(Exit::wrong_use, {"folder_not_found", "--earlier", context.text("replay.no_versions", {{"folder", folder}}),
                             context.text("replay.no_versions_fix")});
    }
    if (has_law) law.push_back(folder + "/law");
    if (has_policy) policy.push_back(folder + "/policy");
  }
  return {std::move(law), std::move(policy), context.messages()};
}

/// Takes recorded decisions again and tells what became of each.
class ReplayCommand {
 public:
  ReplayCommand(Context& context, const ReplayOptions& options)
      : context_(context),
        options_(options),
        store_(open_to_read(context)),
        folders_(archive_of(context, options.earlier)),
        installed_(value_or_fail(
            screening::Rulebook::load({context.law_directory(), context.policy_directory()}, context.messages()))),
        archive_(*store_, folders_, *installed_),
        replayer_(archive_) {}

  Exit run() {
    if (static_cast<int>(options_.all) + static_cast<int>(options_.sample > 0) +
            static_cast<int>(!options_.id.empty()) !=
        1) {
      fail(Exit::wrong_use, {"wrong_use", "ID", context_.text("replay.what"), context_.text("replay.what_fix")});
    }
    const auto start = std::chrono::steady_clock::now();
    if (options_.all) {
      value_or_fail(store_->replay(0, 0, [this](const record::ReplayRow& row) { return take(row), true; }));
    } else if (options_.sample > 0) {
      // In one pass: a look-up for each would read its neighbours again and again.
      const auto chosen = sample();
      value_or_fail(store_->replay(0, 0, [&](const record::ReplayRow& row) {
        if (std::binary_search(chosen.begin(), chosen.end(), row.sequence)) take(row);
        return true;
      }));
    } else {
      for (const auto sequence : lodgings_of(options_.id)) one(sequence);
    }
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    report(spent.count());
    return counts_[static_cast<std::size_t>(Replayed::same)] == total_ ? Exit::done : Exit::findings;
  }

 private:
  void take(const record::ReplayRow& row) {
    if (row.kind != record::Kind::lodged) return;
    const auto result = replayer_.replay(row);
    ++total_;
    bytes_ += result.inputs_bytes;
    ++counts_[static_cast<std::size_t>(result.outcome)];
    if (result.outcome == Replayed::same) return;
    if (shown_++ < most_shown) show(result);
  }
  void one(std::int64_t sequence) {
    value_or_fail(store_->replay(0, sequence - 1, [this](const record::ReplayRow& row) { return take(row), false; }));
  }

  /// So many lodgings, each as likely as any other, the same for the same seed.
  std::vector<std::int64_t> sample() {
    std::vector<std::int64_t> chosen;
    std::mt19937_64 random(options_.seed);
    std::uint64_t seen = 0;
    value_or_fail(store_->replay(0, 0, [&](const record::ReplayRow& row) {
      if (row.kind != record::Kind::lodged) return true;
      ++seen;
      if (chosen.size() < options_.sample) {
        chosen.push_back(row.sequence);
      } else if (const auto place = random() % seen; place < chosen.size()) {
        chosen[place] = row.sequence;
      }
      return true;
    }));
    std::sort(chosen.begin(), chosen.end());
    return chosen;
  }

  /// PARTY.DECLARATION as the API names it, a declaration number, or a declaration id (of every party that used it).
  std::vector<std::int64_t> lodgings_of(const std::string& id) {
    std::vector<std::int64_t> found;
    if (const auto point = id.find('.'); point != std::string::npos) {
      const auto exact = value_or_fail(store_->find(id.substr(0, point), id.substr(point + 1)));
      if (exact) return {exact->lodged_sequence};
    }
    record::Search search;
    search.scope.everything = true;
    search.text = id;
    search.limit = 1000;
    for (const auto& declaration : value_or_fail(store_->search(search)).declarations) {
      if (declaration.declaration_id == id || declaration.declaration_number == id) {
        found.push_back(declaration.lodged_sequence);
      }
    }
    if (found.empty()) {
      fail(Exit::wrong_use, {"declaration_is_not_recorded", "ID", context_.text("replay.not_found", {{"id", id}}),
                             context_.text("replay.not_found_fix")});
    }
    return found;
  }

  void show(const ReplayResult& result) {
    if (context_.options.json) return show_json(result);
    context_.out << result.party_id << '.' << result.declaration_id << ": "
                 << context_.text("replay.outcome." + std::string(name(result.outcome)));
    if (!result.detail.empty()) context_.out << " (" << result.detail << ')';
    if (result.other_sentences) context_.out << ' ' << context_.text("replay.other_sentences");
    context_.out << '\n';
    for (const auto& difference : result.differences) {
      context_.out << "  " << difference.member << '\n'
                   << "    " << context_.text("replay.recorded") << ' ' << difference.recorded << '\n'
                   << "    " << context_.text("replay.replayed") << ' ' << difference.replayed << '\n';
    }
  }
  void show_json(const ReplayResult& result) {
    JsonWriter json;
    json.open_object()
        .field("party_id", result.party_id)
        .field("declaration_id", result.declaration_id)
        .field("outcome", name(result.outcome))
        .field("detail", result.detail)
        .key("differences")
        .open_array();
    for (const auto& difference : result.differences) {
      json.open_object()
          .field("member", difference.member)
          .field("recorded", difference.recorded)
          .field("replayed", difference.replayed)
          .close_object();
    }
    context_.out << json.close_array().close_object().result() << '\n';
  }

  void report(double seconds) {
    const auto of = [&](Replayed outcome) { return counts_[static_cast<std::size_t>(outcome)]; };
    const auto per_row = total_ == 0 ? 0 : bytes_ / total_;
    if (context_.options.json) {
      JsonWriter json;
      json.open_object().key("replayed").integer(static_cast<std::int64_t>(total_)).key("outcomes").open_object();
      for (std::size_t i = 0; i < outcomes; ++i) {
        if (counts_[i] > 0) {
          json.key(name(static_cast<Replayed>(i))).integer(static_cast<std::int64_t>(counts_[i]));
        }
      }
      json.close_object().key("inputs_bytes_per_decision").integer(static_cast<std::int64_t>(per_row));
      json.key("seconds").raw(std::to_string(seconds)).close_object();
      context_.out << json.result() << '\n';
      return;
    }
    if (shown_ > most_shown) {
      context_.out << context_.text("replay.more", {{"count", std::to_string(shown_ - most_shown)}}) << '\n';
    }
    context_.out << context_.text("replay.summary", {{"count", std::to_string(total_)},
                                                     {"same", std::to_string(of(Replayed::same))},
                                                     {"bytes", std::to_string(per_row)},
                                                     {"ms", std::to_string(static_cast<long>(seconds * 1000))}})
                 << '\n';
    for (std::size_t i = 1; i < outcomes; ++i) {
      if (counts_[i] == 0) continue;
      context_.out << "  " << counts_[i] << ' '
                   << context_.text("replay.outcome." + std::string(name(static_cast<Replayed>(i)))) << '\n';
    }
  }

  static constexpr std::uint64_t most_shown = 20;
  Context& context_;
  const ReplayOptions& options_;
  std::unique_ptr<record::Store> store_;
  screening::FolderArchive folders_;
  std::unique_ptr<const screening::Rulebook> installed_;
  lodging::RecordArchive archive_;
  lodging::Replayer replayer_;
  std::array<std::uint64_t, outcomes> counts_{};
  std::uint64_t total_ = 0, bytes_ = 0, shown_ = 0;
};

}  // namespace

void add_decision_commands(CLI::App& app, Context& context) {
  auto* family = app.add_subcommand("decision", context.help("replay.help.decision"));
  family->require_subcommand(1);
  auto* command = family->add_subcommand("replay", context.help("replay.help.replay"));
  const auto options = std::make_shared<ReplayOptions>();
  command->add_option("ID", options->id, context.help("replay.help.id"));
  command->add_flag("--all", options->all, context.help("replay.help.all"));
  command->add_option("--sample", options->sample, context.help("replay.help.sample"))->type_name("N");
  command->add_option("--seed", options->seed, context.help("replay.help.seed"))->type_name("S");
  command->add_option("--earlier", options->earlier, context.help("replay.help.earlier"))->type_name("DIR");
  context.on(command, [&context, options] { return ReplayCommand(context, *options).run(); });
}

}  // namespace clearway::app
