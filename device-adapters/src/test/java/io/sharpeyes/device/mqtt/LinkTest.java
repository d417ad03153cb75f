package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.text;
import static io.sharpeyes.device.mqtt.Packets.u16;
import static io.sharpeyes.device.mqtt.Packets.u8;
import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.Receipt;
import io.sharpeyes.device.StatusReported;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a device comes and goes: keep-alive, wills, link up and down (§3.1.2.5, §3.1.2.10). */
class LinkTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final String OFFLINE = "{\"online\":false}";
  private static final String OWN = "sharpeyes/v1/button-1/";

  /** A second of the server lasts 20 ms here. */
  private TestServer gateway = TestServer.startQuick(20, UnaryOperator.identity());

  @AfterEach
  void stop() {
    gateway.close();
  }

  private void restartWithNormalSeconds() {
    gateway.close();
    gateway = TestServer.start();
  }

  private static byte[] withWill(
      int level, int keepAliveS, String channel, String payload, byte[]... willProperties) {
    byte[] none = level == 5 ? u8(0) : new byte[0];
    byte[] expiry = level == 5 ? properties(hex("1100000e10")) : none;
    return packet(
        0x10,
        text("MQTT"),
        u8(level),
        u8(0xCE),
        u16(keepAliveS),
        expiry,
        text("a"),
        level == 5 ? properties(willProperties) : none,
        text(OWN + channel),
        text(payload),
        text("button-1"),
        text(TestServer.PASSWORD));
  }

  private RawClient connected(byte[] connect) {
    RawClient client = gateway.connectTcp();
    client.send(connect);
    assertThat(client.receive()).startsWith("20");
    return client;
  }

  private List<String> downCauses() {
    return gateway.sink.reports(LinkDown.class).stream().map(LinkDown::cause).toList();
  }

  private void downBecauseOf(String cause) {
    eventually("the link is down", () -> !downCauses().isEmpty());
    assertThat(downCauses()).containsExactly(cause);
    assertThat(gateway.sink.reports(LinkUp.class)).hasSize(1);
  }

  @Test
  void a_device_that_says_good_bye() {
    connected(connect(4, "button-1", "a")).send(Packets.DISCONNECT);
    downBecauseOf("disconnect");
  }

  @Test
  void a_device_that_is_reset() {
    connected(connect(4, "button-1", "a")).reset();
    downBecauseOf("reset");
  }

  @Test
  void a_device_that_breaks_the_protocol() {
    connected(connect(4, "button-1", "a")).send(hex("d000"));
    downBecauseOf("protocol-error");
  }

  @Test
  void a_device_whose_press_cannot_be_stored() {
    gateway.sink.storeBy(signal -> io.vertx.core.Future.failedFuture("disk full"));
    connected(connect(4, "button-1", "a")).send(Packets.press(4, 1, 1, "button-1"));
    downBecauseOf("unstored");
  }

  @Test
  void a_gateway_that_stops_tells_version_5() {
    RawClient three = connected(connect(4, "button-1", "a"));
    RawClient five = connected(connect(5, "button-2", "a"));
    await(gateway.server.stop());
    assertThat(three.receive()).isEmpty();
    assertThat(five.receive()).isEqualTo("e0028b00");
    assertThat(downCauses()).containsExactly("shutdown", "shutdown");
    three.close();
    five.close();
  }

  @Test
  void a_gateway_that_stops_finishes_what_it_accepted() {
    restartWithNormalSeconds();
    Promise<Receipt> disk = Promise.promise();
    gateway.sink.storeBy(signal -> disk.future());
    RawClient client = connected(connect(4, "button-1", "a"));
    client.send(Packets.press(4, 1, 1, "button-1"));
    eventually("it is on its way", () -> gateway.sink.alarms.size() == 1);
    var stopped = gateway.server.stop();
    assertThat(client.isSilentFor(50)).isTrue();
    disk.complete(new Receipt("i", null, false));
    assertThat(client.receive()).isEqualTo("40020001");
    assertThat(client.receive()).isEmpty();
    await(stopped);
    client.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_device_that_says_no_more_hears_that_its_press_is_stored(int qos) {
    restartWithNormalSeconds();
    Promise<Receipt> disk = Promise.promise();
    gateway.sink.storeBy(signal -> disk.future());
    RawClient client = connected(connect(4, "button-1", "a"));
    client.send(Packets.press(4, qos, 1, "button-1"), Packets.press(4, qos, 2, "button-1"));
    client.endOutput();
    eventually("they are on their way", () -> gateway.sink.alarms.size() == 2);
    assertThat(client.isSilentFor(50)).isTrue();
    disk.complete(new Receipt("i", null, false));
    String word = qos == 1 ? "4002000" : "5002000";
    assertThat(client.receive()).isEqualTo(word + 1);
    assertThat(client.receive()).isEqualTo(word + 2);
    assertThat(client.receive()).isEmpty();
    downBecauseOf("reset");
    client.close();
  }

  @Test
  void a_device_that_says_no_more_is_cut_if_the_disk_does_not_answer() {
    gateway.sink.storeBy(signal -> Promise.<Receipt>promise().future());
    RawClient client = connected(connect(4, "button-1", "a"));
    client.send(Packets.press(4, 1, 1, "button-1"));
    eventually("it is on its way", () -> gateway.sink.alarms.size() == 1);
    client.endOutput();
    assertThat(client.receive()).isEmpty();
    downBecauseOf("reset");
    client.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_device_that_falls_silent_is_cut_after_one_and_a_half_times_its_keep_alive(int level) {
    byte[] none = level == 5 ? u8(0) : new byte[0];
    RawClient client =
        connected(
            packet(
                0x10,
                text("MQTT"),
                u8(level),
                u8(0xC2),
                u16(10),
                none,
                text("a"),
                text("button-1"),
                text(TestServer.PASSWORD)));
    assertThat(client.receive()).isEqualTo(level == 5 ? "e0028d00" : "");
    downBecauseOf("keep-alive");
    assertThat(gateway.rejected("keep-alive-timeout")).isEqualTo(1);
    client.close();
  }

  @Test
  void pings_keep_a_device_alive() {
    RawClient client = connected(withWill(4, 10, "status", OFFLINE));
    for (int i = 0; i < 30; i++) {
      client.send(Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(client.isSilentFor(20)).isTrue();
    }
    assertThat(downCauses()).isEmpty();
    client.close();
  }

  @Test
  void bytes_that_drip_are_no_sign_of_life() {
    RawClient client = connected(withWill(4, 5, "status", OFFLINE));
    byte[] press = Packets.publish(4, 1, 1, OWN + "alarm", " ".repeat(4_000));
    int sent = 0;
    while (downCauses().isEmpty() && sent < 4_000) {
      client.offer(new byte[] {press[sent++]});
      client.isSilentFor(1);
    }
    assertThat(downCauses()).containsExactly("will");
    client.close();
  }

  @Test
  void who_does_not_send_connect_in_time_is_cut() {
    try (RawClient silent = gateway.connectTcp();
        RawClient dripping = gateway.connectTcp()) {
      dripping.send(hex("1080"));
      assertThat(silent.receive()).isEmpty();
      assertThat(dripping.receive()).isEmpty();
    }
    assertThat(gateway.rejected("connect-timeout")).isEqualTo(2);
  }

  @Test
  void a_check_that_never_ends_is_cut_too_and_blocks_nobody() {
    gateway.authenticator = credentials -> Promise.<java.util.Optional<DeviceId>>promise().future();
    try (RawClient waiting = gateway.connectTcp()) {
      waiting.send(connect(4, "button-1", "a"));
      assertThat(waiting.receive()).isEmpty();
    }
  }

  @Test
  void the_usual_will_says_why_the_link_is_down() {
    connected(withWill(4, 60, "status", OFFLINE)).reset();
    downBecauseOf("will");
  }

  @Test
  void a_good_bye_discards_the_will() {
    connected(withWill(4, 60, "alarm", "1")).send(Packets.DISCONNECT);
    downBecauseOf("disconnect");
    assertThat(gateway.sink.alarms).isEmpty();
  }

  @Test
  void a_good_bye_with_reason_4_keeps_the_will() {
    connected(withWill(5, 60, "alarm", "{\"press\":\"dead-man\"}")).send(hex("e00104"));
    eventually("the will is said", () -> gateway.sink.alarms.size() == 1);
    assertThat(gateway.sink.presses().get(0).press()).isEqualTo("dead-man");
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_will_on_the_alarm_topic_is_a_press(int level) {
    connected(withWill(level, 60, "alarm", "{\"press\":\"dead-man\"}")).reset();
    eventually("the will is said", () -> gateway.sink.alarms.size() == 1);
    downBecauseOf("reset");
  }

  @Test
  void a_will_that_reports_something_else_is_a_report() {
    connected(withWill(4, 60, "status", "{\"batteryPercent\":1}")).reset();
    eventually("the will is said", () -> gateway.sink.reports(StatusReported.class).size() == 1);
  }

  @Test
  void a_will_may_wait_and_then_be_said() {
    restartWithNormalSeconds();
    connected(withWill(5, 60, "alarm", "1", hex("1800000001"))).reset();
    downBecauseOf("reset");
    assertThat(gateway.sink.alarms).isEmpty();
    eventually("the will is said", () -> gateway.sink.alarms.size() == 1);
  }

  @Test
  void a_will_that_waits_is_void_when_the_session_comes_back() {
    restartWithNormalSeconds();
    RawClient first = connected(withWill(5, 60, "alarm", "1", hex("1800000001")));
    first.reset();
    eventually("the link is down", () -> downCauses().size() == 1);
    byte[] again = withWill(5, 60, "status", OFFLINE);
    again[9] &= ~0x02; // clean start 0
    RawClient second = connected(again);
    assertThat(second.isSilentFor(1_300)).isTrue();
    assertThat(gateway.sink.alarms).isEmpty();
    second.close();
  }

  @Test
  void a_will_that_waits_is_said_when_the_session_is_thrown_away() {
    restartWithNormalSeconds();
    connected(withWill(5, 60, "alarm", "1", hex("1800000e10"))).reset();
    eventually("the link is down", () -> downCauses().size() == 1);
    RawClient second = connected(connect(5, "button-1", "a"));
    eventually("the will is said", () -> gateway.sink.alarms.size() == 1);
    second.close();
  }

  @Test
  void a_take_over_has_the_will_said_but_the_device_is_not_offline() {
    RawClient first = connected(withWill(4, 60, "alarm", "{\"press\":\"dead-man\"}"));
    RawClient second = connected(withWill(4, 60, "status", OFFLINE));
    eventually("the will is said", () -> gateway.sink.alarms.size() == 1);
    RawClient third = connected(withWill(4, 60, "status", OFFLINE));
    assertThat(second.receive()).isEmpty();
    assertThat(downCauses()).isEmpty();
    first.close();
    third.close();
  }

  @Test
  void the_gateway_knows_when_it_last_heard_of_a_device() {
    restartWithNormalSeconds();
    assertThat(gateway.server.lastSeen(BUTTON)).isEmpty();
    RawClient client = connected(connect(4, "button-1", "a"));
    eventually("it is known", () -> gateway.server.lastSeen(BUTTON).isPresent());
    assertThat(gateway.server.lastSeen(BUTTON).orElseThrow())
        .isBetween(gateway.now.minusSeconds(2), gateway.now);
    Map<DeviceId, Instant> all = new HashMap<>();
    gateway.server.forEachConnected(all::put);
    assertThat(all).containsOnlyKeys(BUTTON);
    client.close();
    eventually("it is gone", () -> gateway.server.lastSeen(BUTTON).isEmpty());
  }
}
