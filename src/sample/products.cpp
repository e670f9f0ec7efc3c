#include "sample/products.h"

#include <array>

namespace clearway::sample {

namespace {

using enum Category;

// Tariff codes are plausible, prices and weights invented. Ordered by category.
// clang-format off
constexpr Product catalogue[] = {
    {beauty, "3304991000", "FACIAL SKIN CARE CREAM", "Moisture barrier cream", "50ML", "WATER, GLYCERIN, SQUALANE", "EA", "KG", 21000, 500, 120, 90},
    {beauty, "3304991000", "FACIAL SERUM", "Centella calming serum", "30ML", "WATER, CENTELLA EXTRACT", "EA", "KG", 19000, 450, 85, 85},
    {beauty, "3304999000", "COTTON SHEET FACE MASK", "Rice sheet mask pack", "25ML X 10", "WATER, RICE EXTRACT, COTTON", "PK", "KG", 11000, 400, 300, 100},
    {beauty, "3304992000", "SUN SCREEN LOTION SPF50", "Daily airy sun lotion", "50ML", "WATER, ZINC OXIDE", "EA", "KG", 14500, 350, 75, 95},
    {beauty, "3304101000", "LIPSTICK TINT", "Velvet lip tint", "4G", "ISODODECANE, PIGMENT", "EA", "KG", 9800, 350, 22, 80},
    {beauty, "3304201000", "EYE SHADOW PALETTE", "Twelve colour eye palette", "12 COLOURS", "MICA, TALC", "EA", "KG", 24000, 450, 90, 40},
    {beauty, "3304910000", "COMPACT FACE POWDER", "Blur finish pact", "12G", "TALC, MICA", "EA", "KG", 17000, 380, 60, 35},
    {beauty, "3304993000", "CUSHION FOUNDATION", "Glow cushion foundation", "15G", "WATER, TITANIUM DIOXIDE", "EA", "KG", 26000, 400, 95, 60},
    {beauty, "3305100000", "HAIR SHAMPOO", "Scalp care shampoo", "400ML", "WATER, SURFACTANT", "EA", "KG", 15500, 380, 450, 40},
    {beauty, "3305900000", "HAIR TREATMENT", "Protein hair treatment", "200ML", "WATER, KERATIN", "EA", "KG", 13000, 380, 230, 28},
    {beauty, "3401300000", "FACIAL CLEANSING FOAM", "Low acid foam cleanser", "150ML", "WATER, SURFACTANT", "EA", "KG", 10500, 300, 170, 60},
    {beauty, "8543709090", "LED FACE CARE DEVICE", "Light care face device", "LED 96", "", "EA", "EA", 168000, 500, 620, 8},
    {beauty, "9001300000", "SOFT CONTACT LENSES", "Monthly colour lenses", "1 PAIR", "HYDROGEL", "PR", "EA", 18000, 300, 20, 15},

    {apparel, "6109101000", "COTTON T-SHIRT KNITTED", "Heavy cotton tee", "S-XL", "COTTON 100%", "EA", "EA", 19000, 500, 210, 100},
    {apparel, "6110201000", "COTTON KNITTED SWEATSHIRT", "Fleece back sweatshirt", "S-XL", "COTTON 80% POLYESTER 20%", "EA", "EA", 38000, 480, 520, 75},
    {apparel, "6110301000", "ACRYLIC KNITTED CARDIGAN", "Soft touch cardigan", "FREE", "ACRYLIC 60% NYLON 40%", "EA", "EA", 34000, 450, 380, 50},
    {apparel, "6203421000", "MEN COTTON TROUSERS", "Wide cotton trousers", "28-36", "COTTON 98% ELASTANE 2%", "EA", "EA", 42000, 420, 560, 45},
    {apparel, "6204621000", "WOMEN COTTON TROUSERS", "High rise denim", "24-32", "COTTON 100%", "EA", "EA", 41000, 420, 540, 50},
    {apparel, "6204430000", "WOMEN POLYESTER DRESS", "Pleated long dress", "FREE", "POLYESTER 100%", "EA", "EA", 46000, 480, 390, 45},
    {apparel, "6202402000", "WOMEN PADDED JACKET", "Short padded jacket", "S-L", "NYLON 100%", "EA", "EA", 98000, 480, 900, 30},
    {apparel, "6115950000", "COTTON SOCKS", "Ribbed socks five pairs", "5 PAIRS", "COTTON 75% NYLON 25%", "PK", "KG", 8500, 350, 180, 55},
    {apparel, "6505009010", "COTTON BASEBALL CAP", "Washed ball cap", "FREE", "COTTON 100%", "EA", "EA", 23000, 450, 95, 40},
    {apparel, "4202921010", "CANVAS SHOULDER BAG", "Daily canvas tote", "38 X 40", "COTTON CANVAS", "EA", "EA", 29000, 520, 420, 45},
    {apparel, "6404119000", "CANVAS SNEAKERS", "Low top canvas sneakers", "230-280", "COTTON, RUBBER", "PR", "PR", 52000, 450, 950, 30},
    {apparel, "7117190000", "IMITATION EARRINGS", "Ball drop earrings", "1 PAIR", "BRASS", "PR", "KG", 12000, 500, 15, 40},

    {music, "8523492010", "RECORDED AUDIO COMPACT DISC", "Idol mini album CD", "1 DISC, PHOTO BOOK", "", "EA", "EA", 15500, 250, 420, 100},
    {music, "8523492010", "RECORDED AUDIO CD BOX SET", "Full album box CD", "3 DISCS, PHOTO BOOK", "", "EA", "EA", 42000, 300, 1100, 40},
    {music, "4911919000", "PRINTED PHOTO CARD SET", "Idol photo card set", "8 CARDS", "", "PK", "KG", 9000, 500, 40, 90},
    {music, "9405419000", "LED CONCERT LIGHT STICK", "Official light stick", "BLUETOOTH", "", "EA", "EA", 39000, 280, 310, 60},
    {music, "9503003400", "STUFFED CHARACTER DOLL", "Character plush doll", "20CM", "POLYESTER 100%", "EA", "EA", 22000, 380, 190, 55},
    {music, "3926409000", "ACRYLIC FIGURE STAND", "Acrylic stand figure", "15CM", "ACRYLIC", "EA", "KG", 13000, 350, 110, 55},
    {music, "4910000000", "PRINTED WALL CALENDAR", "Season greeting calendar", "2027", "", "EA", "KG", 28000, 300, 650, 30},
    {music, "4911990000", "PRINTED POSTER", "Folded concert poster", "A2", "", "EA", "KG", 7000, 350, 90, 35},

    {food, "1902301010", "INSTANT RAMEN NOODLES", "Hot stir noodles", "140G X 5", "WHEAT FLOUR, PALM OIL", "PK", "KG", 5200, 220, 720, 100},
    {food, "2008995010", "ROASTED SEASONED LAVER", "Seasoned laver snack", "5G X 16", "LAVER, OIL, SALT", "PK", "KG", 9500, 280, 90, 70},
    {food, "1905909090", "RICE CRACKER SNACK", "Honey twist snack", "80G", "RICE, SUGAR", "PK", "KG", 1900, 220, 80, 75},
    {food, "2101129010", "INSTANT COFFEE MIX", "Coffee mix sticks", "12G X 100", "COFFEE, SUGAR, CREAMER", "PK", "KG", 15500, 220, 1200, 60},
    {food, "2103901030", "RED PEPPER PASTE SAUCE", "Spicy rice cake sauce", "500G", "RED PEPPER, RICE", "EA", "KG", 6200, 250, 540, 50},
    {food, "2005991000", "CANNED KIMCHI", "Stir fried kimchi can", "160G", "CABBAGE, PEPPER", "EA", "KG", 2800, 220, 200, 40},
    {food, "2106903029", "RED GINSENG EXTRACT STICK", "Ginseng daily stick", "10ML X 30", "RED GINSENG 12%", "BX", "KG", 58000, 420, 420, 45},
    {food, "2106909099", "COLLAGEN POWDER SUPPLEMENT", "Low molecule collagen", "2G X 60", "FISH COLLAGEN", "BX", "KG", 32000, 400, 180, 40},
    {food, "1704909000", "FRUIT JELLY CONFECTIONERY", "Konjac fruit jelly", "130ML X 10", "KONJAC, FRUIT JUICE", "BX", "KG", 11000, 260, 1350, 45},
    {food, "0902209000", "GREEN TEA LEAVES", "First flush green tea", "80G", "GREEN TEA", "EA", "KG", 18500, 420, 120, 22},

    {electronics, "8518302000", "WIRELESS EARPHONES", "Noise reducing earbuds", "BT 5.3", "", "EA", "EA", 79000, 500, 140, 60},
    {electronics, "8504403090", "USB POWER CHARGER", "GaN wall charger", "65W", "", "EA", "EA", 29000, 380, 160, 65},
    {electronics, "8507600000", "LITHIUM ION POWER BANK", "Slim power bank", "10000MAH", "", "EA", "EA", 33000, 380, 260, 35},
    {electronics, "8523511000", "SOLID STATE DRIVE", "External SSD", "1TB", "", "EA", "EA", 118000, 420, 110, 35},
    {electronics, "8471602000", "COMPUTER KEYBOARD", "Mechanical keyboard", "87 KEYS", "", "EA", "EA", 96000, 480, 980, 40},
    {electronics, "8517799000", "MOBILE PHONE DISPLAY MODULE", "Display module assembly", "OLED 6.1IN", "", "EA", "EA", 88000, 520, 90, 30},
    {electronics, "3919900000", "PHONE SCREEN PROTECTION FILM", "Tempered clear film", "2 SHEETS", "PET", "PK", "KG", 8000, 420, 45, 80},
    {electronics, "4202329000", "MOBILE PHONE CASE", "Clear jelly case", "TPU", "TPU", "EA", "EA", 14000, 480, 55, 100},
    {electronics, "8525899000", "VEHICLE DASH CAMERA", "Front and rear dash camera", "QHD", "", "EA", "EA", 138000, 420, 520, 30},
    {electronics, "8543709010", "ELECTRONIC AIR PURIFIER MODULE", "Desk air purifier", "USB-C", "", "EA", "EA", 54000, 420, 750, 18},
    {electronics, "9102119000", "SMART WRIST WATCH", "Fitness watch", "42MM", "", "EA", "EA", 122000, 500, 130, 25},

    {books, "4901990000", "PRINTED COMIC BOOK", "Webtoon print volume", "1 VOLUME", "", "EA", "KG", 12500, 250, 430, 100},
    {books, "4901990000", "PRINTED LANGUAGE TEXT BOOK", "Korean course book", "LEVEL 2", "", "EA", "KG", 18500, 250, 620, 60},
    {books, "4901990000", "PRINTED NOVEL", "Novel paperback", "320 PAGES", "", "EA", "KG", 13800, 220, 380, 55},
    {books, "4820102000", "PAPER DIARY NOTEBOOK", "Hard cover diary", "A5", "", "EA", "KG", 14500, 380, 340, 60},
    {books, "9608100000", "BALL POINT PENS", "Gel pen set", "0.4MM X 10", "", "PK", "EA", 9000, 380, 110, 40},
    {books, "4908900000", "PAPER STICKERS", "Diary deco stickers", "10 SHEETS", "", "PK", "KG", 5500, 420, 45, 70},

    {living, "6911101000", "PORCELAIN TABLEWARE", "Porcelain rice bowl set", "4 PIECES", "PORCELAIN", "ST", "KG", 38000, 480, 1800, 45},
    {living, "8215991000", "STAINLESS SPOONS AND CHOPSTICKS", "Spoon and chopstick set", "2 SETS", "STAINLESS STEEL", "ST", "KG", 16500, 450, 180, 50},
    {living, "6302310000", "COTTON BED LINEN", "Summer cotton quilt cover", "QUEEN", "COTTON 100%", "EA", "KG", 58000, 450, 1600, 30},
    {living, "3924100000", "PLASTIC FOOD CONTAINERS", "Airtight container set", "6 PIECES", "TRITAN", "ST", "KG", 21000, 400, 1100, 50},
    {living, "7323930000", "STAINLESS STEEL COOKING POT", "Ramen pot", "18CM", "STAINLESS STEEL", "EA", "KG", 27000, 420, 850, 35},
    {living, "9503009990", "WOODEN TOY BLOCKS", "Balance block toy", "32 PIECES", "BEECH WOOD", "ST", "EA", 24000, 420, 900, 35},
    {living, "9506919000", "FITNESS RESISTANCE BANDS", "Band training set", "5 LEVELS", "LATEX", "ST", "EA", 15500, 400, 420, 35},
    {living, "9619001090", "BABY DIAPERS", "Slim band diapers", "64 SHEETS", "PULP, POLYMER", "PK", "KG", 24000, 250, 2100, 30},

    {industry, "8708999000", "VEHICLE BRAKE PAD SET", "Ceramic brake pads", "FRONT 4", "CERAMIC", "ST", "KG", 41000, 450, 1500, 60},
    {industry, "8483409090", "PRECISION GEAR REDUCER", "Planetary gear reducer", "RATIO 1:10", "", "EA", "EA", 320000, 550, 3400, 35},
    {industry, "8481803000", "STAINLESS BALL VALVE", "Ball valve flange type", "DN25", "STAINLESS STEEL", "EA", "KG", 46000, 480, 1400, 50},
    {industry, "5407610000", "POLYESTER WOVEN FABRIC", "Chiffon fabric roll", "58IN X 50YD", "POLYESTER 100%", "ROL", "KG", 165000, 450, 9500, 45},
    {industry, "3926909000", "PLASTIC CABLE TIES", "Nylon cable tie bag", "200MM X 100", "NYLON 66", "PK", "KG", 4200, 400, 140, 40},
    {industry, "3208909000", "ACRYLIC SURFACE PAINT", "Acrylic primer", "4L", "ACRYLIC RESIN", "EA", "KG", 38000, 380, 5200, 30},
    {industry, "8536699000", "ELECTRICAL CONNECTORS", "Board connector reel", "40 PIN X 1000", "", "ROL", "KG", 138000, 520, 900, 45},
    {industry, "9405429000", "LED LIGHTING MODULES", "LED module box", "12V X 100", "", "BX", "EA", 92000, 480, 2300, 35},
};
// clang-format on

// clang-format off
constexpr Product controlled[] = {
    {electronics, "8806229000", "UNMANNED AIRCRAFT WITH CAMERA", "Survey drone", "25MIN", "", "EA", "EA", 1150000, 350, 1900, 10},
    {electronics, "8525891000", "THERMAL IMAGING CAMERA", "Thermal scope camera", "640 X 512", "", "EA", "EA", 980000, 350, 700, 10},
    {electronics, "9014801000", "INERTIAL NAVIGATION INSTRUMENT", "Motion reference unit", "3 AXIS", "", "EA", "EA", 1480000, 350, 800, 8},
    {electronics, "8542311000", "PROGRAMMABLE LOGIC DEVICE", "Rad tolerant logic device", "FPGA", "", "EA", "EA", 640000, 450, 20, 8},
    {industry, "8412390000", "PRECISION SERVO VALVE ACTUATOR", "Servo valve actuator", "210 BAR", "", "EA", "EA", 1250000, 350, 2300, 6},
};
// clang-format on

constexpr auto boundaries = [] {
  std::array<std::size_t, category_count + 1> first{};
  std::size_t at = 0;
  for (std::size_t category = 0; category < category_count; ++category) {
    first[category] = at;
    while (at < std::size(catalogue) && static_cast<std::size_t>(catalogue[at].category) == category) ++at;
  }
  first[category_count] = at;
  return first;
}();
static_assert(boundaries[category_count] == std::size(catalogue), "the catalogue is not ordered by category");

}  // namespace

std::span<const Product> products() { return catalogue; }

std::span<const Product> products_of(Category category) {
  const auto i = static_cast<std::size_t>(category);
  return std::span(catalogue).subspan(boundaries[i], boundaries[i + 1] - boundaries[i]);
}

std::span<const Product> controlled_products() { return controlled; }

}  // namespace clearway::sample
