package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Assignment.State.ACCEPTED;
import static io.sharpeyes.gateway.incident.Assignment.State.DECLINED;
import static io.sharpeyes.gateway.incident.Assignment.State.DELIVERED;
import static io.sharpeyes.gateway.incident.Assignment.State.DONE;
import static io.sharpeyes.gateway.incident.Assignment.State.EN_ROUTE;
import static io.sharpeyes.gateway.incident.Assignment.State.ON_SCENE;
import static io.sharpeyes.gateway.incident.Assignment.State.RECALLED;
import static io.sharpeyes.gateway.incident.Assignment.State.SENT;
import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut.GO_ON;
import static io.sharpeyes.gateway.incident.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Assignment.State;
import io.sharpeyes.gateway.incident.Rejected.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Units that are sent, and what the incident makes of their steps. */
class UnitsTest {

  private final Bench bench = Bench.staffed();
  private final Incident incident = bench.claim(LI, bench.press("b0-0"));

  @Test
  void theHandlingFollowsTheFurthestAndNeverGoesBack() {
    assertThat(bench.assign(LI, incident, "unit-1").handling().state()).isEqualTo("dispatched");
    bench.assign(LI, incident, "unit-2");
    assertThat(bench.step(incident, "unit-2", DELIVERED).handling().state())
        .isEqualTo("dispatched");
    assertThat(bench.step(incident, "unit-2", ACCEPTED).handling().state()).isEqualTo("dispatched");
    assertThat(bench.step(incident, "unit-2", EN_ROUTE).handling().state()).isEqualTo("dispatched");
    assertThat(bench.step(incident, "unit-2", ON_SCENE).handling().state()).isEqualTo("on-scene");
    assertThat(bench.step(incident, "unit-2", DONE).handling().state()).isEqualTo("on-scene");
    assertThat(bench.step(incident, "unit-1", DECLINED).handling().state()).isEqualTo("on-scene");

    assertThat(bench.types())
        .containsSubsequence(
            "assignment.sent",
            "incident.dispatched",
            "assignment.sent",
            "assignment.delivered",
            "assignment.accepted",
            "assignment.en-route",
            "assignment.on-scene",
            "incident.on-scene",
            "assignment.done",
            "assignment.declined");
    assertThat(bench.ofType("incident.dispatched")).hasSize(1);
    assertThat(bench.ofType("incident.on-scene")).hasSize(1);
  }

  @Test
  void whoDeclinesDoesNotSetTheIncidentBack() {
    bench.assign(LI, incident, "unit-1");
    assertThat(bench.step(incident, "unit-1", DECLINED).handling().state()).isEqualTo("dispatched");
  }

  @Test
  void everyStepIsLegalOrRefused() {
    Map<State, Set<State>> legal =
        Map.of(
            SENT, Set.of(DELIVERED, ACCEPTED, DECLINED, EN_ROUTE, ON_SCENE),
            DELIVERED, Set.of(ACCEPTED, DECLINED, EN_ROUTE, ON_SCENE),
            ACCEPTED, Set.of(DECLINED, EN_ROUTE, ON_SCENE),
            DECLINED, Set.of(),
            EN_ROUTE, Set.of(DECLINED, ON_SCENE),
            ON_SCENE, Set.of(DONE),
            DONE, Set.of());
    for (State from : State.values()) {
      for (State to : State.values()) {
        assertThat(from.mayBecome(to))
            .as("%s to %s", from, to)
            .isEqualTo(legal.getOrDefault(from, Set.of()).contains(to));
      }
    }
  }

  @Test
  void aStepBackIsRefusedAndAStepSaidTwiceIsOnlyTakenOnce() {
    bench.assign(LI, incident, "unit-1");
    bench.step(incident, "unit-1", EN_ROUTE);
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.step(incident, "unit-1", ACCEPTED));
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.step(incident, "unit-1", DONE));

    int events = bench.events.size();
    bench.step(incident, "unit-1", EN_ROUTE);
    assertThat(bench.since(events)).isEmpty();
  }

  @Test
  void aUnitThatWasNotSentCanSayNothing() {
    assertRejected(Reason.INVALID, () -> bench.step(incident, "unit-1", ACCEPTED));
  }

  @Test
  void sentTwiceOnlyAfterItDeclinedOrWasDone() {
    bench.assign(LI, incident, "unit-1");
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.assign(LI, incident, "unit-1"));
    bench.step(incident, "unit-1", DECLINED);
    Incident again = bench.assign(LI, incident, "unit-1");
    assertThat(again.assignments()).hasSize(1);
    assertThat(again.assignments().get(0).state()).isEqualTo(SENT);
  }

  @Test
  void aUnitIsRecalledWhereverItIsAndMaySayNothingMore() {
    for (State state : State.values()) {
      Incident sent = bench.claim(LI, bench.press("b1-0"));
      bench.assign(LI, sent, "unit-1");
      if (state == DONE) {
        bench.step(sent, "unit-1", ON_SCENE);
      }
      if (state == RECALLED) {
        recall(sent, "");
      } else if (state != SENT) {
        bench.step(sent, "unit-1", state);
      }
      if (Set.of(DECLINED, DONE).contains(state)) {
        assertRejected(Reason.ILLEGAL_TRANSITION, () -> recall(sent, "not needed"));
      } else {
        assertThat(recall(sent, "not needed").unitsOut()).as("%s", state).isEmpty();
        assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.step(sent, "unit-1", ON_SCENE));
      }
      bench.command(LI, sent, new IncidentAction.Merge(incident.id()));
    }
  }

  @Test
  void whoRecalledItAndWhyIsSaidOnceAndKnownAfterARestart() {
    bench.assign(LI, incident, "unit-1");
    bench.step(incident, "unit-1", EN_ROUTE);
    assertThat(recall(incident, "found well").handling().state()).isEqualTo("dispatched");
    int events = bench.events.size();
    recall(incident, "again");

    assertThat(bench.since(events)).isEmpty();
    EventData.AssignmentChanged said =
        (EventData.AssignmentChanged) bench.last("assignment.recalled").data();
    assertThat(said.by()).isEqualTo(LI);
    bench.restart();
    Assignment after = bench.open(incident).assignments().get(0);
    assertThat(after.state()).isEqualTo(RECALLED);
    assertThat(after.recall()).isEqualTo(new Assignment.Recall(LI, "found well"));
    assertThat(bench.book.ofUnit("unit-1")).isEmpty();
    // Needed after all: it is sent anew.
    assertThat(bench.assign(LI, incident, "unit-1").assignments())
        .singleElement()
        .satisfies(again -> assertThat(again.recall()).isNull());
    assertThat(bench.book.ofUnit("unit-1")).containsExactly(incident.id());
  }

  @Test
  void whatWasNotSentOrIsSaidAtTooGreatLengthIsNotRecalled() {
    assertRejected(Reason.INVALID, () -> recall(incident, ""));
    bench.assign(LI, incident, "unit-1");
    assertRejected(Reason.INVALID, () -> recall(incident, "x".repeat(1_001)));
    assertRejected(Reason.ILLEGAL_TRANSITION, () -> bench.step(incident, "unit-1", State.RECALLED));
  }

  @Test
  void whoGoesOnAfterTheEndIsBusyUntilItIsRecalledByAnyDesk() {
    bench.assign(LI, incident, "unit-1");
    bench.command(
        LI,
        incident,
        new IncidentAction.Close(Disposition.FOUNDED, "", "", List.of(), "", null, GO_ON));
    assertThat(bench.book.ofUnit("unit-1")).containsExactly(incident.id());
    bench.restart();
    assertThat(bench.book.ofUnit("unit-1")).containsExactly(incident.id());

    Incident recalled =
        bench.command(Bench.WANG, incident, new IncidentAction.Recall("unit-1", "not needed"));

    assertThat(recalled.isOpen()).isFalse();
    assertThat(recalled.assignments().get(0).state()).isEqualTo(RECALLED);
    assertThat(bench.book.ofUnit("unit-1")).isEmpty();
    assertThat(bench.last("assignment.recalled").units()).containsExactly("unit-1");
  }

  @Test
  void whoWasSentToBothOfTwoMergedIncidentsHasToDoWithTheOtherOnly() {
    Incident other = bench.claim(LI, bench.press("b1-0"));
    bench.assign(LI, incident, "unit-1");
    bench.assign(LI, other, "unit-1");
    bench.assign(LI, other, "unit-2");
    bench.command(LI, other, new IncidentAction.Merge(incident.id()));

    assertThat(bench.book.ofUnit("unit-1")).containsExactly(incident.id());
    for (String unit : List.of("unit-1", "unit-2")) {
      assertThatThrownBy(
              () -> bench.command(LI, other, new IncidentAction.Recall(unit, "not needed")))
          .hasMessageContaining(incident.id());
    }
    Incident there = bench.step(other, "unit-1", ON_SCENE);
    assertThat(there.id()).isEqualTo(incident.id());
    recall(incident, "");
    assertThat(bench.book.ofUnit("unit-1")).isEmpty();
  }

  private Incident recall(Incident from, String reason) {
    return bench.command(LI, from, new IncidentAction.Recall("unit-1", reason));
  }

  @Test
  void aBusyUnitMayBeSentAndTheDeskIsTold() {
    bench.assign(LI, incident, "unit-1");
    Incident other = bench.claim(LI, bench.press("b1-0"));
    bench.assign(LI, other, "unit-1");
    EventData.AssignmentChanged sent =
        (EventData.AssignmentChanged) bench.last("assignment.sent").data();
    assertThat(sent.alsoOn()).containsExactly(incident.id());
    assertThat(sent.by()).isEqualTo(LI);

    bench.step(incident, "unit-1", DECLINED);
    bench.step(other, "unit-1", ACCEPTED);
    assertThat(((EventData.AssignmentChanged) bench.last("assignment.accepted").data()).alsoOn())
        .isEmpty();
  }

  @Test
  void notAcceptedIn30SecondsTheDeskKnows() {
    bench.assign(LI, incident, "unit-1");
    bench.step(incident, "unit-1", DELIVERED);
    bench.pass(Duration.ofSeconds(30).minusMillis(1));
    assertThat(bench.ofType("assignment.overdue")).isEmpty();
    bench.pass(Duration.ofMillis(1));

    EventData.AssignmentChanged late =
        (EventData.AssignmentChanged) bench.last("assignment.overdue").data();
    assertThat(late.assignment().overdue()).isTrue();
    assertThat(late.by()).isEqualTo(Actor.GATEWAY);
    assertThat(bench.open(incident).handling().state()).isEqualTo("dispatched");
    bench.pass(300);
    assertThat(bench.ofType("assignment.overdue")).hasSize(1);
    // It comes after all.
    assertThat(bench.step(incident, "unit-1", ACCEPTED).assignments().get(0).overdue()).isFalse();
  }

  @Test
  void acceptedOrDeclinedInTimeIsNotOverdue() {
    bench.assign(LI, incident, "unit-1");
    bench.assign(LI, incident, "unit-2");
    bench.step(incident, "unit-1", ACCEPTED);
    bench.step(incident, "unit-2", DECLINED);
    bench.pass(120);
    assertThat(bench.ofType("assignment.overdue")).isEmpty();
  }

  @Test
  void overdueSurvivesARestart() {
    bench.assign(LI, incident, "unit-1");
    bench.pass(29);
    bench.restart();
    bench.pass(1);
    assertThat(bench.ofType("assignment.overdue")).hasSize(1);
  }

  @Test
  void soManyUnitsAndNoMore() {
    for (int i = 0; i < 32; i++) {
      bench.assign(LI, incident, "unit-" + i);
    }
    assertRejected(Reason.LIMIT, () -> bench.assign(LI, incident, "unit-32"));
    bench.step(incident, "unit-31", DECLINED);
    bench.assign(LI, incident, "unit-31");
  }

  @Test
  void theEventsAreForTheUnitsEyesToo() {
    bench.assign(LI, incident, "unit-1");
    assertThat(bench.last("assignment.sent").units()).containsExactly("unit-1");
    bench.step(incident, "unit-1", DECLINED);
    assertThat(bench.last("assignment.declined").units()).containsExactly("unit-1");
  }

  @Test
  void aStepThatTheGatewayFindsItselfIsNoPersonsCommand() {
    Incident sent = bench.assign(LI, incident, "unit-1");
    Incident delivered =
        bench.command(
            Actor.GATEWAY, incident, new IncidentAction.UnitStep("unit-1", DELIVERED, ""));
    assertThat(delivered.assignments().get(0).state()).isEqualTo(DELIVERED);
    assertThat(delivered.revision()).isEqualTo(sent.revision());
  }

  @Test
  void aUnitsLastWordsAreKept() {
    bench.assign(LI, incident, "unit-1");
    bench.command(
        new Actor("p", "P"), incident, new IncidentAction.UnitStep("unit-1", ACCEPTED, "5 min"));
    Incident there = bench.step(incident, "unit-1", EN_ROUTE);
    assertThat(there.assignments().get(0).note()).isEqualTo("5 min");
    assertThat(there.assignments().get(0).sentBy()).isEqualTo(LI);
  }

  @Test
  void dutyIsToldOnceAndKnownAfterARestart() {
    Boolean first = bench.take(b -> b.duty("unit-1", true, LI, bench.now));
    Boolean again = bench.take(b -> b.duty("unit-1", true, LI, bench.now));
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(bench.ofType("unit.duty")).hasSize(1);
    Event said = bench.last("unit.duty");
    assertThat(said.district()).isEqualTo(County.TOWN);
    assertThat(said.units()).isEqualTo(Set.copyOf(List.of("unit-1")));
    bench.restart();
    assertThat(bench.book.isOnDuty("unit-1")).isTrue();
    assertRejected(Reason.INVALID, () -> bench.take(b -> b.duty("nobody", true, LI, bench.now)));
  }
}
