package io.sharpeyes.gateway.registry;

/**
 * The coordinate systems in which places in China are written down, and the way from each to WGS
 * 84. Pure; any thread.
 *
 * <p>GCJ-02 is what maps sold in China use, BD-09 what Baidu makes of it. Neither has an official
 * publication. The formulas are those that leaked in 2010 and that every open converter uses
 * (googollee/eviltransform, wandergis/coordtransform), on the Krasovsky 1940 ellipsoid. There is no
 * closed inverse: it is found by iteration, to far below a tenth of a metre. Outside a box around
 * China ({@value #SOUTH}..{@value #NORTH} N, {@value #WEST}..{@value #EAST} E) nothing is shifted.
 */
public enum CoordinateSystem {
  /** What satellites say. */
  WGS_84("wgs-84"),
  /** 国测局坐标: Amap, Tencent and all other licensed maps. */
  GCJ_02("gcj-02"),
  /** 百度坐标. */
  BD_09("bd-09");

  private static final double SOUTH = 0.8293;
  private static final double NORTH = 55.8271;
  private static final double WEST = 72.004;
  private static final double EAST = 137.8347;

  /** Semi-major axis, metres, and first eccentricity squared of Krasovsky 1940. */
  private static final double AXIS_M = 6_378_245.0;

  private static final double ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943;

  private static final double BAIDU_WAVE = Math.PI * 3000 / 180;

  /** A ten-billionth of a degree is 11 micrometres. */
  private static final double CLOSE_ENOUGH_DEG = 1e-10;

  private static final int MOST_STEPS = 40;

  private final String wireName;

  CoordinateSystem(String wireName) {
    this.wireName = wireName;
  }

  /** The word in settings, options and queries. */
  public String wireName() {
    return wireName;
  }

  /** Converts a place written in this system, degrees, to WGS 84. */
  public Position toWgs84(double latitude, double longitude) {
    return this == WGS_84 ? new Position(latitude, longitude) : invert(latitude, longitude);
  }

  /** Converts a WGS 84 place to {@code [latitude, longitude]} in this system, degrees. */
  public double[] fromWgs84(Position position) {
    double[] place = {position.latitude(), position.longitude()};
    return switch (this) {
      case WGS_84 -> place;
      case GCJ_02 -> gcj02(place);
      case BD_09 -> bd09(gcj02(place));
    };
  }

  /** Newton's method with the identity as slope: the shift changes by far less than the place. */
  private Position invert(double latitude, double longitude) {
    double lat = latitude;
    double lon = longitude;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] there = fromWgs84(new Position(lat, lon));
      double missLat = latitude - there[0];
      double missLon = longitude - there[1];
      lat = Math.max(-90, Math.min(90, lat + missLat));
      lon = Math.max(-180, Math.min(180, lon + missLon));
      if (Math.abs(missLat) < CLOSE_ENOUGH_DEG && Math.abs(missLon) < CLOSE_ENOUGH_DEG) {
        break;
      }
    }
    return new Position(lat, lon);
  }

  private static double[] gcj02(double[] wgs84) {
    double lat = wgs84[0];
    double lon = wgs84[1];
    if (lat < SOUTH || lat > NORTH || lon < WEST || lon > EAST) {
      return wgs84;
    }
    double x = lon - 105;
    double y = lat - 35;
    double radians = Math.toRadians(lat);
    double sine = Math.sin(radians);
    double magic = 1 - ECCENTRICITY_SQUARED * sine * sine;
    double meridianM = AXIS_M * (1 - ECCENTRICITY_SQUARED) / (magic * Math.sqrt(magic));
    double parallelM = AXIS_M / Math.sqrt(magic) * Math.cos(radians);
    return new double[] {
      lat + Math.toDegrees(northShiftM(x, y) / meridianM),
      lon + Math.toDegrees(eastShiftM(x, y) / parallelM)
    };
  }

  private static double northShiftM(double x, double y) {
    double smooth = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
    return smooth
        + waves(x)
        + wave(20, y, 1)
        + wave(40, y, 3)
        + wave(160, y, 12)
        + wave(320, y, 30);
  }

  private static double eastShiftM(double x, double y) {
    double smooth = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
    return smooth
        + waves(x)
        + wave(20, x, 1)
        + wave(40, x, 3)
        + wave(150, x, 12)
        + wave(300, x, 30);
  }

  private static double waves(double x) {
    return (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * 2 / 3;
  }

  private static double wave(double heightM, double at, double length) {
    return heightM * Math.sin(at / length * Math.PI) * 2 / 3;
  }

  private static double[] bd09(double[] gcj02) {
    double y = gcj02[0];
    double x = gcj02[1];
    double radius = Math.sqrt(x * x + y * y) + 0.00002 * Math.sin(y * BAIDU_WAVE);
    double angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * BAIDU_WAVE);
    return new double[] {radius * Math.sin(angle) + 0.006, radius * Math.cos(angle) + 0.0065};
  }
}
