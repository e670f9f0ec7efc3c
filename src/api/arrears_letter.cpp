#include "api/arrears_letter.h"

#include "api/letter_desk.h"
#include "api/services.h"
#include "document/document.h"
#include "noticing/outbox.h"

namespace clearway::api {

arrears::Sender arrears_sender(const Call& call, const std::string& customs_office, const std::string& party_id) {
  const auto& services = call.services;
  const auto& at = services.letters.tools().letterhead.of(customs_office);
  const auto* office = services.rulebook.law().codes().customs_offices.find(customs_office);
  arrears::Sender sender;
  sender.office = office == nullptr ? services.messages.at("notice.letter.customs") : office->label;
  sender.head = {fill(at.head.ko, {{"office", sender.office.ko}}), fill(at.head.en, {{"office", sender.office.en}})};
  sender.address = at.address;
  sender.phone = at.phone;
  sender.department = services.messages.at("seizure.letter.department");
  sender.person = at.person;
  sender.contact_phone = at.contact_phone;
  sender.email = at.email;
  sender.hours = at.hours;
  sender.date = call.today;
  sender.addressee = noticing::masked_number(party_id);
  for (const auto& account : require(noticing::told_of(services.store, party_id, call.today))) {
    if (account.party_id != party_id) continue;
    sender.addressee = account.display_name;
    break;
  }
  return sender;
}

std::string public_link(const Call& call, std::string_view folder, const record::Matter& matter) {
  return call.services.letters.tools().letterhead.public_url + std::string(folder) + matter.party_id + "." +
         matter.matter_id;
}

http::Response letter_response(const Call& call, std::string_view form, const std::string& values,
                               std::string_view language) {
  const auto& tools = call.services.letters.tools();
  const auto languages = language == "ko"   ? document::Languages::korean
                         : language == "en" ? document::Languages::english
                                            : document::Languages::both;
  const auto* known = tools.templates.find(std::string(form));
  if (known == nullptr) refuse(ErrorCode::not_found, "form", std::string(form));
  auto letter = require(document::compose(*known, values, languages, call.services.messages));
  http::Response response(201);
  response.body = require(call.services.letters.print(std::move(letter))).bytes;
  response.with("Content-Type", "application/pdf");
  response.with("Content-Disposition", "attachment; filename=\"" + std::string(form) + ".pdf\"");
  response.with("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace clearway::api
