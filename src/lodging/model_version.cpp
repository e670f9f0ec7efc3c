#include "lodging/model_version.h"

#include <simdjson.h>

#include <utility>

#include "base/json_writer.h"
#include "likelihood/model.h"
#include "risk/learned_method.h"

namespace clearway::lodging {
namespace {

/// What a reader is told about its training.
std::string training_of(const likelihood::About& about) {
  JsonWriter json;
  json.begin_object()
      .member("rows", static_cast<std::int64_t>(about.rows))
      .member("irregular", static_cast<std::int64_t>(about.irregular))
      .member("groups", static_cast<std::int64_t>(about.groups))
      .member("first_day", about.first_day)
      .member("last_day", about.last_day)
      .member("seed", static_cast<std::int64_t>(about.seed));
  json.key("trees").raw(about.parameters).end_object();
  return json.take();
}

}  // namespace

Result<record::RiskVersion> model_version(std::string bytes, const law::ElementCatalogue& elements) {
  auto model = likelihood::Model::read(bytes);
  if (!model) return model.error();
  record::RiskVersion version;
  version.kind = risk::VersionKind::model;
  version.version_id = model->version();
  version.fingerprint = model->version();
  version.title = model->about().recipe;
  version.data_fingerprint = model->about().data_fingerprint;
  version.parameters = training_of(model->about());
  version.measures = model->about().measures;
  version.judges = model->about().procedures;
  version.content = std::move(bytes);
  if (const auto method = risk::LearnedMethod::of(std::move(model).value(), elements); !method) return method.error();
  return version;
}

Status keep_evaluation(record::RiskVersion& version, std::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::element parsed;
  std::string_view of;
  if (parser.parse(json.data(), json.size()).get(parsed) != simdjson::SUCCESS ||
      parsed["model"].get(of) != simdjson::SUCCESS || of != version.fingerprint) {
    return Error{"evaluation_is_not_of_this_model", "",
                 "It is not what model evaluate --json printed of " + version.fingerprint, "Evaluate this model again"};
  }
  version.measures = json.substr(0, json.find_last_not_of(" \r\n") + 1);
  return success();
}

}  // namespace clearway::lodging
