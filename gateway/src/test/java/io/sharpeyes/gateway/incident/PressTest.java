package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PressTest {

  private final Bench bench = Bench.staffed();

  @Test
  void aPressOpensAnIncidentThatSaysAllADispatcherNeeds() {
    PressResult result = bench.press(bench.signal("b0-0").press("7").done());

    Incident incident = Bench.incident(result);
    assertThat(result.kind()).isEqualTo(PressResult.Kind.OPENED);
    assertThat(incident.id()).isEqualTo("20261122-0001");
    assertThat(result.alarm()).isEqualTo("20261122-0001.1");
    assertThat(incident.handling().state()).isEqualTo("new");
    assertThat(incident.condition()).isEqualTo(Condition.ACTIVE);
    assertThat(incident.status()).isEqualTo(Status.ACTUAL);
    assertThat(incident.revision()).isZero();
    assertThat(bench.types()).containsExactly("alarm.raised", "incident.opened");
    EventData.Opened opened = (EventData.Opened) bench.last("incident.opened").data();
    assertThat(opened.incident()).isEqualTo(incident);
    assertThat(opened.alarm().press()).isEqualTo("7");
  }

  @Test
  void thePressThatArrivesAgainIsTheSameAlarmWithinADay() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    bench.close(LI, bench.claim(LI, Bench.incident(first)));
    int events = bench.events.size();
    bench.pass(Duration.ofHours(24).minusMillis(1));

    PressResult again = bench.press(bench.signal("b0-0").press("7").done());

    assertThat(again.kind()).isEqualTo(PressResult.Kind.DUPLICATE);
    assertThat(again.duplicate()).isTrue();
    assertThat(again.incidentId()).isEqualTo(first.incidentId());
    assertThat(again.alarm()).isEqualTo(first.alarm());
    assertThat(bench.since(events)).isEmpty();
  }

  @Test
  void afterADayTheSameIdIsANewAlarmMarkedAsReused() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    bench.close(LI, bench.claim(LI, Bench.incident(first)));
    bench.pass(Duration.ofHours(24));

    PressResult again = bench.press(bench.signal("b0-0").press("7").done());

    assertThat(again.kind()).isEqualTo(PressResult.Kind.OPENED);
    assertThat(Bench.incident(again).links().previous()).isEqualTo(first.incidentId());
    EventData.Opened opened = (EventData.Opened) bench.last("incident.opened").data();
    assertThat(opened.alarm().marks()).containsExactly(Alarm.PRESS_REUSED);
  }

  @Test
  void theSamePressAfterARestartIsNoSecondIncident() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    bench.restart();

    PressResult again = bench.press(bench.signal("b0-0").press("7").done());

    assertThat(again.kind()).isEqualTo(PressResult.Kind.DUPLICATE);
    assertThat(again.incident()).isEqualTo(first.incident());
  }

  @Test
  void aPressWithoutAnIdThatArrivesAgainIsARepeat() {
    Incident incident = bench.press("b0-0");
    PressResult again = bench.press(bench.signal("b0-0").done());

    assertThat(again.kind()).isEqualTo(PressResult.Kind.JOINED);
    assertThat(again.incidentId()).isEqualTo(incident.id());
    assertThat(again.alarm()).isEqualTo(incident.id() + ".2");
    assertThat(Bench.incident(again).presses().count()).isEqualTo(2);
    assertThat(bench.types()).endsWith("alarm.raised", "incident.repeated");
  }

  @Test
  void anotherDevicesSameIdIsAnotherPress() {
    bench.press(bench.signal("b0-0").press("7").done());
    assertThat(bench.press(bench.signal("b0-1").press("7").done()).kind())
        .isEqualTo(PressResult.Kind.JOINED);
  }
}
