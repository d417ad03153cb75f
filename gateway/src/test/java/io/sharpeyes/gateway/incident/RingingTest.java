package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.CHEN;
import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.Bench.WANG;
import static io.sharpeyes.gateway.incident.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where an incident rings, how far it climbs, and what a silent desk does to it. */
class RingingTest {

  private final Bench bench = new Bench();

  private EventData.Escalated lastEscalation() {
    return (EventData.Escalated) bench.last("incident.escalated").data();
  }

  @Test
  void itRingsAtTheNearestDistrictUpwardThatHasADeskOnline() {
    bench.online(CHEN, County.COUNTY);
    assertThat(bench.press("b0-0").ringing().districts()).containsExactly(County.COUNTY);
    bench.online(WANG, County.TOWN);
    assertThat(bench.press("b1-0").ringing().districts()).containsExactly(County.TOWN);
    bench.offline(WANG, County.TOWN);
    assertThat(bench.press("b2-0").ringing().districts()).containsExactly(County.COUNTY);
  }

  @Test
  void unclaimedItClimbsRungByRungEachWithAnEventToAPerson() {
    bench.online(LI, County.VILLAGE);
    bench.online(WANG, County.TOWN);
    bench.online(CHEN, County.COUNTY);
    Incident incident = bench.press("b0-0");

    bench.pass(Duration.ofSeconds(20).minusMillis(1));
    assertThat(bench.ofType("incident.escalated")).isEmpty();
    bench.pass(Duration.ofMillis(1));
    assertThat(lastEscalation().rung()).isEqualTo(1);
    assertThat(lastEscalation().notified()).isEqualTo("desks");

    bench.pass(40);
    assertThat(lastEscalation().rung()).isEqualTo(2);
    assertThat(bench.open(incident).ringing().districts())
        .containsExactly(County.VILLAGE, County.TOWN);
    bench.pass(60);
    assertThat(bench.open(incident).ringing().districts()).contains(County.COUNTY);
    // The province has nobody online: no time is lost there.
    bench.pass(60);
    assertThat(lastEscalation().notified()).isEqualTo("webhook");
    assertThat(bench.open(incident).ringing().districts())
        .containsExactly(County.VILLAGE, County.TOWN, County.COUNTY, County.PROVINCE);
    assertThat(bench.open(incident).ringing().nextAt()).isNull();
    assertThat(bench.ofType("incident.escalated")).hasSize(4);
    assertThat(bench.open(incident).revision()).isZero();
  }

  @Test
  void nobodyOnlineRingsEverywhereAndReachesAPersonAtOnce() {
    Incident incident = bench.press("b0-0");

    assertThat(bench.types())
        .containsExactly("alarm.raised", "incident.opened", "incident.escalated");
    assertThat(lastEscalation().notified()).isEqualTo("webhook");
    assertThat(incident.ringing().districts()).hasSize(4);
  }

  @Test
  void claimedInTimeItDoesNotClimb() {
    bench.online(LI, County.VILLAGE);
    bench.claim(LI, bench.press("b0-0"));
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.ofType("incident.escalated")).isEmpty();
  }

  @Test
  void givenBackItRingsAgainAndTheLadderGoesOn() {
    bench.online(LI, County.VILLAGE);
    bench.online(WANG, County.TOWN);
    Incident incident = bench.press("b0-0");
    bench.pass(60);
    bench.claim(LI, incident);
    bench.pass(300);

    Incident returned = bench.command(LI, incident, new IncidentAction.Return("not ours"));

    assertThat(returned.handling().state()).isEqualTo("new");
    assertThat(returned.ringing().districts()).containsExactly(County.VILLAGE, County.TOWN);
    assertThat(returned.ringing().rung()).isEqualTo(2);
    assertThat(returned.ringing().nextAt()).isEqualTo(bench.now.plusSeconds(60));
    bench.pass(60);
    assertThat(lastEscalation().notified()).isEqualTo("webhook");
  }

  @Test
  void givenBackAfterTheLastRungItReachesAPersonAgain() {
    Incident incident = bench.press("b0-0");
    bench.online(LI, County.VILLAGE);
    bench.claim(LI, incident);
    bench.command(LI, incident, new IncidentAction.Return("wrong desk"));
    bench.pass(60);
    assertThat(bench.ofType("incident.escalated")).hasSize(2);
    assertThat(lastEscalation().notified()).isEqualTo("webhook");
  }

  @Test
  void forwardingWidensAndTakesNothingAway() {
    bench.online(LI, County.VILLAGE);
    Incident incident = bench.claim(LI, bench.press("b0-0"));

    Incident next = bench.command(WANG, incident, new IncidentAction.Forward(null));
    assertThat(next.ringing().districts()).containsExactly(County.VILLAGE, County.TOWN);
    assertThat(next.ringing().forwardedTo()).containsExactly(County.TOWN);
    assertThat(next.handling().owner()).isEqualTo(incident.handling().owner());

    Incident top = bench.command(LI, incident, new IncidentAction.Forward(County.PROVINCE));
    assertThat(top.ringing().districts())
        .containsExactly(County.VILLAGE, County.TOWN, County.PROVINCE);
    assertRejected(
        Rejected.Reason.INVALID,
        () -> bench.command(LI, incident, new IncidentAction.Forward(null)));
    assertRejected(
        Rejected.Reason.INVALID,
        () -> bench.command(LI, incident, new IncidentAction.Forward(County.OTHER_VILLAGE)));
  }

  @Test
  void aForwardedIncidentStillClimbsWhatIsLeft() {
    bench.online(LI, County.VILLAGE);
    bench.online(CHEN, County.COUNTY);
    Incident incident = bench.press("b0-0");
    bench.command(LI, incident, new IncidentAction.Forward(County.COUNTY));
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.open(incident).ringing().districts()).hasSize(4);
    assertThat(lastEscalation().notified()).isEqualTo("webhook");
  }

  @Test
  void aDeskThatFallsSilentFor45SecondsMarksItsIncidentsAndNothingElse() {
    bench.online(LI, County.VILLAGE);
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    Incident sent = bench.assign(LI, incident, "unit-1");
    bench.offline(LI, County.VILLAGE);

    bench.pass(Duration.ofSeconds(45).minusMillis(1));
    assertThat(bench.ofType("incident.stale")).isEmpty();
    bench.pass(Duration.ofMillis(1));

    Incident stale = ((EventData.Changed) bench.last("incident.stale").data()).incident();
    assertThat(stale.handling().state()).isEqualTo("dispatched");
    assertThat(stale.assignments()).extracting(Assignment::unit).containsExactly("unit-1");
    assertThat(stale.handling().owned().owner().staleSince()).isEqualTo(bench.now);
    assertThat(stale.handling().owned().owner().actor()).isEqualTo(LI);
    assertThat(stale.revision()).isEqualTo(sent.revision());
  }

  @Test
  void aBlipOfTheFeedIsNoStaleness() {
    bench.online(LI, County.VILLAGE);
    bench.claim(LI, bench.press("b0-0"));
    bench.offline(LI, County.VILLAGE);
    bench.pass(44);
    bench.online(LI, County.VILLAGE);
    bench.pass(300);
    assertThat(bench.types()).doesNotContain("incident.stale", "incident.resumed");
  }

  @Test
  void theOwnerWhoComesBackJustGoesOn() {
    bench.online(LI, County.VILLAGE);
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.offline(LI, County.VILLAGE);
    bench.pass(50);
    bench.online(LI, County.VILLAGE);

    Incident resumed = ((EventData.Changed) bench.last("incident.resumed").data()).incident();
    assertThat(resumed.handling()).isEqualTo(incident.handling());
    assertThat(resumed.ringing().nextAt()).isNull();
    bench.assign(LI, incident, "unit-1");
  }

  @Test
  void aStaleIncidentRingsAgainUntilSomebodyTakesItOver() {
    bench.online(LI, County.VILLAGE);
    bench.online(WANG, County.TOWN);
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.offline(LI, County.VILLAGE);
    bench.pass(45 + 20);
    assertThat(bench.open(incident).ringing().districts()).contains(County.TOWN);

    // A stale one may be taken without a word.
    Incident taken = bench.command(WANG, incident, new IncidentAction.TakeOver(""));
    assertThat(taken.handling().owned().owner().actor()).isEqualTo(WANG);
    assertThat(taken.handling().state()).isEqualTo("claimed");
    assertThat(taken.ringing().nextAt()).isNull();
    bench.online(LI, County.VILLAGE);
    assertThat(bench.ofType("incident.resumed")).isEmpty();
  }

  @Test
  void whoClaimsWithoutAFeedIsStaleAfterTheGraceTime() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.pass(44);
    assertThat(bench.ofType("incident.stale")).isEmpty();
    bench.pass(1);
    assertThat(bench.open(incident).handling().owned().owner().isStale()).isTrue();
  }

  @Test
  void goingTwiceDoesNotProlongTheGraceTime() {
    bench.online(LI, County.VILLAGE);
    bench.claim(LI, bench.press("b0-0"));
    bench.offline(LI, County.VILLAGE);
    bench.pass(30);
    bench.offline(LI, County.VILLAGE);
    bench.pass(15);
    assertThat(bench.ofType("incident.stale")).hasSize(1);
  }

  @Test
  void afterAStartEveryDeskCountsAsJustGone() {
    bench.online(LI, County.VILLAGE);
    bench.claim(LI, bench.press("b0-0"));
    bench.pass(1_000);
    bench.restart();
    bench.pass(44);
    assertThat(bench.ofType("incident.stale")).isEmpty();
    bench.pass(1);
    assertThat(bench.ofType("incident.stale")).hasSize(1);
  }

  @Test
  void escalationGoesOnAfterARestart() {
    bench.online(LI, County.VILLAGE);
    bench.press("b0-0");
    bench.pass(10);
    bench.restart();
    bench.pass(10);
    assertThat(bench.ofType("incident.escalated")).hasSize(1);
  }

  @Test
  void theQuietKeyIsVoidOnTheLastDeskAndForWhatComesAfter() {
    bench.online(LI, County.VILLAGE);
    Incident incident = bench.press("b0-0");
    assertRejected(
        Rejected.Reason.ILLEGAL_TRANSITION,
        () -> bench.command(LI, incident, new IncidentAction.Quiet(60)));

    bench.online(WANG, County.VILLAGE);
    Incident quiet = bench.command(LI, incident, new IncidentAction.Quiet(60));
    assertThat(quiet.ringing().quietUntil()).isEqualTo(bench.now.plusSeconds(60));
    assertThat(((EventData.Changed) bench.last("incident.quieted").data()).by()).isEqualTo(LI);

    // Every press sounds, and so does the next rung.
    assertThat(bench.press("b0-0").ringing().quietUntil()).isNull();
    bench.command(LI, incident, new IncidentAction.Quiet(60));
    bench.pass(20);
    assertThat(bench.open(incident).ringing().quietUntil()).isNull();
    assertThat(bench.press("b1-0").ringing().quietUntil()).isNull();
    for (int seconds : List.of(0, 61)) {
      assertRejected(
          Rejected.Reason.INVALID,
          () -> bench.command(LI, incident, new IncidentAction.Quiet(seconds)));
    }
  }
}
