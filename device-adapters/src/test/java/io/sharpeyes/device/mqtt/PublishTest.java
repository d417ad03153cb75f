package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.hex;
import static io.sharpeyes.device.mqtt.Packets.join;
import static io.sharpeyes.device.mqtt.Packets.packet;
import static io.sharpeyes.device.mqtt.Packets.press;
import static io.sharpeyes.device.mqtt.Packets.properties;
import static io.sharpeyes.device.mqtt.Packets.publish;
import static io.sharpeyes.device.mqtt.Packets.text;
import static io.sharpeyes.device.mqtt.Packets.u16;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.device.CommandReplied;
import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.PositionReported;
import io.sharpeyes.device.Receipt;
import io.sharpeyes.device.StatusReported;
import io.sharpeyes.device.TopicMistaken;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PUBLISH from a device, and what answers it (§3.3 to §3.7, §4.3, §4.9). */
class PublishTest {

  private static final String OWN = "sharpeyes/v1/button-1/";
  private TestServer gateway;

  @BeforeEach
  void start() {
    gateway = TestServer.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private RawClient connected(int level) {
    RawClient client = gateway.connectTcp();
    client.send(connect(level, "button-1", "a"));
    assertThat(client.receive()).startsWith("20");
    return client;
  }

  private List<Promise<Receipt>> holdTheDisk() {
    List<Promise<Receipt>> disks = new CopyOnWriteArrayList<>();
    gateway.sink.storeBy(
        signal -> {
          Promise<Receipt> disk = Promise.promise();
          disks.add(disk);
          return disk.future();
        });
    return disks;
  }

  private static Receipt receipt() {
    return new Receipt("incident-1", null, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void qos_0_is_heard_and_not_answered(int level) {
    try (RawClient client = connected(level)) {
      client.send(press(level, 0, 0, "button-1"), Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(gateway.sink.presses()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void qos_2_goes_its_four_steps(int level) {
    try (RawClient client = connected(level)) {
      client.send(press(level, 2, 5, "button-1"));
      assertThat(client.receive()).isEqualTo("50020005");
      client.send(hex("62020005"));
      assertThat(client.receive()).isEqualTo("70020005");
      assertThat(gateway.sink.presses()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_qos_2_message_that_comes_again_before_its_release_is_the_same(int level) {
    try (RawClient client = connected(level)) {
      byte[] again = press(level, 2, 5, "button-1");
      again[0] |= 0x08;
      client.send(press(level, 2, 5, "button-1"), again);
      assertThat(client.receive()).isEqualTo("50020005");
      assertThat(client.receive()).isEqualTo("50020005");
      client.send(hex("62020005"));
      assertThat(client.receive()).isEqualTo("70020005");
      assertThat(gateway.sink.presses()).hasSize(1);
      client.send(press(level, 2, 5, "button-1"));
      assertThat(client.receive()).isEqualTo("50020005");
      assertThat(gateway.sink.presses()).hasSize(2);
    }
  }

  @Test
  void a_qos_2_message_that_comes_again_on_its_way_to_the_disk_is_the_same() {
    List<Promise<Receipt>> disks = holdTheDisk();
    try (RawClient client = connected(4)) {
      client.send(press(4, 2, 5, "button-1"), press(4, 2, 5, "button-1"), Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(disks).hasSize(1);
      disks.get(0).complete(receipt());
      assertThat(client.receive()).isEqualTo("50020005");
      assertThat(client.receive()).isEqualTo("50020005");
    }
  }

  @Test
  void after_puback_the_same_identifier_is_another_message() {
    try (RawClient client = connected(4)) {
      client.send(press(4, 1, 1, "button-1"));
      assertThat(client.receive()).isEqualTo("40020001");
      client.send(press(4, 1, 1, "button-1"));
      assertThat(client.receive()).isEqualTo("40020001");
      assertThat(gateway.sink.presses()).hasSize(2);
    }
  }

  @Test
  void an_unknown_release_is_answered() {
    try (RawClient client = connected(4)) {
      assertThat(client.send(hex("62020063")).receive()).isEqualTo("70020063");
    }
    try (RawClient client = connected(5)) {
      assertThat(client.send(hex("62020063")).receive()).isEqualTo("700400639200");
    }
  }

  @Test
  void answers_to_nothing_are_ignored_or_released() {
    try (RawClient client = connected(4)) {
      client.send(hex("40020007"), hex("70020007"), hex("50020007"));
      assertThat(client.receive()).isEqualTo("62020007");
    }
    try (RawClient client = connected(5)) {
      client.send(hex("40020007"), hex("70020007"), hex("50020007"));
      assertThat(client.receive()).isEqualTo("620400079200");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sharpeyes/v1/button-2/alarm",
        "sharpeyes/v1/button-11/alarm",
        "sharpeyes/v1/button-1",
        "sharpeyes/v1/button-1/",
        "sharpeyes/v1/button-1/feedback",
        "sharpeyes/v1/button-1/command",
        "Sharpeyes/v1/button-1/alarm",
        "/sharpeyes/v1/button-1/alarm",
        "$SYS/x",
        "x"
      })
  void a_topic_that_is_not_its_own_is_refused(String topic) {
    try (RawClient client = connected(4)) {
      client.send(publish(4, 1, 1, topic, ""));
      assertThat(client.receive()).isEmpty();
    }
    try (RawClient client = connected(5)) {
      client.send(publish(5, 1, 1, topic, ""));
      assertThat(client.receive()).isEqualTo("400400018700");
      client.send(publish(5, 2, 2, topic, ""));
      assertThat(client.receive()).isEqualTo("500400028700");
      client.send(publish(5, 0, 0, topic, ""));
      assertThat(client.receive()).isEqualTo("e0028700");
      assertThat(client.receive()).isEmpty();
    }
    assertThat(gateway.rejected("wrong-topic")).isEqualTo(4);
    assertThat(gateway.sink.reports(TopicMistaken.class))
        .extracting(TopicMistaken::topic)
        .containsOnly(topic);
    assertThat(gateway.sink.alarms).isEmpty();
  }

  @Test
  void an_own_topic_that_means_nothing_is_counted() {
    try (RawClient client = connected(4)) {
      assertThat(client.send(publish(4, 1, 1, OWN + "selfie", "")).receive()).isEqualTo("40020001");
    }
    try (RawClient client = connected(5)) {
      assertThat(client.send(publish(5, 1, 1, OWN + "selfie", "")).receive())
          .isEqualTo("400400011000");
    }
    assertThat(gateway.rejected("unknown-topic")).isEqualTo(2);
    assertThat(gateway.sink.reports(TopicMistaken.class))
        .extracting(TopicMistaken::topic)
        .containsExactly(OWN + "selfie", OWN + "selfie");
  }

  @Test
  void the_retain_flag_changes_nothing() {
    byte[] retained = press(4, 1, 1, "button-1");
    retained[0] |= 0x01;
    try (RawClient client = connected(4)) {
      assertThat(client.send(retained).receive()).isEqualTo("40020001");
    }
    ButtonPressed press = gateway.sink.presses().get(0);
    assertThat(press.retained()).isFalse();
    assertThat(press.unreadable()).isNull();
  }

  @Test
  void every_topic_means_what_it_says() {
    try (RawClient client = connected(4)) {
      client.send(
          publish(4, 1, 1, OWN + "alarm", "{\"press\":7}"),
          publish(4, 1, 2, OWN + "cancel", "{\"press\":7,\"pin\":\"1\"}"),
          publish(4, 0, 0, OWN + "status", "{\"batteryPercent\":50}"),
          publish(4, 0, 0, OWN + "position", "{\"latitude\":26,\"longitude\":119}"),
          publish(4, 0, 0, OWN + "reply", "{\"id\":\"c\",\"done\":true}"),
          Packets.PINGREQ);
      assertThat(List.of(client.receive(), client.receive(), client.receive()))
          .containsExactlyInAnyOrder("40020001", "40020002", "d000");
    }
    assertThat(gateway.sink.presses()).hasSize(1);
    assertThat(gateway.sink.alarms.get(1)).isInstanceOf(CancelRequested.class);
    assertThat(gateway.sink.reports(StatusReported.class)).hasSize(1);
    assertThat(gateway.sink.reports(PositionReported.class)).hasSize(1);
    assertThat(gateway.sink.reports(CommandReplied.class)).hasSize(1);
  }

  @Test
  void a_press_that_cannot_be_read_is_a_press() {
    try (RawClient client = connected(4)) {
      client.send(publish(4, 1, 1, OWN + "alarm", "{\"press\":7"));
      assertThat(client.receive()).isEqualTo("40020001");
    }
    assertThat(gateway.sink.presses().get(0).unreadable()).isNotNull();
    assertThat(gateway.sink.presses().get(0).press()).isEqualTo("7");
  }

  @Test
  void a_report_that_cannot_be_read_is_counted_and_acknowledged() {
    try (RawClient client = connected(4)) {
      client.send(publish(4, 1, 1, OWN + "status", "{"));
      assertThat(client.receive()).isEqualTo("40020001");
    }
    assertThat(gateway.rejected("unreadable-report")).isEqualTo(1);
  }

  @Test
  void a_status_that_says_the_same_is_only_a_sign_of_life() {
    try (RawClient client = connected(4)) {
      for (int i = 0; i < 20; i++) {
        client.send(publish(4, 0, 0, OWN + "status", "{\"batteryPercent\":50}"));
      }
      client.send(publish(4, 0, 0, OWN + "status", "{\"batteryPercent\":49}"), Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
    }
    assertThat(gateway.sink.reports(StatusReported.class))
        .extracting(StatusReported::batteryPercent)
        .containsExactly(50, 49);
    assertThat(gateway.server.counters().reportsTotal()).isEqualTo(21);
  }

  @Test
  void to_say_offline_while_connected_means_nothing() {
    try (RawClient client = connected(4)) {
      client.send(publish(4, 0, 0, OWN + "status", "{\"online\":false}"), Packets.PINGREQ);
      assertThat(client.receive()).isEqualTo("d000");
      assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
    }
  }

  @Test
  void too_many_reports_are_dropped_and_presses_are_not() {
    try (RawClient client = connected(4)) {
      for (int i = 0; i < 200; i++) {
        client.send(publish(4, 0, 0, OWN + "status", "{\"uptimeS\":" + i + "}"));
      }
      client.send(press(4, 1, 1, "button-1"));
      assertThat(client.receive()).isEqualTo("40020001");
    }
    assertThat(gateway.rejected("report-flood")).isBetween(1L, 150L);
    assertThat(gateway.sink.reports(StatusReported.class)).hasSizeLessThanOrEqualTo(199);
  }

  @Test
  void a_topic_alias_stands_for_its_topic() {
    try (RawClient client = connected(5)) {
      byte[] alias = properties(hex("230003"));
      client.send(packet(0x32, text(OWN + "alarm"), u16(1), alias));
      assertThat(client.receive()).isEqualTo("40020001");
      client.send(packet(0x32, text(""), u16(2), alias));
      assertThat(client.receive()).isEqualTo("40020002");
      client.send(packet(0x32, text(OWN + "selfie"), u16(3), alias));
      assertThat(client.receive()).isEqualTo("400400031000");
      client.send(packet(0x32, text(""), u16(4), alias));
      assertThat(client.receive()).isEqualTo("400400041000");
    }
    try (RawClient client = connected(5)) {
      client.send(packet(0x32, text(""), u16(1), properties(hex("230003"))));
      assertThat(client.receive()).isEqualTo("e0028200");
    }
    assertThat(gateway.sink.presses()).hasSize(2);
  }

  @Test
  void an_alias_does_not_open_the_topics_of_others() {
    try (RawClient client = connected(5)) {
      byte[] alias = properties(hex("230001"));
      client.send(packet(0x32, text("sharpeyes/v1/button-2/alarm"), u16(1), alias));
      assertThat(client.receive()).isEqualTo("400400018700");
      client.send(packet(0x32, text(""), u16(2), alias));
      assertThat(client.receive()).isEqualTo("400400028700");
    }
  }

  @Test
  void every_property_of_a_message_is_taken() {
    byte[] all =
        properties(
            hex("0101"),
            hex("020000003c"),
            join(hex("03"), text("application/json")),
            join(hex("08"), text("answers/here")),
            join(hex("09"), text("correlation")),
            hex("26000161000162"),
            hex("26000161000163"));
    try (RawClient client = connected(5)) {
      client.send(packet(0x32, text(OWN + "alarm"), u16(1), all));
      assertThat(client.receive()).isEqualTo("40020001");
    }
  }

  @Test
  void version_5_that_sends_more_than_it_may_is_told_so() {
    holdTheDisk();
    try (RawClient client = connected(5)) {
      for (int i = 1; i <= 17; i++) {
        client.offer(press(5, 1, i, "button-1"));
      }
      assertThat(client.receive()).isEqualTo("e0029300");
      assertThat(client.receive()).isEmpty();
    }
    assertThat(gateway.rejected("receive-maximum")).isEqualTo(1);
  }

  @Test
  void version_5_may_have_as_many_unacknowledged_as_it_was_told() {
    List<Promise<Receipt>> disks = holdTheDisk();
    try (RawClient client = connected(5)) {
      for (int i = 1; i <= 16; i++) {
        client.send(press(5, 1, i, "button-1"));
      }
      eventually("all are on their way", () -> disks.size() == 16);
      disks.forEach(disk -> disk.complete(receipt()));
      for (int i = 1; i <= 16; i++) {
        assertThat(client.receive()).isEqualTo("400200%02x".formatted(i));
      }
    }
  }

  @Test
  void version_3_is_slowed_down_and_loses_nothing() {
    List<Promise<Receipt>> disks = holdTheDisk();
    try (RawClient client = connected(4)) {
      for (int i = 1; i <= 40; i++) {
        client.send(press(4, 1, i, "button-1"));
      }
      eventually("16 are on their way", () -> disks.size() == 16);
      assertThat(client.isSilentFor(50)).isTrue();
      assertThat(disks).hasSize(16);
      for (int i = 0; i < 40; i++) {
        int number = i;
        eventually("the next is on its way", () -> disks.size() > number);
        disks.get(i).complete(receipt());
        assertThat(client.receive()).isEqualTo("400200%02x".formatted(i + 1));
      }
    }
    assertThat(gateway.sink.presses()).hasSize(40);
  }

  @Test
  void too_many_qos_2_messages_that_are_never_released_end_the_connection() {
    try (RawClient client = connected(4)) {
      for (int i = 1; i <= 16; i++) {
        assertThat(client.send(press(4, 2, i, "button-1")).receive())
            .isEqualTo("500200%02x".formatted(i));
      }
      assertThat(client.send(press(4, 2, 17, "button-1")).receive()).isEmpty();
    }
    assertThat(gateway.rejected("qos2-identifiers")).isEqualTo(1);
  }

  @Test
  void a_qos_0_press_that_cannot_be_stored_ends_the_connection() {
    gateway.sink.storeBy(signal -> io.vertx.core.Future.failedFuture("disk full"));
    try (RawClient client = connected(4)) {
      assertThat(client.send(press(4, 0, 0, "button-1")).receive()).isEmpty();
    }
  }

  @Test
  void a_sink_that_throws_is_a_press_that_is_not_stored() {
    gateway.sink.storeBy(
        signal -> {
          throw new IllegalStateException("fault");
        });
    try (RawClient client = connected(5)) {
      assertThat(client.send(press(5, 1, 1, "button-1")).receive()).isEmpty();
    }
    assertThat(gateway.rejected("unstored")).isEqualTo(1);
  }

  @Test
  void the_largest_payload_is_taken_and_one_more_byte_than_a_packet_may_have_is_not() {
    String largest = " ".repeat(8_192);
    try (RawClient client = connected(4)) {
      client.send(publish(4, 1, 1, OWN + "alarm", largest));
      assertThat(client.receive()).isEqualTo("40020001");
      client.offer(publish(4, 1, 2, OWN + "alarm", " ".repeat(9_217 - 31)));
      assertThat(client.receive()).isEmpty();
    }
    assertThat(gateway.rejected("too-large")).isEqualTo(1);
  }
}
