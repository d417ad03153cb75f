package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a desk is told of the units is what was stored of them, after a restart too. */
@Timeout(180)
class UnitsIT {

  private static final String PORTS = "mqtt:\n  port: 0\n";

  @TempDir private Path folder = Path.of("");

  @Test
  void whoIsOnDutyAndWhoIsOutIsKnownAfterARestart() throws Exception {
    String incident;
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      desk.duty("unit-1", true);
      desk.duty("unit-2", true);
      desk.duty("unit-3", true);
      desk.duty("unit-3", false);
      incident = desk.raised("button-1");
      desk.send(incident, "unit-2");
    }
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());

      String other = desk.raised("button-5");

      assertThat(desk.plan(other)).containsExactlyInAnyOrder("unit-1 free", "unit-2 " + incident);
      desk.duty("unit-1", false);
      desk.step(incident, "unit-2", "decline");
      assertThat(desk.plan(other)).containsExactly("unit-2 free");
    }
  }

  @Test
  void aUnitIsFreeWhenItHasNothingToDoWithAnyIncidentAnyMore() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      desk.duty("unit-1", true);
      String first = desk.raised("button-1");
      String second = desk.raised("button-5");
      desk.send(first, "unit-1");
      desk.send(second, "unit-1");
      desk.step(second, "unit-1", "decline");
      assertThat(desk.plan(second)).containsExactly("unit-1 " + first);

      desk.close(second);

      assertThat(desk.plan(first)).containsExactly("unit-1 sent");
      desk.step(first, "unit-1", "decline");
      assertThat(desk.plan(first)).containsExactly("unit-1 free");
    }
  }

  @Test
  void theShortfallCountsWhoWasSentHereAndNobodyWhoWasSentElsewhere() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      desk.duty("unit-1", true);
      String here = desk.raised("button-1");
      String there = desk.raised("button-5");
      desk.send(here, "unit-1");

      assertThat(desk.shortfall(here)).doesNotContain("no-unit-free", "no-car-within");
      assertThat(desk.shortfall(there)).contains("no-unit-free", "no-car-within");
      desk.step(here, "unit-1", "on-scene");
      assertThat(desk.shortfall(here)).isEmpty();
      desk.recall(here, "unit-1", "");
      assertThat(desk.shortfall(there)).doesNotContain("no-unit-free");
    }
  }

  @Test
  void aUnitThatIsRecalledIsFreeAndItsPeopleSeeWhoDidItAndWhyAfterARestart() throws Exception {
    String incident;
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      desk.duty("unit-1", true);
      incident = desk.raised("button-1");
      desk.send(incident, "unit-1");

      desk.recall(incident, "unit-1", "the child is found");

      assertThat(desk.plan(incident)).containsExactly("unit-1 free");
    }
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      String patrol = gateway.api().token("patrol");
      JsonNode seen = gateway.api().get("/incidents/" + incident, patrol);
      assertThat(seen.has("contacts")).isFalse();
      JsonNode assignment = seen.at("/assignments/0");
      assertThat(assignment.path("state").asText()).isEqualTo("recalled");
      assertThat(assignment.at("/recall/by/user").asText()).isEqualTo("dispatcher");
      assertThat(assignment.at("/recall/reason").asText()).isEqualTo("the child is found");
    }
  }

  @Test
  void aUnitThatGoesOnAfterTheEndIsBusyUntilItIsDoneOrRecalledAlsoAfterARestart() throws Exception {
    String first;
    String second;
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      desk.duty("unit-1", true);
      first = desk.raised("button-1");
      second = desk.raised("button-5");
      desk.send(first, "unit-1");
      desk.send(second, "unit-1");
      desk.closeWhileUnitsGoOn(first);
      desk.closeWhileUnitsGoOn(second);
    }
    try (RunningGateway gateway = RunningGateway.start(folder, PORTS)) {
      Desk desk = new Desk(gateway.api());
      String patrol = gateway.api().token("patrol");
      String other = desk.raised("button-9");
      assertThat(desk.plan(other)).containsExactly("unit-1 " + second);
      JsonNode unit = gateway.api().get("/units", patrol).at("/items/0");
      assertThat(unit.path("incident").asText()).isEqualTo(second);
      assertThat(unit.path("incidents"))
          .extracting(JsonNode::asText)
          .containsExactly(first, second);
      assertThat(gateway.api().get("/incidents/" + first, patrol).has("contacts")).isTrue();

      desk.recall(second, "unit-1", "");
      desk.step(first, "unit-1", "on-scene");
      assertThat(desk.plan(other)).containsExactly("unit-1 " + first);
      desk.step(first, "unit-1", "done");

      assertThat(desk.plan(other)).containsExactly("unit-1 free");
      assertThat(gateway.api().get("/incidents/" + first, patrol).has("contacts")).isFalse();
    }
  }

  /** A dispatcher of the demo county. */
  private static final class Desk {
    private final ApiClient api;
    private final String token;

    Desk(ApiClient api) throws IOException, InterruptedException {
      this.api = api;
      this.token = api.token("dispatcher");
    }

    void duty(String unit, boolean onDuty) throws IOException, InterruptedException {
      api.put("/units/" + unit + "/duty", "{\"onDuty\":" + onDuty + "}", token);
    }

    String raised(String button) throws IOException, InterruptedException {
      String alarm = "{\"device\":\"" + button + "\"}";
      String id = api.post("/alarms", alarm, token).path("incident").asText();
      api.post("/incidents/" + id + "/claim", "{}", token);
      return id;
    }

    void send(String incident, String unit) throws IOException, InterruptedException {
      String body = "{\"unit\":\"" + unit + "\"}";
      api.post("/incidents/" + incident + "/assignments", body, token);
    }

    void step(String incident, String unit, String step) throws IOException, InterruptedException {
      String assignment = "/incidents/" + incident + "/assignments/" + unit;
      api.post(assignment + "/" + step, "{}", token);
    }

    void recall(String incident, String unit, String reason)
        throws IOException, InterruptedException {
      String assignment = "/incidents/" + incident + "/assignments/" + unit;
      api.post(assignment + "/recall", "{\"reason\":\"" + reason + "\"}", token);
    }

    void close(String incident) throws IOException, InterruptedException {
      api.post("/incidents/" + incident + "/close", "{\"disposition\":\"founded\"}", token);
    }

    void closeWhileUnitsGoOn(String incident) throws IOException, InterruptedException {
      String closing = "{\"disposition\":\"founded\",\"unitsOutConfirmed\":true}";
      api.post("/incidents/" + incident + "/close", closing, token);
    }

    /** The units of a plan, each with {@code free}, {@code sent} or what else it has to do with. */
    Iterable<String> plan(String incident) throws IOException, InterruptedException {
      JsonNode units = api.get("/incidents/" + incident + "/units", token).path("units");
      return StreamSupport.stream(units.spliterator(), false)
          .map(unit -> unit.path("unit").asText() + " " + business(unit.path("reasons")))
          .toList();
    }

    /** The codes of what is missing. */
    Iterable<String> shortfall(String incident) throws IOException, InterruptedException {
      JsonNode plan = api.get("/incidents/" + incident + "/units", token);
      return plan.path("shortfall").findValuesAsText("code");
    }

    private static String business(JsonNode reasons) {
      for (JsonNode reason : reasons) {
        if (reason.path("code").asText().equals("busy")) {
          return reason.path("value").asText();
        }
        if (reason.path("code").asText().equals("sent")) {
          return "sent";
        }
      }
      return "free";
    }
  }
}
