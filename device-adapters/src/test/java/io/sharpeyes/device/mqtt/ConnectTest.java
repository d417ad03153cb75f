package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.connect3;
import static io.sharpeyes.device.mqtt.Packets.connect5;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.join;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.text;
import static io.sharpeyes.device.mqtt.Packets.u16;
import static io.sharpeyes.device.mqtt.Packets.u8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.LinkUp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT and CONNACK (§3.1, §3.2). */
class ConnectTest {

  private TestServer gateway;

  @BeforeEach
  void start() {
    gateway = TestServer.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private String answerTo(byte[]... packets) {
    try (RawClient client = gateway.connectTcp()) {
      return client.send(packets).receive();
    }
  }

  private void refusedWith(String expected, byte[] connect) {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect);
      assertThat(client.receive()).isEqualTo(expected);
      assertThat(client.receive()).isEmpty();
    }
  }

  @Test
  void a_good_connect_is_accepted_without_a_session() {
    assertThat(answerTo(connect3("button-1", "a", true))).isEqualTo("20020000");
    assertThat(answerTo(connect5("button-1", "a", true))).startsWith("20").contains("0000");
    assertThat(gateway.sink.reports(LinkUp.class)).isNotEmpty();
  }

  @Test
  void version_5_is_told_every_bound() {
    String answer = answerTo(connect5("button-1", "a", true));
    assertThat(answer)
        .contains("210010") // receive maximum 16
        .contains("2700002400") // maximum packet size 9216
        .contains("22000a") // topic alias maximum 10
        .contains("2a00") // no shared subscriptions
        .doesNotContain("2500") // the retain flag does no harm
        .doesNotContain("2401"); // QoS 2 is spoken
  }

  @ParameterizedTest
  @CsvSource({"3, 20020001", "0, 20020001", "6, 2003008400"})
  void other_versions_are_refused(int level, String answer) {
    refusedWith(answer, packet(0x10, text("MQTT"), u8(level), u8(2), u16(0), text("a")));
    assertThat(gateway.rejected("unsupported-version")).isEqualTo(1);
  }

  @Test
  void version_3_1_is_refused_as_its_own_specification_says() {
    refusedWith("20020001", packet(0x10, text("MQIsdp"), u8(3), u8(2), u16(0), text("a")));
  }

  @Test
  void an_unknown_device_is_refused_and_counted() {
    refusedWith("20020004", connect3("toaster-1", "a", true));
    refusedWith("2003008600", connect5("toaster-1", "a", true));
    assertThat(gateway.rejected("unauthorized")).isEqualTo(2);
    assertThat(gateway.sink.reports).isEmpty();
  }

  @Test
  void a_wrong_secret_is_refused() {
    refusedWith(
        "20020004",
        packet(
            0x10,
            text("MQTT"),
            u8(4),
            u8(0xC2),
            u16(60),
            text("a"),
            text("button-1"),
            text("wrong")));
  }

  @Test
  void nobody_in_particular_is_refused() {
    refusedWith("20020004", packet(0x10, text("MQTT"), u8(4), u8(2), u16(60), text("a")));
  }

  @Test
  void a_check_that_fails_says_come_again() {
    gateway.authenticator = credentials -> Future.failedFuture("key file gone");
    refusedWith("20020003", connect3("button-1", "a", true));
    refusedWith("2003008800", connect5("button-1", "a", true));
    gateway.authenticator =
        credentials -> {
          throw new IllegalStateException("fault");
        };
    refusedWith("20020003", connect3("button-1", "a", true));
    assertThat(gateway.rejected("authenticator-failed")).isEqualTo(3);
  }

  /** Whoever guesses behind the same address, a right secret lets the button in. */
  @Test
  void after_too_many_failures_the_wrong_are_told_so_and_the_right_is_taken() {
    DeviceAuthenticator usual = gateway.authenticator;
    gateway.authenticator = credentials -> Future.succeededFuture(Optional.empty());
    for (int i = 0; i < 20; i++) {
      refusedWith("20020004", connect3("button-1", "a", true));
    }
    refusedWith("20020004", connect3("button-1", "a", true));
    refusedWith("2003009f00", connect5("button-1", "a", true));
    assertThat(gateway.rejected("throttled")).isEqualTo(2);
    gateway.authenticator = usual;
    assertThat(answerTo(connect3("button-1", "a", true))).isEqualTo("20020000");
  }

  @Test
  void an_empty_client_id_gets_one() {
    assertThat(answerTo(connect3("button-1", "", true))).isEqualTo("20020000");
    String answer = answerTo(connect5("button-1", "", false));
    assertThat(answer).contains("120024"); // assigned client identifier, 36 characters
  }

  @Test
  void an_empty_client_id_cannot_keep_a_session_in_version_3() {
    refusedWith("20020002", connect3("button-1", "", false));
    assertThat(gateway.rejected("client-id")).isEqualTo(1);
  }

  @Test
  void a_client_id_of_128_characters_is_taken_and_a_longer_one_is_not() {
    assertThat(answerTo(connect3("button-1", "x".repeat(128), true))).isEqualTo("20020000");
    refusedWith("20020002", connect3("button-1", "x".repeat(129), true));
    refusedWith("2003008500", connect5("button-1", "x".repeat(129), true));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_byte_order_mark_and_chinese_in_a_client_id_are_characters(int level) {
    assertThat(answerTo(connect(level, "button-1", "\uFEFF按钮😀"))).startsWith("20").contains("00");
  }

  @Test
  void enhanced_authentication_is_not_offered() {
    refusedWith(
        "2003008c00", connect5("button-1", "a", true, join(hex("15"), text("SCRAM-SHA-1"))));
  }

  @Test
  void a_keep_alive_of_0_or_beyond_the_bound_is_told_to_version_5() {
    byte[] zero = withKeepAlive(5, 0);
    assertThat(answerTo(zero)).contains("1304b0"); // server keep alive 1200
    assertThat(answerTo(withKeepAlive(5, 1_201))).contains("1304b0");
    assertThat(answerTo(withKeepAlive(5, 1_200))).doesNotContain("1304b0");
  }

  private static byte[] withKeepAlive(int level, int seconds) {
    byte[] none = level == 5 ? u8(0) : new byte[0];
    return packet(
        0x10,
        text("MQTT"),
        u8(level),
        u8(0xC2),
        u16(seconds),
        none,
        text("a"),
        text("button-1"),
        text(TestServer.PASSWORD));
  }

  @Test
  void a_session_expiry_beyond_the_bound_is_cut_and_told() {
    assertThat(answerTo(connect5("button-1", "a", false, hex("11ffffffff"))))
        .contains("1100093a80"); // 7 days
    assertThat(answerTo(connect5("button-1", "b", false, hex("1100000e10"))))
        .doesNotContain("1100");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_will_on_a_topic_of_others_is_refused(int level) {
    byte[] none = level == 5 ? u8(0) : new byte[0];
    byte[] connect =
        packet(
            0x10,
            text("MQTT"),
            u8(level),
            u8(0xC6),
            u16(60),
            none,
            text("a"),
            none,
            text("sharpeyes/v1/button-2/status"),
            text("{}"),
            text("button-1"),
            text(TestServer.PASSWORD));
    refusedWith(level == 5 ? "2003008700" : "20020005", connect);
    assertThat(gateway.rejected("wrong-will")).isEqualTo(1);
  }

  @Test
  void every_client_property_is_taken() {
    String answer =
        answerTo(
            connect5(
                "button-1",
                "a",
                true,
                hex("1100000e10"),
                hex("210005"),
                hex("2700001000"),
                hex("220003"),
                hex("1901"),
                hex("1700"),
                hex("26000161000162"),
                hex("26000161000162")));
    assertThat(answer).startsWith("20").contains("0000").doesNotContain("1a");
  }

  @Test
  void a_second_answer_never_comes() {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect3("button-1", "a", true), Packets.PINGREQ, Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("20020000");
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(client.isSilentFor(50)).isTrue();
    }
  }

  @Test
  void nothing_of_a_refused_client_is_looked_at() {
    try (RawClient client = gateway.connectTcp()) {
      client.offer(connect3("toaster-1", "a", true), Packets.press(4, 1, 1, "button-1"));
      assertThat(client.receive()).isEqualTo("20020004");
      assertThat(client.receive()).isEmpty();
    }
    assertThat(gateway.sink.alarms).isEmpty();
  }

  @Test
  void a_device_that_goes_away_during_the_check_leaves_nothing_behind() {
    Promise<java.util.Optional<io.sharpeyes.device.DeviceId>> check = Promise.promise();
    gateway.authenticator = credentials -> check.future();
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect3("button-1", "a", true));
      TestServer.eventually("it is there", () -> gateway.server.counters().connections() == 1);
      client.reset();
    }
    check.complete(java.util.Optional.of(new io.sharpeyes.device.DeviceId("button-1")));
    TestServer.eventually("it is gone", () -> gateway.server.counters().connections() == 0);
    TestServer.eventually(
        "its link is down",
        () ->
            gateway.sink.reports(LinkUp.class).size()
                == gateway.sink.reports(io.sharpeyes.device.LinkDown.class).size());
  }

  @Test
  void connect_may_come_byte_by_byte() {
    try (RawClient client = gateway.connectTcp()) {
      for (byte one : join(connect3("button-1", "a", true), Packets.press(4, 1, 9, "button-1"))) {
        client.send(new byte[] {one});
      }
      assertThat(client.receive()).isEqualTo("20020000");
      assertThat(client.receive()).isEqualTo("40020009");
    }
  }

  @Test
  void what_the_device_sends_after_its_last_word_still_counts() {
    try (RawClient client = gateway.connectTcp()) {
      client.send(connect3("button-1", "a", true), Packets.press(4, 1, 1, "button-1")).endOutput();
      assertThat(client.receive()).isEqualTo("20020000");
      TestServer.eventually("the press counts", () -> gateway.sink.alarms.size() == 1);
    }
  }

  @Test
  void a_secret_is_in_no_text() {
    DeviceAuthenticator.Credentials credentials =
        new DeviceAuthenticator.Credentials(
            "button-1",
            io.vertx.core.buffer.Buffer.buffer("secret".getBytes(StandardCharsets.UTF_8)),
            null,
            "127.0.0.1");
    assertThat(credentials.toString()).doesNotContain("secret").contains("button-1");
    assertThat(HexFormat.of().formatHex(properties())).isEqualTo("00");
  }
}
