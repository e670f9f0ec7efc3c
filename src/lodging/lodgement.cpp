#include "lodging/lodgement.h"

#include "clearance/lifecycle.h"
#include "record/facts.h"

namespace clearway::lodging {

using declaration::Field;
using declaration::Procedure;

std::string_view first_state(risk::Channel channel) {
  return clearance::name(channel == risk::Channel::green ? clearance::State::accepted : clearance::State::selected);
}

const record::Lodgement& LodgementText::make(const declaration::Declaration& declaration,
                                             const screening::Decision& decision, const screening::Rulebook& rulebook,
                                             std::string_view source) {
  facts_.clear();
  decision_.clear();
  personal_.clear();
  record::append_facts(facts_, declaration, personal_);
  screening::append_kept_decision(decision_, declaration, decision, rulebook);
  const bool import = declaration.procedure == Procedure::import_;
  hs6_.assign(declaration.text(Field::tariff_code).substr(0, 6));
  lodgement_ = {
      .party_id = decision.party_id,
      .declaration_id = declaration.declaration_id,
      .declaration_number = declaration.text(Field::declaration_number),
      .procedure = declaration.procedure,
      .customs_office = declaration.text(Field::customs_office),
      .declared_on = decision.facts.declared_on,
      .channel = decision.assessment.channel,
      .state = first_state(decision.assessment.channel),
      .likelihood_ppm = decision.likelihood_ppm(),
      .expected_value_ppm = decision.expected_value_ppm(),
      .value_krw = decision.facts.value_krw,
      .destination_country = declaration.text(import ? Field::departure_country : Field::destination_country),
      .hs6 = hs6_,
      .filer_code = declaration.text(Field::declarant_code),
      .exporter_name = declaration.text(import ? Field::importer_code : Field::exporter_name),
      .source = source,
      .facts = facts_,
      .decision = decision_,
      .personal = &personal_,
  };
  return lodgement_;
}

}  // namespace clearway::lodging
