package io.sharpeyes.device.payload;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as devices send them. */
class NativeJsonPayloadTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private final NativeJsonPayload language = new NativeJsonPayload();

  private ButtonPressed alarm(String payload) {
    return alarm(payload.getBytes(StandardCharsets.UTF_8));
  }

  private ButtonPressed alarm(byte[] payload) {
    return (ButtonPressed) language.read(BUTTON, "alarm", payload, false, NOW).orElseThrow();
  }

  private Optional<DeviceSignal> read(String channel, String payload) {
    return language.read(BUTTON, channel, payload.getBytes(StandardCharsets.UTF_8), false, NOW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", " ", "\r\n", " 1\n", "{}"})
  void empty_or_a_bare_1_is_a_press(String payload) {
    assertThat(alarm(payload)).isEqualTo(ButtonPressed.bare(BUTTON, NOW));
  }

  @Test
  void a_full_press_of_a_phone() {
    ButtonPressed press =
        alarm(
            """
            {"press":"a-17","code":121,"event":"press","pressedAt":"2026-11-22T15:59:58.250+08:00",
             "silent":true,"latitude":26.075302,"longitude":119.306239,"accuracyM":8,
             "text":"校门口有人持刀"}""");
    assertThat(press)
        .isEqualTo(
            new ButtonPressed(
                BUTTON,
                NOW,
                "a-17",
                121,
                false,
                Instant.parse("2026-11-22T07:59:58.250Z"),
                true,
                new DevicePosition(26.075302, 119.306239, 8.0),
                "校门口有人持刀",
                false,
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource({"42, 42", "'\"42\"', 42", "'\"A:b.c_d-1\"', A:b.c_d-1", "4.5, 4.5", "-1, -1"})
  void the_press_id_is_a_string_or_a_number(String written, String read) {
    ButtonPressed press = alarm("{\"press\":" + written + "}");
    assertThat(press.press()).isEqualTo(read);
    assertThat(press.unreadable()).isNull();
  }

  @Test
  void a_restore_is_no_press() {
    ButtonPressed restore = alarm("{\"event\":\"restore\",\"press\":42}");
    assertThat(restore.restore()).isTrue();
    assertThat(restore.unreadable()).isNull();
  }

  @Test
  void a_restore_with_a_bad_position_is_still_a_restore_but_marked() {
    ButtonPressed restore = alarm("{\"event\":\"restore\",\"latitude\":999,\"longitude\":1}");
    assertThat(restore.restore()).isTrue();
    assertThat(restore.position()).isNull();
    assertThat(restore.unreadable()).contains("latitude").contains("-90 to 90");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"press\":42,\"code\":",
        "{\"press\":42",
        "{\"press\":42,}",
        "{\"press\":42} and more",
        "{\"press\":42,\"press\":43}",
        "{\"press\":42,\"x\":[[[[[[[[[[[[1]]]]]]]]]]]]}",
        "{\"press\":42,\"x\":1e99999999999999999999999999999999999999999999999}",
        "{\"press\":42,\"event\":\"restore\""
      })
  void what_breaks_off_is_a_press_with_the_id_that_could_be_read(String payload) {
    ButtonPressed press = alarm(payload);
    assertThat(press.restore()).isFalse();
    assertThat(press.unreadable()).isNotBlank();
    assertThat(press.raw()).isEqualTo(payload);
    assertThat(press.press()).isEqualTo(payload.contains("42") ? "42" : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "true", "null", "\"x\"", "[]", "[1]", "hello", "NaN", "{'press':1}"})
  void anything_else_is_a_press_that_is_marked(String payload) {
    ButtonPressed press = alarm(payload);
    assertThat(press.code()).isEqualTo(ButtonPressed.PANIC);
    assertThat(press.unreadable()).isNotBlank();
    assertThat(press.raw()).isEqualTo(payload);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"code\":99}', code",
    "'{\"code\":1000}', code",
    "'{\"code\":\"x\"}', code",
    "'{\"press\":true}', press",
    "'{\"press\":\"with space\"}', press",
    "'{\"event\":\"pressed\"}', event",
    "'{\"pressedAt\":\"yesterday\"}', pressedAt",
    "'{\"pressedAt\":17}', pressedAt",
    "'{\"latitude\":1}', longitude",
    "'{\"latitude\":1,\"longitude\":181}', longitude",
    "'{\"accuracyM\":-1}', accuracyM",
    "'{\"text\":5}', text",
    "'{\"silent\":\"maybe\"}', silent"
  })
  void a_bad_value_costs_only_itself_and_is_named(String payload, String name) {
    ButtonPressed press = alarm(payload);
    assertThat(press.unreadable()).contains(name);
    assertThat(press.raw()).isEqualTo(payload);
  }

  @Test
  void a_wish_for_silence_that_cannot_be_read_is_a_wish_for_silence() {
    assertThat(alarm("{\"silent\":\"maybe\"}").silent()).isTrue();
    assertThat(alarm("{\"silent\":1}").silent()).isTrue();
    assertThat(alarm("{\"silent\":false}").silent()).isFalse();
    assertThat(alarm("{\"silent\":null}").silent()).isFalse();
  }

  @Test
  void null_means_not_said() {
    assertThat(alarm("{\"press\":null,\"code\":null,\"text\":null,\"latitude\":null}"))
        .isEqualTo(ButtonPressed.bare(BUTTON, NOW));
  }

  @Test
  void unknown_members_are_ignored() {
    assertThat(alarm("{\"later\":{\"deep\":[1,2]},\"press\":1}").press()).isEqualTo("1");
  }

  @Test
  void bytes_that_are_no_text_are_kept_in_base64() {
    ButtonPressed press = alarm(new byte[] {(byte) 0xB1, (byte) 0xA8, (byte) 0xBE, (byte) 0xAF});
    assertThat(press.unreadable()).isNotBlank();
    assertThat(press.raw()).isEqualTo("base64:sai+rw==");
  }

  @Test
  void of_a_long_payload_the_beginning_is_kept_in_whole_characters() {
    ButtonPressed press = alarm("警".repeat(3_000));
    assertThat(press.raw()).matches("警+").hasSize(1_365);
  }

  @Test
  void a_long_text_is_cut() {
    ButtonPressed press = alarm("{\"text\":\"" + "x".repeat(999) + "😀y\"}");
    assertThat(press.text()).isEqualTo("x".repeat(999));
    assertThat(press.unreadable()).isNull();
  }

  @Test
  void a_retained_press_is_marked() {
    ButtonPressed press =
        (ButtonPressed)
            language.read("sharpeyes/v1/button-1/alarm", new byte[0], true, NOW).orElseThrow();
    assertThat(press.retained()).isTrue();
    assertThat(press.device()).isEqualTo(BUTTON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alarm",
        "sharpeyes/v1/",
        "sharpeyes/v1/button-1",
        "sharpeyes/v1//alarm",
        "sharpeyes/v1/button 1/alarm",
        "sharpeyes/v1/button-1/other",
        "sharpeyes/v1/button-1/feedback",
        "sharpeyes/v2/button-1/alarm"
      })
  void other_topics_are_not_ours(String topic) {
    assertThat(language.read(topic, new byte[0], false, NOW)).isEmpty();
  }

  @Test
  void a_cancel_request_is_one_whatever_it_says() {
    assertThat(read("cancel", "{\"press\":42,\"pin\":\"0815\"}"))
        .contains(new CancelRequested(BUTTON, NOW, "42", "0815"));
    assertThat(read("cancel", "{\"pin\":4711}"))
        .contains(new CancelRequested(BUTTON, NOW, null, "4711"));
    assertThat(read("cancel", "")).contains(new CancelRequested(BUTTON, NOW, null, null));
    assertThat(read("cancel", "{\"pin\":")).contains(new CancelRequested(BUTTON, NOW, null, null));
  }

  @Test
  void a_status() {
    assertThat(
            read(
                "status",
                """
                {"batteryPercent":87.4,"rssiDbm":-71,"mains":false,"tamper":0,"firmware":"2.1.0",
                 "uptimeS":86400,"clock":"2026-11-22T08:00:01Z"}"""))
        .contains(
            new StatusReported(
                BUTTON, NOW, 87, -71, false, false, "2.1.0", 86_400L, NOW.plusSeconds(1)));
    assertThat(read("status", "{\"batteryPercent\":101,\"rssiDbm\":\"-60\"}"))
        .contains(new StatusReported(BUTTON, NOW, null, -60, null, null, null, null, null));
    assertThat(read("status", "{\"batteryPercent\":10")).isEmpty();
  }

  @Test
  void offline_is_a_link_that_is_down() {
    assertThat(read("status", "{\"online\":false}")).contains(new LinkDown(BUTTON, NOW, "will"));
    assertThat(read("status", "{\"online\":true}"))
        .contains(new StatusReported(BUTTON, NOW, null, null, null, null, null, null, null));
  }

  @Test
  void a_position() {
    assertThat(
            read(
                "position",
                "{\"latitude\":26,\"longitude\":119,\"accuracyM\":5,\"speedMps\":12.5}"))
        .contains(new PositionReported(BUTTON, NOW, new DevicePosition(26, 119, 5.0), 12.5));
    assertThat(read("position", "{\"latitude\":26,\"longitude\":119,\"speedMps\":1e9}"))
        .contains(new PositionReported(BUTTON, NOW, new DevicePosition(26, 119, null), null));
    assertThat(read("position", "{\"latitude\":26}")).isEmpty();
    assertThat(read("position", "no")).isEmpty();
  }

  @Test
  void the_answer_to_a_command() {
    assertThat(read("reply", "{\"id\":\"c-1\",\"done\":true,\"detail\":\"spoken\"}"))
        .contains(new CommandReplied(BUTTON, NOW, "c-1", true, "spoken"));
    assertThat(read("command/reply", "{\"id\":7,\"done\":false}"))
        .contains(new CommandReplied(BUTTON, NOW, "7", false, ""));
    assertThat(read("reply", "ok")).contains(new CommandReplied(BUTTON, NOW, "", false, ""));
  }

  @Test
  void what_the_gateway_says() {
    assertThat(
            NativeJsonPayload.encode(
                new Feedback("i-1", "42", Feedback.Stage.ON_SCENE, NOW.plusMillis(5))))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"incident\":\"i-1\",\"press\":\"42\",\"stage\":\"on-scene\","
                + "\"at\":\"2026-11-22T08:00:00.005Z\"}");
    assertThat(NativeJsonPayload.encode(new Feedback("i-1", null, Feedback.Stage.STORED, NOW)))
        .asString(StandardCharsets.UTF_8)
        .doesNotContain("press");
    assertThat(
            NativeJsonPayload.encode(
                new DeviceCommand("c-1", DeviceCommand.Action.ANNOUNCE, "请立即撤离")))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"id\":\"c-1\",\"command\":\"announce\",\"text\":\"请立即撤离\"}");
  }
}
