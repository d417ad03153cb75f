package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.CancelAttempt.Pin;
import io.sharpeyes.gateway.incident.PressResult.Kind;
import org.junit.jupiter.api.Test;

/** 撤警申请: a request, never a state. */
class CancelTest {

  private final Bench bench = Bench.staffed();

  @Test
  void itIsShownAndChangesNothingElse() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    PressResult result = bench.cancel("b0-0", null, Pin.RIGHT);

    assertThat(result.kind()).isEqualTo(Kind.CANCEL_REQUESTED);
    Incident after = bench.open(incident);
    assertThat(after.cancelRequest())
        .isEqualTo(new Incident.CancelRequest(bench.now, "b0-0", Pin.RIGHT));
    assertThat(after.handling()).isEqualTo(incident.handling());
    assertThat(after.priority()).isEqualTo(incident.priority());
    assertThat(after.revision()).isEqualTo(incident.revision());
    EventData.DeviceSaid said =
        (EventData.DeviceSaid) bench.last("incident.cancel-requested").data();
    assertThat(said.device()).isEqualTo("b0-0");
  }

  @Test
  void theDeviceGetsTheSameAnswerWhateverThePin() {
    for (Pin pin : Pin.values()) {
      Bench each = Bench.staffed();
      each.press("b0-0");
      PressResult result = each.cancel("b0-0", null, pin);
      assertThat(result.kind()).isEqualTo(Kind.CANCEL_REQUESTED);
      assertThat(FeedbackPolicy.answer(result, new DeviceId("b0-0"), null)).isEmpty();
    }
  }

  @Test
  void aDuressPinRaisesThePriorityAndMakesTheAlarmQuiet() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    bench.cancel("b0-0", null, Pin.DURESS);

    Incident after = bench.open(incident);
    assertThat(after.duress()).isTrue();
    assertThat(after.quiet()).isTrue();
    assertThat(after.priority()).isEqualTo(1);
    assertThat(after.code()).isEqualTo(121);
    assertThat(after.handling()).isEqualTo(incident.handling());
    // Not for the eyes of who is at the site.
    assertThat(bench.last("incident.cancel-requested").site()).isNull();
    // The desks hear of it.
    bench.pass(20);
    assertThat(((EventData.Repeated) bench.last("incident.repeated").data()).allDesks()).isTrue();
  }

  @Test
  void aDuressPinIsNeverShownAtTheSiteNotEvenAfterTheRelease() {
    Incident incident = bench.claim(LI, bench.press("b0-0"));
    assertThat(bench.last("incident.claimed").site()).isEqualTo("site-0");
    bench.cancel("b0-0", null, Pin.DURESS);
    bench.command(LI, incident, new IncidentAction.Release());
    assertThat(bench.last("incident.released").site()).isNull();
  }

  @Test
  void aDuressPinWithNothingOpenOpensAnIncident() {
    bench.close(LI, bench.claim(LI, bench.press("b0-0")));
    PressResult result = bench.cancel("b0-0", null, Pin.DURESS);

    assertThat(result.kind()).isEqualTo(Kind.OPENED);
    Incident incident = Bench.incident(result);
    assertThat(incident.duress()).isTrue();
    assertThat(incident.quiet()).isTrue();
    assertThat(incident.code()).isEqualTo(121);
    EventData.AlarmRaised raised = (EventData.AlarmRaised) bench.last("alarm.raised").data();
    assertThat(raised.alarm().marks()).containsExactly(Alarm.DURESS_PIN);
  }

  @Test
  void anyOtherWithNothingOpenIsOnlyCounted() {
    for (Pin pin : new Pin[] {Pin.MISSING, Pin.WRONG, Pin.RIGHT}) {
      assertThat(bench.cancel("b0-0", null, pin).kind()).isEqualTo(Kind.COUNTED);
    }
    assertThat(bench.events).isEmpty();
  }

  @Test
  void itIsForTheIncidentOfTheNamedPressOrElseTheLastOne() {
    Incident first = Bench.incident(bench.press(bench.signal("b0-0").press("1").done()));
    bench.pass(601);
    Incident second = Bench.incident(bench.press(bench.signal("b0-0").press("2").done()));
    assertThat(second.id()).isNotEqualTo(first.id());

    assertThat(bench.cancel("b0-0", "1", Pin.WRONG).incidentId()).isEqualTo(first.id());
    assertThat(bench.cancel("b0-0", null, Pin.WRONG).incidentId()).isEqualTo(second.id());
    assertThat(bench.cancel("b0-0", "unknown", Pin.RIGHT).incidentId()).isEqualTo(second.id());
  }

  @Test
  void aDuressPinForWhatADeviceSaidOfItselfOpensAPersonsAlarm() {
    bench.press(bench.signal("b0-0").press("1").code(302).done());
    PressResult result = bench.cancel("b0-0", "1", Pin.DURESS);
    assertThat(result.kind()).isEqualTo(Kind.OPENED);
    assertThat(Bench.incident(result).status()).isEqualTo(Status.ACTUAL);
  }

  @Test
  void deliveredTwiceItIsOneRequest() {
    bench.press("b0-0");
    bench.cancel("b0-0", null, Pin.WRONG);
    int events = bench.events.size();
    assertThat(bench.cancel("b0-0", null, Pin.WRONG).kind()).isEqualTo(Kind.DUPLICATE);
    assertThat(bench.since(events)).isEmpty();

    bench.pass(1);
    bench.press("b0-0");
    assertThat(bench.cancel("b0-0", null, Pin.WRONG).kind()).isEqualTo(Kind.CANCEL_REQUESTED);
  }
}
