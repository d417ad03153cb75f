package io.sharpeyes.gateway.registry;

import java.util.List;

/** {@code cameras.csv}. */
final class CameraTable implements Table<Camera> {

  static final Column SITE =
      Column.optional("site", "the id of a row in sites.csv, or nothing if it belongs to none");
  private static final Column ZONE =
      Column.optional("zone", "public, or interior if it looks into a building");
  private static final Column AZIMUTH =
      Column.optional("azimuthDeg", "degrees clockwise from north, 0 to 360, or nothing");
  private static final Column FIELD_OF_VIEW =
      Column.optional(
          "fieldOfViewDeg", "its horizontal angle of view, 1 to 360 degrees, or nothing");
  private static final Column RANGE =
      Column.optional("rangeM", "how far it sees a person, 1 to 10000 metres, or nothing");
  private static final Column URL =
      Column.required("url", "its address, for instance rtsp://10.20.0.15:554/stream1");
  private static final Column SUB_URL =
      Column.optional("subUrl", "the address of a smaller H.264 stream, or nothing");
  private static final Column USER = Column.optional("user", "who signs in at the camera");
  private static final Column PASSWORD = Column.secret("password", "the user's password");
  private static final Column PRERECORD =
      Column.optional("prerecord", "true to keep the seconds before a press, else false");

  @Override
  public String name() {
    return "cameras";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Columns.ID,
        Columns.NAME,
        Columns.DISTRICT,
        SITE,
        ZONE,
        Columns.LATITUDE,
        Columns.LONGITUDE,
        AZIMUTH,
        FIELD_OF_VIEW,
        RANGE,
        URL,
        SUB_URL,
        USER,
        PASSWORD,
        PRERECORD,
        Columns.UPLINK,
        Columns.POWER);
  }

  @Override
  public String key(Camera row) {
    return row.id();
  }

  @Override
  public Column keyColumn() {
    return Columns.ID;
  }

  @Override
  public Camera read(RegistryRow row, RegistrySecrets.Collector secrets) {
    String url = row.streamUrl(URL);
    Camera camera =
        new Camera(
            row.identifier(Columns.ID),
            row.text(Columns.NAME),
            row.districtCode(Columns.DISTRICT),
            row.identifierOrNull(SITE),
            row.oneOf(ZONE, Camera.Zone.values(), Camera.Zone.PUBLIC),
            Columns.orNowhere(row.position(Columns.LATITUDE, Columns.LONGITUDE)),
            row.number(AZIMUTH, 0, 360),
            row.number(FIELD_OF_VIEW, 1, 360),
            row.number(RANGE, 1, 10_000),
            url == null ? "" : url,
            row.streamUrl(SUB_URL),
            row.textOrNull(USER),
            row.yes(PRERECORD),
            row.textOrNull(Columns.UPLINK),
            row.textOrNull(Columns.POWER));
    checkTogether(row, camera, secrets);
    return camera;
  }

  private static void checkTogether(
      RegistryRow row, Camera camera, RegistrySecrets.Collector secrets) {
    Secret password = row.secret(PASSWORD);
    secrets.camera(camera.id(), password);
    if (password != null && camera.user() == null) {
      row.problem(USER, "there is a password but no user", "Write " + USER.expects() + ".");
    }
    if (camera.prerecord() && camera.zone() == Camera.Zone.INTERIOR) {
      row.problem(
          PRERECORD,
          "a camera inside a building never pre-records",
          "Write false, or correct the zone if it looks at public space.");
    }
  }

  @Override
  public String district(Camera row, Registry registry) {
    return row.district();
  }

  @Override
  public List<String> write(Camera row) {
    return List.of(
        row.id(),
        Columns.text(row.name()),
        row.district(),
        Columns.plain(row.site()),
        RegistryRow.wireName(row.zone()),
        Columns.number(row.position().latitude()),
        Columns.number(row.position().longitude()),
        Columns.number(row.azimuthDeg()),
        Columns.number(row.fieldOfViewDeg()),
        Columns.number(row.rangeM()),
        row.url(),
        Columns.plain(row.subUrl()),
        Columns.text(row.user()),
        "",
        Columns.plain(row.prerecord()),
        Columns.text(row.uplink()),
        Columns.text(row.power()));
  }
}
