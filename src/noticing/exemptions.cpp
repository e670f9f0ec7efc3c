#include "noticing/exemptions.h"

#include <optional>

#include "programme/enrolment_json.h"
#include "programme/terms.h"
#include "record/matters.h"

namespace clearway::noticing {

Result<Exemptions> Exemptions::load(const record::Store& store) {
  Exemptions exemptions;
  std::optional<Error> failed;
  const auto status = record::MatterReader(store).each(programme::enrolment_kind, [&](const record::Matter& matter) {
    auto enrolment = programme::from_json(matter.body);
    if (!enrolment) {
      failed = enrolment.error();
      return false;
    }
    if (!enrolment->past.empty()) {
      exemptions.of_party_[matter.party_id].push_back(std::move(*enrolment));
    }
    return true;
  });
  if (!status) return status.error();
  if (failed) return *failed;
  return exemptions;
}

bool Exemptions::cover(const law::Law& law, const Messages& messages, const detection::Finding& finding,
                       Date declared_on, Date today) const {
  const auto party = of_party_.find(finding.party_id);
  if (party == of_party_.end()) return false;
  const auto field = programme::field_of_detector(law, finding.detector, today);
  return !field.empty() && programme::exempt_from_audit(law, messages, party->second, declared_on, field, today).value;
}

}  // namespace clearway::noticing
