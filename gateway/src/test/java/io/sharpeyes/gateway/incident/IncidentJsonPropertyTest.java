package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * What is written can be read back, whatever it is; and what is damaged is refused, not invented.
 */
class IncidentJsonPropertyTest {

  @Provide
  Arbitrary<Incident> incidents() {
    return Arbitraries.incident();
  }

  @Provide
  Arbitrary<Alarm> alarms() {
    return Arbitraries.alarm();
  }

  @Provide
  Arbitrary<AreaEvent> areas() {
    return Arbitraries.areaEvent();
  }

  @Provide
  Arbitrary<BookedWindow> windows() {
    return Arbitraries.window();
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.time();
  }

  @Property
  void incidentsComeBackAsTheyWere(@ForAll("incidents") Incident incident) {
    assertThat(IncidentJson.readIncident(IncidentJson.write(incident))).isEqualTo(incident);
  }

  @Property
  void soInAnEvent(@ForAll("incidents") Incident incident, @ForAll("alarms") Alarm alarm) {
    byte[] json = IncidentJson.write(new EventData.Repeated(incident, alarm, true));
    assertThat(IncidentJson.incidentOf("incident.repeated", json)).contains(incident);
    assertThat(IncidentJson.incidentOf("device.offline", json)).isEmpty();
  }

  @Property
  void alarmsComeBackAsTheyWere(@ForAll("alarms") Alarm alarm) {
    EventData.AlarmRaised raised = new EventData.AlarmRaised(alarm);
    assertThat(IncidentJson.readData("alarm.raised", IncidentJson.write(raised))).isEqualTo(raised);
  }

  @Property(tries = 300)
  void areaEventsComeBackAsTheyWere(@ForAll("areas") AreaEvent area) {
    EventData.AreaChanged changed = new EventData.AreaChanged(area, null, null);
    assertThat(IncidentJson.readData("area-event.grown", IncidentJson.write(changed)))
        .isEqualTo(changed);
  }

  @Property(tries = 300)
  void windowsComeBackAsTheyWere(@ForAll("windows") BookedWindow window) {
    EventData.WindowChanged changed = new EventData.WindowChanged(window, Actor.GATEWAY);
    assertThat(IncidentJson.readData("window.booked", IncidentJson.write(changed)))
        .isEqualTo(changed);
  }

  @Property(tries = 300)
  void aCutTailIsNeverTakenForTheWhole(@ForAll("incidents") Incident incident, @ForAll int at) {
    byte[] json = IncidentJson.write(incident);
    byte[] cut = Arrays.copyOf(json, Math.floorMod(at, json.length));
    assertThatThrownBy(() -> IncidentJson.readIncident(cut))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Property
  void timesComeBackToTheMillisecond(@ForAll("times") Instant time) {
    char[] text = new char[Rfc3339.LENGTH];
    Rfc3339.write(time, text);
    assertThat(Rfc3339.read(new String(text))).isEqualTo(time);
    assertThat(Instant.parse(new String(text))).isEqualTo(time);
  }

  @Example
  void otherFormsOfTimesAreReadAndNonsenseIsRefused() {
    assertThat(Rfc3339.read("2026-11-22T08:15:30Z"))
        .isEqualTo(Instant.parse("2026-11-22T08:15:30Z"));
    for (String nonsense :
        List.of(
            "2026-13-22T08:15:30.000Z",
            "2026-11-22T24:15:30.000Z",
            "2026-11-22T08:61:30.000Z",
            "yesterday",
            "")) {
      assertThatThrownBy(() -> Rfc3339.read(nonsense)).isInstanceOf(DateTimeException.class);
    }
  }

  @Example
  void whatIsMissingIsNamed() {
    for (String json : List.of("{}", "[]", "null", "{\"id\":\"x\"}", "{\"id\":", "")) {
      assertThatThrownBy(() -> IncidentJson.readIncident(json.getBytes(StandardCharsets.UTF_8)))
          .as(json)
          .isInstanceOf(UncheckedIOException.class);
    }
    Incident incident = Bench.staffed().press("b0-0");
    String json = new String(IncidentJson.write(incident), StandardCharsets.UTF_8);
    String unknown = json.replace("\"status\":\"actual\"", "\"status\":\"imagined\"");
    assertThatThrownBy(() -> IncidentJson.readIncident(unknown.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("imagined");
    String without = json.replace("\"presses\"", "\"pressed\"");
    assertThatThrownBy(() -> IncidentJson.readIncident(without.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("presses");
  }
}
