#include "api/letters.h"

#include <yaml-cpp/yaml.h>

#include <filesystem>

#include "document/document.h"

namespace clearway::api {
namespace {

constexpr unsigned printers = 1;          // threads; a letter takes tens of milliseconds
constexpr std::size_t queue_limit = 100;  // letters that wait

Result<ruling::Sender> read_sender(const std::string& file) {
  const auto wrong = [&](const std::string& key) {
    return Error{"letter_policy_is_not_valid", key, file, "give every key of the file as it was shipped"};
  };
  YAML::Node root;
  try {
    root = YAML::LoadFile(file);
  } catch (const YAML::Exception&) {
    return wrong(".");
  }
  std::string missing;
  const auto text = [&](const char* key) {
    const auto node = root[key];
    if (!node || !node.IsScalar()) {
      missing = key;
      return std::string();
    }
    return node.as<std::string>();
  };
  const auto both = [&](const char* key) {
    const auto node = root[key];
    if (!node || !node.IsMap() || !node["ko"] || !node["en"]) {
      missing = key;
      return Text();
    }
    return Text{node["ko"].as<std::string>(), node["en"].as<std::string>()};
  };
  ruling::Sender sender;
  sender.office = both("office");
  sender.head = both("head");
  sender.address = both("address");
  sender.phone = text("phone");
  sender.department = both("department");
  sender.person = both("person");
  sender.contact_phone = text("contact_phone");
  sender.email = text("email");
  sender.hours = both("hours");
  sender.link = text("link");
  if (!missing.empty()) return wrong(missing);
  return sender;
}

}  // namespace

Result<std::shared_ptr<LetterDesk>> LetterDesk::open(const std::string& documents, const std::string& policy) {
  auto templates = document::Templates::load(documents);
  if (!templates) return templates.error();
  auto sender = read_sender((std::filesystem::path(policy) / "letters.yaml").string());
  if (!sender) return sender.error();
  auto printer = document::Printer::start(printers, queue_limit);
  if (!printer) return printer.error();
  return std::shared_ptr<LetterDesk>(
      new LetterDesk(std::move(templates).value(), std::move(sender).value(), std::move(printer).value()));
}

Result<std::string> LetterDesk::print(std::string_view form, std::string_view json, document::Languages languages,
                                      const Messages& messages) {
  const auto* found = templates_.find(form);
  if (found == nullptr) return Error{"letter_template_is_missing", "documents", std::string(form), ""};
  auto composed = document::compose(*found, json, languages, messages);
  if (!composed) return composed.error();
  auto printing = printer_->print(std::move(composed).value());
  if (!printing) return printing.error();
  auto pdf = printing->get();
  if (!pdf) return pdf.error();
  return std::move(pdf->bytes);
}

const ruling::Sender& sender_of(const Call& call) {
  if (!call.services.letters) refuse(ErrorCode::letters_cannot_be_printed);
  return call.services.letters->sender();
}

Response letter_response(const Call& call, std::string_view form, std::string_view json) {
  const auto languages = call.language == Language::korean ? document::Languages::korean : document::Languages::both;
  auto bytes = call.services.letters->print(form, json, languages, call.services.messages);
  if (!bytes && bytes.error().code == "too_many_documents_waiting") refuse(ErrorCode::server_is_busy);
  Response response(200);
  response.body = require(std::move(bytes));
  response.with("Content-Type", "application/pdf");
  response.with("Content-Disposition", "attachment; filename=\"" + std::string(form) + ".pdf\"");
  response.with("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace clearway::api
