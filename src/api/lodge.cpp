#include <deque>
#include <set>

#include "api/body.h"
#include "api/lodging.h"
#include "api/mandate_use.h"
#include "api/routes.h"

namespace clearway::api {
namespace {

using FilingPointer = std::unique_ptr<Filing>;

/// The record's answer about a declaration that is in it, for its filer.
std::string recorded_json(const record::DeclarationWithHistory& recorded, const Call& call) {
  const auto& declaration = recorded.declaration;
  const auto decision = call.services.lodging.rulebook()->policy().settings().filer_sees_reasons
                            ? in_language(recorded.decision, call.language, {"inputs"})
                            : in_language(recorded.decision, call.language,
                                          {"likelihood", "consequence", "expected_value", "reasons", "inputs"});
  const auto lodged_at = recorded.history.empty() ? Instant{} : recorded.history.front().recorded_at;
  JsonWriter json;
  json.begin_object()
      .member("id", declaration.party_id + "." + declaration.declaration_id)
      .member("party_id", declaration.party_id)
      .member("declaration_id", declaration.declaration_id)
      .member("declaration_number", declaration.declaration_number)
      .member("state", declaration.state);
  member(json, "lodged_at", lodged_at);
  json.key("decision").raw(decision).end_object();
  return json.take();
}

/// The answer about a declaration that was recorded just now.
std::string lodged_json(const Filing& filing, const record::Receipt& receipt, Instant now) {
  JsonWriter json;
  json.begin_object()
      .member("id", receipt.party_id + "." + receipt.subject_id)
      .member("party_id", receipt.party_id)
      .member("declaration_id", receipt.subject_id)
      .member("declaration_number", receipt.declaration_number)
      .member("state", lodging::first_state(filing.decision.assessment.channel));
  member(json, "lodged_at", now);
  json.key("decision").raw(filing.answer_decision).end_object();
  return json.take();
}

/// What was answered the first time; blocks.
std::string earlier_json(const record::Receipt& receipt, const Call& call) {
  const auto recorded = require(call.services.store.read(receipt.party_id, receipt.subject_id));
  if (!recorded) refuse(ErrorCode::not_found, {}, receipt.subject_id);
  return recorded_json(*recorded, call);
}

Response created(std::string body, const record::Receipt& receipt) {
  auto response = http::json_response(201, std::move(body));
  response.with("Location", "/v1/declarations/" + http::percent_encode(receipt.party_id + "." + receipt.subject_id))
      .with("ETag", "\"" + std::to_string(receipt.version) + "\"");
  return response;
}

template <class Work>
void answered(const std::shared_ptr<Call>& call, const http::Responder& responder, Work&& work) {
  try {
    responder.send(work());
  } catch (const Refused& refused) {
    responder.send(call->problem(refused.problem));
  } catch (const std::exception& bug) {
    call->services.log(std::string("lodging: ") + bug.what());
    responder.send(call->problem({.code = ErrorCode::internal_error}));
  }
}

void on_worker(const std::shared_ptr<Call>& call, const http::Responder& responder, std::function<Response()> work) {
  const bool queued =
      call->services.pool.run([call, responder, work = std::move(work)] { answered(call, responder, work); });
  if (!queued) responder.send(call->problem({.code = ErrorCode::server_is_busy}));
}

void hand_over(const std::shared_ptr<Call>& call, const http::Responder& responder,
               const std::shared_ptr<FilingPointer>& filing) {
  call->services.lodging.lodge(*filing, call->origin(), call->language, [=](Result<record::Receipt> receipt) {
    // On the writer's thread: the answer is put together on the connection's; reading is left to a worker.
    if (!receipt) {
      const bool id_reused = receipt.error().code == "request_id_was_used_for_another_request";
      const auto what = id_reused ? std::string(call->request_id()) : (*filing)->text_id;
      return responder.send(call->problem(problem_of(receipt.error(), what)));
    }
    const bool recorded = receipt->outcome == record::Outcome::recorded;
    const bool under_mandate = is_under_mandate(*call, receipt->party_id);
    if (recorded && !under_mandate) {
      return responder.send_made([call, filing, receipt = std::move(*receipt)] {
        return created(lodged_json(**filing, receipt, call->now), receipt);
      });
    }
    on_worker(call, responder, [=, receipt = *receipt] {
      if (under_mandate) {
        call->acted = {{receipt.party_id, receipt.subject_id}};
        call->keep_mandate_use(*call);
      }
      return created(recorded ? lodged_json(**filing, receipt, call->now) : earlier_json(receipt, *call), receipt);
    });
  });
}

// --- batch ----------------------------------------------------------------------------------------------------------

constexpr std::size_t longest_line = 1 << 20;  // bytes

/// A batch under way: one part of the body is read, lodged, answered, then the next. Bounded by two parts.
class Batch : public std::enable_shared_from_this<Batch> {
 public:
  Batch(std::shared_ptr<Call> call, std::shared_ptr<http::ResponseStream> out)
      : call_(std::move(call)), out_(std::move(out)) {}

  void read() {
    call_->request.stream->read([self = shared_from_this()](Result<std::string> part) {
      if (!part) {
        if (part.error().code == "body_is_too_large") self->answer_row({.code = ErrorCode::body_is_too_large});
        return self->finish();
      }
      const bool queued =
          self->call_->services.pool.run([self, text = std::move(*part)]() mutable { self->take(std::move(text)); });
      if (!queued) {
        self->answer_row({.code = ErrorCode::server_is_busy});
        self->finish();
      }
    });
  }

 private:
  struct Line {
    std::uint64_t row = 0;
    std::string id;
    FilingPointer filing;  // nothing: refused
    std::optional<Problem> problem;
  };

  void take(std::string text) {
    try {
      ended_ = text.empty();
      split(text);
      prepare_all();
      lodge_all();
    } catch (const Refused& refused) {
      fail(refused.problem);
    } catch (const std::exception& bug) {
      call_->services.log(std::string("batch: ") + bug.what());
      fail({.code = ErrorCode::internal_error});
    }
  }
  void fail(Problem problem) {
    answer_row(std::move(problem));
    finish();
  }

  /// Cuts the part into lines; what follows the last line end waits for the next part.
  void split(std::string_view text) {
    lines_.clear();
    while (!text.empty()) {
      const auto end = text.find('\n');
      const auto piece = text.substr(0, end);
      if (rest_.size() + piece.size() > longest_line) {
        too_long_ = true;
        rest_.clear();
      } else if (!too_long_) {
        rest_ += piece;
      }
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
      end_line();
    }
    if (ended_ && (!rest_.empty() || too_long_)) end_line();
  }
  void end_line() {
    ++row_;
    if (rest_.ends_with('\r')) rest_.pop_back();
    if (too_long_) {
      Line line;
      line.row = row_;
      line.problem = Problem{.code = ErrorCode::body_is_too_large};
      lines_.push_back(std::move(line));
    } else if (!rest_.empty()) {
      texts_.push_back(std::move(rest_));
      Line line;
      line.row = row_;
      lines_.push_back(std::move(line));
    }
    rest_.clear();
    too_long_ = false;
  }

  void prepare_all() {
    auto text = texts_.begin();
    for (auto& line : lines_) {
      if (line.problem) continue;
      prepare(line, *text++);
    }
    texts_.clear();
  }
  void prepare(Line& line, const std::string& text) {
    auto& lodging = call_->services.lodging;
    auto prepared = lodging.prepare(text, *call_->who, call_->now, call_->language);
    if (auto* problem = std::get_if<Problem>(&prepared)) {
      problem->row = line.row;
      line.problem = std::move(*problem);
      return;
    }
    line.filing = std::move(std::get<FilingPointer>(prepared));
    line.id = line.filing->text_id;
    if (lodging.may_be_recorded(*line.filing)) require_status(lodging.look_up(*line.filing));
  }
  static void require_status(const Status& status) {
    if (!status) refuse(status.error());
  }

  void lodge_all() {
    std::vector<FilingPointer> filings;
    for (auto& line : lines_) {
      if (line.filing) filings.push_back(std::move(line.filing));
    }
    if (filings.empty()) return write_answers({}, {});
    auto shared = std::make_shared<std::vector<FilingPointer>>(std::move(filings));
    auto origin = call_->origin();
    origin.request_id.clear();  // a line is known again by its content
    call_->services.lodging.lodge(
        *shared, origin, call_->language,
        [self = shared_from_this(), shared](Result<std::vector<Result<record::Receipt>>> receipts) {
          const bool queued = self->call_->services.pool.run([self, shared, receipts = std::move(receipts)] {
            try {
              self->answer_all(*shared, receipts);
            } catch (const Refused& refused) {
              self->fail(refused.problem);
            } catch (const std::exception& bug) {
              self->call_->services.log(std::string("batch: ") + bug.what());
              self->fail({.code = ErrorCode::internal_error});
            }
          });
          if (!queued) self->fail({.code = ErrorCode::server_is_busy});
        });
  }

  /// A batch is one use of the mandate of each party it lodged for.
  void keep_mandate_uses(const std::vector<Result<record::Receipt>>& receipts) {
    call_->acted.clear();
    for (const auto& receipt : receipts) {
      if (!receipt || !is_under_mandate(*call_, receipt->party_id)) continue;
      if (used_for_.insert(receipt->party_id).second) call_->acted.emplace_back(receipt->party_id, "");
    }
    if (!call_->acted.empty()) call_->keep_mandate_use(*call_);
  }

  void answer_all(const std::vector<FilingPointer>& filings,
                  const Result<std::vector<Result<record::Receipt>>>& receipts) {
    if (receipts) keep_mandate_uses(*receipts);
    std::vector<std::string> answers;
    std::vector<std::optional<Problem>> problems;
    for (std::size_t i = 0; i < filings.size(); ++i) {
      const auto* error = receipts ? (receipts->at(i) ? nullptr : &receipts->at(i).error()) : &receipts.error();
      answers.emplace_back();
      problems.emplace_back();
      if (error != nullptr) {
        problems.back() = problem_of(*error, filings[i]->text_id);
      } else {
        const auto& receipt = *receipts->at(i);
        answers.back() = receipt.outcome == record::Outcome::recorded ? lodged_json(*filings[i], receipt, call_->now)
                         : filings[i]->recorded                       ? recorded_json(*filings[i]->recorded, *call_)
                                                                      : earlier_json(receipt, *call_);
      }
    }
    write_answers(answers, problems);
  }

  /// `answers` and `problems` belong to the lines that were lodged, in their order.
  void write_answers(const std::vector<std::string>& answers, const std::vector<std::optional<Problem>>& problems) {
    std::string text;
    std::size_t lodged = 0;
    for (const auto& line : lines_) {
      if (line.problem) {
        append_problem(text, line.row, line.id, *line.problem);
        continue;
      }
      if (problems[lodged]) {
        auto problem = *problems[lodged];
        problem.row = line.row;
        append_problem(text, line.row, line.id, problem);
      } else {
        text += "{\"row\":" + std::to_string(line.row) + ",\"declaration_id\":";
        append_json_string(text, line.id);
        text += ",\"lodged\":" + answers[lodged] + "}\n";
      }
      ++lodged;
    }
    lines_.clear();
    send(std::move(text));
  }
  void append_problem(std::string& text, std::uint64_t row, const std::string& id, const Problem& problem) const {
    text += "{\"row\":" + std::to_string(row) + ",\"declaration_id\":";
    if (id.empty()) {
      text += "null";
    } else {
      append_json_string(text, id);
    }
    text += ",\"problem\":" + http::problem_json(problem, call_->services.messages, call_->language) + "}\n";
  }
  void send(std::string text) {
    out_->write(std::move(text), [self = shared_from_this()](bool sent) {
      if (!sent || self->ended_) return self->finish();
      self->read();
    });
  }
  void answer_row(Problem problem) {
    std::string text;
    problem.row = row_ + 1;
    append_problem(text, row_ + 1, {}, problem);
    out_->write(std::move(text), [](bool) {});
  }
  void finish() { out_->finish(); }

  std::shared_ptr<Call> call_;
  std::shared_ptr<http::ResponseStream> out_;
  std::vector<Line> lines_;
  std::deque<std::string> texts_;
  std::string rest_;
  std::uint64_t row_ = 0;
  std::set<std::string, std::less<>> used_for_;  // parties whose mandate this batch used
  bool too_long_ = false, ended_ = false;
};

}  // namespace

void lodge_declaration(const std::shared_ptr<Call>& call, const http::Responder& responder) {
  auto& lodging = call->services.lodging;
  auto prepared = lodging.prepare(call->request.body, *call->who, call->now, call->language);
  if (auto* problem = std::get_if<Problem>(&prepared)) refuse(std::move(*problem));
  auto filing = std::make_shared<FilingPointer>(std::move(std::get<FilingPointer>(prepared)));
  if (!lodging.may_be_recorded(**filing)) return hand_over(call, responder, filing);
  const bool queued = call->services.pool.run([call, responder, filing] {
    if (const auto found = call->services.lodging.look_up(**filing); !found) {
      return responder.send(call->problem(problem_of(found.error())));
    }
    hand_over(call, responder, filing);
  });
  if (!queued) refuse(ErrorCode::server_is_busy);
}

void lodge_batch(const std::shared_ptr<Call>& call, const http::Responder& responder) {
  const auto type = call->request.header("content-type");
  if (!type.starts_with("application/x-ndjson")) {
    refuse(ErrorCode::content_type_is_not_supported, {}, is_valid_utf8(type) ? std::string(type) : "…",
           "application/x-ndjson");
  }
  Response head(200);
  head.with("Content-Type", "application/x-ndjson; charset=utf-8").with("Cache-Control", "no-store");
  std::make_shared<Batch>(call, responder.start(std::move(head)))->read();
}

}  // namespace clearway::api
