package io.sharpeyes.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinateSystemTest {

  /**
   * Points published with googollee/eviltransform; it works on WGS 84's axis, hence the
   * centimetres.
   */
  @ParameterizedTest
  @CsvSource({
    "31.1774276, 121.5272106, 31.17530398364597, 121.531541859215",
    "22.543847, 113.912316, 22.540796131694766, 113.9171764808363",
    "39.911954, 116.377817, 39.91334545536069, 116.38404722455657",
    "30.6107779, 121.0917077, 30.608604331756705, 121.09626935575027"
  })
  void agreesWithPublishedPoints(double lat, double lon, double gcjLat, double gcjLon) {
    double[] gcj02 = CoordinateSystem.GCJ_02.fromWgs84(new Position(lat, lon));
    assertThat(new Position(gcj02[0], gcj02[1]).distanceM(new Position(gcjLat, gcjLon)))
        .isLessThan(0.02);
    assertThat(CoordinateSystem.GCJ_02.toWgs84(gcjLat, gcjLon).distanceM(new Position(lat, lon)))
        .isLessThan(0.02);
  }

  /** A point from the tests of wandergis/coordtransform, which is on the same ellipsoid. */
  @ParameterizedTest
  @CsvSource({"39.915, 116.404, 39.91640428150164, 116.41024449916938"})
  void agreesExactlyOnTheSameEllipsoid(double lat, double lon, double gcjLat, double gcjLon) {
    assertThat(CoordinateSystem.GCJ_02.fromWgs84(new Position(lat, lon)))
        .containsExactly(new double[] {gcjLat, gcjLon}, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"30.6107779, 121.0917077, 30.61484572185035, 121.10271732371203"})
  void agreesWithBaidu(double lat, double lon, double bdLat, double bdLon) {
    double[] bd09 = CoordinateSystem.BD_09.fromWgs84(new Position(lat, lon));
    assertThat(new Position(bd09[0], bd09[1]).distanceM(new Position(bdLat, bdLon)))
        .isLessThan(0.02);
    assertThat(CoordinateSystem.BD_09.toWgs84(bdLat, bdLon).distanceM(new Position(lat, lon)))
        .isLessThan(0.02);
  }

  @Property(tries = 20_000)
  void invertsToUnderATenthOfAMetreOverChina(
      @ForAll @DoubleRange(min = 3.5, max = 53.6) double lat,
      @ForAll @DoubleRange(min = 73.4, max = 135.1) double lon) {
    Position place = new Position(lat, lon);
    for (CoordinateSystem system : CoordinateSystem.values()) {
      double[] written = system.fromWgs84(place);
      assertThat(system.toWgs84(written[0], written[1]).distanceM(place)).isLessThan(0.1);
    }
  }

  @Property
  void shiftsBySomeHundredMetresInChinaOnly(
      @ForAll @DoubleRange(min = 20, max = 45) double lat,
      @ForAll @DoubleRange(min = 80, max = 125) double lon) {
    double[] gcj02 = CoordinateSystem.GCJ_02.fromWgs84(new Position(lat, lon));
    assertThat(new Position(gcj02[0], gcj02[1]).distanceM(new Position(lat, lon)))
        .isBetween(10.0, 2_000.0);
    double[] elsewhere = CoordinateSystem.GCJ_02.fromWgs84(new Position(-lat, -lon));
    assertThat(elsewhere).containsExactly(new double[] {-lat, -lon}, within(0.0));
  }
}
