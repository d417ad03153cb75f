package io.sharpeyes.device.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The demo county's registry in {@code config/demo} is what tutorials and the console rely on. */
class DemoCountyTest {

  private static final Path FOLDER = Path.of("..", "config", "demo");
  private static final double METRES_PER_DEGREE = 111_195;

  private final List<Row> cameras = read("cameras.csv");
  private final List<Row> devices = read("devices.csv");
  private final List<Row> sites = read("sites.csv");

  @Test
  void hasTheNamesThatTutorialsRelyOn() {
    assertThat(names(devices, "button-")).containsAll(numbered("button-", 29)).hasSize(29);
    assertThat(names(devices, "speaker-")).contains("speaker-1");
    assertThat(names(devices, "phone-")).contains("phone-1");
    assertThat(names(cameras, "camera-")).containsExactlyElementsOf(numbered("camera-", 24));
    assertThat(names(read("units.csv"), "unit-")).containsExactlyElementsOf(numbered("unit-", 8));
    assertThat(names(devices, "unit-")).containsExactlyElementsOf(numbered("unit-", 8));
    assertThat(read("people.csv"))
        .extracting(person -> person.get("user"))
        .contains("dispatcher", "dispatcher-2", "patrol", "maintenance", "head", "admin", "site");
    assertThat(kinds()).containsEntry("school", 3L).containsEntry("household", 20L);
    assertThat(kinds()).containsEntry("junction", 6L).containsKeys("shop", "clinic");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> districts = read("districts.csv").stream().map(d -> d.get("code")).toList();

    assertThat(read("districts.csv").stream().map(d -> d.get("parent")).filter(p -> !p.isEmpty()))
        .isSubsetOf(districts);
    for (String file : List.of("cameras.csv", "units.csv", "people.csv", "checkpoints.csv")) {
      assertThat(read(file)).as(file).allMatch(row -> districts.contains(row.get("district")));
    }
    assertThat(sites).allMatch(site -> districts.contains(site.get("district")));
    assertThat(devices).allMatch(device -> names(sites, "").contains(device.get("site")));
    assertThat(read("contacts.csv"))
        .allMatch(contact -> names(sites, "").contains(contact.get("site")));
  }

  @Test
  void everyButtonHasFourCamerasWithinAKilometreAndAHalf() {
    for (Row button : buttons()) {
      Row place = site(button.get("site"));
      assertThat(cameras.stream().filter(camera -> metres(camera, place) <= 1_500).count())
          .as(button.get("id"))
          .isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void everySchoolAndJunctionIsInTheFieldOfViewOfACamera() {
    List<Row> places =
        sites.stream().filter(s -> s.get("kind").matches("school|junction")).toList();

    assertThat(places).hasSize(9);
    for (Row place : places) {
      assertThat(cameras).as(place.get("id")).anyMatch(camera -> sees(camera, place));
    }
  }

  @Test
  void roadsOfTheMapPassByEverySite() throws Exception {
    List<Row> corners = roadCorners();

    for (Row site : sites) {
      assertThat(corners).as(site.get("id")).anyMatch(corner -> metres(corner, site) < 60);
    }
  }

  /** Every point that a road passes, at most 10 m apart. */
  private static List<Row> roadCorners() throws IOException {
    List<Row> corners = new ArrayList<>();
    for (Object feature : map("roads.geojson").getJsonArray("features")) {
      JsonArray line = ((JsonObject) feature).getJsonObject("geometry").getJsonArray("coordinates");
      for (int i = 1; i < line.size(); i++) {
        Row from = corner(line.getJsonArray(i - 1), line.getJsonArray(i), 0);
        Row to = corner(line.getJsonArray(i - 1), line.getJsonArray(i), 1);
        double steps = Math.ceil(metres(from, to) / 10);
        for (int k = 0; k <= steps; k++) {
          corners.add(corner(line.getJsonArray(i - 1), line.getJsonArray(i), k / steps));
        }
      }
    }
    return corners;
  }

  private static Row corner(JsonArray from, JsonArray to, double share) {
    double longitude = from.getDouble(0) + (to.getDouble(0) - from.getDouble(0)) * share;
    double latitude = from.getDouble(1) + (to.getDouble(1) - from.getDouble(1)) * share;
    return new Row(Map.of("longitude", "" + longitude, "latitude", "" + latitude));
  }

  @Test
  void theMapNamesTheRegistrysDistrictsAndIsSmall() throws Exception {
    List<String> districts = read("districts.csv").stream().map(d -> d.get("code")).toList();
    long bytes = 0;
    try (var files = Files.list(FOLDER.resolve("map"))) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }

    assertThat(bytes).isLessThan(600_000);
    for (Object feature : map("boundaries.geojson").getJsonArray("features")) {
      JsonObject properties = ((JsonObject) feature).getJsonObject("properties");
      assertThat(districts).contains(properties.getString("code"));
    }
  }

  private static JsonObject map(String file) throws IOException {
    return new JsonObject(Files.readString(FOLDER.resolve("map").resolve(file)));
  }

  @Test
  void camerasInsidePremisesDontPreRecord() {
    assertThat(cameras)
        .filteredOn(camera -> camera.get("zone").equals("interior"))
        .isNotEmpty()
        .allMatch(camera -> camera.get("prerecord").equals("false"));
    assertThat(cameras.stream().filter(camera -> camera.get("prerecord").equals("true")).count())
        .isBetween(6L, 10L);
  }

  @Test
  void everyRegisteredCameraAnswersAsItShould() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      SimulatedCameras simulated =
          SimulatedCameras.start(vertx, "127.0.0.1", 0, InstantSource.system())
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, SECONDS);
      DemoCounty.addTo(simulated);
      Map<String, String> seen = new HashMap<>();
      for (Row camera : cameras) {
        seen.put(camera.get("id"), describe(camera, simulated.port()));
      }

      assertThat(seen.values().stream().filter("H265"::equals).count()).isGreaterThanOrEqualTo(2);
      assertThat(seen.values().stream().filter("H264"::equals).count()).isGreaterThanOrEqualTo(16);
      assertThat(seen.values().stream().filter("401"::equals).count()).isOne();
      assertThat(seen.values().stream().filter("refused"::equals).count()).isOne();
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
  }

  /** The codec, or what came instead. */
  private static String describe(Row camera, int port) throws IOException {
    String url = camera.get("url").replace("${rtspPort}", "" + port);
    int itsPort = URI.create(url).getPort();
    if (itsPort != port) {
      return "refused";
    }
    try (RtspTestClient client = new RtspTestClient(port)) {
      var first = client.request("DESCRIBE", url);
      var answer = first;
      if (first.status() == 401) {
        String challenge = first.header("www-authenticate");
        answer = client.request("DESCRIBE", url, authorization(challenge, camera, url));
      }
      if (answer.status() != 200) {
        return "" + answer.status();
      }
      return answer.body().contains("H265/90000") ? "H265" : "H264";
    }
  }

  private static String authorization(String challenge, Row camera, String url) {
    String user = camera.get("user");
    String password = camera.get("password");
    if (challenge.startsWith("Basic")) {
      byte[] pair = (user + ":" + password).getBytes(UTF_8);
      return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
    }
    return DigestForTest.authorization(challenge, user, password, "DESCRIBE", url);
  }

  private List<Row> buttons() {
    return devices.stream().filter(device -> device.get("kind").equals("button")).toList();
  }

  private Row site(String id) {
    return sites.stream().filter(site -> site.get("id").equals(id)).findFirst().orElseThrow();
  }

  private Map<String, Long> kinds() {
    return sites.stream()
        .collect(Collectors.groupingBy(site -> site.get("kind"), Collectors.counting()));
  }

  private static List<String> names(List<Row> rows, String prefix) {
    return rows.stream().map(row -> row.get("id")).filter(id -> id.startsWith(prefix)).toList();
  }

  private static List<String> numbered(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
  }

  private static boolean sees(Row camera, Row place) {
    if (camera.get("azimuthDeg").isEmpty()) {
      return false;
    }
    double bearing = Math.toDegrees(Math.atan2(east(camera, place), north(camera, place)));
    double off = Math.IEEEremainder(bearing - number(camera, "azimuthDeg"), 360);
    return metres(camera, place) <= number(camera, "rangeM")
        && Math.abs(off) <= number(camera, "fieldOfViewDeg") / 2;
  }

  private static double metres(Row from, Row to) {
    return Math.hypot(east(from, to), north(from, to));
  }

  private static double east(Row from, Row to) {
    double shrink = Math.cos(Math.toRadians(number(from, "latitude")));
    return (number(to, "longitude") - number(from, "longitude")) * METRES_PER_DEGREE * shrink;
  }

  private static double north(Row from, Row to) {
    return (number(to, "latitude") - number(from, "latitude")) * METRES_PER_DEGREE;
  }

  private static double number(Row row, String column) {
    return Double.parseDouble(row.get(column));
  }

  /** The demo's files need no quotes: fields hold no ASCII comma. */
  private static List<Row> read(String file) {
    try {
      List<String> lines = Files.readAllLines(FOLDER.resolve(file));
      String[] header = lines.get(0).split(",", -1);
      return lines.stream().skip(1).map(line -> row(header, line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] header, String[] fields) {
    assertThat(fields).hasSameSizeAs(header);
    return new Row(
        IntStream.range(0, header.length)
            .boxed()
            .collect(Collectors.toMap(i -> header[i], i -> fields[i])));
  }

  private record Row(Map<String, String> fields) {

    String get(String column) {
      return Objects.requireNonNull(fields.get(column), column);
    }
  }
}
