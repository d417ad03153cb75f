package io.sharpeyes.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.Condition;
import io.sharpeyes.gateway.incident.Disposition;
import io.sharpeyes.gateway.incident.Handling;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.incident.Status;
import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every state of an incident against every kind of person: about half a million pairs. */
class GrantRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-26T01:00:00Z");
  private static final String COUNTY = "county";
  private static final String TOWN = "town";
  private static final String VILLAGE = "village";
  private static final String ELSEWHERE = "elsewhere";
  private static final String OWN_UNIT = "unit-1";

  private static final Registry REGISTRY =
      new Registry(
          List.of(
              new District(COUNTY, "", null),
              new District(TOWN, "", COUNTY),
              new District(VILLAGE, "", TOWN),
              new District(ELSEWHERE, "", COUNTY)),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private static List<Person> people() {
    List<Person> people = new ArrayList<>();
    for (Person.Role role : Person.Role.values()) {
      for (String district : List.of(COUNTY, TOWN, VILLAGE, ELSEWHERE)) {
        for (String user : List.of("alice", "bob")) {
          String unit =
              role != Person.Role.PATROL ? null : user.equals("alice") ? OWN_UNIT : "unit-2";
          String site = role == Person.Role.SITE ? "site" : null;
          people.add(new Person(user, user, role, district, unit, site));
        }
      }
    }
    return people;
  }

  private static List<Handling> handlings() {
    List<Handling> handlings = new ArrayList<>(List.of(new Handling.New(NOW)));
    for (String user : List.of("alice", "carol")) {
      for (@Nullable Instant stale : new @Nullable Instant[] {null, NOW}) {
        Handling.Owner owner = new Handling.Owner(new Actor(user, user), NOW, stale);
        handlings.add(new Handling.Claimed(NOW, owner));
        handlings.add(new Handling.Dispatched(NOW, owner));
        handlings.add(new Handling.OnScene(NOW, owner));
        handlings.add(
            new Handling.Closed(
                NOW,
                owner,
                new Handling.Closing(Disposition.FOUNDED, "", "", List.of(), "", null)));
      }
    }
    return handlings;
  }

  private static List<List<String>> subsets(String... districts) {
    List<List<String>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << districts.length; bits++) {
      List<String> subset = new ArrayList<>();
      for (int i = 0; i < districts.length; i++) {
        if ((bits >> i & 1) == 1) {
          subset.add(districts[i]);
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  private static List<List<Assignment>> assignments() {
    List<List<Assignment>> all = new ArrayList<>(List.of(List.of()));
    for (Assignment.State state : Assignment.State.values()) {
      Actor by = new Actor("carol", "carol");
      all.add(List.of(new Assignment(OWN_UNIT, "", "", state, NOW, NOW, by, false, null, null)));
    }
    return all;
  }

  private static Incident incident(
      Handling handling,
      List<String> ringing,
      List<String> forwardedTo,
      List<Assignment> assignments,
      Status status) {
    return new Incident(
        "20261126-0001",
        1,
        NOW,
        NOW,
        status,
        1,
        120,
        false,
        false,
        false,
        Condition.ACTIVE,
        handling,
        new Place("site", "", "school", VILLAGE, "", 26, 118, null, ""),
        new Incident.Presses(1, 1, NOW, NOW, List.of()),
        new Incident.Ringing(ringing, 0, null, null, null, forwardedTo),
        assignments,
        null,
        Incident.Links.NONE);
  }

  private static void forAll(BiConsumer<Person, Incident> check) {
    List<Person> people = people();
    for (Handling handling : handlings()) {
      for (List<String> ringing : subsets(VILLAGE, TOWN, COUNTY)) {
        for (List<String> forwardedTo : subsets(TOWN, COUNTY)) {
          for (List<Assignment> assigned : assignments()) {
            for (Status status : Status.values()) {
              Incident incident = incident(handling, ringing, forwardedTo, assigned, status);
              people.forEach(person -> check.accept(person, incident));
            }
          }
        }
      }
    }
  }

  private static boolean isAbove(String district) {
    return !district.equals(ELSEWHERE);
  }

  private static boolean hasUnitThere(Person person, Incident incident) {
    return incident.assignments().stream()
        .filter(one -> one.unit().equals(person.unit()))
        .map(Assignment::state)
        .anyMatch(
            state ->
                switch (state) {
                  case SENT, DELIVERED, ACCEPTED, EN_ROUTE, ON_SCENE -> true;
                  case DECLINED, DONE, RECALLED -> false;
                });
  }

  /** The rule of the product, in its own words, without a look at how it is written elsewhere. */
  private static boolean mayWatch(Person person, Incident incident) {
    String state = incident.handling().state();
    if (state.equals("closed") || incident.status() == Status.SYSTEM) {
      return false;
    }
    if (person.role() == Person.Role.PATROL) {
      return hasUnitThere(person, incident);
    }
    if (person.role() != Person.Role.DISPATCHER || !isAbove(person.district())) {
      return false;
    }
    Handling.Owner owner = incident.handling().owner();
    return owner == null
        ? incident.ringing().districts().contains(person.district())
        : owner.actor().user().equals(person.user())
            || incident.ringing().forwardedTo().contains(person.district());
  }

  @Test
  void onlyThoseMayWatchForWhomItIs() {
    forAll(
        (person, incident) -> {
          Verdict verdict = GrantRules.watching(person, incident, REGISTRY);
          boolean granted = verdict == Verdict.GRANTED;
          if (granted != mayWatch(person, incident)) {
            assertThat(verdict).as("%s and %s", person, incident).isNull();
          }
        });
  }

  @Test
  void aClosedIncidentOpensForDispatchersOfItsDistrictOnAReviewOnly() {
    forAll(
        (person, incident) -> {
          boolean may =
              incident.handling().state().equals("closed")
                  && incident.status() != Status.SYSTEM
                  && person.role() == Person.Role.DISPATCHER
                  && isAbove(person.district());
          Verdict verdict = GrantRules.reviewing(person, incident, REGISTRY);
          if ((verdict == Verdict.GRANTED) != may) {
            assertThat(verdict).as("%s and %s", person, incident).isNull();
          }
          if (may) {
            assertThat(GrantRules.watching(person, incident, REGISTRY)).isEqualTo(Verdict.CLOSED);
          }
        });
  }

  @Test
  void theSecondPersonIsAnotherDispatcherOrHeadOfItsDistrict() {
    forAll(
        (person, incident) -> {
          boolean may =
              incident.handling().state().equals("closed")
                  && incident.status() != Status.SYSTEM
                  && List.of(Person.Role.DISPATCHER, Person.Role.HEAD).contains(person.role())
                  && isAbove(person.district())
                  && !person.user().equals("alice");
          Verdict verdict = GrantRules.confirming(person, "alice", incident, REGISTRY);
          if ((verdict == Verdict.GRANTED) != may) {
            assertThat(verdict).as("%s and %s", person, incident).isNull();
          }
        });
  }

  @Test
  void aDeskThatFellSilentKeepsItsRight() {
    Person alice = new Person("alice", "", Person.Role.DISPATCHER, TOWN, null, null);
    Handling.Owner silent = new Handling.Owner(new Actor("alice", ""), NOW, NOW);
    Incident stale =
        incident(new Handling.Claimed(NOW, silent), List.of(), List.of(), List.of(), Status.ACTUAL);
    assertThat(GrantRules.watching(alice, stale, REGISTRY)).isEqualTo(Verdict.GRANTED);
  }

  @Test
  void whoMayNotIsToldWhy() {
    Person town = new Person("bob", "", Person.Role.DISPATCHER, TOWN, null, null);
    Person elsewhere = new Person("bob", "", Person.Role.DISPATCHER, ELSEWHERE, null, null);
    Person head = new Person("bob", "", Person.Role.HEAD, TOWN, null, null);
    Incident fresh =
        incident(new Handling.New(NOW), List.of(VILLAGE), List.of(), List.of(), Status.ACTUAL);
    Incident owned =
        incident(
            new Handling.Claimed(NOW, new Handling.Owner(new Actor("alice", ""), NOW, null)),
            List.of(TOWN),
            List.of(),
            List.of(),
            Status.ACTUAL);
    assertThat(GrantRules.watching(town, fresh, REGISTRY)).isEqualTo(Verdict.NOT_RINGING);
    assertThat(GrantRules.watching(town, owned, REGISTRY)).isEqualTo(Verdict.NOT_HANDLING);
    assertThat(GrantRules.watching(elsewhere, owned, REGISTRY)).isEqualTo(Verdict.NOT_VISIBLE);
    assertThat(GrantRules.watching(head, owned, REGISTRY)).isEqualTo(Verdict.WRONG_ROLE);
    assertThat(GrantRules.reviewing(town, owned, REGISTRY)).isEqualTo(Verdict.OPEN);
  }
}
