package io.sharpeyes.gateway.incident;

import static io.sharpeyes.gateway.incident.Bench.LI;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IncidentJsonTest {

  private static final ObjectMapper PLAIN = new ObjectMapper();

  @Test
  void everyEventOfAnIncidentsLifeCanBeReadBack() {
    Bench bench = Bench.staffed();
    Incident incident = bench.press("b0-0");
    bench.press("b0-1");
    bench.claim(LI, incident);
    bench.assign(LI, incident, "unit-1");
    bench.step(incident, "unit-1", Assignment.State.ON_SCENE);
    bench.step(incident, "unit-1", Assignment.State.DONE);
    bench.close(LI, incident);

    for (Event event : bench.events) {
      byte[] json = IncidentJson.write(event.data());
      if (event.data() instanceof EventData.OfIncident of) {
        assertThat(IncidentJson.incidentOf(event.type(), json)).contains(of.incident());
      }
    }
  }

  @Test
  void theJsonIsFlatAndLeavesOutWhatIsNull() throws IOException {
    Bench bench = Bench.staffed();
    Incident incident = bench.press("b0-0");
    JsonNode fresh = PLAIN.readTree(IncidentJson.write(incident));

    assertThat(fresh.get("id").textValue()).isEqualTo("20261122-0001");
    assertThat(fresh.get("openedAt").textValue()).isEqualTo("2026-11-22T00:00:00.000Z");
    assertThat(fresh.get("handling").textValue()).isEqualTo("new");
    assertThat(fresh.has("owner")).isFalse();
    assertThat(fresh.has("cancelRequest")).isFalse();
    assertThat(fresh.at("/presses/devices/0/feedback").textValue()).isEqualTo("full");
    assertThat(fresh.at("/ringing/districts/0").textValue()).isEqualTo(County.VILLAGE);

    bench.claim(LI, incident);
    JsonNode closed = PLAIN.readTree(IncidentJson.write(bench.close(LI, incident)));
    assertThat(closed.at("/owner/user").textValue()).isEqualTo("li");
    assertThat(closed.at("/closing/disposition").textValue()).isEqualTo("founded");
  }

  @Test
  void membersOfALaterVersionAreSkipped() {
    Incident incident = Bench.staffed().press("b0-0");
    String json = new String(IncidentJson.write(incident), StandardCharsets.UTF_8);
    String later =
        json.replaceFirst("\\{", "{\"new\":{\"a\":[1,{\"b\":null}]},")
            .replace("\"districts\":[", "\"new\":[[]],\"districts\":[");

    assertThat(IncidentJson.readIncident(later.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(incident);
  }

  @Test
  void otherPackagesDataIsWrittenWithoutNullsAndWithOurTimes() {
    byte[] json =
        IncidentJson.write(Map.of("device", "b0-0", "at", Bench.START, "health", Map.of()));
    assertThat(new String(json, StandardCharsets.UTF_8))
        .contains("\"at\":\"2026-11-22T00:00:00.000Z\"");
  }
}
