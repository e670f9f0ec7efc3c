#include "sample/parties.h"

#include <algorithm>

#include "base/text.h"
#include "sample/identifiers.h"

namespace clearway::sample {

namespace {

struct Word {
  std::string_view ko, en;
};

constexpr Word stems[] = {
    {"새벽", "Saebyek"}, {"한결", "Hangyul"}, {"푸름", "Pureum"}, {"늘봄", "Neulbom"}, {"가온", "Gaon"},
    {"다온", "Daon"},    {"라온", "Raon"},    {"미르", "Mireu"},  {"바른", "Bareun"},  {"사랑", "Sarang"},
    {"아름", "Areum"},   {"온새", "Onsae"},   {"해솔", "Haesol"}, {"은빛", "Eunbit"},  {"초록", "Chorok"},
    {"하늘", "Haneul"},  {"여울", "Yeoul"},   {"누리", "Nuri"},   {"도담", "Dodam"},   {"마루", "Maru"},
    {"보람", "Boram"},   {"소담", "Sodam"},   {"이든", "Ideun"},  {"자람", "Jaram"},   {"채움", "Chaeum"},
    {"큰별", "Keunbyl"}, {"토리", "Tori"},    {"파란", "Paran"},  {"한울", "Hanul"},   {"별하", "Byeolha"},
};

constexpr std::array<std::array<Word, 2>, category_count> trades = {{
    {{{"화장품", "Beauty"}, {"코스메틱", "Cosmet"}}},
    {{{"패션", "Fashion"}, {"어패럴", "Apparel"}}},
    {{{"뮤직", "Music"}, {"엔터굿즈", "Enter"}}},
    {{{"식품", "Foods"}, {"푸드", "Food"}}},
    {{{"전자", "Elec"}, {"테크", "Tech"}}},
    {{{"문고", "Books"}, {"문구", "Paper"}}},
    {{{"리빙", "Living"}, {"생활", "Home"}}},
    {{{"산업", "Indust"}, {"정밀", "Precis"}}},
}};

constexpr Word roads[] = {{"견본로", "Gyeonbon-ro"}, {"가상대로", "Gasang-daero"}, {"보기길", "Bogi-gil"},
                          {"예시로", "Yesi-ro"},     {"시범길", "Sibeom-gil"},     {"모형로", "Mohyeong-ro"}};
constexpr Word towns[] = {{"가상구", "Gasang-gu"}, {"견본구", "Gyeonbon-gu"}, {"예시구", "Yesi-gu"}};

// Categories by kind of exporter, per thousand, in the order of Category.
constexpr std::array<std::array<std::uint32_t, category_count>, 4> category_shares = {{
    {150, 220, 200, 130, 60, 160, 80, 0},
    {290, 210, 190, 100, 90, 60, 60, 0},
    {420, 110, 60, 210, 80, 10, 60, 50},
    {60, 110, 20, 80, 190, 10, 80, 450},
}};

std::uint8_t pick_market(Random& random, const WeightedChoice& shares) {
  return static_cast<std::uint8_t>(shares.pick(random));
}

void name_exporter(Random& random, std::uint32_t serial, Exporter& exporter) {
  const auto& stem = random.pick(stems);
  std::string number;
  append_padded(number, serial + 1, 4);
  if (exporter.kind == ExporterKind::individual) {
    exporter.name_ko = "견본인 " + std::string(stem.ko) + number;
    exporter.name_en = "Sample Person " + number;
    exporter.representative = "견본인" + number;
    return;
  }
  const auto& trade = random.pick(trades[static_cast<std::size_t>(exporter.category)]);
  const bool trading = exporter.kind == ExporterKind::trader;
  exporter.name_ko = "가상 " + std::string(stem.ko) + (trading ? "무역" : std::string(trade.ko)) + " " + number;
  exporter.name_en =
      "Sample " + std::string(stem.en) + " " + (trading ? "Trading" : std::string(trade.en)) + " " + number;
  exporter.representative = "견본 " + std::string(stem.ko);
  // Name part of 4 Hangul, type, founding year, serial and check: 11 characters.
  exporter.trader_code = "가상" + std::string(stem.ko);
  append_padded(exporter.trader_code, serial / 10'000, 1);
  append_padded(exporter.trader_code, random.below(100), 2);
  append_padded(exporter.trader_code, serial % 10'000, 4);
}

void place_exporter(Random& random, std::uint32_t serial, Exporter& exporter) {
  const auto& region = random.pick(regions());
  const auto& town = random.pick(towns);
  const auto& road = random.pick(roads);
  std::string number, room;
  append_padded(number, random.below(300) + 1, 1);
  append_padded(room, (random.below(19) + 1) * 100 + random.below(30) + 1, 1);
  exporter.address_ko = std::string(region.ko) + " " + std::string(town.ko) + " " + std::string(road.ko) + " " +
                        number + ", " + room + "호";
  exporter.address_en =
      room + ", " + number + " " + std::string(road.en) + ", " + std::string(town.en) + ", " + std::string(region.en);
  append_padded(exporter.postcode, random.below(900) + 100, 5);
  exporter.phone = "070-0";
  append_padded(exporter.phone, serial / 10'000, 3);
  exporter.phone += "-";
  append_padded(exporter.phone, serial % 10'000, 4);
}

Conduct draw_conduct(Random& random) {
  const auto draw = random.below(1000);
  if (draw < 720) return Conduct::careful;
  if (draw < 930) return Conduct::careless;
  return draw < 985 ? Conduct::opportunist : Conduct::deliberate;
}

void stock_exporter(Random& random, Exporter& exporter) {
  const auto assortment = products_of(exporter.category);
  std::vector<std::uint32_t> weights;
  for (const auto& product : assortment) weights.push_back(product.popularity);
  const WeightedChoice choice(weights);
  exporter.product_count = static_cast<std::uint8_t>(random.between(1, 6));
  for (std::size_t i = 0; i < exporter.product_count; ++i) {
    exporter.products[i] = static_cast<std::uint8_t>(choice.pick(random));
  }
  exporter.price_level = static_cast<std::int32_t>(std::clamp<std::int64_t>(random.spread(1024, 220), 512, 2560));
}

ExporterKind draw_kind(Random& random) {
  const auto draw = random.below(1000);
  if (draw < 180) return ExporterKind::individual;
  if (draw < 700) return ExporterKind::seller;
  return draw < 860 ? ExporterKind::maker : ExporterKind::trader;
}

/// How much each kind uses the manifest, the simplified and the formal declaration, beside its size.
constexpr std::uint32_t habit(ExporterKind kind, declaration::Procedure procedure) {
  switch (procedure) {
    case declaration::Procedure::manifest:
      return kind == ExporterKind::individual ? 60
             : kind == ExporterKind::seller   ? 1000
             : kind == ExporterKind::maker    ? 700
                                              : 100;
    case declaration::Procedure::simplified:
      return kind == ExporterKind::individual ? 0
             : kind == ExporterKind::seller   ? 700
             : kind == ExporterKind::maker    ? 1000
                                              : 150;
    case declaration::Procedure::formal:
      return kind == ExporterKind::individual ? 0
             : kind == ExporterKind::seller   ? 120
             : kind == ExporterKind::maker    ? 500
                                              : 1000;
    case declaration::Procedure::import_: return 0;
  }
  return 0;
}

}  // namespace

std::vector<Filer> make_filers() {
  std::vector<Filer> filers = {
      {FilerKind::courier, "SPLEX", "가상익스프레스", "Sample Express", ExitKind::incheon_airport, 300, 9'000, 820'000,
       880'000, true},
      {FilerKind::courier, "GASANGAIR", "가상항공택배", "Gasang Air Parcel", ExitKind::incheon_airport, 210, 16'000,
       640'000, 720'000, false},
      {FilerKind::courier, "GYEONBON", "견본글로벌", "Gyeonbon Global", ExitKind::incheon_airport, 150, 24'000, 520'000,
       610'000, false},
      {FilerKind::courier, "YESILINE", "예시라인", "Yesi Line", ExitKind::gimpo, 90, 34'000, 380'000, 470'000, true},
      {FilerKind::courier, "SEAPARCEL", "모형해상특송", "Model Sea Parcel", ExitKind::pyeongtaek, 80, 38'000, 350'000,
       420'000, false},
      {FilerKind::courier, "BOGIMARU", "보기마루특송", "Bogi Maru Parcel", ExitKind::busan, 60, 46'000, 300'000,
       380'000, true},
      {FilerKind::courier, "INCHSEA", "시범해운특송", "Pilot Sea Express", ExitKind::incheon_port, 50, 58'000, 220'000,
       300'000, false},
      {FilerKind::courier, "FASTTRIAL", "시험퀵글로벌", "Trial Quick Global", ExitKind::seoul, 40, 82'000, 120'000,
       200'000, true},
      {FilerKind::post, "SPLPOST", "가상우체국", "Sample Post", ExitKind::international_mail, 1, 42'000, 180'000,
       260'000, false},
  };
  constexpr ExitKind exits[] = {ExitKind::incheon_airport, ExitKind::busan,      ExitKind::incheon_port,
                                ExitKind::incheon_airport, ExitKind::pyeongtaek, ExitKind::seoul};
  for (std::uint16_t i = 0; i < 24; ++i) {
    Filer broker{FilerKind::broker,
                 "G",
                 "가상관세사무소 ",
                 "Sample Customs Brokers ",
                 exits[i % std::size(exits)],
                 static_cast<std::uint16_t>(600 / (i + 3)),
                 9'000U + 3'500U * (i % 7),
                 1'000'000,
                 1'000'000,
                 false};
    append_padded(broker.code, i + 1U, 4);
    append_padded(broker.name_ko, i + 1U, 2);
    append_padded(broker.name_en, i + 1U, 2);
    filers.push_back(std::move(broker));
  }
  return filers;
}

Exporters make_exporters(Random random, std::uint32_t count, const std::vector<Filer>& filers, Date from, Date to) {
  std::vector<std::uint32_t> market_weights, courier_weights, broker_weights;
  for (const auto& destination : destinations()) market_weights.push_back(destination.share);
  for (const auto& filer : filers) {
    courier_weights.push_back(filer.kind == FilerKind::courier ? filer.share : 0);
    broker_weights.push_back(filer.kind == FilerKind::broker ? filer.share : 0);
  }
  const WeightedChoice markets(market_weights), couriers(courier_weights), brokers(broker_weights);
  std::array<WeightedChoice, 4> categories;
  for (std::size_t kind = 0; kind < 4; ++kind) categories[kind] = WeightedChoice(category_shares[kind]);
  const auto post = static_cast<std::uint16_t>(
      std::find_if(filers.begin(), filers.end(), [](const Filer& f) { return f.kind == FilerKind::post; }) -
      filers.begin());

  Exporters exporters;
  exporters.all.resize(count);
  for (auto& activity : exporters.activity) activity.assign(count, 0);
  for (std::uint32_t serial = 0; serial < count; ++serial) {
    auto& exporter = exporters.all[serial];
    exporter.kind = draw_kind(random);
    exporter.category = static_cast<Category>(categories[static_cast<std::size_t>(exporter.kind)].pick(random));
    exporter.conduct = draw_conduct(random);
    // Two in seven come into business during the period; the first of all are there from the start.
    const bool late = serial >= 24 && random.below(7) < 2;
    exporter.first_day = late ? from.plus_days(random.between(0, to.days() - from.days())) : from.plus_days(-400);
    name_exporter(random, serial, exporter);
    place_exporter(random, serial, exporter);
    stock_exporter(random, exporter);
    const bool person = exporter.kind == ExporterKind::individual;
    exporter.identifier = person ? personal_code(serial + 1) : business_number(serial + 1);
    exporter.identifier_type = person ? "05" : "04";
    for (auto& market : exporter.markets) market = pick_market(random, markets);
    exporter.courier = person || random.below(100) < 12 ? post : static_cast<std::uint16_t>(couriers.pick(random));
    exporter.broker = static_cast<std::uint16_t>(brokers.pick(random));
    exporter.declares_itself = random.below(100) < 30;
    exporter.claims_drawback = exporter.kind == ExporterKind::maker ? random.below(100) < 45 : random.below(100) < 8;
    exporter.own_declarant_code = "E";
    append_padded(exporter.own_declarant_code, serial % 10'000, 4);
    // Zipf: the k-th exporter is about 1/k as active as the first, so that a few carry much of the traffic.
    const std::uint32_t size = 60'000'000U / (serial + 12);
    exporter.consignees = person ? 4 : 6 + size / 800;
    for (std::size_t p = 0; p < 3; ++p) {
      const auto use = habit(exporter.kind, static_cast<declaration::Procedure>(p));
      exporters.activity[p][serial] = static_cast<std::uint32_t>(std::uint64_t{size} * use / 1000);
    }
  }
  return exporters;
}

void describe_consignee(std::uint64_t key, const Destination& destination, bool company, Consignee& out) {
  const auto h = mix(key);
  const auto number = static_cast<std::uint32_t>(h >> 40) % 90'000 + 10'000;
  out.name.clear();
  if (company) {
    out.name.append(destination.surname).append(" Trading ");
    append_integer(out.name, number);
    out.name.append(h & 1 ? " Co., Ltd" : " Inc");
  } else {
    out.name.append(destination.given_names[h % destination.given_names.size()]).push_back(' ');
    out.name.append(destination.surname).push_back(' ');
    append_integer(out.name, number);
  }
  out.address.clear();
  append_integer(out.address, static_cast<std::int64_t>((h >> 8) % 900 + 1));
  out.address.append(h & 4 ? " Sample Street, " : " Example Road, ");
  out.address.append(destination.cities[(h >> 20) % destination.cities.size()]).push_back(' ');
  append_integer(out.address, number);
  out.phone.assign("+").append(destination.calling_code).append("-555-");
  append_padded(out.phone, number, 6);
}

}  // namespace clearway::sample
