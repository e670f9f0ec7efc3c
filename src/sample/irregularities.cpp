// The planted irregularities: what is irregular about a consignment of each pattern. Everything that the declarations
// of one case share is drawn from the number of the case, so no case needs to be remembered.
#include <algorithm>

#include "base/text.h"
#include "sample/identifiers.h"
#include "sample/world.h"

namespace clearway::sample {

using declaration::Procedure;

namespace {

constexpr std::string_view invented_brands[] = {"MAISON EXEMPLE", "MUSTERHAUS", "ESEMPIO MILANO", "SAMPLIER"};
constexpr std::string_view powders[] = {"HERBAL EXTRACT POWDER", "VITAMIN POWDER", "PLANT FOOD POWDER"};

const Product& product_called(Category category, std::string_view description) {
  const auto shelf = products_of(category);
  return *std::find_if(shelf.begin(), shelf.end(), [&](const Product& p) { return p.description == description; });
}

}  // namespace

void World::draw_planted(const Plant& plant) {
  auto& c = consignment_;
  Random same(settings_.seed * 7 + plant.case_number * 0x9e3779b97f4a7c15ULL);      // for the whole case
  Random own(same.next() ^ (plant.step * 0xd1342543de82ef95ULL) ^ settings_.seed);  // for this declaration
  label_.pattern = plant.pattern;
  label_.case_number = plant.case_number;
  label_.step = static_cast<std::uint16_t>(plant.step + 1);
  label_.steps = plant.steps;

  const bool business = plant.pattern != Pattern::dangerous && plant.pattern != Pattern::identity_abuse;
  c.exporter = shady_exporter(same, business);
  c.destination = &destinations()[choose_market_.pick(same)];
  c.currency = "USD";
  c.consignee = same.next();
  c.procedure = Procedure::manifest;
  const auto& exporter = exporters_.all[c.exporter];
  const auto shelf = products_of(exporter.category);
  const auto& usual = shelf[exporter.products[same.below(exporter.product_count)]];

  switch (plant.pattern) {
    case Pattern::none: break;
    case Pattern::splitting: {
      // One order, cut into parcels that stay a little below the limit.
      add_product(own, c, usual, 1);
      auto& line = c.lines[0];
      const auto target = limit_krw_ * own.between(860, 994) / 1000;
      line.quantity = static_cast<std::int32_t>(
          std::clamp<std::int64_t>(target / std::max<std::int64_t>(won(line.unit_cents, c.currency), 1), 1, 400));
      line.grams *= line.quantity;
      line.unit_cents = cents_for(target, c.currency) / line.quantity;
      if (own.below(100) < 30) {  // another first name at the same door
        c.consignee_name.append(own.pick(c.destination->given_names)).append(" ").append(c.destination->surname);
      }
      break;
    }
    case Pattern::undervaluation:
      c.procedure = same.below(100) < 70 ? Procedure::manifest : Procedure::simplified;
      add_product(own, c, usual, own.between(2, 12));
      c.lines[0].unit_cents = std::max<std::int64_t>(c.lines[0].unit_cents * own.between(4, 22) / 100, 1);
      break;
    case Pattern::overvaluation:
      c.procedure = Procedure::formal;
      c.drawback = true;
      c.consignee_name = "Sample Overseas " + exporter.name_en.substr(exporter.name_en.size() - 4);
      add_product(own, c, usual, own.between(60, 400));
      c.lines[0].unit_cents = c.lines[0].unit_cents * own.between(35, 90) / 10;
      break;
    case Pattern::misdescription: {
      // Declared as something cheap of another trade; weight and value remain those of what is inside.
      c.procedure = same.below(100) < 75 ? Procedure::manifest : Procedure::simplified;
      add_product(own, c, product_called(Category::electronics, "COMPUTER KEYBOARD"), own.between(2, 9));
      c.lines[0].product = &product_called(Category::books, same.below(2) == 0 ? "PAPER STICKERS" : "BALL POINT PENS");
      break;
    }
    case Pattern::no_permit:
      c.procedure = same.below(100) < 60 ? Procedure::simplified : Procedure::manifest;
      if (same.below(100) < 45) c.destination = &destinations()[destinations().size() - 1 - same.below(2)];
      add_product(own, c, same.pick(controlled_products()), 1);
      break;
    case Pattern::false_origin:
      c.procedure = Procedure::formal;
      c.maker_unknown = true;
      add_product(own, c, usual, own.between(80, 600));
      c.lines[0].once_imported = true;
      break;
    case Pattern::fake_export:
      // Papers for a refund: much value, hardly any weight.
      c.procedure = Procedure::formal;
      c.drawback = true;
      c.company = true;
      add_product(own, c, usual, own.between(200, 1500));
      c.lines[0].grams = std::max<std::int64_t>(c.lines[0].grams / own.between(25, 70), 10);
      break;
    case Pattern::circular:
      c.procedure = Procedure::formal;
      c.drawback = true;
      c.company = true;
      c.returned_goods = plant.step > 0;
      c.model = "SERIAL ";
      append_padded(c.model, same.below(1'000'000), 7);
      add_product(same, c, usual, 120);  // the same goods each time
      break;
    case Pattern::infringing:
      c.procedure = same.below(100) < 60 ? Procedure::manifest : Procedure::simplified;
      add_product(own, c, product_called(Category::apparel, "CANVAS SHOULDER BAG"), own.between(3, 20));
      c.lines[0].brand = same.pick(invented_brands);
      c.lines[0].description = "LEATHER HAND BAG";
      break;
    case Pattern::dangerous:
      c.phone_withheld = true;
      if (same.below(2) == 0) c.destination = &destinations()[destinations().size() - 1 - same.below(2)];
      add_product(own, c, product_called(Category::food, "COLLAGEN POWDER SUPPLEMENT"), 1);
      c.lines[0].description = same.pick(powders);
      c.lines[0].grams = own.between(150, 2500);
      break;
    case Pattern::identity_abuse:
      // Many names, one telephone.
      c.exporter_name = "견본인 명의";
      append_padded(c.exporter_name, own.below(90'000) + 10'000, 5);
      c.exporter_phone = "070-0999-";
      append_padded(c.exporter_phone, plant.case_number % 10'000, 4);
      c.exporter_identifier = personal_code(900'000 + own.below(90'000));
      c.consignee = own.next();
      add_product(own, c, product_called(Category::beauty, "FACIAL SERUM"), own.between(10, 40));
      break;
    case Pattern::manifest_for_drawback:
      c.company = true;
      c.wants_drawback_on_manifest = same.below(2) == 0;
      add_product(own, c, usual, own.between(20, 60));
      break;
  }
  if (c.procedure == Procedure::manifest) keep_below(c, limit_krw_);
  if (c.procedure == Procedure::simplified) keep_below(c, simplified_limit_krw_);
  c.filer = c.procedure == Procedure::manifest ? static_cast<std::uint16_t>(choose_filer(same, c)) : exporter.broker;
}

}  // namespace clearway::sample
