#include "record/versions.h"

#include <gtest/gtest.h>

#include "record/audit.h"
#include "record/testing.h"

namespace clearway::record {
namespace {

using risk::VersionKind;
using risk::VersionState;
using risk::VersionStep;
using testing::origin;

class Versions : public testing::OnBothEngines {
 protected:
  void SetUp() override {
    testing::OnBothEngines::SetUp();
    if (database) store = open();
  }
  static RiskVersion draft(std::string id, std::string content, VersionKind kind = VersionKind::policy) {
    RiskVersion version;
    version.version_id = std::move(id);
    version.kind = kind;
    version.title = "Dearer gifts";
    version.fingerprint = "policy-" + content;
    version.content = std::move(content);
    return version;
  }
  Result<RiskVersion> create(const RiskVersion& version, const std::string& who = "officer") {
    return wait<RiskVersion>([&](auto done) { store->create_risk_version(version, origin("", who), done); });
  }
  Result<RiskVersion> edit(RiskVersion version, const std::string& who = "officer", const std::string& request = "") {
    return wait<RiskVersion>([&](auto done) { store->edit_risk_version(version, origin(request, who), done); });
  }
  Result<RiskVersion> step(const std::string& id, VersionStep step, const std::string& who = "supervisor",
                           std::int64_t expected = 0, const std::string& request = "") {
    return wait<RiskVersion>(
        [&](auto done) { store->step_risk_version(id, expected, step, "because", origin(request, who), done); });
  }
  Result<Rehearsal> rehearse(const RiskVersion& version, const std::string& id) {
    Rehearsal run;
    run.rehearsal_id = id;
    run.version_id = version.version_id;
    run.fingerprint = version.fingerprint;
    run.against = "policy-installed";
    run.from = Date::of(2026, 11, 1);
    run.to = Date::of(2026, 11, 20);
    run.requested_by = "officer";
    run.report = "{\"declarations\":7}";
    return wait<Rehearsal>([&](auto done) { store->keep_rehearsal(run, origin("", "officer"), done); });
  }
  VersionState state(const std::string& id) { return store->risk_version(id).value().value().state; }
  void bring_into_force(const std::string& id, const std::string& content) { bring_into_force(draft(id, content)); }
  void bring_into_force(const RiskVersion& version) {
    const auto& id = version.version_id;
    const auto made = create(version);
    ASSERT_TRUE(made.ok());
    ASSERT_TRUE(rehearse(*made, "run-" + id).ok());
    ASSERT_TRUE(step(id, VersionStep::approve).ok());
    ASSERT_TRUE(step(id, VersionStep::activate).ok());
  }
  std::optional<AuditFinding> audit() {
    store->flush();
    const auto report = verify(database->url(), database->key_file());
    EXPECT_TRUE(report.ok());
    return report->first;
  }
  std::unique_ptr<Store> store;
};
INSTANTIATE_TEST_SUITE_P(Engines, Versions, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         testing::engine_name);

TEST_P(Versions, NothingGoesIntoForceUnrehearsedOrByOnePersonAlone) {
  const auto made = create(draft("v1", "one"));
  ASSERT_TRUE(made.ok()) << made.error().detail;
  EXPECT_EQ(step("v1", VersionStep::activate).error().code, "version_has_not_been_rehearsed");
  EXPECT_EQ(step("v1", VersionStep::approve).error().code, "version_has_not_been_rehearsed");
  ASSERT_TRUE(rehearse(*made, "run-1").ok());
  EXPECT_EQ(state("v1"), VersionState::rehearsed);
  EXPECT_EQ(step("v1", VersionStep::activate).error().code, "version_has_not_been_approved");
  EXPECT_EQ(step("v1", VersionStep::approve, "officer").error().code, "approval_needs_a_second_person");
  EXPECT_EQ(step("v1", VersionStep::roll_back).error().code, "version_was_never_in_force");
  ASSERT_TRUE(step("v1", VersionStep::approve).ok());
  const auto active = step("v1", VersionStep::activate);
  ASSERT_TRUE(active.ok());
  EXPECT_EQ(active->state, VersionState::active);
  EXPECT_EQ(active->approved_by, "supervisor");
  EXPECT_EQ(step("v1", VersionStep::activate).error().code, "version_is_in_force_already");
  EXPECT_EQ(store->active_risk_versions(VersionKind::policy).value().at(0).content, "one");
  EXPECT_FALSE(audit());
}

TEST_P(Versions, AChangeAfterTheRehearsalNeedsAnotherOne) {
  auto made = create(draft("v1", "one"));
  ASSERT_TRUE(rehearse(*made, "run-1").ok());
  auto version = store->risk_version("v1").value().value();
  version.content = "two";
  version.fingerprint = "policy-two";
  const auto edited = edit(version, "colleague");
  ASSERT_TRUE(edited.ok()) << edited.error().detail;
  EXPECT_EQ(edited->state, VersionState::drafted);
  EXPECT_TRUE(edited->rehearsal_id.empty());
  EXPECT_EQ(step("v1", VersionStep::approve).error().code, "version_has_not_been_rehearsed");
  EXPECT_TRUE(rehearse(*made, "run-of-the-old-text").ok());
  EXPECT_EQ(state("v1"), VersionState::drafted) << "a rehearsal of other content";
  ASSERT_TRUE(rehearse(*edited, "run-2").ok());
  EXPECT_EQ(step("v1", VersionStep::approve, "colleague").error().code, "approval_needs_a_second_person");
  EXPECT_EQ(step("v1", VersionStep::approve, "officer").error().code, "approval_needs_a_second_person");
  EXPECT_TRUE(step("v1", VersionStep::approve).ok());
  EXPECT_EQ(edit(store->risk_version("v1").value().value()).error().code, "version_cannot_be_changed_any_more");
  EXPECT_EQ(store->rehearsals("v1").value().size(), 3U);
}

TEST_P(Versions, RollBackGoesToWhatWasInForce) {
  bring_into_force("v1", "one");
  bring_into_force("v2", "two");
  EXPECT_EQ(state("v1"), VersionState::retired);
  EXPECT_EQ(step("v2", VersionStep::roll_back).error().code, "version_is_in_force_already");
  ASSERT_TRUE(step("v1", VersionStep::roll_back).ok());
  EXPECT_EQ(state("v2"), VersionState::retired);
  EXPECT_EQ(store->active_risk_versions(VersionKind::policy).value().at(0).version_id, "v1");
  EXPECT_TRUE(store->active_risk_versions(VersionKind::model).value().empty()) << "kinds do not touch each other";
  ASSERT_TRUE(create(draft("v3", "three")).ok());
  ASSERT_TRUE(step("v3", VersionStep::reject).ok());
  EXPECT_EQ(step("v3", VersionStep::approve).error().code, "version_has_been_rejected");
  EXPECT_FALSE(audit());
}

TEST_P(Versions, ModelsForOtherProceduresAreInForceBesideOneAnother) {
  const auto model = [](const std::string& id, std::vector<std::string> judges) {
    auto version = draft(id, id, VersionKind::model);
    version.judges = std::move(judges);
    return version;
  };
  bring_into_force(model("imports", {"import"}));
  bring_into_force(model("exports", {"formal", "simplified", "manifest"}));
  EXPECT_EQ(state("imports"), VersionState::active);
  EXPECT_EQ(store->active_risk_versions(VersionKind::model).value().size(), 2U);
  bring_into_force(model("manifests", {"manifest"}));
  EXPECT_EQ(state("exports"), VersionState::retired) << "it judges manifests as well";
  EXPECT_EQ(state("imports"), VersionState::active);
  EXPECT_EQ(store->risk_version("imports").value().value().judges, (std::vector<std::string>{"import"}));
  bring_into_force(model("earlier", {}));
  EXPECT_EQ(state("imports"), VersionState::retired) << "what does not say what it judges stands alone";
  ASSERT_TRUE(step("imports", VersionStep::roll_back).ok());
  const auto active = store->active_risk_versions(VersionKind::model).value();
  ASSERT_EQ(active.size(), 1U);
  EXPECT_EQ(active[0].version_id, "imports");
  EXPECT_FALSE(audit());
}

TEST_P(Versions, TwoPeopleAndRepeatedRequests) {
  const auto made = create(draft("v1", "one"));
  EXPECT_EQ(create(draft("v1", "other")).value().content, "one") << "the same id again";
  auto version = *made;
  version.note = "first";
  const auto edited = edit(version, "officer", "request-1");
  ASSERT_TRUE(edited.ok());
  EXPECT_EQ(edit(version, "officer", "request-1").value().version, edited->version) << "a retry changes nothing";
  version.note = "second";
  EXPECT_EQ(edit(version, "colleague", "request-2").error().code, "version_is_not_current");
  EXPECT_EQ(step("v1", VersionStep::reject, "supervisor", 1).error().code, "version_is_not_current");
  EXPECT_EQ(step("nobody", VersionStep::reject).error().code, "not_found");
}

TEST_P(Versions, TheInstallationsPolicyIsInForceUntilPeopleDecide) {
  auto installed = draft("installed-one", "one");
  const auto put = [&](RiskVersion version) {
    return wait<RiskVersion>(
        [&](auto done) { store->install_risk_version(version, origin("", "installation"), done); });
  };
  ASSERT_TRUE(put(installed).ok());
  EXPECT_EQ(put(installed)->version, 1) << "a second start changes nothing";
  ASSERT_TRUE(put(draft("installed-two", "two")).ok());
  EXPECT_EQ(store->active_risk_versions(VersionKind::policy).value().at(0).version_id, "installed-two");
  EXPECT_TRUE(step("installed-one", VersionStep::roll_back).ok());
  EXPECT_FALSE(audit());
}

TEST_P(Versions, TheAuditSeesAVersionChangedBehindItsBack) {
  bring_into_force("v1", "one");
  EXPECT_FALSE(audit());
  const auto intruder = database->connect();
  ASSERT_TRUE(intruder->script("UPDATE risk_version SET approved_by = 'officer'").ok());
  auto finding = audit();
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->what, "risk_version");
  EXPECT_EQ(finding->damage, Damage::altered);
  ASSERT_TRUE(intruder->script("UPDATE risk_version SET approved_by = 'supervisor'").ok());
  EXPECT_FALSE(audit());
  ASSERT_TRUE(intruder->script("UPDATE rehearsal SET report = '{}'").ok());
  EXPECT_EQ(audit()->what, "rehearsal");
  ASSERT_TRUE(intruder->script("DELETE FROM rehearsal").ok());
  EXPECT_EQ(audit()->damage, Damage::removed);
}

}  // namespace
}  // namespace clearway::record
