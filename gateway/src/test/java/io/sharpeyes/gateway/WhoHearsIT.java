package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.journal.StoredEvent;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Role × district × site and unit × event, and what a desk says, on the whole running gateway, held
 * to {@code who-may.yaml}: every type of event is stored in several places, and everybody listens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class WhoHearsIT {

  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final String LAST = "the-last-one";

  /** Where an event happened. */
  private record Where(String name, String district, String place, boolean quiet) {}

  private static final List<Where> PLACES =
      List.of(
          new Where("here", TwoTowns.EAST, "east-1", false),
          new Where("quietly", TwoTowns.EAST, "east-1", true),
          new Where("next-door", TwoTowns.EAST, "east-2", false),
          new Where("elsewhere", "350702000000", "west-1", false));

  /** Somebody who listens. */
  private record Listener(String user, String role, @Nullable String town, String place) {}

  private TownsGateway gateway;
  private WhoMayTable table;
  private final Map<Listener, Desk> desks = new LinkedHashMap<>();
  private String incident = "";

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    gateway = new TownsGateway(folder);
    table = new WhoMayTable();
    for (String role : TwoTowns.ROLES) {
      listen(new Listener(role, role, null, "east-1"));
      listen(new Listener(role + "-east", role, "east", "east-1"));
      listen(new Listener(role + "-west", role, "west", "west-1"));
    }
    listen(new Listener("patrol-east-2", "patrol", "east", "east-2"));
    listen(new Listener("site-east-2", "site", "east", "east-2"));
    for (Desk desk : desks.values()) {
      desk.await("heartbeat", message -> message.path("type").asText().equals("heartbeat"));
    }
    String body = "{\"device\":\"button-east-1\"}";
    HttpResponse<String> raised =
        gateway.ask("POST", "/api/v1/alarms", body, gateway.as("dispatcher"));
    incident = TownsGateway.json(raised).path("incident").asText();
  }

  private void listen(Listener listener) throws Exception {
    desks.put(listener, Desk.open(gateway, gateway.as(listener.user())));
  }

  @AfterAll
  void stop() {
    desks.values().forEach(Desk::close);
    gateway.close();
  }

  private boolean hears(Listener listener, String type, Where where) {
    boolean inDistrict = listener.town() == null || where.place().startsWith(listener.town() + "-");
    return switch (table.events.path(type).path(listener.role()).asText("nothing")) {
      case "district" -> inDistrict;
      case "unit" -> listener.place().equals(where.place());
      case "site" -> listener.place().equals(where.place()) && !where.quiet();
      case "nothing" -> false;
      default -> throw new AssertionError("a word that who-may.yaml doesn't explain: " + type);
    };
  }

  private ObjectNode openedData() throws Exception {
    for (StoredEvent event : TownsGateway.await(gateway.journal().read(0, 500))) {
      if (event.type().equals("incident.opened")) {
        return (ObjectNode) TownsGateway.JSON.readTree(event.json());
      }
    }
    throw new AssertionError("no incident was opened");
  }

  /** Data with whatever any event has, so that every redaction has something to take out. */
  private Map<String, Object> data(String type, Where where, int number) throws Exception {
    ObjectNode data = openedData();
    ObjectNode told = (ObjectNode) data.path("incident");
    told.put("id", "20200101-" + number).put("quiet", where.quiet()).put("duress", true);
    told.putObject("cancelRequest")
        .put("at", "2020-01-01T00:00:00.000Z")
        .put("device", "button-east-1")
        .put("pin", "duress");
    ((ObjectNode) data.path("alarm")).put("raw", "AAAA");
    data.putObject("assignment").put("unit", "unit-" + where.place()).put("phone", "138");
    data.put("onDuty", true).put("text", "called").put("unit", "unit-" + where.place());
    if (type.startsWith("window.")) {
      data.putObject("window")
          .put("id", "W-20200101-" + number)
          .put("from", "2020-01-01T00:00:00.000Z")
          .put("state", "ended");
    }
    if (type.startsWith("area-event.")) {
      data.putObject("areaEvent").put("id", "A-20200101-" + number);
    }
    data.put("device", "button-" + where.place());
    return TownsGateway.JSON.convertValue(data, MAP);
  }

  private void store(String type, String subject, Where where, int number) throws Exception {
    Event event =
        new Event(
            type,
            subject,
            Instant.now(),
            where.district(),
            where.place(),
            Set.of("unit-" + where.place()),
            data(type, where, number));
    TownsGateway.await(gateway.journal().append(event));
  }

  private static String subject(String type, Where where) {
    return type + "-" + where.name();
  }

  @Test
  void everybodyHearsWhatTheTableSaysAndNothingElse() throws Exception {
    int number = 1_000;
    for (String type : new TreeSet<>(table.contractEvents())) {
      for (Where where : PLACES) {
        store(type, subject(type, where), where, number++);
      }
    }
    // Everybody hears one of these, after all that came before.
    for (Where where : PLACES) {
      store("device.mended", LAST, where, number++);
    }
    for (Map.Entry<Listener, Desk> desk : desks.entrySet()) {
      desk.getValue().await("the last", message -> message.path("subject").asText().equals(LAST));
      assertThat(desk.getValue().subjects())
          .as(desk.getKey().user())
          .containsExactlyInAnyOrderElementsOf(expected(desk.getKey()));
      checkMembers(desk.getKey(), desk.getValue());
    }
  }

  private Set<String> expected(Listener listener) {
    Set<String> subjects = new LinkedHashSet<>();
    for (String type : table.contractEvents()) {
      for (Where where : PLACES) {
        if (hears(listener, type, where)) {
          subjects.add(subject(type, where));
        }
      }
    }
    return subjects;
  }

  /** A member is shown to those roles that the table names, and at least one of them is. */
  private void checkMembers(Listener listener, Desk desk) {
    for (String member : WhoMayTable.names(table.members)) {
      boolean may = WhoMayTable.words(table.members.path(member)).contains(listener.role());
      for (JsonNode message : desk.messages()) {
        if (!may) {
          assertThat(message.findValue(member) != null)
              .as("%s gets %s of %s", listener.user(), member, message.path("type"))
              .isFalse();
        }
      }
    }
  }

  @Test
  void whatADeskSaysCountsForWhoMaySeeTheIncidentOnly() throws Exception {
    Set<String> mayRender = new TreeSet<>();
    for (Map.Entry<Listener, Desk> desk : desks.entrySet()) {
      Listener listener = desk.getKey();
      for (String type : WhoMayTable.names(table.messages)) {
        assertThat(table.messages.path(type).asText()).isEqualTo("incident");
        desk.getValue()
            .say("{\"type\":\"" + type + "\",\"incident\":\"" + incident + "\",\"id\":\"1\"}");
      }
      if (hears(listener, "incident.opened", PLACES.get(0)) && !listener.role().equals("patrol")) {
        mayRender.add(listener.user()); // No unit was sent to this one.
      }
    }
    TownsGateway.until("all who may are noted", () -> noted().containsAll(mayRender));
    gateway.later(Duration.ofSeconds(5));
    assertThat(noted()).isEqualTo(mayRender);
  }

  private Set<String> noted() {
    try {
      HttpResponse<String> timeline =
          gateway.ask(
              "GET", "/api/v1/incidents/" + incident + "/timeline", null, gateway.as("head"));
      Set<String> users = new TreeSet<>();
      for (JsonNode item : TownsGateway.json(timeline).path("items")) {
        for (JsonNode desk : item.path("data").path("desks")) {
          users.add(desk.path("user").asText());
        }
      }
      return users;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoMessageOfTheContractEndsTheStreamOrIsPassedOver() throws Exception {
    for (String said : List.of("no json", "[]", "7", "{\"type\":\"rendered\"}")) {
      try (Desk desk = Desk.open(gateway, gateway.as("site-west"))) {
        desk.say(said);
        assertThat(desk.closed()).as(said).isEqualTo(4400);
      }
    }
    try (Desk desk = Desk.open(gateway, gateway.as("site-west"))) {
      for (String command : List.of("claim", "close", "incident.opened", "heartbeat", "snapshot")) {
        desk.say("{\"type\":\"" + command + "\",\"incident\":\"" + incident + "\",\"id\":\"1\"}");
      }
      desk.say("{\"type\":\"seen\"}");
      assertThat(desk.closed()).isEqualTo(4400);
    }
    HttpResponse<String> now =
        gateway.ask("GET", "/api/v1/incidents/" + incident, null, gateway.as("dispatcher"));
    assertThat(TownsGateway.json(now).path("handling").asText()).isEqualTo("new");
  }

  @Test
  void aStreamEndsWithTheSessionThatOpenedIt() throws Exception {
    Map<String, String> signedIn = gateway.as("head-west");
    try (Desk desk = Desk.open(gateway, signedIn)) {
      gateway.ask("POST", "/api/v1/logout", null, signedIn);
      assertThat(desk.closed()).isEqualTo(4401);
    }
  }

  @Test
  void aPageOfAnotherSiteOpensNoStream() throws Exception {
    List<String> refused = new ArrayList<>();
    for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1", "")) {
      Map<String, String> headers = new LinkedHashMap<>(gateway.as("dispatcher"));
      headers.put("Origin", origin);
      headers.put("Accept", "text/event-stream");
      refused.add(gateway.ask("GET", "/api/v1/events", null, headers).statusCode() + origin);
    }
    assertThat(refused.stream().map(answer -> answer.substring(0, 3)).collect(Collectors.toSet()))
        .containsExactly("403");
  }
}
