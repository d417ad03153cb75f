package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.sharpeyes.gateway.WhoMayTable.Operation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Role × district × site and unit × operation, and device × topic, on the whole running gateway,
 * held to {@code who-may.yaml}; what is heard and said on the stream is in {@link WhoHearsIT}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
class WhoMayIT {

  private TownsGateway gateway;
  private WhoMayTable table;
  private final Map<String, Map<String, String>> signedIn = new HashMap<>();
  private final Map<String, String> things = new HashMap<>();
  private byte[] zip = new byte[0];

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    gateway = new TownsGateway(folder);
    table = new WhoMayTable();
    for (String role : TwoTowns.ROLES) {
      signIn(role + "-east");
      signIn(role + "-west");
    }
    signIn("patrol-east-2");
    signIn("site-east-2");
    nameThings();
  }

  private void signIn(String user) throws Exception {
    signedIn.put(user, gateway.as(user));
  }

  private Map<String, String> as(String user) {
    return Objects.requireNonNull(signedIn.get(user));
  }

  private void nameThings() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    things.put("soon", now.plusSeconds(3_600).toString());
    things.put("later", now.plusSeconds(5_400).toString());
    things.put("device", "button-east-1");
    things.put("speaker", "speaker-east-1");
    things.put("camera", "camera-east-1");
    things.put("unit", "unit-east-1");
    things.put("areaEvent", "A-20200101-0001");
    things.put("user", "patrol-east-2");
    things.put("review", "R-1");
    things.put("layer", "roads");
    List.of("zoom", "column", "row").forEach(name -> things.put(name, "0"));
    things.put("incident", press("button-east-1"));
    things.put("other", press("button-east-2"));
    things.put("window", json(operation("bookWindow"), as("dispatcher-east")).path("id").asText());
    things.put(
        "order", json(operation("openWorkOrder"), as("maintenance-east")).path("id").asText());
    zip =
        zipped(
            "sites.csv",
            "id,name,kind,district,latitude,longitude\neast-1,Other,school,"
                + TwoTowns.EAST
                + ",26.1,118\n");
    // A patrol sees what its unit was sent to.
    json(operation("claimIncident"), as("dispatcher-east"));
    json(operation("assignUnit"), as("dispatcher-east"));
  }

  private String press(String device) throws Exception {
    String body = "{\"device\":\"" + device + "\"}";
    HttpResponse<String> answer =
        gateway.ask("POST", "/api/v1/alarms", body, as("dispatcher-east"));
    return TownsGateway.json(answer).path("incident").asText();
  }

  private static byte[] zipped(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @AfterAll
  void stop() throws Exception {
    gateway.close();
  }

  private Operation operation(String id) {
    return table.contractOperations().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> thing : things.entrySet()) {
      filled = filled.replace("{" + thing.getKey() + "}", thing.getValue());
    }
    return filled;
  }

  private String path(Operation operation) {
    String path = filled(operation.path());
    assertThat(path).as("a thing of the test's county for each parameter").doesNotContain("{");
    return switch (operation.id()) {
      case "camerasNear" -> path + "?latitude=26.1&longitude=118&radiusM=20000";
      case "importRegistry" -> path + "?dryRun=true";
      case "takeSnapshot",
          "fetchClip",
          "watchLive",
          "takeMaintenanceSnapshot",
          "watchMaintenanceLive" ->
          path + "?grant=" + "A".repeat(22);
      default -> path;
    };
  }

  private HttpResponse<String> ask(Operation operation, Map<String, String> headers)
      throws Exception {
    return gateway.http.send(request(operation, headers), BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> askForBytes(Operation operation, Map<String, String> headers)
      throws Exception {
    return gateway.http.send(request(operation, headers), BodyHandlers.ofByteArray());
  }

  /** A body to be searched: an archive's files, or the text itself. */
  private static String text(HttpResponse<byte[]> answer) throws IOException {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.equals("application/zip")) {
      return new String(answer.body(), StandardCharsets.UTF_8);
    }
    StringBuilder all = new StringBuilder();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      while (in.getNextEntry() != null) {
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }

  private HttpRequest request(Operation operation, Map<String, String> headers) {
    JsonNode body = table.operations.path(operation.id()).path("body");
    boolean archive = body.asText().equals("{zip}");
    BodyPublisher sent =
        archive
            ? BodyPublishers.ofByteArray(zip)
            : body.isMissingNode()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(filled(body.toString()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.uri(path(operation)))
            .timeout(Duration.ofSeconds(60))
            .method(operation.method(), sent);
    if (!body.isMissingNode()) {
      request.header("Content-Type", archive ? "application/zip" : "application/json");
    }
    headers.forEach(request::setHeader);
    return request.build();
  }

  private JsonNode json(Operation operation, Map<String, String> headers) throws Exception {
    HttpResponse<String> answer = ask(operation, headers);
    assertThat(answer.statusCode()).as(operation.id() + answer.body()).isLessThan(300);
    return TownsGateway.json(answer);
  }

  @Test
  @Order(1)
  void theTableHasALineForEverythingInTheContractsAndNoOther() {
    List<Operation> operations = table.contractOperations();
    assertThat(operations)
        .extracting(Operation::id)
        .containsExactlyInAnyOrderElementsOf(WhoMayTable.names(table.operations));
    assertThat(table.contractEvents())
        .containsExactlyInAnyOrderElementsOf(WhoMayTable.names(table.events));
    assertThat(table.contractMessages())
        .containsExactlyInAnyOrderElementsOf(WhoMayTable.names(table.messages));
    assertThat((Object) table.contractTopics()).isEqualTo(table.topics);
    for (Operation operation : operations) {
      JsonNode line = table.operations.path(operation.id());
      assertThat(operation.roles())
          .as("x-roles of " + operation.id())
          .isEqualTo(WhoMayTable.words(line.path("roles")));
      assertThat(operation.isOpen()).as(operation.id()).isEqualTo(line.path("open").asBoolean());
      assertThat(operation.takesDevices())
          .as(operation.id())
          .isEqualTo(line.path("device").asBoolean());
      assertThat(line.path("open").asBoolean() || line.path("roles").size() > 0)
          .as(operation.id() + " names who may")
          .isTrue();
      boolean named = Set.of("named", "all", "grant").contains(line.path("of").asText());
      assertThat(named || !operation.path().contains("{"))
          .as(operation.id() + " is about a thing in its path")
          .isTrue();
    }
  }

  @Test
  @Order(2)
  void whoIsNotSignedInReachesWhatIsOpenOnly() throws Exception {
    Map<String, Map<String, String>> strangers = new HashMap<>();
    strangers.put("nobody", Map.of());
    strangers.put("a made-up token", TownsGateway.bearer("A".repeat(43)));
    strangers.put("a made-up cookie", Map.of("Cookie", "sharpeyes=" + "A".repeat(43)));
    strangers.put("no token", Map.of("Authorization", "Bearer "));
    strangers.put("a wrong secret", TownsGateway.device("button-east-1", "wrong"));
    strangers.put(
        "a person as a device",
        TownsGateway.device("dispatcher-east", TwoTowns.password("dispatcher-east")));
    Map<String, String> gone = gateway.as("admin-east");
    gateway.ask("POST", "/api/v1/logout", null, gone);
    strangers.put("who signed out", gone);
    for (Operation operation : table.contractOperations()) {
      boolean open = table.operations.path(operation.id()).path("open").asBoolean();
      for (Map.Entry<String, Map<String, String>> stranger : strangers.entrySet()) {
        int status = ask(operation, stranger.getValue()).statusCode();
        if (!open) {
          assertThat(status).as("%s as %s", operation.id(), stranger.getKey()).isEqualTo(401);
        } else if (!operation.id().equals("login")) {
          assertThat(status).as("%s as %s", operation.id(), stranger.getKey()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  @Order(3)
  void aDeviceReachesItsOwnAlarmOnly() throws Exception {
    Map<String, String> own = secretOf("button-east-1");
    for (Operation operation : table.contractOperations()) {
      JsonNode line = table.operations.path(operation.id());
      if (line.path("open").asBoolean()) {
        continue;
      }
      boolean may = line.path("device").asBoolean();
      assertThat(ask(operation, own).statusCode())
          .as("%s as a device", operation.id())
          .matches(status -> may ? status < 300 : status == 401);
      if (may) {
        assertThat(ask(operation, secretOf("button-west-1")).statusCode())
            .as("%s as another device", operation.id())
            .isIn(403, 404);
      }
    }
  }

  private static Map<String, String> secretOf(String device) {
    return TownsGateway.device(device, TwoTowns.secret(device));
  }

  @Test
  @Order(4)
  void aRoleThatIsNotNamedIsRefused() throws Exception {
    for (Operation operation : table.contractOperations()) {
      JsonNode line = table.operations.path(operation.id());
      Set<String> refused = new HashSet<>(TwoTowns.ROLES);
      refused.removeAll(WhoMayTable.words(line.path("roles")));
      if (!line.path("open").asBoolean()) {
        for (String role : refused) {
          assertThat(ask(operation, as(role + "-east")).statusCode())
              .as("%s as %s", operation.id(), role)
              .isEqualTo(403);
        }
      }
    }
  }

  @Test
  @Order(5)
  void peopleOfAnotherDistrictSiteOrUnitFindNothing() throws Exception {
    for (Operation operation : table.contractOperations()) {
      JsonNode line = table.operations.path(operation.id());
      String of = line.path("of").asText();
      if (line.path("open").asBoolean() || !Set.of("named", "list").contains(of)) {
        continue;
      }
      for (String user : othersOf(WhoMayTable.words(line.path("roles")))) {
        HttpResponse<byte[]> answer = askForBytes(operation, as(user));
        assertThat(answer.statusCode()).as("%s as %s", operation.id(), user).isLessThan(500);
        if (of.equals("named")) {
          assertThat(answer.statusCode()).as("%s as %s", operation.id(), user).isIn(403, 404);
        }
        assertThat(text(answer))
            .as("%s as %s", operation.id(), user)
            .doesNotContain("School east-1", "Road east-1", "Device button-east-1", "Camera east-1")
            .doesNotContain("Unit unit-east-1", "Guard east-1");
      }
    }
  }

  private static List<String> othersOf(Set<String> roles) {
    List<String> users = new ArrayList<>();
    for (String role : roles) {
      users.add(role + "-west");
      if (role.equals("patrol") || role.equals("site")) {
        users.add(role + "-east-2");
      }
    }
    return users;
  }

  @Test
  @Order(6)
  void whoMayIsLetIn() throws Exception {
    List<String> surprises = new ArrayList<>();
    for (Operation operation : table.contractOperations()) {
      JsonNode line = table.operations.path(operation.id());
      Set<String> roles = WhoMayTable.words(line.path("roles"));
      Set<String> finds = WhoMayTable.words(line.path("finds"));
      for (String role : roles) {
        if (Set.of("logout", "logoutEverywhere").contains(operation.id())) {
          continue;
        }
        HttpResponse<byte[]> answer = askForBytes(operation, as(role + "-east"));
        String status = String.valueOf(answer.statusCode());
        String asked = operation.id() + " as " + role + ": " + text(answer);
        if (finds.isEmpty() ? !status.startsWith("2") : !finds.contains(status)) {
          surprises.add(status + " for " + asked);
        }
      }
    }
    assertThat(surprises).isEmpty();
  }

  @Test
  @Order(7)
  void whatTheContractDoesNotKnowIsNotThere() throws Exception {
    Map<String, Set<String>> known = new HashMap<>();
    for (Operation operation : table.contractOperations()) {
      known.computeIfAbsent(path(operation), path -> new HashSet<>()).add(operation.method());
    }
    for (Map.Entry<String, Set<String>> path : known.entrySet()) {
      for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD")) {
        if (!path.getValue().contains(method)) {
          assertThat(gateway.ask(method, path.getKey(), null, as("admin-east")).statusCode())
              .as("%s %s", method, path.getKey())
              .isIn(404, 405);
        }
      }
    }
    for (String guess :
        List.of(
            "/api",
            "/api/",
            "/api/v1",
            "/api/v1/",
            "/api/v2/me",
            "/api/v1/people",
            "/admin",
            "/api/v1/devices/button-east-1/secret",
            "/api/v1/config",
            "/api/v1/audit.db",
            "/debug",
            "/actuator",
            "/health",
            "/heapdump",
            "/jolokia",
            "/eventbus",
            "/graphql",
            "/api/v1/ME",
            "/api/v1/me;a=b",
            "/api/v1/%6de",
            "/api//v1/me",
            "/api/v1/me/",
            "/metrics/",
            "//metrics",
            "/api/v1/%2e%2e/%2e%2e/metrics",
            "/openapi.yaml/")) {
      assertThat(gateway.ask("GET", guess, null, as("admin-east")).statusCode())
          .as(guess)
          .isIn(400, 404, 405);
    }
  }

  @Test
  @Order(8)
  void aDeviceSpeaksAndHearsUnderItsOwnNameOnly() throws Exception {
    for (String topic : WhoMayTable.names(table.topics)) {
      String may = table.topics.path(topic).asText();
      assertThat(publishes("button-east-1", topic))
          .as("its own " + topic)
          .isEqualTo(may.equals("publish"));
      assertThat(publishes("button-east-2", topic)).as("another's " + topic).isFalse();
      assertThat(subscribes("button-east-1", topic))
          .as("its own " + topic)
          .isEqualTo(may.equals("subscribe"));
      assertThat(subscribes("button-east-2", topic)).as("another's " + topic).isFalse();
    }
    for (String filter : List.of("#", "+/+/+/+", "sharpeyes/#", "$SYS/#", "$share/a/sharpeyes/#")) {
      Mqtt5BlockingClient button = button();
      assertThat(subscribes(button, filter)).as(filter).isFalse();
    }
  }

  private Mqtt5BlockingClient button() {
    Mqtt5BlockingClient client =
        MqttClient.builder()
            .useMqttVersion5()
            .serverHost("127.0.0.1")
            .serverPort(gateway.gateway.mqttPort())
            .simpleAuth()
            .username("button-east-1")
            .password(TwoTowns.secret("button-east-1").getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildBlocking();
    client.connect();
    return client;
  }

  private boolean publishes(String device, String topic) {
    Mqtt5BlockingClient client = button();
    try {
      Mqtt5PublishResult result =
          client
              .publishWith()
              .topic("sharpeyes/v1/" + device + "/" + topic)
              .qos(MqttQos.AT_LEAST_ONCE)
              .payload("{\"latitude\":26,\"longitude\":118}".getBytes(StandardCharsets.UTF_8))
              .send();
      return result.getError().isEmpty();
    } catch (RuntimeException refused) {
      return false;
    } finally {
      leave(client);
    }
  }

  private boolean subscribes(String device, String topic) {
    return subscribes(button(), "sharpeyes/v1/" + device + "/" + topic);
  }

  private static boolean subscribes(Mqtt5BlockingClient client, String filter) {
    try {
      client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send();
      return true;
    } catch (Mqtt5SubAckException refused) {
      return false;
    } catch (RuntimeException cut) {
      return false;
    } finally {
      leave(client);
    }
  }

  private static void leave(Mqtt5BlockingClient client) {
    if (client.getState().isConnected()) {
      client.disconnect();
    }
  }

  @Test
  @Order(9)
  void aSessionThatHasExpiredIsNobody() throws Exception {
    gateway.later(Duration.ofHours(13));
    for (Operation operation : table.contractOperations()) {
      JsonNode line = table.operations.path(operation.id());
      for (String role : WhoMayTable.words(line.path("roles"))) {
        assertThat(ask(operation, as(role + "-east")).statusCode())
            .as("%s as %s of yesterday", operation.id(), role)
            .isEqualTo(401);
      }
    }
  }
}
