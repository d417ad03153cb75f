package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.PressResult.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One press and the same press again; late, retained and unreadable ones. */
class PressTest {

  private final Bench bench = Bench.staffed();

  private Alarm lastAlarm() {
    return ((EventData.AlarmRaised) bench.last("alarm.raised").data()).alarm();
  }

  @Test
  void aPressOpensAnIncidentThatSaysAllADispatcherNeeds() {
    PressResult result = bench.press(bench.signal("b0-0").press("7").done());

    Incident incident = Bench.incident(result);
    assertThat(result.kind()).isEqualTo(Kind.OPENED);
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
  void incidentsAreNumberedByTheDayOfTheGatewaysZone() {
    bench.press("b0-0");
    assertThat(bench.press("b1-0").id()).isEqualTo("20261122-0002");

    // 16:00 UTC is midnight in China.
    bench.pass(Duration.ofHours(16).minusMillis(1));
    assertThat(bench.press("b2-0").id()).isEqualTo("20261122-0003");
    bench.pass(Duration.ofMillis(1));
    assertThat(bench.press("b3-0").id()).isEqualTo("20261123-0001");
  }

  @Test
  void theNumbersGoOnAfterARestartAndBeyondFourDigits() {
    DayCounter counter = new DayCounter("", CorrelationSettings.DEFAULT.zone(), new Undo());
    counter.seen("20261122-9999");
    assertThat(counter.next(Bench.START)).isEqualTo("20261122-10000");
    counter.seen("20261122-10000");
    assertThat(counter.next(Bench.START)).isEqualTo("20261122-10001");

    bench.press("b0-0");
    bench.restart();
    assertThat(bench.press("b1-0").id()).isEqualTo("20261122-0002");
  }

  @Test
  void thePressThatArrivesAgainIsTheSameAlarmWithinADay() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    bench.close(LI, bench.claim(LI, Bench.incident(first)));
    bench.pass(Duration.ofHours(24).minusMillis(1));
    int events = bench.events.size();

    PressResult again = bench.press(bench.signal("b0-0").press("7").done());

    assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);
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

    assertThat(again.kind()).isEqualTo(Kind.OPENED);
    assertThat(Bench.incident(again).links().previous()).isEqualTo(first.incidentId());
    assertThat(lastAlarm().marks()).containsExactly(Alarm.PRESS_REUSED);
    // And that one is known for a day again.
    assertThat(bench.press(bench.signal("b0-0").press("7").done()).alarm())
        .isEqualTo(again.alarm());
  }

  @Test
  void theSamePressAfterARestartIsNoSecondIncident() {
    PressResult first = bench.press(bench.signal("b0-0").press("7").done());
    bench.restart();

    PressResult again = bench.press(bench.signal("b0-0").press("7").done());

    assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);
    assertThat(again.incident()).isEqualTo(first.incident());
  }

  @Test
  void aPressThatCouldNotBeStoredIsNotKnown() {
    bench.book.press(bench.signal("b0-0").press("7").done(), bench.now);
    bench.book.rollback();

    assertThat(bench.press(bench.signal("b0-0").press("7").done()).kind()).isEqualTo(Kind.OPENED);
    assertThat(bench.book.open()).hasSize(1);
  }

  @Test
  void aPressWithoutAnIdThatArrivesAgainIsARepeat() {
    Incident incident = bench.press("b0-0");
    PressResult again = bench.press(bench.signal("b0-0").done());

    assertThat(again.kind()).isEqualTo(Kind.JOINED);
    assertThat(again.incidentId()).isEqualTo(incident.id());
    assertThat(again.alarm()).isEqualTo(incident.id() + ".2");
    assertThat(Bench.incident(again).presses().count()).isEqualTo(2);
    assertThat(bench.types()).endsWith("alarm.raised", "incident.repeated");
  }

  @Test
  void aPressWithoutAnIdIsARepeatEvenIfItSaysTheSameTime() {
    Instant pressedAt = bench.now;
    bench.press(bench.signal("b0-0").pressedAt(pressedAt).done());
    assertThat(bench.press(bench.signal("b0-0").pressedAt(pressedAt).done()).kind())
        .isEqualTo(Kind.JOINED);
  }

  @Test
  void anotherDevicesSameIdIsAnotherPress() {
    bench.press(bench.signal("b0-0").press("7").done());
    assertThat(bench.press(bench.signal("b0-1").press("7").done()).kind()).isEqualTo(Kind.JOINED);
  }

  @Test
  void anUnreadablePressIsAnAlarmThatKeepsWhatCame() {
    bench.press(bench.signal("b0-0").unreadable("no JSON").done());

    assertThat(lastAlarm().marks()).containsExactly(Alarm.UNREADABLE);
    assertThat(lastAlarm().raw()).isEqualTo("???");
    assertThat(lastAlarm().code()).isEqualTo(120);
  }

  @Test
  void aPressThatWasBufferedForOverTwoMinutesIsLateButNotDropped() {
    Instant old = bench.now.minus(Duration.ofMinutes(2)).minusMillis(1);
    Incident late = Bench.incident(bench.press(bench.signal("b0-0").pressedAt(old).done()));

    assertThat(late.late()).isTrue();
    assertThat(lastAlarm().late()).isTrue();
    assertThat(lastAlarm().pressedAt()).isEqualTo(old);
    assertThat(lastAlarm().receivedAt()).isEqualTo(bench.now);

    Instant justInTime = bench.now.minus(Duration.ofMinutes(2));
    assertThat(
            Bench.incident(bench.press(bench.signal("b1-0").pressedAt(justInTime).done())).late())
        .isFalse();
  }

  @Test
  void aClockInTheFutureMakesNothingLate() {
    Incident incident =
        Bench.incident(
            bench.press(
                bench.signal("b0-0").pressedAt(bench.now.plus(Duration.ofDays(400))).done()));
    assertThat(incident.late()).isFalse();
  }

  @Test
  void aClockBeyondAllReasonIsNotEvenShown() {
    bench.press(bench.signal("b0-0").pressedAt(Instant.MAX).done());
    assertThat(lastAlarm().pressedAt()).isNull();
  }

  @Test
  void lateOnesRankBelowFreshOnesAndAFreshPressMakesALateIncidentFresh() {
    Instant old = bench.now.minus(Duration.ofHours(1));
    Incident late =
        Bench.incident(bench.press(bench.signal("b0-0").pressedAt(old).code(121).done()));
    Incident fresh = bench.press("b1-0");
    Incident claimed = bench.claim(LI, bench.press("b2-0"));

    List<Incident> list = new java.util.ArrayList<>(bench.book.open());
    list.sort(Incident.MOST_URGENT_FIRST);
    assertThat(list).containsExactly(fresh, late, claimed);

    assertThat(bench.press("b0-0").late()).isFalse();
  }

  @Test
  void aRetainedPressIsAnAlarmOnlyIfItIsUnknownAndFresh() {
    Instant fresh = bench.now.minus(Duration.ofMinutes(10)).plusMillis(1);
    PressResult first = bench.press(bench.signal("b0-0").pressedAt(fresh).retained().done());
    assertThat(first.kind()).isEqualTo(Kind.OPENED);
    assertThat(lastAlarm().marks()).containsExactly(Alarm.RETAINED);

    // The bridge reconnects: the broker delivers it again.
    PressResult again = bench.press(bench.signal("b0-0").pressedAt(fresh).retained().done());
    assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);

    Instant old = bench.now.minus(Duration.ofMinutes(10));
    PressResult phantom = bench.press(bench.signal("b1-0").pressedAt(old).retained().done());
    assertThat(phantom.kind()).isEqualTo(Kind.COUNTED);
    assertThat(phantom.incident()).isNull();

    PressResult timeless = bench.press(bench.signal("b1-0").press("9").retained().done());
    assertThat(timeless.kind()).isEqualTo(Kind.COUNTED);
    assertThat(bench.ofType("alarm.raised")).hasSize(1);
  }

  @Test
  void aRetainedCopyOfAPressThatCameLiveIsKnown() {
    bench.press(bench.signal("b0-0").pressedAt(bench.now).done());
    assertThat(bench.press(bench.signal("b0-0").pressedAt(bench.now).retained().done()).kind())
        .isEqualTo(Kind.DUPLICATE);

    bench.press(bench.signal("b0-0").press("7").pressedAt(bench.now).done());
    bench.pass(Duration.ofHours(30));
    assertThat(
            bench
                .press(bench.signal("b0-0").press("7").pressedAt(bench.now).retained().done())
                .kind())
        .isEqualTo(Kind.DUPLICATE);
  }
}
