package io.sharpeyes.device.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.device.CommandReplied;
import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DevicePosition;
import io.sharpeyes.device.DeviceSignal;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.PositionReported;
import io.sharpeyes.device.StatusReported;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's own device language: JSON on {@code sharpeyes/v1/{id}/…}, as {@code asyncapi.yaml}
 * describes it.
 *
 * <p>An alarm is believed as far as it can be read. Empty, or a bare {@code 1}, is a press. A
 * payload that is no JSON object, or breaks off, is a press too ({@code restore} is not believed
 * then); a single bad value costs only that value. Both are marked {@code unreadable}, with the raw
 * payload kept.
 */
public final class NativeJsonPayload implements DeviceLanguage {

  /** What every topic of this language begins with. */
  public static final String TOPIC_PREFIX = "sharpeyes/v1/";

  /** The cause of a {@link LinkDown} that the device's status message told. */
  public static final String CAUSE_WILL = "will";

  private static final int MAX_PRESS = 64;
  private static final int MAX_PIN = 16;
  private static final int MAX_TEXT = 1_000;
  private static final int MAX_RAW_BYTES = 4_096;
  private static final int MAX_DETAIL = 256;
  private static final int MAX_FIRMWARE = 64;
  private static final double FASTEST_MPS = 150;
  private static final long LONGEST_UPTIME_S = 10_000_000_000L;

  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String name() {
    return "native";
  }

  @Override
  public List<String> topicFilters() {
    return List.of(
        "sharpeyes/v1/+/alarm",
        "sharpeyes/v1/+/cancel",
        "sharpeyes/v1/+/status",
        "sharpeyes/v1/+/position",
        "sharpeyes/v1/+/reply");
  }

  @Override
  public Optional<DeviceSignal> read(
      String topic, byte[] payload, boolean retained, Instant receivedAt) {
    if (!topic.startsWith(TOPIC_PREFIX)) {
      return Optional.empty();
    }
    int slash = topic.indexOf('/', TOPIC_PREFIX.length());
    if (slash < 0 || !DeviceId.isValid(topic.substring(TOPIC_PREFIX.length(), slash))) {
      return Optional.empty();
    }
    DeviceId device = new DeviceId(topic.substring(TOPIC_PREFIX.length(), slash));
    return read(device, topic.substring(slash + 1), payload, retained, receivedAt);
  }

  /**
   * Reads one message of a device that is known from elsewhere.
   *
   * @param device the device, as authenticated
   * @param channel the last part of the topic: {@code alarm}, {@code cancel} …
   * @return the signal, or empty if the channel is unknown or the report can't be read
   */
  public Optional<DeviceSignal> read(
      DeviceId device, String channel, byte[] payload, boolean retained, Instant receivedAt) {
    return switch (channel) {
      case "alarm" -> Optional.of(alarm(device, payload, retained, receivedAt));
      case "cancel" -> Optional.of(cancel(device, payload, receivedAt));
      case "status" -> status(device, payload, receivedAt);
      case "position" -> position(device, payload, receivedAt);
      case "reply", "command/reply" -> Optional.of(reply(device, payload, receivedAt));
      default -> Optional.empty();
    };
  }

  /** Says whether devices of this language publish on a channel. */
  public boolean knows(String channel) {
    return switch (channel) {
      case "alarm", "cancel", "status", "position", "reply", "command/reply" -> true;
      default -> false;
    };
  }

  /** The topic on which a device hears feedback. */
  public static String feedbackTopic(DeviceId device) {
    return TOPIC_PREFIX + device.value() + "/feedback";
  }

  /** The topic on which a loudspeaker or siren hears commands. */
  public static String commandTopic(DeviceId device) {
    return TOPIC_PREFIX + device.value() + "/command";
  }

  /** A feedback as the device reads it. */
  public static byte[] encode(Feedback feedback) {
    return object(
        json -> {
          json.writeStringField("incident", feedback.incident());
          if (feedback.press() != null) {
            json.writeStringField("press", feedback.press());
          }
          json.writeStringField("stage", feedback.stage().wireName());
          json.writeStringField("at", MILLIS.format(feedback.at()));
        });
  }

  /** A command as the device reads it. */
  public static byte[] encode(DeviceCommand command) {
    return object(
        json -> {
          json.writeStringField("id", command.id());
          json.writeStringField("command", command.action().wireName());
          if (command.text() != null) {
            json.writeStringField("text", command.text());
          }
        });
  }

  private static ButtonPressed alarm(
      DeviceId device, byte[] payload, boolean retained, Instant receivedAt) {
    if (isBare(payload)) {
      return new ButtonPressed(
          device,
          receivedAt,
          null,
          ButtonPressed.PANIC,
          false,
          null,
          false,
          null,
          null,
          retained,
          null,
          null);
    }
    FlatJson json = FlatJson.read(payload);
    String press = press(json);
    Long code = json.whole("code", 100, 999);
    boolean restore = restore(json);
    Instant pressedAt = json.time("pressedAt");
    boolean silent = silent(json);
    DevicePosition position = where(json);
    String text = json.text("text", MAX_TEXT);
    String problem = json.problem();
    return new ButtonPressed(
        device,
        receivedAt,
        press,
        code == null ? ButtonPressed.PANIC : code.intValue(),
        restore,
        pressedAt,
        silent,
        position,
        text,
        retained,
        problem,
        problem == null ? null : raw(payload));
  }

  private static CancelRequested cancel(DeviceId device, byte[] payload, Instant receivedAt) {
    FlatJson json = FlatJson.read(payload);
    return new CancelRequested(device, receivedAt, press(json), json.token("pin", MAX_PIN));
  }

  private static Optional<DeviceSignal> status(
      DeviceId device, byte[] payload, Instant receivedAt) {
    FlatJson json = FlatJson.read(payload);
    if (!json.whole()) {
      return Optional.empty();
    }
    if (Boolean.FALSE.equals(json.flag("online"))) {
      return Optional.of(new LinkDown(device, receivedAt, CAUSE_WILL));
    }
    return Optional.of(
        new StatusReported(
            device,
            receivedAt,
            toInteger(json.whole("batteryPercent", 0, 100)),
            toInteger(json.whole("rssiDbm", -200, 50)),
            json.flag("mains"),
            json.flag("tamper"),
            json.text("firmware", MAX_FIRMWARE),
            json.whole("uptimeS", 0, LONGEST_UPTIME_S),
            json.time("clock")));
  }

  private static Optional<DeviceSignal> position(
      DeviceId device, byte[] payload, Instant receivedAt) {
    FlatJson json = FlatJson.read(payload);
    DevicePosition position = where(json);
    if (position == null) {
      return Optional.empty();
    }
    Double speedMps = json.number("speedMps", 0, FASTEST_MPS);
    return Optional.of(new PositionReported(device, receivedAt, position, speedMps));
  }

  private static CommandReplied reply(DeviceId device, byte[] payload, Instant receivedAt) {
    FlatJson json = FlatJson.read(payload);
    String id = json.token("id", MAX_PRESS);
    boolean done = Boolean.TRUE.equals(json.flag("done"));
    String detail = json.text("detail", MAX_DETAIL);
    return new CommandReplied(
        device, receivedAt, id == null ? "" : id, done, detail == null ? "" : detail);
  }

  private static @Nullable String press(FlatJson json) {
    String press = json.token("press", MAX_PRESS);
    if (press == null || DeviceId.isValid(press)) {
      return press;
    }
    json.note("press has characters other than A-Z a-z 0-9 . _ : -");
    return null;
  }

  /** Only a payload that is whole is believed when it says that nothing was pressed. */
  private static boolean restore(FlatJson json) {
    String event = json.text("event", MAX_PRESS);
    if (event == null || event.equals("press")) {
      return false;
    }
    if (event.equals("restore")) {
      return json.whole();
    }
    json.note("event is neither press nor restore");
    return false;
  }

  /**
   * A wish for silence that can't be read is a wish for silence: noise could betray the presser.
   */
  private static boolean silent(FlatJson json) {
    return json.has("silent") && !Boolean.FALSE.equals(json.flag("silent"));
  }

  private static @Nullable DevicePosition where(FlatJson json) {
    Double latitude = json.number("latitude", -90, 90);
    Double longitude = json.number("longitude", -180, 180);
    Double accuracyM = json.number("accuracyM", 0, 50_000_000);
    if (latitude == null || longitude == null) {
      if (latitude != null || longitude != null) {
        json.note("latitude and longitude belong together");
      }
      return null;
    }
    return new DevicePosition(latitude, longitude, accuracyM);
  }

  private static boolean isBare(byte[] payload) {
    int first = 0;
    int end = payload.length;
    while (first < end && isBlank(payload[first])) {
      first++;
    }
    while (end > first && isBlank(payload[end - 1])) {
      end--;
    }
    return end == first || (end - first == 1 && payload[first] == '1');
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  /** The payload as text if it is UTF-8, else in Base64, so that a person can look at it later. */
  private static String raw(byte[] payload) {
    byte[] kept = Arrays.copyOf(payload, Math.min(payload.length, MAX_RAW_BYTES));
    int end = payload.length > MAX_RAW_BYTES ? startOfLastCharacter(kept) : kept.length;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(kept, 0, end)).toString();
    } catch (CharacterCodingException notUtf8) {
      return "base64:" + Base64.getEncoder().encodeToString(kept);
    }
  }

  private static int startOfLastCharacter(byte[] utf8) {
    int start = utf8.length - 1;
    while (start > utf8.length - 4 && (utf8[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  private static @Nullable Integer toInteger(@Nullable Long value) {
    return value == null ? null : Math.toIntExact(value);
  }

  private interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] object(Members members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
