package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.connect5;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.subscribe;
import static io.sharpeyes.device.mqtt.Packets.text;
import static io.sharpeyes.device.mqtt.Packets.u16;
import static io.sharpeyes.device.mqtt.Packets.u8;
import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceCommand;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.payload.NativeJsonPayload;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBSCRIBE, UNSUBSCRIBE and what the gateway sends (§3.8 to §3.11, §3.3.4). */
class SubscribeTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final String FEEDBACK = "sharpeyes/v1/button-1/feedback";
  private static final String COMMAND = "sharpeyes/v1/button-1/command";
  private static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");
  private TestServer gateway;

  @BeforeEach
  void start() {
    gateway = TestServer.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawClient connected(int level, byte[]... packets) {
    RawClient client = gateway.connectTcp();
    client.send(connect(level, "button-1", "a"));
    assertThat(client.receive()).startsWith("20");
    for (byte[] packet : packets) {
      client.send(packet);
      assertThat(client.receive()).startsWith("9");
    }
    return client;
  }

  private static Feedback feedback(int number, Feedback.Stage stage) {
    return new Feedback("incident-" + number, "" + number, stage, AT);
  }

  private static String hexOf(Feedback feedback) {
    return HexFormat.of().formatHex(NativeJsonPayload.encode(feedback));
  }

  private static String hexOf(String topic) {
    return HexFormat.of().formatHex(text(topic));
  }

  private void tell(int number, Feedback.Stage stage) {
    gateway.server.sendFeedback(BUTTON, feedback(number, stage));
  }

  @ParameterizedTest
  @CsvSource({
    "sharpeyes/v1/button-1/feedback, 0, 00",
    "sharpeyes/v1/button-1/feedback, 1, 01",
    "sharpeyes/v1/button-1/feedback, 2, 01",
    "sharpeyes/v1/button-1/command, 1, 01",
    "sharpeyes/v1/button-1/#, 1, 01",
    "sharpeyes/v1/button-1/+, 1, 01",
    "sharpeyes/v1/button-1/feedback/#, 1, 01",
    "sharpeyes/v1/button-1/alarm, 1, 87",
    "sharpeyes/v1/button-1, 1, 87",
    "sharpeyes/v1/button-2/feedback, 1, 87",
    "sharpeyes/v1/button-11/feedback, 1, 87",
    "sharpeyes/v1/+/feedback, 1, 87",
    "sharpeyes/#, 1, 87",
    "#, 1, 87",
    "+/#, 1, 87",
    "$SYS/#, 1, 87",
    "$share/g/sharpeyes/v1/button-1/feedback, 1, 9e",
  })
  void only_its_own_topics_are_granted(String filter, int qos, String reason) {
    try (RawClient client = connected(5)) {
      client.send(subscribe(5, 10, filter, qos));
      assertThat(client.receive()).isEqualTo("9004000a00" + reason);
    }
    try (RawClient client = connected(4)) {
      client.send(subscribe(4, 10, filter, qos));
      String v3 = reason.startsWith("0") ? reason : "80";
      assertThat(client.receive()).isEqualTo("9003000a" + v3);
    }
  }

  @Test
  void several_filters_get_their_answers_in_their_order() {
    try (RawClient client = connected(4)) {
      client.send(
          packet(0x82, u16(3), text(FEEDBACK), u8(1), text("#"), u8(1), text(COMMAND), u8(0)));
      assertThat(client.receive()).isEqualTo("90050003018000");
      client.send(packet(0xA2, u16(4), text(FEEDBACK), text("#"), text(COMMAND)));
      assertThat(client.receive()).isEqualTo("b0020004");
    }
    try (RawClient client = connected(5, subscribe(5, 1, FEEDBACK, 1))) {
      client.send(packet(0xA2, u16(4), u8(0), text("#"), text(FEEDBACK)));
      assertThat(client.receive()).isEqualTo("b0050004001100");
    }
  }

  @Test
  void more_than_the_bound_are_refused() {
    try (RawClient client = connected(5)) {
      String base = "sharpeyes/v1/button-1/";
      String[] good = {
        "feedback", "command", "#", "+", "feedback/#", "command/#", "+/#",
      };
      for (String one : good) {
        client.send(subscribe(5, 1, base + one, 0));
        assertThat(client.receive()).endsWith("0000");
      }
      client.send(subscribe(5, 1, base + "feedback", 1));
      assertThat(client.receive()).as("the same again needs no room").endsWith("0001");
    }
    try (TestServer small =
            TestServer.start(
                options ->
                    options.withLimits(
                        new MqttServerOptions.Limits(
                            100, 0, 20, 8_192, 10, 1_200, 0, 4, 1, 16, 8, 50, 100)));
        RawClient client = small.connectTcp()) {
      client.send(connect(5, "button-1", "a"), subscribe(5, 1, FEEDBACK, 1));
      client.receive();
      assertThat(client.receive()).endsWith("01");
      client.send(subscribe(5, 1, COMMAND, 1));
      assertThat(client.receive()).endsWith("97");
      assertThat(small.rejected("subscription")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void feedback_comes_with_qos_1_and_waits_for_its_answer(int level) {
    try (RawClient client = connected(level, subscribe(level, 1, FEEDBACK, 1))) {
      eventually(
          "feedback is awaited", () -> gateway.sink.reports(FeedbackAwaited.class).size() == 1);
      tell(1, Feedback.Stage.STORED);
      String packet = client.receive();
      assertThat(packet)
          .startsWith("32")
          .contains(hexOf(FEEDBACK) + "0001" + (level == 5 ? "00" : ""))
          .endsWith(hexOf(feedback(1, Feedback.Stage.STORED)));
      client.send(hex("40020001"));
      tell(1, Feedback.Stage.CLAIMED);
      assertThat(client.receive()).contains(hexOf(FEEDBACK) + "0002");
    }
  }

  @Test
  void feedback_with_qos_0_needs_no_answer() {
    try (RawClient client = connected(4, subscribe(4, 1, FEEDBACK, 0))) {
      for (int i = 0; i < 20; i++) {
        tell(i, Feedback.Stage.STORED);
        assertThat(client.receive()).startsWith("30");
      }
    }
  }

  @Test
  void who_did_not_subscribe_hears_nothing() {
    try (RawClient client = connected(4, subscribe(4, 1, COMMAND, 1))) {
      tell(1, Feedback.Stage.STORED);
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(gateway.sink.reports(FeedbackAwaited.class)).isEmpty();
    }
  }

  @Test
  void who_unsubscribed_hears_nothing_more() {
    try (RawClient client = connected(4, subscribe(4, 1, FEEDBACK, 1))) {
      client.send(packet(0xA2, u16(2), text(FEEDBACK)));
      assertThat(client.receive()).isEqualTo("b0020002");
      tell(1, Feedback.Stage.STORED);
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
    }
  }

  @Test
  void overlapping_subscriptions_bring_one_copy_with_the_highest_qos_and_all_identifiers() {
    byte[] first = packet(0x82, u16(1), properties(hex("0b07")), text(FEEDBACK), u8(0));
    byte[] second =
        packet(0x82, u16(2), properties(hex("0b08")), text("sharpeyes/v1/button-1/#"), u8(1));
    try (RawClient client = connected(5, first, second)) {
      tell(1, Feedback.Stage.STORED);
      assertThat(client.receive())
          .startsWith("32")
          .contains(hexOf(FEEDBACK) + "0001" + "04" + "0b070b08");
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
    }
  }

  @Test
  void a_second_subscription_to_the_same_filter_replaces_the_first() {
    byte[] first = packet(0x82, u16(1), properties(hex("0b07")), text(FEEDBACK), u8(1));
    byte[] second = packet(0x82, u16(2), properties(hex("0b08")), text(FEEDBACK), u8(0));
    try (RawClient client = connected(5, first, second)) {
      tell(1, Feedback.Stage.STORED);
      assertThat(client.receive()).startsWith("30").contains(hexOf(FEEDBACK) + "02" + "0b08");
    }
  }

  @Test
  void no_more_than_the_bound_is_sent_unacknowledged_and_of_what_waits_only_the_newest_stage() {
    try (RawClient client = connected(4, subscribe(4, 1, FEEDBACK, 1))) {
      for (int i = 1; i <= 8; i++) {
        tell(i, Feedback.Stage.STORED);
        assertThat(client.receive()).contains("00%02x7b".formatted(i));
      }
      tell(9, Feedback.Stage.STORED);
      tell(9, Feedback.Stage.CLAIMED);
      tell(9, Feedback.Stage.ON_SCENE);
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      client.send(hex("40020003"));
      assertThat(client.receive()).endsWith(hexOf(feedback(9, Feedback.Stage.ON_SCENE)));
    }
  }

  @Test
  void the_clients_own_receive_maximum_counts() {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect5("button-1", "a", true, hex("210001")), subscribe(5, 1, FEEDBACK, 1));
      client.receive();
      client.receive();
      tell(1, Feedback.Stage.STORED);
      assertThat(client.receive()).startsWith("32");
      tell(2, Feedback.Stage.STORED);
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      client.send(hex("40020001"));
      assertThat(client.receive()).endsWith(hexOf(feedback(2, Feedback.Stage.STORED)));
    }
  }

  @Test
  void the_clients_own_maximum_packet_size_counts() {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect5("button-1", "a", true, hex("2700000040")), subscribe(5, 1, FEEDBACK, 1));
      client.receive();
      client.receive();
      tell(1, Feedback.Stage.STORED);
      eventually("it is dropped", () -> gateway.rejected("feedback-dropped") == 1);
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
    }
  }

  @Test
  void a_device_that_never_answers_costs_a_bounded_line() {
    try (RawClient client = connected(4, subscribe(4, 1, FEEDBACK, 1))) {
      for (int i = 0; i < 8 + 32 + 5; i++) {
        tell(i, Feedback.Stage.STORED);
      }
      eventually("the oldest are dropped", () -> gateway.rejected("feedback-dropped") == 5);
      assertThat(client.receive()).startsWith("32");
    }
  }

  @Test
  void a_command_succeeds_when_the_device_has_it() {
    try (RawClient client = connected(4, subscribe(4, 1, COMMAND, 1))) {
      Future<Void> sent =
          gateway.server.sendCommand(
              BUTTON, new DeviceCommand("c-1", DeviceCommand.Action.SIREN, null));
      assertThat(client.receive()).contains(hexOf(COMMAND) + "0001");
      assertThat(sent.isComplete()).isFalse();
      client.send(hex("40020001"));
      await(sent);
    }
  }

  @Test
  void a_command_with_qos_0_succeeds_when_it_is_sent() {
    try (RawClient client = connected(4, subscribe(4, 1, COMMAND, 0))) {
      await(
          gateway.server.sendCommand(
              BUTTON, new DeviceCommand("c-1", DeviceCommand.Action.STOP, null)));
      assertThat(client.receive()).startsWith("30");
    }
  }

  @Test
  void a_command_fails_if_nobody_can_take_it() {
    DeviceCommand siren = new DeviceCommand("c-1", DeviceCommand.Action.SIREN, null);
    assertThat(gateway.server.sendCommand(BUTTON, siren).cause())
        .hasMessageContaining("not connected");
    try (RawClient deaf = connected(4, subscribe(4, 1, FEEDBACK, 1))) {
      Future<Void> sent = gateway.server.sendCommand(BUTTON, siren);
      eventually("it fails", sent::failed);
      deaf.send(packet(0x82, u16(1), text(COMMAND), u8(1)));
      deaf.receive();
      Future<Void> cut = gateway.server.sendCommand(BUTTON, siren);
      deaf.receive();
      deaf.reset();
      eventually("it fails too", cut::failed);
    }
    try (RawClient refusing = connected(5, subscribe(5, 1, COMMAND, 1))) {
      Future<Void> sent = gateway.server.sendCommand(BUTTON, siren);
      refusing.receive();
      refusing.send(hex("4003000187"));
      eventually("it fails as well", sent::failed);
    }
  }

  @Test
  void a_pubrec_for_what_was_sent_with_qos_1_ends_the_connection() {
    try (RawClient client = connected(5, subscribe(5, 1, FEEDBACK, 1))) {
      tell(1, Feedback.Stage.STORED);
      client.receive();
      client.send(hex("50020001"));
      assertThat(client.receive()).isEqualTo("e0028200");
    }
  }

  @Test
  void every_connection_of_the_device_is_told() {
    try (RawClient one = connected(4, subscribe(4, 1, FEEDBACK, 1));
        RawClient two = gateway.connectTcp()) {
      two.send(connect(5, "button-1", "b"), subscribe(5, 1, FEEDBACK, 1));
      two.receive();
      two.receive();
      tell(1, Feedback.Stage.STORED);
      assertThat(one.receive()).startsWith("32");
      assertThat(two.receive()).startsWith("32");
    }
  }
}
