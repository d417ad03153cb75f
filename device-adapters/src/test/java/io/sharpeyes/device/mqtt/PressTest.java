package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.Packets.connect;
import static io.sharpeyes.device.mqtt.Packets.press;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Receipt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From PUBLISH to PUBACK, byte by byte. */
class PressTest {

  private TestServer gateway;

  @BeforeEach
  void start() {
    gateway = TestServer.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_press_is_acknowledged_only_after_it_is_stored(int level) {
    Promise<Receipt> disk = Promise.promise();
    gateway.sink.storeBy(signal -> disk.future());
    try (RawClient button = gateway.connectTcp()) {
      button.send(connect(level, "button-1", "a"));
      assertThat(button.receive()).startsWith("20").contains("0000");
      button.send(press(level, 1, 7, "button-1"));
      TestServer.eventually("the press arrives", () -> gateway.sink.alarms.size() == 1);
      assertThat(button.isSilentFor(100)).isTrue();
      disk.complete(new Receipt("incident-1", null, false));
      assertThat(button.receive()).isEqualTo("40020007");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_press_that_cannot_be_stored_is_not_acknowledged_and_the_connection_is_dropped(int level) {
    gateway.sink.storeBy(signal -> Future.failedFuture("disk full"));
    try (RawClient button = gateway.connectTcp()) {
      button.send(connect(level, "button-1", "a"));
      button.receive();
      button.send(press(level, 1, 7, "button-1"));
      assertThat(button.receive()).isEmpty();
    }
    assertThat(gateway.rejected("unstored")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void connect_and_press_in_one_segment_work_however_slow_the_check_is(int level) {
    Promise<Optional<DeviceId>> check = Promise.promise();
    gateway.authenticator = credentials -> check.future();
    try (RawClient button = gateway.connectTcp()) {
      button.send(
          connect(level, "button-1", "a"),
          press(level, 1, 1, "button-1"),
          press(level, 1, 2, "button-1"),
          Packets.PINGREQ);
      assertThat(button.isSilentFor(100)).isTrue();
      assertThat(gateway.sink.alarms).isEmpty();
      check.complete(Optional.of(new DeviceId("button-1")));
      assertThat(button.receive()).startsWith("20");
      assertThat(List.of(button.receive(), button.receive(), button.receive()))
          .containsExactlyInAnyOrder("40020001", "40020002", "d000");
    }
  }

  @Test
  void acknowledgements_keep_the_order_of_the_presses() {
    List<Promise<Receipt>> disks = new ArrayList<>();
    gateway.sink.storeBy(
        signal -> {
          Promise<Receipt> disk = Promise.promise();
          disks.add(disk);
          return disk.future();
        });
    try (RawClient button = gateway.connectTcp()) {
      button.send(connect(4, "button-1", "a"));
      button.receive();
      button.send(press(4, 1, 1, "button-1"), press(4, 1, 2, "button-1"));
      TestServer.eventually("both presses arrive", () -> gateway.sink.alarms.size() == 2);
      disks.get(1).complete(new Receipt("2", null, false));
      assertThat(button.isSilentFor(50)).isTrue();
      disks.get(0).complete(new Receipt("1", null, false));
      assertThat(button.receive()).isEqualTo("40020001");
      assertThat(button.receive()).isEqualTo("40020002");
    }
  }
}
