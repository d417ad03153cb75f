package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.PressResult.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which incident a press joins, and who hears of a repeat. */
class GroupingTest {

  private final Bench bench = Bench.staffed();

  @Test
  void aSecondButtonOfTheSiteJoins() {
    Incident first = bench.press("b0-0");
    Incident second = bench.press("b0-1");

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.presses().count()).isEqualTo(2);
    assertThat(second.presses().places()).isEqualTo(2);
    assertThat(second.presses().devices())
        .extracting(Incident.PressedDevice::device)
        .containsExactly("b0-0", "b0-1");
  }

  @Test
  void fiveTimesAtTwoPlaces() {
    for (int i = 0; i < 4; i++) {
      bench.press("b0-0");
    }
    Incident incident = bench.press("b0-1");
    assertThat(incident.presses().count()).isEqualTo(5);
    assertThat(incident.presses().places()).isEqualTo(2);
    assertThat(incident.presses().devices().get(0).count()).isEqualTo(4);
  }

  @Test
  void anotherSiteNeverJoins() {
    assertThat(bench.press("b1-0").id()).isNotEqualTo(bench.press("b0-0").id());
  }

  @Test
  void itJoinsUntilTenMinutesAfterTheLastAlarmNotTheFirst() {
    Incident first = bench.press("b0-0");
    bench.pass(Duration.ofMinutes(9));
    bench.press("b0-0");
    bench.pass(Duration.ofMinutes(10));
    assertThat(bench.press("b0-0").id()).isEqualTo(first.id());

    bench.pass(Duration.ofMinutes(10).plusMillis(1));
    Incident next = bench.press("b0-0");
    assertThat(next.id()).isNotEqualTo(first.id());
    assertThat(next.links().previous()).isEqualTo(first.id());
  }

  @Test
  void aClosedIncidentIsNotJoinedButFollowed() {
    Incident first = bench.press("b0-0");
    bench.close(LI, bench.claim(LI, first));

    Incident next = bench.press("b0-0");

    assertThat(next.id()).isNotEqualTo(first.id());
    assertThat(next.links().previous()).isEqualTo(first.id());
  }

  @Test
  void aNewIncidentOfAnUnknownPastFollowsNothing() {
    assertThat(bench.press("b0-0").links()).isEqualTo(Incident.Links.NONE);
  }

  @Test
  void itFollowsTheLastIncidentOfTheSiteAfterARestartToo() {
    Incident first = bench.press("b0-0");
    bench.close(LI, bench.claim(LI, first));
    bench.restart();
    assertThat(bench.press("b0-0").links().previous()).isEqualTo(first.id());
  }

  @Test
  void whatADeviceSaysOfItselfDoesNotJoinAPersonsAlarm() {
    Incident panic = bench.press("b0-0");
    Incident battery = Bench.incident(bench.press(bench.signal("b0-0").code(302).done()));

    assertThat(battery.id()).isNotEqualTo(panic.id());
    assertThat(battery.status()).isEqualTo(Status.SYSTEM);
    assertThat(battery.priority()).isEqualTo(4);
    assertThat(battery.ringing()).isEqualTo(Incident.Ringing.NONE);
    // An hour later it is the same matter.
    bench.pass(Duration.ofHours(23));
    assertThat(bench.press(bench.signal("b0-0").code(302).done()).incidentId())
        .isEqualTo(battery.id());
    assertThat(bench.open(battery).ringing()).isEqualTo(Incident.Ringing.NONE);
  }

  @Test
  void theGravestAlarmGivesCodeAndPriority() {
    Incident first = Bench.incident(bench.press(bench.signal("b0-0").code(144).done()));
    assertThat(first.priority()).isEqualTo(3);

    Incident graver = Bench.incident(bench.press(bench.signal("b0-1").code(110).done()));
    assertThat(graver.priority()).isEqualTo(1);
    assertThat(graver.code()).isEqualTo(110);

    Incident same = bench.press("b0-0");
    assertThat(same.priority()).isEqualTo(1);
    assertThat(same.code()).isEqualTo(110);
  }

  @Test
  void aRepeatAlertsTheOwnerAtOnceAndAfterTwentySecondsAllDesks() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.press("b0-1");
    EventData.Repeated atOnce = (EventData.Repeated) bench.last("incident.repeated").data();
    assertThat(atOnce.allDesks()).isFalse();
    assertThat(atOnce.alarm()).isNotNull();

    bench.pass(Duration.ofSeconds(20).minusMillis(1));
    assertThat(bench.ofType("incident.repeated")).hasSize(1);
    bench.pass(Duration.ofMillis(1));

    EventData.Repeated later = (EventData.Repeated) bench.last("incident.repeated").data();
    assertThat(later.allDesks()).isTrue();
    assertThat(later.incident().presses().count()).isEqualTo(2);
    assertThat(bench.open(incident).ringing().realertAt()).isNull();
    bench.pass(Duration.ofMinutes(5));
    assertThat(bench.ofType("incident.repeated")).hasSize(2);
  }

  @Test
  void manyRepeatsAlertAllDesksOnceEveryTwentySecondsAtMost() {
    bench.claim(LI, bench.press("b0-0"));
    for (int i = 0; i < 30; i++) {
      bench.press("b0-0");
      bench.pass(1);
    }
    assertThat(bench.ofType("incident.repeated"))
        .filteredOn(event -> ((EventData.Repeated) event.data()).allDesks())
        .hasSize(1);
  }

  @Test
  void theOwnerWhoReactsHasHeardIt() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.press("b0-0");
    bench.command(LI, incident, new IncidentAction.Note("on the phone with them"));
    bench.pass(60);
    assertThat(bench.ofType("incident.repeated")).hasSize(1);
  }

  @Test
  void theAlertOfAllDesksSurvivesARestart() {
    bench.claim(LI, bench.press("b0-0"));
    bench.press("b0-0");
    bench.restart();
    bench.pass(20);
    assertThat(((EventData.Repeated) bench.last("incident.repeated").data()).allDesks()).isTrue();
  }

  @Test
  void beyondTheBoundOfOpenIncidentsAPressJoinsItsSitesNewestWhateverItsAge() {
    CorrelationSettings few = Simulation.CORRELATION;
    Bench small = new Bench(few, ResponseSettings.DEFAULT);
    for (int i = 0; i < few.maxOpenIncidents(); i++) {
      small.press("b" + i + "-0");
    }
    small.pass(Duration.ofHours(1));

    PressResult joined = small.press(small.signal("b0-0").press("9").done());
    assertThat(joined.kind()).isEqualTo(Kind.JOINED);
    EventData.AlarmRaised raised = (EventData.AlarmRaised) small.last("alarm.raised").data();
    assertThat(raised.alarm().marks()).containsExactly(Alarm.OVER_LIMIT);

    // A site that has none still gets one: no press is lost.
    assertThat(small.press(small.signal("b30-0").done()).kind()).isEqualTo(Kind.OPENED);
  }

  @Test
  void only64DevicesAreNamed() {
    Tally.first(signal("b0-0"), Bench.START);
    Incident.Presses presses = Tally.first(signal("b0-0"), Bench.START);
    for (int i = 0; i < 100; i++) {
      presses = Tally.add(presses, signal("b" + i % 40 + "-" + i / 40), Bench.START);
    }
    assertThat(presses.count()).isEqualTo(101);
    assertThat(presses.devices()).hasSize(64);
    assertThat(presses.places()).isEqualTo(64);
  }

  private static PressIntake.Signal signal(String device) {
    return new PressIntake.Signal(
        County.device(device),
        null,
        new AlarmCode(120),
        Status.ACTUAL,
        Bench.START,
        null,
        false,
        false,
        County.place(device),
        null,
        java.util.List.of(),
        null,
        java.util.List.of(),
        io.sharpeyes.gateway.response.ResponsePlan.EMPTY);
  }
}
