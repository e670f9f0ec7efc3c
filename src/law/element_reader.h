#pragma once

#include <map>
#include <string>
#include <vector>

#include "law/element_catalogue.h"
#include "law/law.h"
#include "law/yaml_reader.h"

namespace clearway::law {

/// Fills an ElementCatalogue from the element files and checks that they agree with one another, with the counts of the
/// law and with the fields that the program was built with.
class ElementReader {
 public:
  ElementReader(const Law& law, ElementCatalogue& catalogue, Problems& problems)
      : law_(law), catalogue_(catalogue), problems_(problems) {}

  void read(const std::string& export_text, const std::string& import_text);

 private:
  using Obligations = std::array<Obligation, declaration::procedure_count>;
  struct File;
  /// A numbered element while it is read.
  struct Raw {
    std::string number, key;
    Text label;
    std::string wco, cite;
    Grade grade = Grade::verify;
    Obligations obligations{};
    std::string simplified;             // S number; empty: not among the 27
    std::vector<std::string> manifest;  // M numbers; empty: not among the 17
  };

  std::optional<YAML::Node> open(File& file, const std::string& text);
  void read_head(File& file, const YAML::Node& root);
  void read_element(File& file, const std::string& number, const YAML::Node& node);
  void read_numbers(File& file, const YAML::Node& node, Raw& raw);
  void read_field(File& file, const Raw& raw, const std::string& name, const YAML::Node& node);
  std::optional<FieldRule> read_rule(File& file, const std::string& key, const std::string& name,
                                     const YAML::Node& node);
  void read_used_field(File& file, const Raw& raw, const std::string& key, FieldRule rule, const YAML::Node& node);
  void add_export_rules(File& file, const Raw& raw, const std::string& key, const FieldRule& rule,
                        const YAML::Node& node);
  std::string manifest_number(File& file, const Raw& raw, const std::string& key, Obligation obligation,
                              const YAML::Node& node);
  void read_statements(File& file, const YAML::Node& root);
  void read_manifest_labels(File& file, const YAML::Node& root);
  Obligations read_obligations(File& file, const YAML::Node& node, const std::string& key, const Obligations& base);
  std::optional<Format> read_format(File& file, const YAML::Node& node, const std::string& key, const char* name,
                                    Check check);
  std::vector<Code> read_codes(File& file, const YAML::Node& node, const std::string& key, const Format& format);
  void add_rule(declaration::Procedure procedure, FieldRule rule);
  void add_element(declaration::Procedure procedure, const std::string& number, const Raw& raw);

  void finish();
  void check_counts(File& file, const YAML::Node& root);
  void check_numbers(File& file, declaration::Procedure procedure, char letter, std::size_t count);
  void check_all_fields_described();

  const Law& law_;
  ElementCatalogue& catalogue_;
  Problems& problems_;
  std::array<bool, declaration::field_count> described_{};
  std::array<FieldRule, declaration::field_count> rules_;  // as described first; imports refer to them
  std::map<std::string, Text> manifest_labels_;
};

}  // namespace clearway::law
