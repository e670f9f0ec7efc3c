// The policy as delivered. Each rule fires on the case officers describe, and not on its neighbour.
#include <gtest/gtest.h>

#include <set>

#include "risk/testing.h"

namespace clearway::risk {
namespace {

using testing::Case;
using testing::Delivered;
using testing::Desk;
using testing::Field;
using testing::Procedure;

using Setup = void (*)(Case&, Desk&);

struct Pattern {
  std::string_view rule;
  Procedure procedure;
  std::string_view suspicious;
  Setup suspicious_case;
  std::string_view neighbour;
  Setup neighbour_case;
};

/// Lines of the same sender before this one, each of `won`, `days_before` the case.
void earlier(Desk& desk, int lines, std::int64_t won, std::string_view day,
             std::string_view exporter = "Sample Trading 0012", std::string_view consignee = "Olivia Sample",
             std::string_view address = "1 Sample Street", std::string_view phone = "070-0999-0001") {
  for (int i = 0; i < lines; ++i) {
    Case c(Procedure::manifest, day);
    c.party(exporter, consignee, address).phone(phone).value(won).set(Field::tariff_code, "3304991000");
    desk.observe(c);
  }
}

/// A product with 128 observed prices around 20,000 won a kilogram.
void usual_price(Desk& desk, std::string_view tariff_code) {
  for (int i = 0; i < 128; ++i) {
    Case c(Procedure::formal, "2026-10-01");
    c.party("Sample Trading 00" + std::to_string(30 + i % 9), "Buyer " + std::to_string(i),
            "Street " + std::to_string(i));
    c.set(Field::tariff_code, tariff_code).value(20'000 + 10 * i, 1000);
    desk.observe(c);
  }
}

/// `count` examinations of the trader of the case, `hits` of which found something.
void examined(Desk& desk, const Case& c, int count, int hits, std::string_view day) {
  for (int i = 0; i < count; ++i) desk.examine(c, day, i < hits);
}

const Pattern patterns[] = {
    {"R1.same_consignee", Procedure::manifest, "two parcels of 1,200,000 on one day to one consignee",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'200'000, "2026-11-10", "Sample Trading 0012", "Olivia Sample", "another door");
       c.value(1'200'000);
     },
     "the same a week apart",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'200'000, "2026-11-03", "Sample Trading 0012", "Olivia Sample", "another door");
       c.value(1'200'000);
     }},
    {"R1.same_consignee", Procedure::manifest, "three parcels, together one won above the limit",
     [](Case& c, Desk& d) {
       earlier(d, 2, 700'000, "2026-11-09");
       c.value(600'001);
     },
     "together exactly the limit",
     [](Case& c, Desk& d) {
       earlier(d, 2, 700'000, "2026-11-09");
       c.value(600'000);
     }},
    {"R1.same_address", Procedure::simplified, "different names at one door",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'900'000, "2026-11-10", "Sample Trading 0012", "James Sample");
       c.value(1'900'000);
     },
     "another sender to that door",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'900'000, "2026-11-10", "Sample Trading 0099", "James Sample");
       c.value(1'900'000);
     }},
    {"R1.same_phone_and_address", Procedure::manifest, "two senders with one phone to one door",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'900'000, "2026-11-10", "Sample Trading 0099", "James Sample");
       c.phone("070-0999-0001").value(1'900'000);
     },
     "with different phones",
     [](Case& c, Desk& d) {
       earlier(d, 1, 1'900'000, "2026-11-10", "Sample Trading 0099", "James Sample");
       c.phone("070-0999-0002").value(1'900'000);
     }},
    {"R1.near_limit_habit", Procedure::manifest, "the fourth line at 95 % of the limit",
     [](Case& c, Desk& d) {
       earlier(d, 3, 1'900'000, "2026-10-01");
       c.value(1'900'000);
     },
     "the fourth line at 80 %",
     [](Case& c, Desk& d) {
       earlier(d, 3, 1'900'000, "2026-10-01");
       c.value(1'600'000);
     }},
    {"R2.far_below_usual", Procedure::manifest, "a tenth of the usual price per kilogram",
     [](Case& c, Desk& d) {
       usual_price(d, "3304991000");
       c.set(Field::tariff_code, "3304991000").value(2'000, 1000);
     },
     "four fifths of it",
     [](Case& c, Desk& d) {
       usual_price(d, "3304991000");
       c.set(Field::tariff_code, "3304991000").value(16'000, 1000);
     }},
    {"R2.token_value", Procedure::manifest, "two kilograms for one dollar",
     [](Case& c, Desk&) { c.set(Field::fob_currency, "USD").set(Field::fob_value, "1").set(Field::gross_weight, "2"); },
     "two kilograms for two dollars",
     [](Case& c, Desk&) {
       c.set(Field::fob_currency, "USD").set(Field::fob_value, "2").set(Field::gross_weight, "2");
     }},
    {"R2.token_price", Procedure::simplified, "ten cents apiece",
     [](Case& c, Desk&) { c.set(Field::currency, "USD").set(Field::unit_price, "0.1").set(Field::quantity, "10"); },
     "eleven cents",
     [](Case& c, Desk&) { c.set(Field::currency, "USD").set(Field::unit_price, "0.11").set(Field::quantity, "10"); }},
    {"R2.sale_without_payment", Procedure::formal, "an ordinary export free of charge",
     [](Case& c, Desk&) { c.set(Field::transaction_type, "11").set(Field::payment_method, "GN"); },
     "a free sample free of charge",
     [](Case& c, Desk&) { c.set(Field::transaction_type, "92").set(Field::payment_method, "GN"); }},
    {"R2.cheap_watches", Procedure::formal, "watches at five dollars",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "9102119000").set(Field::currency, "USD").set(Field::unit_price, "5");
     },
     "watches at eight",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "9102119000").set(Field::currency, "USD").set(Field::unit_price, "8");
     }},
    {"R2.cheap_display_modules", Procedure::simplified, "display modules at two dollars",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "8517799000").set(Field::currency, "USD").set(Field::unit_price, "2");
     },
     "at sixty",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "8517799000").set(Field::currency, "USD").set(Field::unit_price, "60");
     }},
    {"R3.far_above_usual", Procedure::formal, "ten times the usual price per kilogram",
     [](Case& c, Desk& d) {
       usual_price(d, "8708999000");
       c.set(Field::tariff_code, "8708999000").value(2'000'000, 10'000);
     },
     "the usual price",
     [](Case& c, Desk& d) {
       usual_price(d, "8708999000");
       c.set(Field::tariff_code, "8708999000").value(2'000'000, 100'000);
     }},
    {"R3.card_payment_large", Procedure::formal, "300 million by card",
     [](Case& c, Desk&) { c.set(Field::payment_method, "CD").set(Field::total_fob_krw, "300000000"); },
     "300 million by transfer",
     [](Case& c, Desk&) { c.set(Field::payment_method, "TT").set(Field::total_fob_krw, "300000000"); }},
    {"R3.unsecured_terms_with_refund", Procedure::formal, "a refund on open terms",
     [](Case& c, Desk&) {
       c.set(Field::payment_method, "DA").set(Field::drawback_applicant, "1").set(Field::total_fob_krw, "200000000");
     },
     "no refund", [](Case& c, Desk&) { c.set(Field::payment_method, "DA").set(Field::total_fob_krw, "200000000"); }},
    {"R4.vague_description", Procedure::manifest, "'Gifts'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Gifts"); }, "'Gift wrapping paper'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Gift wrapping paper"); }},
    {"R4.vague_description", Procedure::formal, "'잡화'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "잡화"); }, "'면 티셔츠'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "면 티셔츠"); }},
    {"R4.value_above_description", Procedure::manifest, "stickers at the price of keyboards",
     [](Case& c, Desk& d) {
       usual_price(d, "4908900000");
       c.set(Field::tariff_code, "4908900000").value(400'000, 1000);
     },
     "stickers at the price of stickers",
     [](Case& c, Desk& d) {
       usual_price(d, "4908900000");
       c.set(Field::tariff_code, "4908900000").value(400'000, 20'000);
     }},
    {"R4.heavy_pieces", Procedure::simplified, "a sticker of one kilogram",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "4908900000").set(Field::net_weight, "2").set(Field::quantity, "2");
     },
     "a sticker of 45 grams",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "4908900000").set(Field::net_weight, "0.09").set(Field::quantity, "2");
     }},
    {"R4.dear_printed_matter", Procedure::simplified, "a pen for 70 dollars",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "9608100000").set(Field::currency, "USD").set(Field::unit_price, "70");
     },
     "a pen for seven",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "9608100000").set(Field::currency, "USD").set(Field::unit_price, "7");
     }},
    {"R4.documents_of_value", Procedure::manifest, "documents worth 300 dollars",
     [](Case& c, Desk&) {
       c.set(Field::reason_of_export, "D").set(Field::fob_currency, "USD").set(Field::fob_value, "300");
     },
     "worth 30",
     [](Case& c, Desk&) {
       c.set(Field::reason_of_export, "D").set(Field::fob_currency, "USD").set(Field::fob_value, "30");
     }},
    {"R4.dear_gift", Procedure::manifest, "a gift of 1,000 dollars",
     [](Case& c, Desk&) {
       c.set(Field::reason_of_export, "C").set(Field::fob_currency, "USD").set(Field::fob_value, "1000");
     },
     "a sale of 1,000 dollars",
     [](Case& c, Desk&) {
       c.set(Field::reason_of_export, "A").set(Field::fob_currency, "USD").set(Field::fob_value, "1000");
     }},
    {"R4.samples_in_quantity", Procedure::manifest, "100 samples",
     [](Case& c, Desk&) { c.set(Field::reason_of_export, "B").set(Field::quantity, "100"); }, "99 samples",
     [](Case& c, Desk&) { c.set(Field::reason_of_export, "B").set(Field::quantity, "99"); }},
    {"R4.light_and_dear", Procedure::manifest, "900 dollars in 250 grams",
     [](Case& c, Desk&) {
       c.set(Field::fob_currency, "USD").set(Field::fob_value, "900").set(Field::gross_weight, "0.25");
     },
     "900 dollars in 300 grams",
     [](Case& c, Desk&) {
       c.set(Field::fob_currency, "USD").set(Field::fob_value, "900").set(Field::gross_weight, "0.3");
     }},
    {"R4.heavy_parcel", Procedure::manifest, "one package of 70 kg",
     [](Case& c, Desk&) { c.set(Field::total_packages, "1").set(Field::gross_weight, "70"); }, "two packages of 70 kg",
     [](Case& c, Desk&) { c.set(Field::total_packages, "2").set(Field::gross_weight, "70"); }},
    {"R4.personal_effects_in_quantity", Procedure::manifest, "30 pieces of personal effects",
     [](Case& c, Desk&) { c.set(Field::reason_of_export, "F").set(Field::quantity, "30"); }, "five pieces",
     [](Case& c, Desk&) { c.set(Field::reason_of_export, "F").set(Field::quantity, "5"); }},
    {"R5.arms_without_permit", Procedure::manifest, "parts of rifles",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9305990000"); }, "toy guns",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9503009990"); }},
    {"R5.explosives_without_permit", Procedure::formal, "detonators",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "3603000000"); }, "detonators with a permit",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "3603000000").set(Field::permit_number, "P-1"); }},
    {"R5.nuclear_without_permit", Procedure::formal, "uranium",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "2844100000"); }, "iron ore",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "2601110000"); }},
    {"R5.wildlife_without_permit", Procedure::formal, "ivory",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "0507100000"); }, "feathers",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "0505100000"); }},
    {"R5.antiques_without_permit", Procedure::formal, "an antique",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9706100000"); }, "a painting",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9701210000"); }},
    {"R5.drone_without_permit", Procedure::simplified, "a drone",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8806229000"); }, "a drone with a permit",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8806229000").set(Field::permit_number, "P-1"); }},
    {"R5.navigation_without_permit", Procedure::simplified, "an inertial instrument",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9014801000"); }, "a surveying instrument",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "9015801000"); }},
    {"R5.thermal_camera_without_permit", Procedure::simplified, "a thermal camera",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8525891000"); }, "a dash camera",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8525899000"); }},
    {"R5.dual_use_to_sensitive_destination", Procedure::formal, "chips to TJ",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8542311000").set(Field::destination_country, "TJ"); },
     "chips to TW",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8542311000").set(Field::destination_country, "TW"); }},
    {"R5.strategic_tariff_code", Procedure::formal, "radar",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8526100000"); }, "radio receivers",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "8527130000"); }},
    {"R5.strategic_words", Procedure::manifest, "'Night Vision Goggles'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Night Vision Goggles"); }, "'Night cream'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Night cream"); }},
    {"R5.denied_party", Procedure::manifest, "a denied party",
     [](Case& c, Desk&) { c.set(Field::consignee_name, "Sample Denied Party 0001"); }, "a party like it",
     [](Case& c, Desk&) { c.set(Field::consignee_name, "Sample Denim Party 0001"); }},
    {"R5.prohibited_words", Procedure::manifest, "'모조품 가방'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "모조품 가방"); }, "'가방'",
     [](Case& c, Desk&) { c.set(Field::goods_description, "가방"); }},
    {"R6.korean_origin_of_imported_goods", Procedure::formal, "imported goods as Korean",
     [](Case& c, Desk&) { c.set(Field::prior_import_declaration, "12345261234567").set(Field::origin_country, "KR"); },
     "as Chinese",
     [](Case& c, Desk&) { c.set(Field::prior_import_declaration, "12345261234567").set(Field::origin_country, "CN"); }},
    {"R6.original_state_korean_origin", Procedure::formal, "in original state, of Korea",
     [](Case& c, Desk&) { c.set(Field::export_kind, "D").set(Field::origin_country, "KR"); },
     "general export, of Korea",
     [](Case& c, Desk&) { c.set(Field::export_kind, "A").set(Field::origin_country, "KR"); }},
    {"R6.certified_origin_unknown_maker", Procedure::formal, "self-certified, maker unknown",
     [](Case& c, Desk&) {
       c.set(Field::manufacturer_name, "미상").set(Field::origin_country, "KR").set(Field::origin_self_issue, "Y");
     },
     "maker named",
     [](Case& c, Desk&) {
       c.set(Field::manufacturer_name, "가상제조 0012")
           .set(Field::origin_country, "KR")
           .set(Field::origin_self_issue, "Y");
     }},
    {"R7.refund_and_far_above_usual", Procedure::formal, "a refund at ten times the price",
     [](Case& c, Desk& d) {
       usual_price(d, "8708999000");
       c.set(Field::tariff_code, "8708999000").set(Field::drawback_applicant, "1").value(200'000, 1000);
     },
     "no refund",
     [](Case& c, Desk& d) {
       usual_price(d, "8708999000");
       c.set(Field::tariff_code, "8708999000").value(200'000, 1000);
     }},
    {"R7.refund_hardly_any_weight", Procedure::formal, "5 million in two kilograms",
     [](Case& c, Desk&) {
       c.set(Field::drawback_applicant, "1").set(Field::item_fob_krw, "5000000").set(Field::net_weight, "2");
     },
     "in twenty",
     [](Case& c, Desk&) {
       c.set(Field::drawback_applicant, "1").set(Field::item_fob_krw, "5000000").set(Field::net_weight, "20");
     }},
    {"R7.refund_to_unknown_maker", Procedure::formal, "a refund to a maker nobody knows",
     [](Case& c, Desk&) { c.set(Field::drawback_applicant, "2").set(Field::manufacturer_name, "미상"); },
     "to the exporter",
     [](Case& c, Desk&) { c.set(Field::drawback_applicant, "1").set(Field::manufacturer_name, "미상"); }},
    {"R7.simplified_refund_large", Procedure::formal, "simplified drawback of 500 million",
     [](Case& c, Desk&) { c.set(Field::simplified_drawback, "NO").set(Field::total_fob_krw, "500000000"); },
     "of 50 million",
     [](Case& c, Desk&) { c.set(Field::simplified_drawback, "NO").set(Field::total_fob_krw, "50000000"); }},
    {"R8.return_with_refund", Procedure::formal, "a return with a refund",
     [](Case& c, Desk&) { c.set(Field::transaction_type, "72").set(Field::drawback_applicant, "1"); },
     "an ordinary export with a refund",
     [](Case& c, Desk&) { c.set(Field::transaction_type, "11").set(Field::drawback_applicant, "1"); }},
    {"R8.imported_before_with_refund", Procedure::formal, "sent, back, and sent again",
     [](Case& c, Desk& d) {
       earlier(d, 1, 500'000, "2026-10-01");
       c.set(Field::tariff_code, "3304991000")
           .set(Field::prior_import_declaration, "12345261234567")
           .set(Field::drawback_applicant, "1");
     },
     "sent for the first time",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "3304991000")
           .set(Field::prior_import_declaration, "12345261234567")
           .set(Field::drawback_applicant, "1");
     }},
    {"R9.watched_brand_cheap", Procedure::manifest, "a famous bag for 20,000 won",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Maison Exemple leather hand bag").value(20'000, 500); },
     "for 2,000,000 won",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Maison Exemple leather hand bag").value(2'000'000, 500); }},
    {"R9.bags_as_gifts", Procedure::manifest, "five bags as a gift",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "4202921010").set(Field::reason_of_export, "C").set(Field::quantity, "5");
     },
     "one bag",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "4202921010").set(Field::reason_of_export, "C").set(Field::quantity, "1");
     }},
    {"R9.branded_goods_in_quantity", Procedure::simplified, "60 watches by e-commerce",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "9102119000").set(Field::transaction_type, "15").set(Field::quantity, "60");
     },
     "60 books",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "4901990000").set(Field::transaction_type, "15").set(Field::quantity, "60");
     }},
    {"R10.alkaloids_without_permit", Procedure::formal, "alkaloids",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "2939110000"); }, "sugars",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "2940000000"); }},
    {"R10.powder_of_unknown_sender", Procedure::manifest, "powder, no phone, never seen",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Herbal extract powder"); }, "with a phone",
     [](Case& c, Desk&) { c.set(Field::goods_description, "Herbal extract powder").phone("070-0999-0001"); }},
    {"R10.anonymous_to_sensitive_destination", Procedure::manifest, "no phone, to PY",
     [](Case& c, Desk&) { c.set(Field::destination_country, "PY"); }, "with a phone, to PY",
     [](Case& c, Desk&) { c.set(Field::destination_country, "PY").phone("070-0999-0001"); }},
    {"R10.batteries_by_mail", Procedure::simplified, "20 power banks by mail",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "8507600000").set(Field::transport_mode, "50").set(Field::quantity, "20");
     },
     "by air",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "8507600000").set(Field::transport_mode, "40").set(Field::quantity, "20");
     }},
    {"R11.many_senders_one_phone", Procedure::manifest, "the sixth sender with one phone",
     [](Case& c, Desk& d) {
       for (int i = 0; i < 5; ++i)
         earlier(d, 1, 1000, "2026-10-01", "견본인 명의" + std::to_string(i), "Buyer", "Street " + std::to_string(i));
       c.phone("070-0999-0001");
     },
     "the fifth",
     [](Case& c, Desk& d) {
       for (int i = 0; i < 4; ++i)
         earlier(d, 1, 1000, "2026-10-01", "견본인 명의" + std::to_string(i), "Buyer", "Street " + std::to_string(i));
       c.phone("070-0999-0001");
     }},
    {"R11.person_in_quantity", Procedure::manifest, "60 pieces of a private person",
     [](Case& c, Desk&) { c.set(Field::exporter_identifier_type, "05").set(Field::quantity, "60"); }, "of a business",
     [](Case& c, Desk&) { c.set(Field::exporter_identifier_type, "04").set(Field::quantity, "60"); }},
    {"R11.passport_large_value", Procedure::formal, "10 million under a passport",
     [](Case& c, Desk&) { c.set(Field::exporter_identifier_type, "02").set(Field::total_fob_krw, "10000000"); },
     "1 million",
     [](Case& c, Desk&) { c.set(Field::exporter_identifier_type, "02").set(Field::total_fob_krw, "1000000"); }},
    {"R12.manifest_for_drawback", Procedure::manifest, "drawback wanted on the manifest",
     [](Case& c, Desk&) { c.set(Field::wants, "speed,drawback"); }, "speed wanted",
     [](Case& c, Desk&) { c.set(Field::wants, "speed"); }},
    {"R12.maker_on_manifest", Procedure::manifest, "200 pieces of a business",
     [](Case& c, Desk&) {
       c.set(Field::exporter_identifier_type, "04")
           .set(Field::reason_of_export, "A")
           .set(Field::quantity, "200")
           .set(Field::gross_weight, "20");
     },
     "10 kilograms",
     [](Case& c, Desk&) {
       c.set(Field::exporter_identifier_type, "04")
           .set(Field::reason_of_export, "A")
           .set(Field::quantity, "200")
           .set(Field::gross_weight, "10");
     }},
    {"H.repeated_discrepancies", Procedure::manifest, "three hits in four examinations",
     [](Case& c, Desk& d) { examined(d, c, 4, 3, "2026-10-01"); }, "three hits in forty",
     [](Case& c, Desk& d) { examined(d, c, 40, 3, "2026-10-01"); }},
    {"H.recent_discrepancy", Procedure::import_, "a hit a month ago",
     [](Case& c, Desk& d) { examined(d, c, 1, 1, "2026-10-01"); }, "a hit three years ago",
     [](Case& c, Desk& d) { examined(d, c, 1, 1, "2023-10-01"); }},
    {"H.consignee_discrepancy", Procedure::formal, "found with this buyer before",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Olivia Sample", "elsewhere");
       examined(d, other, 1, 1, "2026-10-01");
       c.value(1);
     },
     "examined without a finding",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Olivia Sample", "elsewhere");
       examined(d, other, 1, 0, "2026-10-01");
       c.value(1);
     }},
    {"H.careless_exporter", Procedure::manifest, "five of ten with errors",
     [](Case& c, Desk& d) {
       clearance::Finding error;
       for (int i = 0; i < 5; ++i) d.observe(c), d.observe(c, {&error, 1});
     },
     "four of eight",
     [](Case& c, Desk& d) {
       clearance::Finding error;
       for (int i = 0; i < 4; ++i) d.observe(c), d.observe(c, {&error, 1});
     }},
    {"H.suspicious_product", Procedure::formal, "20 hits in 60 examinations of the product",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Buyer", "elsewhere").set(Field::tariff_code, "3304991000");
       examined(d, other, 60, 20, "2026-10-01");
       c.set(Field::tariff_code, "3304991000");
     },
     "10 hits",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Buyer", "elsewhere").set(Field::tariff_code, "3304991000");
       examined(d, other, 60, 10, "2026-10-01");
       c.set(Field::tariff_code, "3304991000");
     }},
    {"H.suspicious_route", Procedure::formal, "20 hits in 60 examinations of the route",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Buyer", "elsewhere").route("KRICN-US");
       examined(d, other, 60, 20, "2026-10-01");
       c.route("KRICN-US");
     },
     "on another route",
     [](Case& c, Desk& d) {
       Case other(Procedure::formal);
       other.party("Sample Trading 0099", "Buyer", "elsewhere").route("KRICN-US");
       examined(d, other, 60, 20, "2026-10-01");
       c.route("KRICN-JP");
     }},
    {"I.origin_differs_from_departure", Procedure::import_, "Chinese goods from Vietnam, dutiable",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "VN").set(Field::tax_rate, "8");
     },
     "free of duty",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "VN").set(Field::tax_rate, "0");
     }},
    {"I.preference_by_third_country", Procedure::import_, "a treaty rate through Hong Kong",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "HK").set(Field::tax_type, "FCN1");
     },
     "straight",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "CN").set(Field::tax_type, "FCN1");
     }},
    {"I.undervalued_apparel", Procedure::import_, "shirts for 15,000 won",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "610910").set(Field::tax_rate, "13").set(Field::item_price_krw, "15000");
     },
     "for 150,000",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "610910").set(Field::tax_rate, "13").set(Field::item_price_krw, "150000");
     }},
    {"I.machinery_parts_low_value", Procedure::import_, "vehicle parts for 5,000 won",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "870899")
           .set(Field::tax_rate, "8")
           .set(Field::item_price_krw, "5000")
           .set(Field::net_weight, "3");
     },
     "at a lower duty",
     [](Case& c, Desk&) {
       c.set(Field::tariff_code, "870899")
           .set(Field::tax_rate, "3")
           .set(Field::item_price_krw, "5000")
           .set(Field::net_weight, "3");
     }},
    {"I.quota_rate_large", Procedure::import_, "10 million at a quota rate",
     [](Case& c, Desk&) { c.set(Field::tax_type, "CIT").set(Field::item_price_krw, "10000000"); }, "at the base rate",
     [](Case& c, Desk&) { c.set(Field::tax_type, "A").set(Field::item_price_krw, "10000000"); }},
    {"I.free_port_departure", Procedure::import_, "Chinese goods from Hong Kong",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "HK").set(Field::tax_rate, "8");
     },
     "from China",
     [](Case& c, Desk&) {
       c.set(Field::origin_country, "CN").set(Field::departure_country, "CN").set(Field::tax_rate, "8");
     }},
    {"I.courier_large_value", Procedure::import_, "50 million by courier",
     [](Case& c, Desk&) { c.set(Field::courier_code, "SAMPLE1").set(Field::item_price_krw, "50000000"); },
     "50 million by a carrier", [](Case& c, Desk&) { c.set(Field::item_price_krw, "50000000"); }},
    {"I.heavy_and_cheap", Procedure::import_, "100 kg for 15,000 won",
     [](Case& c, Desk&) {
       c.set(Field::net_weight, "100").set(Field::item_price_krw, "15000").set(Field::tax_rate, "8");
     },
     "99 kg",
     [](Case& c, Desk&) {
       c.set(Field::net_weight, "99").set(Field::item_price_krw, "15000").set(Field::tax_rate, "8");
     }},
    {"I.arms", Procedure::import_, "arms", [](Case& c, Desk&) { c.set(Field::tariff_code, "930400"); }, "sports goods",
     [](Case& c, Desk&) { c.set(Field::tariff_code, "950691"); }},
};

TEST(PolicyFiles, EachPatternFiresAndItsNeighbourDoesNot) {
  for (const auto& pattern : patterns) {
    for (const bool suspicious : {true, false}) {
      SCOPED_TRACE(std::string(pattern.rule) + ": " + std::string(suspicious ? pattern.suspicious : pattern.neighbour));
      Desk desk;
      Case c(pattern.procedure);
      (suspicious ? pattern.suspicious_case : pattern.neighbour_case)(c, desk);
      EXPECT_EQ(desk.fires(c, pattern.rule), suspicious);
      const auto* reason = desk.reason(pattern.rule);
      if (reason == nullptr) continue;
      for (const auto language : {Language::korean, Language::english}) {
        const auto sentence = desk.sentence(*reason, c, language);
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
        EXPECT_GE(sentence.size(), 10U);
      }
    }
  }
}

TEST(PolicyFiles, EveryRuleHasAPatternCase) {
  std::set<std::string, std::less<>> shown;
  for (const auto& pattern : patterns) shown.emplace(pattern.rule);
  for (const auto& rule : Delivered::get().policy.rules()) EXPECT_TRUE(shown.count(rule.id)) << rule.id;
}

TEST(PolicyFiles, SentencesShowTheValues) {
  Desk desk;
  earlier(desk, 1, 1'200'000, "2026-11-10");
  Case c(Procedure::manifest);
  c.value(1'250'000);
  desk.assess(c);
  const auto* reason = desk.reason("R1.same_consignee");
  ASSERT_NE(reason, nullptr);
  EXPECT_EQ(desk.sentence(*reason, c, Language::english),
            "The same sender sent the same consignee 2 lines within 3 days, KRW 2,450,000 together (limit 2,000,000)");
  EXPECT_EQ(desk.sentence(*reason, c, Language::korean),
            "같은 송하인이 같은 수하인에게 3일 안에 2건, 합계 2,450,000원을 보냈습니다(한도 2,000,000원)");
}

TEST(PolicyFiles, TextsOfTheFilerAreEscapedAndCut) {
  Desk desk;
  Case c(Procedure::manifest);
  c.set(Field::goods_description, "night vision \"quoted\"\n" + std::string(100, 'x'));
  desk.assess(c);
  const auto* reason = desk.reason("R5.strategic_words");
  ASSERT_NE(reason, nullptr);
  const auto sentence = desk.sentence(*reason, c, Language::english);
  EXPECT_NE(sentence.find("night vision \\\"quoted\\\"\\nxxx"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("x…'"), std::string::npos) << sentence;
}

TEST(PolicyFiles, RandomRatiosKeepWithinTheLaw) {
  const auto& policy = Delivered::get().policy;
  const auto limit = Delivered::get().law.find("export.manifest.random_max");
  ASSERT_NE(limit, nullptr);
  for (const auto& filer_class : policy.settings().filer_classes) EXPECT_LE(filer_class.ratio, 0.05) << filer_class.id;
  EXPECT_EQ(policy.settings().filer_classes.size(), 4U);
}

}  // namespace
}  // namespace clearway::risk
