package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.CHEN;
import static io.sharpeyes.gateway.incident.Bench.LI;
import static io.sharpeyes.gateway.incident.Bench.WANG;
import static io.sharpeyes.gateway.incident.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.Rejected.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many sites at once: one card, one sound, one claim, one escalation. */
class AreaEventTest {

  private final Bench bench = Bench.staffed();

  private AreaEvent area() {
    assertThat(bench.book.areaEvents()).hasSize(1);
    return bench.book.areaEvents().iterator().next();
  }

  private void pressSites(int from, int to) {
    for (int i = from; i < to; i++) {
      bench.press("b" + i + "-0");
    }
  }

  @Test
  void fiveSitesWithinFiveMinutesAndThreeKilometresAreOne() {
    pressSites(0, 4);
    assertThat(bench.book.areaEvents()).isEmpty();
    pressSites(4, 5);

    AreaEvent area = area();
    assertThat(area.id()).isEqualTo("A-20261122-0001");
    assertThat(area.kind()).isEqualTo(AreaEvent.Kind.PRESSES);
    assertThat(area.incidents()).isEqualTo(5);
    assertThat(area.sites()).isEqualTo(5);
    assertThat(area.open()).isEqualTo(5);
    assertThat(area.unclaimed()).isEqualTo(5);
    assertThat(area.district()).isEqualTo(County.VILLAGE);
    assertThat(area.latitude()).isBetween(26.3, 26.31);
    assertThat(area.radiusM()).isBetween(390.0, 410.0);
    assertThat(area.ringing().districts()).containsExactly(County.VILLAGE);
    assertThat(bench.types())
        .endsWith(
            "alarm.raised",
            "incident.opened",
            "incident.linked",
            "incident.linked",
            "incident.linked",
            "incident.linked",
            "area-event.opened");
    assertThat(bench.book.open())
        .allSatisfy(i -> assertThat(i.links().areaEvent()).isEqualTo(area.id()))
        .allSatisfy(i -> assertThat(i.ringing().nextAt()).isNull());
  }

  @Test
  void fourSitesHoweverOftenPressedAreNot() {
    for (int i = 0; i < 5; i++) {
      pressSites(0, 4);
    }
    assertThat(bench.book.areaEvents()).isEmpty();
  }

  @Test
  void fiveSitesInSixMinutesOrFarApartAreNot() {
    pressSites(0, 4);
    bench.pass(Duration.ofMinutes(5).plusMillis(1));
    pressSites(4, 5);
    assertThat(bench.book.areaEvents()).isEmpty();
    // 16 sites further it is 3.2 km.
    pressSites(30, 31);
    for (int i = 0; i < 6; i++) {
      bench.press("bf" + i + "-0");
    }
    assertThat(bench.book.areaEvents()).isEmpty();
  }

  @Test
  void anOlderIncidentThatIsPressedAgainNowCounts() {
    pressSites(0, 1);
    bench.pass(Duration.ofMinutes(6));
    bench.press("b0-0");
    pressSites(1, 5);
    assertThat(area().incidents()).isEqualTo(5);
  }

  @Test
  void aRepeatPressCanBeTheFifth() {
    pressSites(0, 4);
    bench.pass(Duration.ofMinutes(4));
    pressSites(4, 5);
    Bench other = Bench.staffed();
    other.press("b4-0");
    other.pass(Duration.ofMinutes(6));
    for (int i = 0; i < 4; i++) {
      other.press("b" + i + "-0");
    }
    assertThat(other.book.areaEvents()).isEmpty();
    Incident fifth = other.press("b4-0");
    assertThat(other.book.areaEvents()).hasSize(1);
    assertThat(fifth.links().areaEvent()).isEqualTo("A-20261122-0001");
  }

  @Test
  void itGrowsAndThatIsToldOnceASecond() {
    pressSites(0, 5);
    pressSites(5, 25);
    assertThat(area().incidents()).isEqualTo(25);
    assertThat(bench.ofType("area-event.grown")).isEmpty();
    bench.pass(1);
    assertThat(bench.ofType("area-event.grown")).hasSize(1);
    AreaEvent told = ((EventData.AreaChanged) bench.last("area-event.grown").data()).areaEvent();
    assertThat(told).isEqualTo(area());
    assertThat(told.incidents()).isEqualTo(25);
    assertThat(told.sites()).isEqualTo(25);
    assertThat(told.incidentIds()).hasSize(25);
    assertThat(bench.ofType("incident.linked")).hasSize(4);
    bench.pass(10);
    assertThat(bench.ofType("area-event.grown")).hasSize(1);
  }

  @Test
  void oneEscalationOverItsIncidents() {
    pressSites(0, 4);
    bench.pass(15);
    pressSites(4, 10);
    // No later than its first incident would have.
    bench.pass(5);
    AreaEvent area =
        ((EventData.AreaChanged) bench.last("area-event.escalated").data()).areaEvent();
    assertThat(area.ringing().rung()).isEqualTo(1);
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.ofType("incident.escalated")).isEmpty();
    EventData.AreaChanged last = (EventData.AreaChanged) bench.last("area-event.escalated").data();
    assertThat(last.notified()).isEqualTo("webhook");
    assertThat(last.areaEvent().ringing().districts()).hasSize(4);
  }

  @Test
  void oneClaimTakesAllThatNobodyHas() {
    pressSites(0, 5);
    Incident own = bench.claim(WANG, bench.open("20261122-0002"));

    AreaEvent claimed = bench.take(b -> b.claimArea(area().id(), LI, bench.now));

    assertThat(claimed.owner()).isEqualTo(new Handling.Owner(LI, bench.now, null));
    assertThat(claimed.unclaimed()).isZero();
    assertThat(bench.open(own).handling()).isEqualTo(own.handling());
    assertThat(bench.book.open())
        .filteredOn(i -> i.isOwnedBy("li"))
        .hasSize(4)
        .allSatisfy(i -> assertThat(i.revision()).isEqualTo(1));
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.ofType("area-event.escalated")).isEmpty();
    assertRejected(
        Reason.ILLEGAL_TRANSITION,
        () -> bench.take(b -> b.claimArea(area().id(), CHEN, bench.now)));
    assertThat(bench.take(b -> b.claimArea(area().id(), LI, bench.now)).owner())
        .isEqualTo(claimed.owner());
  }

  @Test
  void aPressAfterTheClaimRingsAndClimbsAgain() {
    pressSites(0, 5);
    bench.take(b -> b.claimArea(area().id(), LI, bench.now));
    bench.pass(100);
    pressSites(5, 6);

    assertThat(bench.types()).endsWith("incident.opened", "area-event.grown");
    assertThat(area().unclaimed()).isEqualTo(1);
    assertThat(area().ringing().nextAt()).isEqualTo(bench.now.plusSeconds(20));
    bench.pass(20);
    assertThat(bench.ofType("area-event.escalated")).hasSize(1);
    // Another desk may take what is new; what Li has stays Li's.
    AreaEvent again = bench.take(b -> b.claimArea(area().id(), WANG, bench.now));
    assertThat(again.owner()).isEqualTo(new Handling.Owner(WANG, bench.now, null));
    assertThat(bench.book.open()).filteredOn(i -> i.isOwnedBy("li")).hasSize(5);
  }

  @Test
  void anIncidentThatIsGivenBackMakesItClimbAgain() {
    pressSites(0, 5);
    bench.take(b -> b.claimArea(area().id(), LI, bench.now));
    bench.command(LI, bench.open("20261122-0003"), new IncidentAction.Return("not mine"));
    bench.pass(20);
    assertThat(bench.ofType("area-event.escalated")).hasSize(1);
    assertThat(bench.ofType("incident.escalated")).isEmpty();
  }

  @Test
  void itNeverClosesThemAndEndsWhenAllAreClosed() {
    pressSites(0, 5);
    String id = area().id();
    bench.take(b -> b.claimArea(id, LI, bench.now));
    for (Incident incident : List.copyOf(bench.book.open())) {
      assertThat(bench.ofType("area-event.ended")).isEmpty();
      bench.close(LI, incident);
    }
    AreaEvent ended = ((EventData.AreaChanged) bench.last("area-event.ended").data()).areaEvent();
    assertThat(ended.id()).isEqualTo(id);
    assertThat(ended.endedAt()).isEqualTo(bench.now);
    assertThat(ended.open()).isZero();
    assertThat(bench.book.areaEvents()).isEmpty();
    bench.pass(Duration.ofHours(1));
    assertRejected(Reason.NOT_FOUND, () -> bench.take(b -> b.claimArea(id, LI, bench.now)));
  }

  @Test
  void everyPressKeepsItsOwnRowAndFeedback() {
    pressSites(0, 30);
    assertThat(bench.ofType("alarm.raised")).hasSize(30);
    Incident last = bench.press("b29-0");
    assertThat(FeedbackPolicy.current(last, County.device("b29-0").id())).isPresent();
  }

  @Test
  void itSurvivesARestart() {
    pressSites(0, 8);
    AreaEvent before = area();
    bench.restart();
    assertThat(area()).isEqualTo(before);
    pressSites(8, 9);
    assertThat(area().incidents()).isEqualTo(9);
    bench.pass(Duration.ofMinutes(5));
    assertThat(((EventData.AreaChanged) bench.last("area-event.escalated").data()).notified())
        .isEqualTo("webhook");
  }

  @Test
  void fourHundredPressesAtOnceAreOneThing() {
    Bench landslide = Bench.staffed();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 40; i++) {
        landslide.press("b" + i + "-" + round % 3);
        landslide.pass(Duration.ofMillis(20));
      }
    }
    assertThat(landslide.book.areaEvents()).hasSize(1);
    assertThat(landslide.ofType("alarm.raised")).hasSize(400);
    assertThat(landslide.ofType("area-event.opened")).hasSize(1);
    assertThat(landslide.ofType("area-event.grown").size()).isLessThan(12);
    assertThat(landslide.book.areaEvents().iterator().next().incidents()).isEqualTo(40);
  }

  private Outage outage(int devices) {
    return new Outage(
        "mast-7",
        County.VILLAGE,
        "Upper village",
        26.3,
        118,
        devices,
        devices / 2,
        List.of("b0-0"),
        "power",
        Bench.START);
  }

  @Test
  void aVillageThatGoesDarkIsACardForTheDesk() {
    AreaEvent dark = bench.take(b -> b.outage(outage(12), bench.now));
    assertThat(dark.kind()).isEqualTo(AreaEvent.Kind.OUTAGE);
    assertThat(dark.outage()).isEqualTo(outage(12));
    assertThat(dark.ringing().districts()).containsExactly(County.VILLAGE);

    // Told again it is the same one; more of it makes it grow.
    AreaEvent again = bench.take(b -> b.outage(outage(12), bench.now));
    assertThat(again).isEqualTo(dark);
    AreaEvent grown = bench.take(b -> b.outage(outage(20), bench.now));
    assertThat(grown.id()).isEqualTo(dark.id());
    assertThat(grown.outage()).isEqualTo(outage(20));

    bench.pass(20);
    assertThat(bench.ofType("area-event.escalated")).hasSize(1);
    assertThat(bench.take(b -> b.claimArea(dark.id(), LI, bench.now)).owner())
        .isEqualTo(new Handling.Owner(LI, bench.now, null));
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.ofType("area-event.escalated")).hasSize(1);

    Boolean over = bench.take(b -> b.outageOver("mast-7", bench.now));
    assertThat(over).isTrue();
    assertThat(bench.book.areaEvents()).isEmpty();
    Boolean twice = bench.take(b -> b.outageOver("mast-7", bench.now));
    assertThat(twice).isFalse();
  }

  @Test
  void anOutageThatNobodyTakesReachesAPersonAlsoAfterARestart() {
    bench.take(b -> b.outage(outage(12), bench.now));
    bench.restart();
    bench.pass(Duration.ofMinutes(10));
    assertThat(((EventData.AreaChanged) bench.last("area-event.escalated").data()).notified())
        .isEqualTo("webhook");
    assertThat(bench.take(b -> b.outage(outage(12), bench.now)).id()).isEqualTo("A-20261122-0001");
  }
}
