#include "sample/places.h"

namespace clearway::sample {

namespace {

// clang-format off
constexpr Destination served[] = {
    {"US", "USD", "1", 238, {"Exampleville", "Sample Springs", "Port Specimen"}, {"Olivia", "James", "Ava", "Liam", "Mia", "Noah"}, "Sample", 0},
    {"JP", "JPY", "81", 196, {"Mihon-shi", "Higashi-Mihon", "Rei-cho"}, {"Haruto", "Yui", "Sota", "Hina", "Ren", "Aoi"}, "Mihon", 0},
    {"CN", "CNY", "86", 142, {"Yangben Shi", "Lizi Zhen", "Xin Yangben"}, {"Wei", "Fang", "Lei", "Na", "Jun", "Yan"}, "Yangben", 0},
    {"TW", "TWD", "886", 62, {"Fanli City", "Xin Fanli", "Fanli Gang"}, {"Yating", "Chiahao", "Peiyu", "Kuanting", "Hsinyi", "Chenghan"}, "Fanli", 0},
    {"SG", "SGD", "65", 46, {"Contoh Park", "Sample Quay", "Example Heights"}, {"Jia Hui", "Wei Jie", "Siti", "Kumar", "Hui Min", "Arif"}, "Contoh", 0},
    {"AU", "AUD", "61", 41, {"Samplebury", "Lake Example", "Specimen Bay"}, {"Charlotte", "Jack", "Isla", "William", "Ruby", "Leo"}, "Example", 0},
    {"HK", "HKD", "852", 36, {"Yeungpun Wan", "Sample Bay", "Laitsz Tsuen"}, {"Ka Yan", "Chun Hei", "Wing Sze", "Tsz Ho", "Hoi Ching", "Long Hin"}, "Yeungpun", 0},
    {"CA", "CAD", "1", 36, {"Sample Falls", "Exempleville", "North Specimen"}, {"Emma", "Lucas", "Chloe", "Ethan", "Zoe", "Owen"}, "Specimen", 0},
    {"MY", "MYR", "60", 26, {"Kampung Contoh", "Bandar Contoh", "Taman Misal"}, {"Nurul", "Ahmad", "Aisyah", "Hafiz", "Mei Ling", "Ravi"}, "Contoh", 0},
    {"VN", "VND", "84", 25, {"Thi Tran Mau", "Xa Vi Du", "Phuong Mau"}, {"Linh", "Minh", "Trang", "Huy", "Thao", "Khoa"}, "Mau", 0},
    {"GB", "GBP", "44", 24, {"Sampleford", "Example-on-Sea", "Great Specimen"}, {"Amelia", "George", "Freya", "Harry", "Poppy", "Alfie"}, "Sample", 0},
    {"TH", "THB", "66", 22, {"Ban Tuayang", "Mueang Tuayang", "Tha Tuayang"}, {"Ploy", "Somchai", "Nok", "Anan", "Mali", "Krit"}, "Tuayang", 0},
    {"PH", "PHP", "63", 15, {"Bayan Halimbawa", "Nayon Halimbawa", "Puerto Halimbawa"}, {"Maria", "Jose", "Angela", "Paolo", "Bea", "Miguel"}, "Halimbawa", 0},
    {"ID", "IDR", "62", 15, {"Kota Contoh", "Desa Misal", "Contoh Baru"}, {"Putri", "Budi", "Dewi", "Agus", "Intan", "Rizky"}, "Misal", 0},
    {"DE", "EUR", "49", 14, {"Musterstadt", "Neu Muster", "Beispielhausen"}, {"Lena", "Paul", "Marie", "Felix", "Anna", "Jonas"}, "Mustermann", 0},
    {"FR", "EUR", "33", 12, {"Exempleville", "Saint-Modele", "Port-Exemple"}, {"Louise", "Hugo", "Camille", "Jules", "Manon", "Theo"}, "Exemple", 0},
    {"RU", "USD", "7", 12, {"Obrazets", "Novy Obrazets", "Primersk"}, {"Anna", "Ivan", "Daria", "Pavel", "Olga", "Maxim"}, "Obrazets", 0},
    {"MN", "USD", "976", 8, {"Jishee Hot", "Shine Jishee", "Zagvar Sum"}, {"Bolor", "Bat", "Saran", "Temuulen", "Nomin", "Ganbold"}, "Jishee", 0},
    {"KZ", "USD", "7", 6, {"Ulgi Qala", "Jana Ulgi", "Ulgi Tau"}, {"Aigerim", "Nursultan", "Dana", "Arman", "Madina", "Daulet"}, "Ulgi", 0},
    {"AE", "AED", "971", 6, {"Madinat Namudhaj", "Al Namudhaj", "Mithal"}, {"Fatima", "Omar", "Mariam", "Khalid", "Noura", "Saeed"}, "Namudhaj", 0},
    {"MX", "MXN", "52", 5, {"Villa Ejemplo", "San Ejemplo", "Puerto Muestra"}, {"Sofia", "Diego", "Valeria", "Mateo", "Lucia", "Luis"}, "Ejemplo", 0},
    {"BR", "BRL", "55", 5, {"Cidade Exemplo", "Vila Amostra", "Novo Exemplo"}, {"Beatriz", "Joao", "Larissa", "Pedro", "Julia", "Rafael"}, "Exemplo", 0},
    {"IN", "INR", "91", 5, {"Namuna Nagar", "Udaharan Pur", "Naya Namuna"}, {"Priya", "Rahul", "Ananya", "Arjun", "Kavya", "Vikram"}, "Namuna", 0},
    {"NL", "EUR", "31", 4, {"Voorbeeld", "Nieuw Monster", "Voorbeelddam"}, {"Emma", "Daan", "Julia", "Sem", "Tess", "Bram"}, "Voorbeeld", 0},
    {"PY", "USD", "595", 1, {"Pueblo Ejemplo", "Nueva Muestra", "Colonia Ejemplo"}, {"Ramon", "Elena", "Hugo", "Rosa", "Juan", "Carla"}, "Muestra", 1},
    {"TJ", "USD", "992", 1, {"Namunaobod", "Misolak", "Nav Namuna"}, {"Farhod", "Zarina", "Rustam", "Malika", "Daler", "Nigina"}, "Namuna", 1},
};
// clang-format on

// clang-format off
constexpr Exit exits[] = {
    {"040", "10", "KRICN", "40", "00101", "인천광역시 가상구 견본공항로 1"},
    {"016", "20", "KRGMP", "40", "00201", "서울특별시 가상구 견본하늘길 2"},
    {"020", "11", "KRINC", "10", "00301", "인천광역시 가상구 견본부두로 3"},
    {"160", "31", "KRPTK", "10", "00401", "경기도 견본시 가상항로 4"},
    {"030", "12", "KRPUS", "10", "00501", "부산광역시 가상구 견본항만로 5"},
    {"040", "40", "KRICN", "50", "00102", "인천광역시 가상구 견본우편로 6"},
    {"010", "10", "KRICN", "40", "00202", "서울특별시 견본구 가상대로 7"},
};
// clang-format on

constexpr Region home[] = {
    {"서울특별시", "Seoul"},       {"경기도", "Gyeonggi-do"},         {"인천광역시", "Incheon"},
    {"부산광역시", "Busan"},       {"대구광역시", "Daegu"},           {"대전광역시", "Daejeon"},
    {"광주광역시", "Gwangju"},     {"충청북도", "Chungcheongbuk-do"}, {"경상남도", "Gyeongsangnam-do"},
    {"제주특별자치도", "Jeju-do"},
};

}  // namespace

std::span<const Destination> destinations() { return served; }
const Exit& exit_of(ExitKind kind) { return exits[static_cast<std::size_t>(kind)]; }
std::span<const Region> regions() { return home; }

}  // namespace clearway::sample
