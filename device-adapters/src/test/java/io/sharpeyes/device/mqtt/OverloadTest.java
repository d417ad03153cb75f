package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.press;
import static io.sharpeyes.device.mqtt.Packets.subscribe;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.LinkDown;
import io.sharpeyes.device.Receipt;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many, fast, slow, deaf and mad clients: each costs a bounded amount, and the others go on. */
class OverloadTest {

  private static MqttServerOptions.Limits limits(int maxConnections, int maxPerAddress) {
    return limits(maxConnections, maxPerAddress, 100);
  }

  private static MqttServerOptions.Limits limits(
      int maxConnections, int maxPerAddress, int maxAlarmsPerSecond) {
    return new MqttServerOptions.Limits(
        maxConnections,
        maxPerAddress,
        20,
        8_192,
        10,
        1_200,
        86_400,
        4,
        8,
        16,
        8,
        50,
        maxAlarmsPerSecond);
  }

  private static RawClient connected(TestServer gateway, String device) {
    RawClient client = gateway.connectTcp();
    client.send(connect(4, device, "a"));
    assertThat(client.receive()).isEqualTo("20020000");
    return client;
  }

  @Test
  void one_connection_too_many_is_closed() {
    try (TestServer gateway = TestServer.start(options -> options.withLimits(limits(2, 0)))) {
      RawClient one = connected(gateway, "button-1");
      RawClient two = connected(gateway, "button-2");
      try (RawClient three = gateway.connectTcp()) {
        three.offer(connect(4, "button-3", "a"));
        assertThat(three.receive()).isEmpty();
      }
      assertThat(gateway.rejected("too-many-connections")).isEqualTo(1);
      one.close();
      eventually("there is room", () -> gateway.server.counters().connections() == 1);
      connected(gateway, "button-3").close();
      two.close();
    }
  }

  @Test
  void one_address_may_have_so_many_connections() {
    try (TestServer gateway = TestServer.start(options -> options.withLimits(limits(100, 2)))) {
      RawClient one = connected(gateway, "button-1");
      RawClient two = connected(gateway, "button-2");
      try (RawClient three = gateway.connectTcp()) {
        three.offer(connect(4, "button-3", "a"));
        assertThat(three.receive()).isEmpty();
      }
      assertThat(gateway.rejected("too-many-from-address")).isEqualTo(1);
      one.close();
      eventually("there is room", () -> gateway.server.counters().connections() == 1);
      connected(gateway, "button-3").close();
      two.close();
    }
  }

  @Test
  void who_does_not_read_its_answers_is_not_read_either() {
    try (TestServer gateway = TestServer.start()) {
      RawClient deaf = new RawClient(gateway.port(), 4_096);
      deaf.send(connect(4, "button-1", "a"));
      assertThat(deaf.receive()).isEqualTo("20020000");
      Thread flood =
          new Thread(
              () -> {
                byte[][] pings = new byte[2_000][];
                java.util.Arrays.fill(pings, Packets.PINGREQ);
                for (int i = 0; i < 5_000; i++) {
                  deaf.offer(pings);
                }
              });
      flood.setDaemon(true);
      flood.start();
      RawClient other = connected(gateway, "button-2");
      for (int i = 1; i <= 50; i++) {
        other.send(press(4, 1, i, "button-2"));
        assertThat(other.receive()).startsWith("4002");
      }
      // 20 MB of PINGREQ would be answered by 20 MB of PINGRESP, if anybody took them.
      assertThat(flood.isAlive()).isTrue();
      other.close();
      deaf.close();
    }
  }

  @Test
  void a_slow_disk_holds_back_one_sender_and_nobody_else_on_the_loop() {
    Promise<Receipt> disk = Promise.promise();
    try (TestServer gateway =
        TestServer.start(options -> options.withLimits(limits(100, 0, 10_000)))) {
      gateway.sink.storeBy(
          signal ->
              signal.device().value().equals("button-1")
                  ? disk.future()
                  : io.vertx.core.Future.succeededFuture(new Receipt("i", null, false)));
      RawClient held = connected(gateway, "button-1");
      for (int i = 1; i <= 1_000; i++) {
        held.send(press(4, 1, i, "button-1"));
      }
      eventually("16 are on their way", () -> gateway.sink.alarms.size() == 16);
      RawClient other = connected(gateway, "button-2");
      other.send(press(4, 1, 1, "button-2"));
      assertThat(other.receive()).isEqualTo("40020001");
      assertThat(gateway.sink.alarms).hasSize(17);
      disk.complete(new Receipt("i", null, false));
      for (int i = 1; i <= 1_000; i++) {
        assertThat(held.receive()).isEqualTo("4002%04x".formatted(i));
      }
      held.close();
      other.close();
    }
  }

  @Test
  void presses_of_one_connection_beyond_its_bound_wait_for_the_next_second() {
    // The first second never ends.
    try (TestServer gateway =
        TestServer.startQuick(3_600_000, options -> options.withLimits(limits(100, 0, 20)))) {
      RawClient mad = connected(gateway, "button-1");
      for (int i = 1; i <= 60; i++) {
        mad.send(press(4, 1, i, "button-1"));
      }
      for (int i = 1; i <= 20; i++) {
        assertThat(mad.receive()).isEqualTo("4002%04x".formatted(i));
      }
      assertThat(mad.isSilentFor(200)).isTrue();
      RawClient other = connected(gateway, "button-2");
      other.send(press(4, 1, 1, "button-2"));
      assertThat(other.receive()).isEqualTo("40020001");
      assertThat(gateway.sink.alarms).hasSize(21);
      assertThat(gateway.rejected("alarm-flood")).isEqualTo(1);
      mad.close();
      other.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void none_of_them_is_dropped(int qos) {
    try (TestServer gateway =
        TestServer.startQuick(10, options -> options.withLimits(limits(100, 0, 20)))) {
      RawClient mad = connected(gateway, "button-1");
      for (int i = 1; i <= 90; i++) {
        mad.send(press(4, qos, i, "button-1"));
      }
      eventually("all were heard", () -> gateway.sink.alarms.size() == 90);
      assertThat(gateway.rejected("alarm-flood")).isPositive();
      mad.close();
    }
  }

  @Test
  void what_is_pipelined_behind_connect_is_bounded() {
    Promise<java.util.Optional<io.sharpeyes.device.DeviceId>> check = Promise.promise();
    try (TestServer gateway = TestServer.start()) {
      gateway.authenticator = credentials -> check.future();
      RawClient client = gateway.connectTcp();
      client.send(connect(4, "button-1", "a"));
      Thread flood =
          new Thread(
              () -> {
                byte[] large =
                    Packets.publish(4, 0, 0, "sharpeyes/v1/button-1/alarm", " ".repeat(8_000));
                for (int i = 0; i < 5_000; i++) {
                  client.offer(large);
                }
              });
      flood.setDaemon(true);
      flood.start();
      RawClient other = gateway.connectTcp();
      other.send(connect(4, "button-2", "a"));
      assertThat(other.isSilentFor(200)).isTrue();
      assertThat(flood.isAlive()).as("40 MB don't fit").isTrue();
      check.complete(java.util.Optional.of(new io.sharpeyes.device.DeviceId("button-1")));
      assertThat(client.receive()).isEqualTo("20020000");
      client.close();
      other.close();
    }
    Leaks.assertNone();
  }

  @Test
  void random_bytes_do_no_harm() {
    try (TestServer gateway = TestServer.start()) {
      Random random = new Random(20261122);
      for (int i = 0; i < 400; i++) {
        try (RawClient client = gateway.connectTcp()) {
          byte[] noise = new byte[1 + random.nextInt(200)];
          random.nextBytes(noise);
          if (random.nextBoolean()) {
            client.offer(connect(random.nextBoolean() ? 4 : 5, "button-1", "a"));
          }
          client.offer(noise);
        }
      }
      eventually("all are gone", () -> gateway.server.counters().connections() == 0);
      connected(gateway, "button-1").close();
    }
    Leaks.assertNone();
  }

  @Test
  void packets_with_changed_bytes_do_no_harm() {
    try (TestServer gateway = TestServer.start()) {
      Random random = new Random(4711);
      List<byte[]> good = new ArrayList<>();
      for (int level = 4; level <= 5; level++) {
        good.add(press(level, 1, 1, "button-1"));
        good.add(press(level, 2, 2, "button-1"));
        good.add(subscribe(level, 3, "sharpeyes/v1/button-1/feedback", 1));
      }
      for (int i = 0; i < 600; i++) {
        int level = 4 + i % 2;
        byte[] connect = connect(level, "button-1", "a");
        byte[] packet = good.get(random.nextInt(good.size())).clone();
        byte[] changed = random.nextInt(3) == 0 ? connect : packet;
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        try (RawClient client = gateway.connectTcp()) {
          client.offer(connect, packet);
        }
      }
      eventually("all are gone", () -> gateway.server.counters().connections() == 0);
      connected(gateway, "button-2").close();
    }
    Leaks.assertNone();
  }

  @Test
  void a_half_open_client_is_no_device() {
    try (TestServer gateway = TestServer.start()) {
      RawClient client = connected(gateway, "button-1");
      client.endOutput();
      assertThat(client.receive()).isEmpty();
      eventually("it is gone", () -> gateway.sink.reports(LinkDown.class).size() == 1);
      client.close();
    }
  }

  @Test
  void several_event_loops_share_one_port_and_one_device_may_use_them_all() {
    try (TestServer gateway =
        TestServer.start(
            options -> new MqttServerOptions("127.0.0.1", 0, null, null, 3, options.limits()))) {
      List<RawClient> all = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        all.add(connected(gateway, "button-" + i));
      }
      for (int i = 0; i < 12; i++) {
        RawClient again = gateway.connectTcp();
        again.send(connect(4, "button-7", "a"), press(4, 1, 1, "button-7"));
        assertThat(again.receive()).isEqualTo("20020000");
        assertThat(again.receive()).isEqualTo("40020001");
        all.add(again);
      }
      eventually("one of button-7 is left", () -> gateway.server.counters().connections() == 30);
      assertThat(gateway.sink.reports(LinkDown.class)).isEmpty();
      all.forEach(RawClient::close);
    }
  }
}
