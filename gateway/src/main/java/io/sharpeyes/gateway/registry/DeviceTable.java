package io.sharpeyes.gateway.registry;

import io.sharpeyes.device.DeviceId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code devices.csv}. */
final class DeviceTable implements Table<Device> {

  /** Stands for an identifier that couldn't be read; the row is not used then. */
  private static final DeviceId UNREADABLE = new DeviceId("-");

  static final Column SITE = Column.required("site", "the id of a row in sites.csv");
  private static final Column KIND = Column.required("kind", "button, phone, speaker or siren");
  private static final Column LANGUAGE =
      Column.optional("language", "the device's language, or nothing for native");
  private static final Column SECRET =
      Column.secret("secret", "what the device signs in with, or nothing to have one made");
  private static final Column PIN = Column.secret("pin", "3 to 12 digits");
  private static final Column DURESS_PIN =
      Column.secret("duressPin", "3 to 12 digits, other ones than the pin");
  private static final Column LATITUDE =
      Column.optional("latitude", "degrees north, for instance 26.3921, or nothing for its site's");
  private static final Column LONGITUDE =
      Column.optional(
          "longitude", "degrees east, for instance 118.0453, or nothing for its site's");
  private static final Column FEEDBACK =
      Column.optional("feedback", "full, lamp or none; nothing for full");
  private static final Column REPORT_EVERY =
      Column.optional("reportEveryS", "how many seconds lie between its reports, or nothing");
  private static final Column SIM_EXPIRES =
      Column.optional("simExpires", "the SIM's last day, for instance 2027-06-30, or nothing");

  @Override
  public String name() {
    return "devices";
  }

  @Override
  public List<Column> columns() {
    return List.of(
        Columns.ID,
        Columns.NAME,
        KIND,
        SITE,
        LANGUAGE,
        SECRET,
        PIN,
        DURESS_PIN,
        LATITUDE,
        LONGITUDE,
        FEEDBACK,
        Columns.UPLINK,
        Columns.POWER,
        REPORT_EVERY,
        SIM_EXPIRES);
  }

  @Override
  public String key(Device row) {
    return row.id().equals(UNREADABLE) ? "" : row.id().value();
  }

  @Override
  public Column keyColumn() {
    return Columns.ID;
  }

  @Override
  public Device read(RegistryRow row, RegistrySecrets.Collector secrets) {
    String id = row.identifier(Columns.ID);
    DeviceId device = id.isEmpty() ? UNREADABLE : new DeviceId(id);
    secrets.device(device, secretsOf(row));
    String language = row.word(LANGUAGE);
    Integer reportEvery = row.wholeNumber(REPORT_EVERY, 1, 7 * 86_400);
    return new Device(
        device,
        row.text(Columns.NAME),
        row.oneOf(KIND, Device.Kind.values(), Device.Kind.BUTTON),
        row.identifier(SITE),
        language.isEmpty() ? "native" : language,
        row.position(LATITUDE, LONGITUDE),
        row.oneOf(FEEDBACK, Device.FeedbackMode.values(), Device.FeedbackMode.FULL),
        row.textOrNull(Columns.UPLINK),
        row.textOrNull(Columns.POWER),
        reportEvery == null ? null : Duration.ofSeconds(reportEvery),
        row.day(SIM_EXPIRES));
  }

  private static RegistrySecrets.DeviceSecrets secretsOf(RegistryRow row) {
    Secret secret = row.secret(SECRET);
    Secret pin = row.pin(PIN);
    Secret duressPin = row.pin(DURESS_PIN);
    if (isSame(pin, duressPin)) {
      row.problem(DURESS_PIN, "the duress PIN is the PIN", "Write " + DURESS_PIN.expects() + ".");
    }
    return new RegistrySecrets.DeviceSecrets(secret, pin, duressPin);
  }

  private static boolean isSame(@Nullable Secret pin, @Nullable Secret duressPin) {
    return pin != null
        && duressPin != null
        && pin.reveal().equals(duressPin.reveal())
        && !pin.reveal().equals(RegistrySecrets.REMOVE);
  }

  @Override
  public String district(Device row, Registry registry) {
    return registry.site(row.site()).orElseThrow().district();
  }

  @Override
  public List<String> write(Device row) {
    Position position = row.position();
    return List.of(
        row.id().value(),
        Columns.text(row.name()),
        RegistryRow.wireName(row.kind()),
        row.site(),
        row.language(),
        "",
        "",
        "",
        Columns.number(position == null ? null : position.latitude()),
        Columns.number(position == null ? null : position.longitude()),
        RegistryRow.wireName(row.feedback()),
        Columns.text(row.uplink()),
        Columns.text(row.power()),
        row.reportEvery() == null ? "" : Columns.plain(row.reportEvery().toSeconds()),
        Columns.plain(row.simExpires()));
  }
}
