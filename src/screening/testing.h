#pragma once

// What tests of screening and lodging share: the shipped rulebook, and lines of invented declarations.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/messages.h"
#include "screening/bulk.h"
#include "screening/rulebook.h"

namespace clearway::screening::testing {

inline const Messages& messages() {
  static const Messages loaded = Messages::load(CLEARWAY_SOURCE_DIR "/messages").value();
  return loaded;
}

inline const Rulebook& rulebook() {
  static const auto loaded =
      Rulebook::load({CLEARWAY_SOURCE_DIR "/law", CLEARWAY_SOURCE_DIR "/policy"}, messages()).value();
  return *loaded;
}

/// A line of a manifest that nothing is wrong with; the number decides who sends what to whom.
inline std::string manifest_line(int number) {
  const auto n = std::to_string(number);
  const auto party = std::to_string(number % 37);
  const bool person = number % 5 == 0;
  std::string line = R"({"declaration_id":"TEST-)" + n + R"(","procedure":"manifest","declarant_code":"SPLEX",)" +
                     R"("exporter_name":"Sample Trading )" + party + R"(","exporter_address":")" + party +
                     R"( Example-ro, Seoul","consignee_name":"Erika Muster )" + std::to_string(number % 91) +
                     R"(","consignee_address":")" + std::to_string(number % 91) + R"( Example Street, Springfield",)";
  if (person)
    line += R"("exporter_identifier":"P1234567)" + std::to_string(10000 + number % 37) +
            R"(","exporter_identifier_type":"05",)";
  line += R"("customs_office":"040","customs_section":"10","declaration_date":"2026-11-)" +
          std::string(number % 20 < 9 ? "0" : "") + std::to_string(number % 20 + 1) + R"(","reason_of_export":"A",)" +
          R"("destination_country":"US","port_of_loading":"KRICN","vessel_or_flight":"XS4253","gross_weight":0.274,)" +
          R"("total_packages":1,"fob_value":)" + std::to_string(10 + number % 900) + R"(,"fob_currency":"USD",)" +
          R"("transport_document_number":"0300000)" + std::to_string(10000 + number) +
          R"(","goods_description":"FACIAL SERUM")";
  if (number % 3 == 0) line += R"(,"tariff_code":"3304991000")";
  return line + "}\n";
}

inline std::string manifest_lines(int count) {
  std::string lines;
  for (int i = 0; i < count; ++i) lines += manifest_line(i);
  return lines;
}

inline std::unique_ptr<intake::Source> source_of(std::string text) {
  return intake::Source::over(std::move(text), "test.jsonl", {}).value();
}

}  // namespace clearway::screening::testing
