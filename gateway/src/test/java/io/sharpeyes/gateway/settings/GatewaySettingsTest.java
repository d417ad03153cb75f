package io.sharpeyes.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.mqtt.MqttServerOptions;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.PatrolUnit;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {

  private static final Path REFERENCE = Path.of("../config/gateway.yaml");

  private final Path folder;

  GatewaySettingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private GatewaySettings.Reading read(String yaml) throws IOException {
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(file, yaml);
    return GatewaySettings.load(file, Map.of(), Map.of());
  }

  private GatewaySettings good(String yaml) throws IOException {
    GatewaySettings.Reading reading = read(yaml);
    assertThat(reading.problems()).isEmpty();
    return reading.settings().orElseThrow();
  }

  private List<String> problems(String yaml) throws IOException {
    GatewaySettings.Reading reading = read(yaml);
    assertThat(reading.settings()).isEmpty();
    return reading.problems().stream().map(SettingsProblem::toString).toList();
  }

  /** Paths in the reference are relative to its folder; the defaults to the working directory. */
  private static GatewaySettings relativeTo(Path folder, GatewaySettings settings) {
    return new GatewaySettings(
        folder.resolve(settings.data()),
        folder.resolve(settings.registry()),
        settings.coordinates(),
        settings.zone(),
        settings.http(),
        settings.mqtt(),
        settings.journal(),
        settings.correlation(),
        settings.response(),
        settings.video(),
        settings.health(),
        settings.retention(),
        new AccessSettings(
            folder.resolve(settings.access().keyFile()),
            settings.access().sessionLength(),
            settings.access().sessionIdle(),
            settings.access().secondFactorRoles(),
            settings.access().oidc()),
        settings.map(),
        settings.webhooks());
  }

  @Test
  void referenceHasEveryDefault() {
    GatewaySettings.Reading reading = GatewaySettings.load(REFERENCE, Map.of(), Map.of());
    assertThat(reading.problems()).isEmpty();
    Path config = Path.of("../config").toAbsolutePath().normalize();
    assertThat(reading.settings()).contains(relativeTo(config, GatewaySettings.DEFAULT));
  }

  @Test
  void referenceHasEveryKeyAndNoOther() throws IOException {
    SettingNode root =
        new YamlSettings("gateway.yaml", null, new ArrayList<>()).read(Files.readString(REFERENCE));
    Set<String> written = new LinkedHashSet<>();
    collect(root, "", written);
    assertThat(written)
        .containsExactlyInAnyOrderElementsOf(SettingKeys.of(GatewaySettings.class).keySet());
  }

  private static void collect(SettingNode node, String path, Set<String> keys) {
    if (node.kind == SettingNode.Kind.GROUP && !node.members.isEmpty()) {
      node.members.forEach(
          (name, member) -> collect(member, path.isEmpty() ? name : path + "." + name, keys));
    } else {
      keys.add(path);
    }
  }

  @Test
  void everyKeyOfTheReferenceHasAComment() throws IOException {
    boolean told = false;
    for (String line : Files.readAllLines(REFERENCE)) {
      if (line.isBlank()) {
        told = false;
      } else if (line.strip().startsWith("#")) {
        told = true;
      } else {
        assertThat(told).as("a comment above " + line).isTrue();
      }
    }
  }

  @Test
  void examplesInTheReferenceAreGood() throws IOException {
    String yaml =
        Files.readString(REFERENCE)
            .replace("\nwebhooks: []\n", "\n")
            .replace("\n#webhooks:", "\nwebhooks:")
            .replace("\n#  ", "\n  ");
    assertThat(good(yaml).webhooks())
        .containsExactly(
            new WebhookSettings(
                "https://sms.example.org/alarm",
                folder.resolve("webhook.secret"),
                List.of(),
                List.of(),
                Duration.ofSeconds(10),
                Duration.ofDays(3)));
    assertThat(good("response:\n  ringsByDistrict: {\"350428102000\": [3, 5, 10]}\n"))
        .extracting(settings -> settings.response().units().ringsByDistrict())
        .isEqualTo(Map.of("350428102000", List.of(3, 5, 10)));
  }

  /** Each key, set by its environment variable to something else, changes the settings. */
  @Test
  void everyKeyCanBeSetByTheEnvironment() {
    Set<String> variables = new LinkedHashSet<>();
    SettingKeys.of(GatewaySettings.class)
        .forEach(
            (key, type) -> {
              String variable = SettingKeys.variable(key);
              assertThat(variables.add(variable)).as(variable).isTrue();
              GatewaySettings.Reading reading =
                  GatewaySettings.defaults(Map.of(variable, otherValue(key)), Map.of());
              if (key.endsWith(".tls.certificate")
                  || key.endsWith(".tls.key")
                  || key.equals("access.oidc.issuer")) {
                assertThat(reading.problems()).as(key).hasSize(1); // one needs the other
              } else {
                assertThat(reading.problems()).as(key).isEmpty();
                assertThat(reading.settings().orElseThrow())
                    .as(key)
                    .isNotEqualTo(GatewaySettings.DEFAULT);
              }
            });
    assertThat(SettingKeys.variable("mqtt.port")).isEqualTo("SHARPEYES_MQTT_PORT");
    assertThat(SettingKeys.variable("mqtt.maxConnections"))
        .isEqualTo("SHARPEYES_MQTT_MAX_CONNECTIONS");
    assertThat(SettingKeys.variable("mqtt.connectTimeoutS"))
        .isEqualTo("SHARPEYES_MQTT_CONNECT_TIMEOUT_S");
  }

  private static String otherValue(String key) {
    Map<String, String> special = new LinkedHashMap<>();
    special.put("coordinates", "gcj-02");
    special.put("zone", "UTC");
    special.put("http.publicOrigin", "https://alarm.example.org");
    special.put("http.maxBodyBytes", "32KiB");
    special.put("mqtt.maxKeepAliveS", "60");
    special.put("mqtt.bridge.uri", "mqtt://broker:1883");
    special.put("mqtt.websocket.path", "/other");
    special.put("journal.walLimitBytes", "64MiB");
    special.put("correlation.cameras.radiiM", "100,200");
    special.put("correlation.cameras.listed", "7");
    special.put("correlation.areaRadiusM", "300");
    special.put("response.escalation.nextDistrictAfter", "61s");
    special.put("response.escalation.allDesksAfter", "10s");
    special.put("response.ringsMin", "2,4");
    special.put("response.cordonMin", "15");
    special.put("response.ringsByDistrict", "{\"350428102000\": [3, 5]}");
    special.put("video.networks", "10.20.0.0/16,fd00::/8");
    special.put("video.ports", "554");
    special.put("video.verifyHost", "false");
    special.put("video.probe.confirmAfter", "700ms");
    special.put("health.outageSites", "4");
    special.put("retention.audit", "365d");
    special.put("retention.evidence", "60d");
    special.put("access.secondFactorRoles", "admin");
    special.put("access.oidc.jwksUrl", "https://id.example.org/keys");
    special.put("access.oidc.algorithms", "ES512");
    special.put("access.oidc.clockSkew", "10s");
    special.put("map.tiles.url", "https://tiles.example.org/{z}/{x}/{y}.png");
    special.put("map.tiles.coordinates", "gcj-02");
    special.put("map.tiles.minZoom", "5");
    special.put("map.tiles.cacheBytes", "4MiB");
    special.put("webhooks", "[{url: \"https://sms.example.org\", secretFile: secret}]");
    String value = special.get(key);
    if (value != null) {
      return value;
    }
    Type type = SettingKeys.of(GatewaySettings.class).get(key);
    if (type == Duration.class) {
      return key.startsWith("access.") ? "65min" : "55s";
    }
    if (type == int.class || type == long.class || type == double.class || type == Double.class) {
      return key.endsWith("Bytes") ? "500000" : "3";
    }
    return "other";
  }

  @Test
  void laterSourcesWin() throws IOException {
    Path file = folder.resolve("gateway.yaml");
    Files.writeString(file, "mqtt: {port: 1}\nhttp: {port: 2}\nhealth:\n  lowBatteryPercent: 9\n");
    GatewaySettings settings =
        GatewaySettings.load(
                file,
                Map.of("SHARPEYES_MQTT_PORT", "3", "SHARPEYES_HTTP_PORT", "4", "PATH", "/bin"),
                Map.of("mqtt.port", "0", "data", "elsewhere"))
            .settings()
            .orElseThrow();
    assertThat(settings.mqtt().port()).isZero();
    assertThat(settings.http().port()).isEqualTo(4);
    assertThat(settings.health().lowBatteryPercent()).isEqualTo(9);
    assertThat(settings.data()).isEqualTo(Path.of("elsewhere"));
    assertThat(settings.registry()).isEqualTo(folder.resolve("registry"));
    assertThat(settings.journalSettings().folder()).isEqualTo(Path.of("elsewhere/journal"));
  }

  @Test
  void pathsInTheFileAreRelativeToIt() throws IOException {
    GatewaySettings settings = good("data: store\naccess:\n  keyFile: /etc/sharp-eyes/key\n");
    assertThat(settings.data()).isEqualTo(folder.resolve("store"));
    assertThat(settings.access().keyFile()).isEqualTo(Path.of("/etc/sharp-eyes/key"));
  }

  @Test
  void tellsEveryProblemWithItsLine() throws IOException {
    assertThat(
            problems(
                """
                data:
                zone: Asia/Peking
                mqtt:
                  port: abc
                  maxConections: 5
                  maxPayloadBytes: 9TB
                  tls: yes
                http:
                  port: 70000
                  idleTimeout: 1 day
                  tls:
                    certificate: a.pem
                response:
                  speedKmh: {tractor: 3}
                  ringsMin: [3, 1]
                  detour: 0.5
                correlation:
                  cameras:
                    listed: 3
                health: [1]
                video:
                  networks: [10.0.0.0]
                colour: red
                """))
        .containsExactlyInAnyOrder(
            "gateway.yaml:1:data: nothing stands here. Write a value, or delete the line.",
            "gateway.yaml:2:zone: \"Asia/Peking\" is not a time zone. Write one such as"
                + " Asia/Shanghai.",
            "gateway.yaml:4:mqtt.port: \"abc\" is not a whole number. Write digits only.",
            "gateway.yaml:5:mqtt.maxConections: there is no such key. Do you mean"
                + " mqtt.maxConnections?",
            "gateway.yaml:6:mqtt.maxPayloadBytes: \"9TB\" is not a size. Write a number with kB,"
                + " MB, GB, KiB, MiB or GiB, for instance 256MiB.",
            "gateway.yaml:7:mqtt.tls: \"yes\" stands here. Write keys below it, indented.",
            "gateway.yaml:9:http.port: port is 70000. It must be 0 to 65535.",
            "gateway.yaml:10:http.idleTimeout: \"1 day\" is not a duration. Write a number with ms,"
                + " s, min, h or d, for instance 30s.",
            "gateway.yaml:12:http.tls.certificate: one of certificate and key is missing. It must"
                + " be both or neither.",
            "gateway.yaml:14:response.speedKmh: \"tractor\" is none of foot, bicycle, motorcycle,"
                + " car. Write one of them.",
            "gateway.yaml:15:response.ringsMin: ringsMin is [3, 1]. It must be rising minutes,"
                + " from 1.",
            "gateway.yaml:16:response.detour: detour is 0.5. It must be 1 or more.",
            "gateway.yaml:19:correlation.cameras.listed: listed is 3. It must be from wanted (6) to"
                + " 50.",
            "gateway.yaml:20:health: a list stands here. Write keys below it, indented.",
            "gateway.yaml:22:video.networks: A camera network looks like 10.20.0.0/16, not like"
                + " 10.0.0.0. Write another value.",
            "gateway.yaml:23:colour: there is no such key. The keys here are data, registry,"
                + " coordinates, zone, http, mqtt, journal, correlation, response, video, health,"
                + " retention, access, map, webhooks.");
  }

  @Test
  void tellsWhatOnlyFailsTogether() throws IOException {
    assertThat(problems("correlation:\n  cameras:\n    wanted: 20\n    listed: 10\n"))
        .containsExactly(
            "gateway.yaml:3:correlation.cameras.wanted: listed is 8. It must be from wanted (20) to"
                + " 50.");
    assertThat(problems("webhooks:\n  - timeout: 5s\n"))
        .containsExactly(
            "gateway.yaml:2:webhooks: webhooks has one without url. It must be all with a url.");
    assertThat(problems("mqtt:\n  bridge:\n    uri: mqtts://me:secret@broker\n"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith("gateway.yaml:3:mqtt.bridge.uri: uri has a password in it")
                    .doesNotContain("secret@"));
  }

  @Test
  void tellsWhatNoTileServerIs() throws IOException {
    assertThat(problems("map:\n  tiles:\n    url: https://tiles.example.org/{z}/{x}.png\n"))
        .containsExactly(
            "gateway.yaml:3:map.tiles.url: url names not all of zoom, column and row. It must be"
                + " with {z}, {x} and {y}.");
    assertThat(problems("map:\n  tiles:\n    url: file:///{z}/{x}/{y}.png\n").get(0))
        .startsWith(
            "gateway.yaml:3:map.tiles.url: url is file:///0/0/0.png. It must be like http:");
    MapSettings.Tiles south =
        new MapSettings.Tiles(
            "http://127.0.0.1/{z}/{x}/{-y}", null, 0, 18, CoordinateSystem.WGS_84, 1 << 20);
    assertThat(south.address(3, 1, 2)).isEqualTo("http://127.0.0.1/3/1/5");
  }

  @Test
  void tellsBrokenYaml() throws IOException {
    assertThat(problems("mqtt:\n  port: 1\n port: 2\n").get(0))
        .startsWith("gateway.yaml:3: this is no valid YAML");
    assertThat(problems("mqtt:\n  port: 1\n  port: 2\n").get(0))
        .startsWith("gateway.yaml:3: this is no valid YAML (Duplicate field 'port'");
    assertThat(GatewaySettings.load(folder.resolve("missing.yaml"), Map.of(), Map.of()).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("NoSuchFileException"));
    assertThat(good("")).isEqualTo(relativeTo(folder, GatewaySettings.DEFAULT));
  }

  @Test
  void passesOverForeignVariables() {
    GatewaySettings.Reading reading =
        GatewaySettings.defaults(
            Map.of("SHARPEYES_PORT", "tcp://10.0.0.1:80", "SHARPEYES_HTTP_PORT", "x"), Map.of());
    assertThat(reading.warnings())
        .containsExactly("environment SHARPEYES_PORT is no setting and was passed over");
    assertThat(reading.problems())
        .extracting(SettingsProblem::toString)
        .containsExactly(
            "environment SHARPEYES_HTTP_PORT:http.port: \"x\" is not a whole number. Write digits"
                + " only.");
  }

  @Test
  void readsEveryKindOfValue() throws Exception {
    GatewaySettings settings =
        good(
            """
            coordinates: bd-09
            mqtt:
              maxPayloadBytes: 16kB
              tls: {port: 0, certificate: c.pem, key: k.pem}
              websocket: {port: 8083}
            journal: {snapshotEvery: PT1M30S, reserveBytes: 1GB}
            response:
              speedKmh: {car: 50}
            video:
              networks: [10.0.0.0/8]
              ports: [554]
              probe: {interval: 1.5min}
            """);
    assertThat(settings.coordinates()).isEqualTo(CoordinateSystem.BD_09);
    assertThat(settings.mqtt().limits().maxPayloadBytes()).isEqualTo(16_000);
    assertThat(settings.mqtt().serverOptions())
        .isEqualTo(
            new MqttServerOptions(
                "0.0.0.0",
                1883,
                new MqttServerOptions.Tls(
                    0, folder.resolve("c.pem"), folder.resolve("k.pem"), null),
                new MqttServerOptions.WebSocket(8083, "/mqtt"),
                2,
                settings.mqtt().limits()));
    assertThat(settings.journal().bounds().snapshotEvery()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.journal().bounds().reserveBytes()).isEqualTo(1_000_000_000L);
    assertThat(settings.response().units().speedKmh())
        .containsEntry(PatrolUnit.Kind.CAR, 50.0)
        .containsEntry(PatrolUnit.Kind.FOOT, 5.0);
    assertThat(settings.video().probe().interval()).isEqualTo(Duration.ofSeconds(90));
    InetAddress inside = InetAddress.getByName("10.1.2.3");
    assertThat(settings.video().allowList().allows(inside, 554)).isTrue();
    assertThat(settings.video().allowList().allows(inside, 22)).isFalse();
    assertThat(settings.video().allowList().allows(InetAddress.getByName("192.168.1.1"), 554))
        .isFalse();
  }
}
