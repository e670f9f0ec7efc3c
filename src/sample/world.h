#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/date.h"
#include "declaration/declaration.h"
#include "declaration/exchange_rates.h"
#include "sample/consignment.h"
#include "sample/parties.h"
#include "sample/random.h"

namespace clearway::sample {

struct Settings {
  std::uint64_t seed = 1;
  std::uint64_t rows = 0;
  Date from, to;  // both included
};

/// What the world takes from law: it contains no limit and no rate of its own.
struct Terms {
  std::function<std::int64_t(Date)> manifest_limit_krw, simplified_limit_krw;
  const declaration::ExchangeRates* rates = nullptr;
};

/// What is true of a declaration and the product is not told.
struct Label {
  Pattern pattern = Pattern::none;
  std::uint32_t case_number = 0;  // irregularities of several declarations share it; 1, 2, 3…
  std::uint16_t step = 0, steps = 0;
  std::uint32_t exporter = 0;
  std::string_view slip;  // an honest mistake: the field it is in; empty: none
  std::string_view slip_kind;
};

/// An invented customs district: exporters, couriers, brokers, and what they declare day by day. The same settings
/// give the same declarations in the same order. `next` is a stream, so a world of any length needs constant memory.
class World {
 public:
  World(const Settings& settings, Terms terms);

  /// The next declaration in time order; false after the last.
  bool next();
  /// Valid until the following call of `next`.
  const declaration::Declaration& declaration() const { return declaration_; }
  declaration::Declaration& declaration() { return declaration_; }
  const Label& label() const { return label_; }
  Date day() const { return day_; }

  const std::vector<Exporter>& exporters() const { return exporters_.all; }
  const std::vector<Filer>& filers() const { return filers_; }

 private:
  struct Plant {
    std::int32_t day;
    std::uint32_t case_number;
    std::uint16_t step, steps;
    Pattern pattern;
  };

  void make_calendar();
  void plant();
  void start_day();
  std::int64_t won(std::int64_t cents, std::string_view currency) const;
  std::int64_t cents_for(std::int64_t won, std::string_view currency) const;

  void draw_usual();
  void draw_planted(const Plant& plant);
  void choose_lines(Random& random, Consignment& consignment);
  void add_product(Random& random, Consignment& consignment, const Product& product, std::int32_t quantity);
  void keep_below(Consignment& consignment, std::int64_t limit_krw);
  std::uint32_t active_exporter(Random& random, declaration::Procedure procedure);
  std::uint16_t choose_filer(Random& random, const Consignment& consignment);
  std::uint32_t shady_exporter(Random& random, bool business) const;

  void declare();
  void declare_manifest(const Exporter& exporter, const Filer& filer);
  void declare_full(const Exporter& exporter, const Filer& filer);
  void declare_items(const Exporter& exporter, std::int64_t total_won, std::int64_t total_fob);
  void slip();
  bool slip_at(declaration::Field field);

  void set(declaration::Field field, std::string_view kept, std::size_t item = 0) {
    declaration_.set(field, kept, item);
  }
  /// Sets a value that is built at the end of `text_`.
  template <class Build>
  void put(declaration::Field field, Build build, std::size_t item = 0);

  Settings settings_;
  Terms terms_;
  Random random_;
  std::vector<Filer> filers_;
  Exporters exporters_;
  std::vector<std::uint32_t> shady_persons_, shady_businesses_;
  std::array<WeightedChoice, 3> choose_exporter_;
  WeightedChoice choose_courier_, choose_market_;

  std::vector<std::uint64_t> rows_before_;  // of each day, and of the end
  std::vector<Plant> plants_;               // by day
  std::size_t next_plant_ = 0;
  std::size_t day_index_ = 0;
  std::uint64_t row_ = 0, rows_of_day_ = 0, row_of_day_ = 0, plants_of_day_ = 0;
  Date day_;
  std::int64_t limit_krw_ = 0, simplified_limit_krw_ = 0;
  std::map<std::string_view, std::int64_t> rates_;  // of the day, micro-won for one unit

  Consignment consignment_;
  Consignee consignee_;
  Label label_;
  std::string text_;  // memory of the texts of declaration_
  declaration::Declaration declaration_;
};

/// How busy a day is against an ordinary one, per thousand: season, weekday, sales days, holidays, growth.
std::uint32_t activity_of(Date day);

}  // namespace clearway::sample
