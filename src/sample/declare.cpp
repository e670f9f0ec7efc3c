// Puts a consignment into the fields of its declaration, as the filer would.
#include <algorithm>

#include "base/text.h"
#include "sample/identifiers.h"
#include "sample/world.h"

namespace clearway::sample {

using declaration::Field;
using declaration::Procedure;

namespace {

struct TradeTerms {
  std::string_view code;
  bool freight, insurance;
};
// Trade terms and how often they are agreed; those whose price includes carriage declare it.
constexpr TradeTerms trade_terms[] = {
    {"FOB", false, false}, {"FOB", false, false}, {"FOB", false, false}, {"DAP", true, false}, {"DAP", true, false},
    {"DDP", true, false},  {"CPT", true, false},  {"CFR", true, false},  {"CIF", true, true},  {"CIP", true, true}};
constexpr std::string_view formal_payments[] = {"TT", "TT", "TT", "TT", "TT", "TT", "CD", "LS", "LU", "DA", "DP", "GO"};

std::string_view wants_of(Procedure procedure, bool drawback, std::uint32_t draw) {
  if (drawback) return draw % 2 == 0 ? "certificate,drawback" : "drawback,export_record";
  if (procedure == Procedure::formal) return draw % 3 == 0 ? "certificate" : "certificate,export_record";
  return draw % 2 == 0 ? "certificate,zero_rating" : "export_record";
}

/// Hundredths as the shortest decimal: 1250 -> 12.5
void append_cents(std::string& out, std::int64_t cents) { append_micro(out, cents * 10'000); }
void append_kilograms(std::string& out, std::int64_t grams) { append_micro(out, grams * 1'000); }
void append_day(std::string& out, Date day) {
  append_padded(out, static_cast<std::uint64_t>(day.year()), 4);
  append_padded(out, day.month(), 2);
  append_padded(out, day.day(), 2);
}

std::int64_t net_grams(const Consignment& c) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < c.line_count; ++i) sum += c.lines[i].grams;
  return sum;
}

}  // namespace

template <class Build>
void World::put(Field field, Build build, std::size_t item) {
  const auto start = text_.size();
  build(text_);
  declaration_.set(field, std::string_view(text_).substr(start), item);
}

void World::declare() {
  const auto& c = consignment_;
  const auto& exporter = exporters_.all[c.exporter];
  const auto& filer = filers_[c.filer];
  text_.clear();
  declaration_.clear();
  declaration_.procedure = c.procedure;
  declaration_.source_row = row_ + 1;
  declaration_.add_item();
  describe_consignee(c.consignee, *c.destination, c.company, consignee_);
  if (!c.consignee_name.empty()) consignee_.name = c.consignee_name;

  const bool self = c.procedure != Procedure::manifest && exporter.declares_itself;
  const std::string_view code = self ? std::string_view(exporter.own_declarant_code) : filer.code;
  const auto start = text_.size();
  text_.append(code).push_back('-');
  append_padded(text_, static_cast<std::uint64_t>(day_.year() % 100), 2);
  append_padded(text_, day_.month(), 2);
  append_padded(text_, day_.day(), 2);
  text_.push_back('-');
  append_padded(text_, row_of_day_ + 1, 7);
  declaration_.declaration_id = std::string_view(text_).substr(start);

  set(Field::declarant_code, code);
  const auto& exit = exit_of(filer.exit);
  set(Field::customs_office, exit.customs_office);
  set(Field::customs_section, exit.customs_section);
  set(Field::port_of_loading, exit.port);
  put(Field::declaration_date, [&](std::string& out) { append_day(out, day_); });
  set(Field::destination_country, c.destination->country);
  if (!c.phone_withheld) set(Field::exporter_phone, c.exporter_phone.empty() ? exporter.phone : c.exporter_phone);
  set(Field::consignee_name, consignee_.name);
  set(Field::consignee_address, consignee_.address);
  const auto packing = 60 + net_grams(c) / 24 + static_cast<std::int64_t>(c.consignee % 180);
  put(Field::gross_weight, [&](std::string& out) { append_kilograms(out, net_grams(c) + packing); });
  if (c.procedure == Procedure::manifest) {
    declare_manifest(exporter, filer);
  } else {
    declare_full(exporter, filer);
  }
}

void World::declare_manifest(const Exporter& exporter, const Filer& filer) {
  const auto& c = consignment_;
  const auto& line = c.lines[0];
  set(Field::declarant_name, filer.latin ? filer.name_en : filer.name_ko);
  const bool named = !c.exporter_name.empty();
  set(Field::exporter_name, named ? c.exporter_name : filer.latin ? exporter.name_en : exporter.name_ko);
  set(Field::exporter_address, filer.latin ? exporter.address_en : exporter.address_ko);
  // Who uses whom is lasting: a courier either has the number of a sender on file or not.
  const auto habit = static_cast<std::uint32_t>(hash_text(exporter.phone, c.filer) % 1'000'000);
  if (habit < filer.identifier_given || named) {
    set(Field::exporter_identifier, named ? c.exporter_identifier : exporter.identifier);
    set(Field::exporter_identifier_type, named ? "05" : exporter.identifier_type);
  }
  if (random_.below(100) < 60) set(Field::consignee_phone, consignee_.phone);

  const auto draw = random_.below(1000);
  const bool person = exporter.kind == ExporterKind::individual;
  set(Field::reason_of_export, person ? (draw < 620   ? "A"
                                         : draw < 900 ? "C"
                                                      : "F")
                                      : (draw < 955   ? "A"
                                         : draw < 985 ? "B"
                                                      : "G"));
  const bool post = filer.kind == FilerKind::post;
  put(Field::transport_document_number, [&](std::string& out) {
    if (post) {
      append_postal_item(out, draw % 3 == 0 ? "RM" : "EM", static_cast<std::uint32_t>(row_ + 10'000'000));
    } else {
      append_padded(out, (c.filer + 1U) * 10'000'000'000ULL + row_, 12);
    }
  });
  put(Field::vessel_or_flight, [&](std::string& out) {
    // The parcels of a courier to one country travel together.
    const auto voyage = hash_text(c.destination->country, c.filer);
    const bool sea = exit_of(filer.exit).transport_mode == "10";
    out.append(sea ? "MODEL STAR " : "XS");
    append_padded(out, voyage % 9000 + (sea ? static_cast<std::uint64_t>(day_.days()) / 7 % 50 : 0), 4);
    if (sea) out.push_back('E');
  });
  put(Field::estimated_departure_date,
      [&](std::string& out) { append_day(out, day_.plus_days(draw % 3 == 0 ? 1 : 0)); });
  set(Field::goods_description, line.description.empty() ? line.product->description : line.description);
  if (!line.brand.empty()) {
    put(Field::goods_description,
        [&](std::string& out) { out.append(line.brand).append(" ").append(line.description); });
  }
  if (habit * 7 % 1'000'000 < filer.tariff_code_given) set(Field::tariff_code, line.product->tariff_code);
  put(Field::quantity, [&](std::string& out) { append_integer(out, line.quantity); });
  set(Field::quantity_unit, line.product->unit);
  put(Field::total_packages, [&](std::string& out) { append_integer(out, 1 + line.grams / 25'000); });
  put(Field::fob_value, [&](std::string& out) { append_cents(out, c.cents()); });
  set(Field::fob_currency, c.currency);
  if (c.wants_drawback_on_manifest) set(Field::wants, "drawback");
}

void World::declare_full(const Exporter& exporter, const Filer& filer) {
  const auto& c = consignment_;
  const bool formal = c.procedure == Procedure::formal;
  const bool self = exporter.declares_itself;
  const auto& exit = exit_of(filer.exit);
  const auto draw = random_.below(1'000'000);
  set(Field::declarant_name, self ? exporter.name_ko : filer.name_ko);
  set(Field::exporter_name, exporter.name_ko);
  set(Field::exporter_trader_code, exporter.trader_code);
  set(Field::exporter_identifier, exporter.identifier);
  set(Field::exporter_identifier_type, exporter.identifier_type);
  set(Field::exporter_address, exporter.address_ko);
  set(Field::exporter_postcode, exporter.postcode);
  if (formal) set(Field::exporter_representative, exporter.representative);
  const bool maker = exporter.kind == ExporterKind::maker && !c.maker_unknown;
  set(Field::exporter_class, maker ? "A" : "C");
  set(Field::manufacturer_name, maker ? std::string_view(exporter.name_ko) : "미상");
  if (maker) set(Field::manufacturer_trader_code, exporter.trader_code);
  if (formal || maker) set(Field::manufacturer_postcode, maker ? std::string_view(exporter.postcode) : "00000");
  set(Field::consignee_country, c.destination->country);
  if (formal) {
    put(Field::consignee_code, [&](std::string& out) {
      out.append(c.destination->country).append("SAMPLE");
      append_padded(out, c.consignee % 100'000, 5);
    });
  }
  set(Field::declaration_category, c.permit ? "P" : formal ? "H" : "E");
  set(Field::transaction_type, !formal || exporter.kind == ExporterKind::seller ? "15" : "11");
  set(Field::export_kind, formal && draw % 100 < 3 ? "C" : "A");
  const auto payment = formal ? formal_payments[draw % std::size(formal_payments)] : draw % 4 == 0 ? "TT" : "CD";
  set(Field::payment_method, payment);
  if (payment.front() == 'L') {
    put(Field::letter_of_credit_number, [&](std::string& out) {
      out.append("LC0000");
      append_padded(out, draw, 8);
    });
  }
  const bool sea = exit.transport_mode == "10";
  set(Field::carrier_code, sea ? "MSTR" : "XSAR");
  set(Field::carrier_name, sea ? "MODEL STAR LINE" : "SAMPLE AIR");
  if (formal) {
    put(Field::vessel_or_flight, [&](std::string& out) {
      out.append(sea ? "MODEL STAR " : "XS");
      append_padded(out, hash_text(c.destination->country) % 9000, 4);
      if (sea) out.push_back('E');
    });
  }
  put(Field::estimated_departure_date,
      [&](std::string& out) { append_day(out, day_.plus_days(1 + static_cast<std::int32_t>(draw % (sea ? 9 : 3)))); });
  set(Field::transport_mode, exit.transport_mode);
  if (sea) {
    set(Field::container_type, formal ? "FCL" : "LCL");
    put(Field::container_number, [&](std::string& out) { append_container(out, draw); });
    set(Field::container_stuffed, "Y");
  }
  set(Field::goods_location_postcode, exit.warehouse_postcode);
  set(Field::goods_location_address, exit.warehouse_address);
  set(Field::goods_condition, "N");
  if (c.drawback) {
    set(Field::drawback_applicant, maker ? "2" : "1");
    set(Field::simplified_drawback, "NO");
  }
  set(Field::wants, wants_of(c.procedure, c.drawback, draw));
  put(Field::total_packages, [&](std::string& out) { append_integer(out, 1 + net_grams(c) / 20'000); });
  set(Field::total_package_kind, "CT");
  set(Field::currency, c.currency);
  put(Field::invoice_amount, [&](std::string& out) { append_cents(out, c.cents()); });
  if (c.returned_goods) {
    put(Field::import_cargo_number, [&](std::string& out) {
      append_padded(out, static_cast<std::uint64_t>(day_.year() % 100), 2);
      out.append("SMPLXI-");
      append_padded(out, draw % 10'000, 4);
    });
  }

  // Price on delivery to the vessel: what was paid less the carriage beyond the last port in Korea.
  const auto total_won = won(c.cents(), c.currency);
  const auto& terms = trade_terms[draw / 16 % std::size(trade_terms)];
  const auto freight = terms.freight ? total_won * (2 + draw % 6) / 100 : 0;
  const auto insurance = terms.insurance ? total_won * 3 / 1000 + 1 : 0;
  const auto fob = total_won - freight - insurance;
  set(Field::trade_terms, terms.code);
  if (terms.freight) put(Field::freight_krw, [&](std::string& out) { append_integer(out, freight); });
  if (terms.insurance) put(Field::insurance_krw, [&](std::string& out) { append_integer(out, insurance); });
  put(Field::total_fob_krw, [&](std::string& out) { append_integer(out, fob); });
  declare_items(exporter, total_won, fob);
}

void World::declare_items(const Exporter& exporter, std::int64_t total_won, std::int64_t total_fob) {
  const auto& c = consignment_;
  const bool formal = c.procedure == Procedure::formal;
  auto left = total_fob;
  for (std::size_t i = 0; i < c.line_count; ++i) {
    const auto& line = c.lines[i];
    const auto& product = *line.product;
    set(Field::goods_description, line.description.empty() ? product.description : line.description, i);
    set(Field::commercial_name, product.commercial_name, i);
    set(Field::brand, line.brand.empty() ? "NO" : line.brand, i);
    set(Field::model_specification, c.model.empty() ? product.specification : std::string_view(c.model), i);
    if (!product.composition.empty()) set(Field::composition, product.composition, i);
    put(
        Field::quantity, [&](std::string& out) { append_integer(out, line.quantity); }, i);
    set(Field::quantity_unit, product.unit, i);
    put(
        Field::unit_price, [&](std::string& out) { append_cents(out, line.unit_cents); }, i);
    put(
        Field::line_amount, [&](std::string& out) { append_cents(out, line.cents()); }, i);
    set(Field::tariff_code, product.tariff_code, i);
    put(
        Field::net_weight, [&](std::string& out) { append_kilograms(out, line.grams); }, i);
    if (formal && !product.statistical_unit.empty()) {
      const bool by_weight = product.statistical_unit == "KG";
      put(
          Field::statistical_quantity,
          [&](std::string& out) { by_weight ? append_kilograms(out, line.grams) : append_integer(out, line.quantity); },
          i);
      set(Field::statistical_unit, product.statistical_unit, i);
    }
    // The carriage is shared among the lines by value; the last takes what rounding leaves.
    const auto line_won = won(line.cents(), c.currency);
    const auto share = (total_won - total_fob) * line_won / std::max<std::int64_t>(total_won, 1);
    const auto fob = i + 1 == c.line_count ? left : line_won - share;
    left -= fob;
    put(
        Field::item_fob_krw, [&](std::string& out) { append_integer(out, fob); }, i);
    put(
        Field::invoice_number,
        [&](std::string& out) {
          out.append("INV-");
          append_padded(out, hash_text(exporter.phone) % 1000, 3);
          out.push_back('-');
          append_padded(out, row_ + 1, 7);
        },
        i);
    if (c.permit) {
      set(Field::permit_type, "A", i);
      put(
          Field::permit_number,
          [&](std::string& out) {
            out.append("SAMPLE-");
            append_padded(out, c.consignee % 1'000'000, 6);
          },
          i);
      set(Field::permit_name, "SAMPLE EXPORT PERMIT", i);
      put(
          Field::permit_date, [&](std::string& out) { append_day(out, day_.plus_days(-20)); }, i);
      set(Field::permit_law, "99", i);
      set(Field::permit_applies, "Y", i);
    }
    if (line.once_imported) {
      put(
          Field::prior_import_declaration,
          [&](std::string& out) {
            out.append("G0001");
            append_padded(out, static_cast<std::uint64_t>(day_.year() % 100), 2);
            append_padded(out, row_ % 1'000'000, 6);
            out.push_back('M');
          },
          i);
      set(Field::prior_import_item, "001", i);
    }
    if (formal || line.once_imported) {
      set(Field::origin_country, "KR", i);
      set(Field::origin_marking, "Y", i);
    }
  }
}

}  // namespace clearway::sample
