package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.Position;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A map on the squares of a tile server, in a real browser. */
class MapTilesIT {

  /** The demo county's first school, WGS 84. */
  private static final Position SCHOOL = new Position(26.3037, 118.0041);

  private static final int POINTS = 2_000;

  @BeforeEach
  void need() {
    Browser.need();
  }

  private static RunningGateway start(Path folder, TileServer tiles, CoordinateSystem system)
      throws Exception {
    RunningGateway gateway =
        RunningGateway.start(
            folder,
            "mqtt:\n  port: 0\nmap:\n  tiles:\n    attribution: '© <b>owner</b>'\n    url: '"
                + tiles.template()
                + "'\n    coordinates: "
                + system.wireName()
                + "\n");
    Path map = Files.createDirectories(folder.resolve("registry/map"));
    Files.copy(Path.of("../config/demo/map/boundaries.geojson"), map.resolve("boundaries.geojson"));
    return gateway;
  }

  @ParameterizedTest
  @EnumSource
  void placesLieWhereTheSquaresShowThem(CoordinateSystem system, @TempDir Path folder)
      throws Exception {
    try (TileServer tiles = TileServer.start();
        RunningGateway gateway = start(folder, tiles, system);
        Browser desk = Browser.open(gateway.api().address(), 1440, 900, "zh", "dark")) {
      desk.signIn("dispatcher").startShift();
      String id =
          gateway
              .api()
              .post("/alarms", "{\"device\":\"button-1\"}", gateway.api().token("dispatcher"))
              .path("incident")
              .asText();
      desk.go("#/desk/i/" + id).until(".map-mark.place").until(".leaflet-tile-loaded");
      desk.await(
          "a square lies under the place",
          """
          const mark = document.querySelector('.map-mark.place').getBoundingClientRect();
          const at = [mark.x + mark.width / 2, mark.y + mark.height / 2];
          const under = [...document.querySelectorAll('.leaflet-tile-loaded')].find((tile) => {
            const {left, right, top, bottom} = tile.getBoundingClientRect();
            return at[0] >= left && at[0] < right && at[1] >= top && at[1] < bottom;
          });
          if (!under) return false;
          const {x, y, width, height} = under.getBoundingClientRect();
          window.found = {square: new URL(under.src).pathname, column: (at[0] - x) / width,
            row: (at[1] - y) / height};
          return true;""");
      desk.screenshot("tiles-" + system.wireName());
      Map<?, ?> found = (Map<?, ?>) Objects.requireNonNull(desk.run("return window.found"));
      String[] square = String.valueOf(found.get("square")).split("/", -1);
      int zoom = Integer.parseInt(square[square.length - 3]);
      double column = Integer.parseInt(square[square.length - 2]) + number(found.get("column"));
      double row = Integer.parseInt(square[square.length - 1]) + number(found.get("row"));
      var place = gateway.api().get("/incidents/" + id, gateway.api().token("dispatcher"));
      Position wgs84 =
          new Position(
              place.path("place").path("latitude").asDouble(),
              place.path("place").path("longitude").asDouble());
      assertThat(wgs84.distanceM(SCHOOL)).as("the data stay as they are").isLessThan(50);
      double[] drawn = system.fromWgs84(wgs84);
      double twoPixels = 2.0 / TileServer.SIDE;
      assertThat(column).isCloseTo(column(drawn[1], zoom), within(twoPixels));
      assertThat(row).isCloseTo(row(drawn[0], zoom), within(twoPixels));

      assertThat(desk.text(".map-attribution")).isEqualTo("© <b>owner</b>");
      assertThat(tiles.asked).isNotEmpty().hasSameSizeAs(new HashSet<>(tiles.asked));
      assertThat(tiles.betrayed).isEmpty();
      desk.checkCleanHands();
    }
  }

  /** Web Mercator, in squares. */
  private static double column(double longitude, int zoom) {
    return (longitude + 180) / 360 * (1 << zoom);
  }

  private static double row(double latitude, int zoom) {
    double y = Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2));
    return (1 - y / Math.PI) / 2 * (1 << zoom);
  }

  private static double number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).doubleValue();
  }

  @ParameterizedTest
  @EnumSource
  void theConsoleShiftsAsTheGatewayDoes(CoordinateSystem system, @TempDir Path folder)
      throws Exception {
    Random random = new Random(26);
    List<List<Double>> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      points.add(List.of(-5 + random.nextDouble() * 65, 65 + random.nextDouble() * 80));
    }
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n");
        Browser page = Browser.open(gateway.api().address(), 800, 600, "en", "light")) {
      List<?> shifted = shifted(page, "shift", system, points);
      List<?> back = shifted(page, "unshift", system, shifted);
      for (int i = 0; i < POINTS; i++) {
        Position place = new Position(points.get(i).get(0), points.get(i).get(1));
        double[] wanted = system.fromWgs84(place);
        assertThat(pair(shifted.get(i))).containsExactly(wanted, within(1e-10));
        Position inverse = system.toWgs84(wanted[0], wanted[1]);
        double[] found = pair(back.get(i));
        assertThat(new Position(found[0], found[1]).distanceM(inverse)).isLessThan(0.001);
      }
    }
  }

  private static List<?> shifted(
      Browser page, String function, CoordinateSystem system, List<?> points) {
    return (List<?>)
        Objects.requireNonNull(
            page.runAsync(
                "const shifting = await import('/core/shift.js');"
                    + "return given[2].map((place) => shifting[given[0]](given[1], place));",
                function,
                system.wireName(),
                points));
  }

  private static double[] pair(Object pair) {
    return ((List<?>) pair).stream().mapToDouble(MapTilesIT::number).toArray();
  }
}
