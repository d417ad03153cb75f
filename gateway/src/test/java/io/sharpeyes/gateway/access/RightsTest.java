package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Person.Role;
import io.sharpeyes.gateway.registry.Position;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryDiff;
import io.sharpeyes.gateway.registry.RegistrySecrets;
import io.sharpeyes.gateway.registry.Secret;
import io.sharpeyes.gateway.registry.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Person of town A; the tree is province &gt; county &gt; towns A and B, A &gt; village. */
class RightsTest {

  private static final String PROVINCE = "350000000000";
  private static final String COUNTY = "350428000000";
  private static final String TOWN_A = "350428101000";
  private static final String TOWN_B = "350428102000";
  private static final String VILLAGE = "350428101201";
  private static final Position SOMEWHERE = new Position(26, 118);

  private static final Registry REGISTRY = registry(List.of(), List.of());

  private static Registry registry(List<Site> moreSites, List<Device> devices) {
    return new Registry(
        List.of(
            new District(PROVINCE, "p", null),
            new District(COUNTY, "c", PROVINCE),
            new District(TOWN_A, "a", COUNTY),
            new District(TOWN_B, "b", COUNTY),
            new District(VILLAGE, "v", TOWN_A)),
        Stream.concat(
                Stream.of(site("site-1", VILLAGE), site("site-2", VILLAGE), site("site-3", TOWN_B)),
                moreSites.stream())
            .toList(),
        List.of(),
        List.of(),
        devices,
        List.of(),
        List.of(new PatrolUnit("unit-1", "u", PatrolUnit.Kind.CAR, TOWN_A, SOMEWHERE, "")),
        List.of());
  }

  private static Site site(String id, String district) {
    return new Site(id, id, "school", district, SOMEWHERE, "", "");
  }

  private static Person person(Role role, String district) {
    return new Person(
        "p",
        "p",
        role,
        district,
        role == Role.PATROL ? "unit-1" : null,
        role == Role.SITE ? "site-1" : null);
  }

  private static String district(String name) {
    return switch (name) {
      case "province" -> PROVINCE;
      case "county" -> COUNTY;
      case "village" -> VILLAGE;
      case "townB" -> TOWN_B;
      default -> TOWN_A;
    };
  }

  private static Topic topic(
      String type,
      String subject,
      String place,
      @Nullable String site,
      String unit,
      boolean quiet) {
    return new Topic(
        type,
        subject,
        REGISTRY.lineage(district(place)),
        site == null || site.equals("-") ? null : site,
        unit.equals("-") ? Set.of() : Set.of(unit),
        quiet);
  }

  /** Who sees what: D dispatcher, P patrol, M maintenance, H head, A admin, S site. */
  @ParameterizedTest
  @CsvSource({
    // type, subject, district, site, unit, quiet, who
    "incident.opened, i, townA, site-2, -, false, DH",
    "incident.opened, i, village, site-1, -, false, DHS",
    "incident.opened, i, village, site-1, unit-1, false, DPHS",
    "incident.opened, i, village, site-1, unit-1, true, DPH",
    "incident.opened, i, village, site-1, unit-2, true, DH",
    "incident.opened, i, townB, site-3, -, false, ''",
    "incident.opened, i, townB, site-3, unit-1, false, P",
    "incident.opened, i, county, site-9, -, false, ''",
    "incident.opened, i, province, site-9, -, false, ''",
    "incident, i, village, site-1, unit-1, false, DPHS",
    "incident, i, village, site-1, -, true, DH",
    "alarm.raised, i, village, site-1, unit-1, false, DPH",
    "incident.cancel-requested, i, village, site-1, -, false, DH",
    "incident.closed, i, village, site-1, -, false, DHS",
    "assignment.sent, i, village, site-1, unit-1, false, DPHS",
    "assignment.sent, i, village, site-2, unit-1, false, DPH",
    "area-event.opened, A, townA, -, -, false, DH",
    "window.booked, W, village, site-1, -, false, DMHAS",
    "window.booked, W, townB, site-3, -, false, ''",
    "device.offline, b, village, site-1, -, false, DMHAS",
    "device.offline, b, village, site-2, -, false, DMHA",
    "device.offline, b, townB, site-3, -, false, ''",
    "camera.fault, c, townA, -, -, false, DMHA",
    "camera.changed, c, county, -, -, false, ''",
    "registry.changed, registry, townA, -, -, false, DMHA",
    "registry.changed, registry, province, -, -, false, ''",
    "unit.moved, unit-1, townA, -, -, false, DP",
    "unit.moved, unit-2, townA, -, -, false, D",
    "unit.moved, unit-1, townB, -, -, false, P",
    "unit.duty, unit-1, townA, -, -, false, DPH",
    "unit.duty, unit-2, townA, -, -, false, DH",
    "scene.movement, c, village, -, -, false, DH",
    "something.new, x, village, site-2, -, false, DH"
  })
  void seeing(
      String type,
      String subject,
      String place,
      String site,
      String unit,
      boolean quiet,
      String who) {
    Topic topic = topic(type, subject, place, site, unit, quiet);
    for (Role role : Role.values()) {
      assertThat(Rights.maySee(person(role, TOWN_A), topic))
          .as("%s sees %s", role, topic)
          .isEqualTo(who.indexOf(role.name().charAt(0)) >= 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aDistrictAboveSeesWhatIsBelowAndNeverTheOtherWayRound(Role role) {
    boolean byDistrict = role != Role.PATROL && role != Role.SITE;
    Topic below = topic("device.offline", "b", "village", "site-2", "-", false);
    for (String district : List.of(PROVINCE, COUNTY, TOWN_A, VILLAGE)) {
      assertThat(Rights.maySee(person(role, district), below)).isEqualTo(byDistrict);
    }
    assertThat(Rights.maySee(person(role, TOWN_B), below)).isFalse();
    Topic above = topic("device.offline", "b", "county", "-", "-", false);
    assertThat(Rights.maySee(person(role, TOWN_A), above)).isFalse();
    Topic unknown = new Topic("device.offline", "b", List.of(), null, Set.of(), false);
    assertThat(Rights.maySee(person(role, PROVINCE), unknown)).isFalse();
  }

  private static final List<IncidentAction> DESK_ONLY =
      List.of(
          new IncidentAction.Claim(),
          new IncidentAction.TakeOver("r"),
          new IncidentAction.Return("r"),
          new IncidentAction.Forward(null),
          new IncidentAction.Announce("s", "t"),
          new IncidentAction.Quiet(5),
          new IncidentAction.Release(),
          new IncidentAction.Close(
              Disposition.FOUNDED, "", "", List.of(), "", null, UnitsOut.UNSAID),
          new IncidentAction.Merge("i"),
          new IncidentAction.Reopen("r"),
          new IncidentAction.Assign("unit-1", "u", ""),
          new IncidentAction.Recall("unit-1", ""),
          new IncidentAction.UnitStep("unit-2", Assignment.State.ACCEPTED, ""));

  private static final List<IncidentAction> PATROLS_TOO =
      List.of(
          new IncidentAction.Note("n"),
          new IncidentAction.UnitStep("unit-1", Assignment.State.ACCEPTED, ""));

  @ParameterizedTest
  @EnumSource(Role.class)
  void commanding(Role role) {
    Person person = person(role, TOWN_A);
    for (IncidentAction action : DESK_ONLY) {
      assertThat(may(person, action, TOWN_A, "unit-1")).isEqualTo(role == Role.DISPATCHER);
    }
    for (IncidentAction action : PATROLS_TOO) {
      assertThat(may(person, action, VILLAGE, "unit-1"))
          .isEqualTo(role == Role.DISPATCHER || role == Role.PATROL);
      assertThat(may(person, action, VILLAGE, null)).isEqualTo(role == Role.DISPATCHER);
      assertThat(may(person, action, TOWN_B, "unit-1")).isEqualTo(role == Role.PATROL);
    }
    assertThat(may(person, new IncidentAction.Claim(), TOWN_B, "unit-1")).isFalse();
    assertThat(may(person, new IncidentAction.Claim(), COUNTY, "unit-1")).isFalse();
  }

  private static boolean may(
      Person person, IncidentAction action, String district, @Nullable String unit) {
    Set<String> units = unit == null ? Set.of() : Set.of(unit);
    Topic incident = new Topic("incident", "i", REGISTRY.lineage(district), "site-1", units, false);
    return Rights.mayCommand(person, action, incident);
  }

  @ParameterizedTest
  @CsvSource({
    "DISPATCHER, true, false, true, true, false",
    "PATROL, false, false, true, false, true",
    "MAINTENANCE, false, false, false, false, false",
    "HEAD, false, false, false, false, false",
    "ADMIN, false, false, false, false, false",
    "SITE, true, false, false, false, false",
  })
  void raisingAndSpeakingForUnits(
      Role role,
      boolean raisesOwn,
      boolean raisesForeign,
      boolean ownUnit,
      boolean otherUnit,
      boolean ownUnitAnywhere) {
    Person person = person(role, TOWN_A);
    assertThat(Rights.mayRaise(person, "site-1", VILLAGE, REGISTRY)).isEqualTo(raisesOwn);
    assertThat(Rights.mayRaise(person, "site-3", TOWN_B, REGISTRY)).isEqualTo(raisesForeign);
    assertThat(Rights.maySpeakFor(person, "unit-1", TOWN_A, REGISTRY)).isEqualTo(ownUnit);
    assertThat(Rights.maySpeakFor(person, "unit-2", VILLAGE, REGISTRY)).isEqualTo(otherUnit);
    assertThat(Rights.maySpeakFor(person, "unit-1", TOWN_B, REGISTRY)).isEqualTo(ownUnitAnywhere);
  }

  @Test
  void onlySitesOwnPeopleRaiseThere() {
    assertThat(Rights.mayRaise(person(Role.SITE, TOWN_A), "site-2", VILLAGE, REGISTRY)).isFalse();
  }

  /** Columns: duress, contacts, phones, raw payloads, the desk's work. */
  @ParameterizedTest
  @CsvSource({
    "DISPATCHER, true, true, true, true, true",
    "PATROL, false, true, true, false, true",
    "MAINTENANCE, false, false, false, true, false",
    "HEAD, false, false, false, false, true",
    "ADMIN, false, false, false, false, false",
    "SITE, false, false, false, false, false",
  })
  void sight(
      Role role, boolean duress, boolean contacts, boolean phones, boolean raw, boolean work) {
    assertThat(Sight.of(role)).isEqualTo(new Sight(duress, contacts, phones, raw, work));
  }

  private static RegistryPlan plan(Registry before, Registry after, RegistrySecrets secrets) {
    return new RegistryPlan(
        new RegistrySnapshot("", before, CredentialStore.EMPTY),
        after,
        RegistryDiff.between(before, after),
        secrets);
  }

  private static boolean mayChange(String district, RegistryPlan plan) {
    return Rights.mayChange(person(Role.ADMIN, district), plan);
  }

  @Test
  void anAdminChangesTheRegistryOfTheOwnDistrictOnly() {
    Registry more = registry(List.of(site("site-4", TOWN_B)), List.of());
    RegistryPlan addition = plan(REGISTRY, more, RegistrySecrets.NONE);
    assertThat(mayChange(COUNTY, addition)).isTrue();
    assertThat(mayChange(TOWN_B, addition)).isTrue();
    assertThat(mayChange(TOWN_A, addition)).isFalse();
    assertThat(Rights.mayChange(person(Role.HEAD, COUNTY), addition)).isFalse();
    assertThat(addition.commonDistrict()).isEqualTo(TOWN_B);
    assertThat(mayChange(TOWN_A, plan(more, REGISTRY, RegistrySecrets.NONE))).isFalse();

    Registry moved = registry(List.of(site("site-4", VILLAGE)), List.of());
    RegistryPlan move = plan(more, moved, RegistrySecrets.NONE);
    assertThat(mayChange(COUNTY, move)).isTrue();
    assertThat(mayChange(TOWN_A, move)).isFalse();
    assertThat(mayChange(TOWN_B, move)).isFalse();
    assertThat(move.commonDistrict()).isEqualTo(COUNTY);
  }

  /** Else whoever may change anything could take over anybody by a new password. */
  @Test
  void aNewSecretCountsAsAChangeWhereItsOwnerIs() {
    Device device =
        new Device(
            new DeviceId("b"),
            "b",
            Device.Kind.BUTTON,
            "site-1",
            "native",
            null,
            Device.FeedbackMode.FULL,
            null,
            null,
            null,
            null);
    Registry registry = registry(List.of(), List.of(device));
    RegistrySecrets secret =
        new RegistrySecrets(
            Map.of(device.id(), new RegistrySecrets.DeviceSecrets(new Secret("s"), null, null)),
            Map.of(),
            Map.of());
    RegistryPlan plan = plan(registry, registry, secret);
    assertThat(plan.diff().isEmpty()).isTrue();
    assertThat(mayChange(VILLAGE, plan)).isTrue();
    assertThat(mayChange(TOWN_B, plan)).isFalse();
  }
}
