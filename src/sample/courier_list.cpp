#include "sample/courier_list.h"

#include <unicode/ucnv.h>

#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace clearway::sample {

using declaration::Field;

namespace {

void append_cell(std::string& out, std::string_view value) {
  out.push_back(',');
  if (value.find(',') == std::string_view::npos) {
    out.append(value);
  } else {
    out.append("\"").append(value).append("\"");
  }
}

/// 1234567.5 -> "1,234,567.5"; anything else as it is.
std::string with_commas(std::string_view amount) {
  const auto whole = amount.substr(0, amount.find('.'));
  if (whole.size() < 4 || whole.find_first_not_of("0123456789") != std::string_view::npos) return std::string(amount);
  std::string out;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) out.push_back(',');
    out.push_back(whole[i]);
  }
  return out.append(amount.substr(whole.size()));
}

std::string with_hyphens(std::string_view text, std::size_t first, std::size_t second) {
  if (text.size() <= second) return std::string(text);
  std::string out(text);
  return out.insert(second, "-").insert(first, "-");
}

std::string_view identifier_kind(std::string_view code) {
  return code == "04" ? "사업자등록번호" : code == "05" ? "개인통관고유부호" : "";
}

std::string_view reason_in_words(std::string_view code) {
  static constexpr std::string_view words[] = {"판매", "견본", "선물", "서류", "반품", "개인용품", "기타"};
  return code.size() == 1 && code[0] >= 'A' && code[0] <= 'G' ? words[code[0] - 'A'] : code;
}

}  // namespace

std::string_view courier_list_header() {
  return "순번,운송장번호,신고일자,세관,과,특송업체부호,특송업체명,편명,적재항,송하인명,송하인주소,송하인전화번호,"
         "식별번호구분,식별번호,수하인명,수하인주소,수하인전화번호,목적국,품명,수량,세번부호,포장개수,중량(kg),"
         "물품가격,통화,반출사유,비고\r\n";
}

void append_courier_row(std::string& out, const declaration::Declaration& line, std::uint64_t number) {
  append_integer(out, static_cast<std::int64_t>(number));
  append_cell(out, line.text(Field::transport_document_number));
  append_cell(out, with_hyphens(line.text(Field::declaration_date), 4, 6));
  for (const auto field : {Field::customs_office, Field::customs_section, Field::declarant_code, Field::declarant_name,
                           Field::vessel_or_flight, Field::port_of_loading, Field::exporter_name,
                           Field::exporter_address, Field::exporter_phone}) {
    append_cell(out, line.text(field));
  }
  const auto kind = line.text(Field::exporter_identifier_type);
  const auto identifier = line.text(Field::exporter_identifier);
  append_cell(out, identifier_kind(kind));
  append_cell(out, kind == "04" ? with_hyphens(identifier, 3, 5) : std::string(identifier));
  for (const auto field :
       {Field::consignee_name, Field::consignee_address, Field::consignee_phone, Field::destination_country,
        Field::goods_description, Field::quantity, Field::tariff_code, Field::total_packages}) {
    append_cell(out, line.text(field));
  }
  append_cell(out, with_commas(line.text(Field::gross_weight)));
  append_cell(out, with_commas(line.text(Field::fob_value)));
  append_cell(out, line.text(Field::fob_currency));
  append_cell(out, reason_in_words(line.text(Field::reason_of_export)));
  out.append(",\r\n");
}

std::string to_cp949(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> target(ucnv_open("windows-949", &status), &ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> source(ucnv_open("UTF-8", &status), &ucnv_close);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no converter for CP949");
  ucnv_setSubstChars(target.get(), "?", 1, &status);
  std::string out(text.size() + 16, '\0');  // Hangul takes two bytes instead of three
  char* to = out.data();
  const char* from = text.data();
  ucnv_convertEx(target.get(), source.get(), &to, out.data() + out.size(), &from, text.data() + text.size(), nullptr,
                 nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("CP949: ") + u_errorName(status));
  out.resize(static_cast<std::size_t>(to - out.data()));
  return out;
}

}  // namespace clearway::sample
