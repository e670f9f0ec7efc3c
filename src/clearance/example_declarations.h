#pragma once

// Declarations without a finding, for tests and benchmarks. All parties are invented.

#include <initializer_list>
#include <utility>

#include "declaration/declaration.h"

namespace clearway::clearance::examples {

using declaration::Declaration;
using declaration::Field;
using declaration::Procedure;
using FieldValue = std::pair<Field, std::string_view>;

inline Declaration make(Procedure procedure, std::initializer_list<FieldValue> values) {
  Declaration declaration;
  declaration.procedure = procedure;
  declaration.declaration_id = "EXAMPLE-1";
  for (const auto& [field, value] : values) declaration.set(field, value);
  return declaration;
}

/// A parcel of USD 92.50 on a courier's list.
inline Declaration manifest() {
  using F = Field;
  return make(Procedure::manifest, {{F::declarant_code, "SMPCR"},
                                    {F::exporter_name, "Sample Seller 0012"},
                                    {F::exporter_address, "12 Sample-ro, Gangseo-gu, Seoul"},
                                    {F::exporter_phone, "02-0000-0012"},
                                    {F::consignee_name, "Sample Buyer 0345"},
                                    {F::consignee_address, "345 Example Street, Sampletown CA 90000"},
                                    {F::customs_office, "040"},
                                    {F::customs_section, "10"},
                                    {F::declaration_date, "2026-11-23"},
                                    {F::vessel_or_flight, "SM0123"},
                                    {F::port_of_loading, "KRICN"},
                                    {F::transport_document_number, "SMPL000000123"},
                                    {F::destination_country, "US"},
                                    {F::goods_description, "Ladies cotton T-shirt"},
                                    {F::total_packages, "1"},
                                    {F::gross_weight, "0.8"},
                                    {F::fob_value, "92.50"},
                                    {F::fob_currency, "USD"},
                                    {F::reason_of_export, "A"}});
}

/// An e-commerce sale priced in won, so that no rate matters.
inline Declaration simplified() {
  using F = Field;
  return make(Procedure::simplified, {{F::declarant_code, "SMPBR"},
                                      {F::declarant_name, "가상관세법인"},
                                      {F::exporter_name, "가상무역 0012"},
                                      {F::exporter_identifier, "1248100998"},
                                      {F::exporter_identifier_type, "04"},
                                      {F::exporter_address, "서울특별시 가상구 가상로 12"},
                                      {F::exporter_postcode, "04001"},
                                      {F::exporter_class, "A"},
                                      {F::manufacturer_name, "가상무역 0012"},
                                      {F::consignee_name, "Sample Buyer 0345"},
                                      {F::consignee_country, "US"},
                                      {F::customs_office, "040"},
                                      {F::customs_section, "10"},
                                      {F::declaration_date, "2026-11-23"},
                                      {F::declaration_category, "E"},
                                      {F::transaction_type, "15"},
                                      {F::export_kind, "A"},
                                      {F::payment_method, "CD"},
                                      {F::destination_country, "US"},
                                      {F::port_of_loading, "KRICN"},
                                      {F::transport_mode, "40"},
                                      {F::goods_location_postcode, "04001"},
                                      {F::goods_location_address, "서울특별시 가상구 가상로 12"},
                                      {F::goods_description, "Face cream"},
                                      {F::commercial_name, "Sample Cream 50"},
                                      {F::model_specification, "50 ML"},
                                      {F::quantity, "4"},
                                      {F::quantity_unit, "EA"},
                                      {F::unit_price, "35000"},
                                      {F::line_amount, "140000"},
                                      {F::tariff_code, "3304991000"},
                                      {F::net_weight, "0.6"},
                                      {F::item_fob_krw, "140000"},
                                      {F::gross_weight, "0.8"},
                                      {F::total_packages, "1"},
                                      {F::total_fob_krw, "140000"},
                                      {F::trade_terms, "FOB"},
                                      {F::currency, "KRW"},
                                      {F::invoice_amount, "140000"}});
}

/// Two items by sea, paid by letter of credit, CIF.
inline Declaration formal() {
  using F = Field;
  auto declaration = simplified();
  declaration.procedure = Procedure::formal;
  for (const auto& [field, value] : std::initializer_list<FieldValue>{{F::exporter_trader_code, "가상무역1240019"},
                                                                      {F::consignee_code, "USSAMPLE00123"},
                                                                      {F::declaration_category, "H"},
                                                                      {F::transaction_type, "11"},
                                                                      {F::payment_method, "LS"},
                                                                      {F::letter_of_credit_number, "LC-SAMPLE-0001"},
                                                                      {F::port_of_loading, "KRPUS"},
                                                                      {F::transport_mode, "10"},
                                                                      {F::estimated_departure_date, "2026-11-30"},
                                                                      {F::trade_terms, "CIF"},
                                                                      {F::freight_krw, "400000"},
                                                                      {F::insurance_krw, "100000"},
                                                                      {F::invoice_amount, "6500000"},
                                                                      {F::total_fob_krw, "6000000"},
                                                                      {F::gross_weight, "150"},
                                                                      {F::total_packages, "10"},
                                                                      {F::container_stuffed, "Y"},
                                                                      {F::container_number, "CSQU3054383"}}) {
    declaration.set(field, value);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    for (const auto& [field, value] : std::initializer_list<FieldValue>{{F::goods_description, "Steel kitchen knives"},
                                                                        {F::commercial_name, "Sample Knife"},
                                                                        {F::model_specification, "SK-210"},
                                                                        {F::quantity, "250"},
                                                                        {F::quantity_unit, "EA"},
                                                                        {F::unit_price, "13000"},
                                                                        {F::line_amount, "3250000"},
                                                                        {F::tariff_code, "8211910000"},
                                                                        {F::net_weight, "60.5"},
                                                                        {F::item_fob_krw, "3000000"}}) {
      declaration.set(field, value, i);
    }
  }
  return declaration;
}

/// One item of an import as far as it is screened.
inline Declaration import() {
  using F = Field;
  return make(Procedure::import_, {{F::declarant_code, "SMPBR01"},
                                   {F::importer_code, "SMPIMP1"},
                                   {F::seller_code, "SMPSEL1"},
                                   {F::customs_office, "040"},
                                   {F::declaration_date, "2021-01-04"},
                                   {F::import_process_type, "B"},
                                   {F::import_type, "11"},
                                   {F::import_use, "21"},
                                   {F::import_payment_type, "11"},
                                   {F::transport_mode, "40"},
                                   {F::departure_country, "CN"},
                                   {F::origin_country, "CN"},
                                   {F::origin_indicator, "Y"},
                                   {F::tariff_code, "690722"},
                                   {F::tax_rate, "8.0"},
                                   {F::tax_type, "A"},
                                   {F::net_weight, "11352.0"},
                                   {F::item_price_krw, "375751.2"}});
}

}  // namespace clearway::clearance::examples
