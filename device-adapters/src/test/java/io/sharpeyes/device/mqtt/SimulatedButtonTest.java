package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.Receipt;
import io.sharpeyes.device.simulator.ButtonFleet;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SimulatedButtonTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");

  private static SimulatedButton button(TestServer gateway, SimulatedButton.Listener listener) {
    return new SimulatedButton(
        gateway.vertx,
        gateway.vertx.createNetClient(),
        SocketAddress.inetSocketAddress(gateway.port(), "127.0.0.1"),
        BUTTON,
        TestServer.PASSWORD,
        listener);
  }

  @Test
  void presses_and_hears_feedback() {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (TestServer gateway = TestServer.start()) {
      SimulatedButton button =
          button(
              gateway,
              new SimulatedButton.Listener() {
                @Override
                public void onFeedback(SimulatedButton from, @Nullable String press, String stage) {
                  heard.add(press + " " + stage);
                }
              });
      await(button.connect());
      assertThat(gateway.sink.reports(LinkUp.class)).hasSize(1);
      eventually(
          "feedback is awaited", () -> gateway.sink.reports(FeedbackAwaited.class).size() == 1);
      String press = await(button.press());
      assertThat(gateway.sink.presses().get(0).press()).isEqualTo(press);
      gateway.server.sendFeedback(
          BUTTON, new Feedback("incident-1", press, Feedback.Stage.STORED, Instant.EPOCH));
      eventually("the feedback comes", () -> heard.equals(List.of(press + " stored")));
      await(button.close());
    }
  }

  @Test
  void sends_again_until_it_is_acknowledged() {
    AtomicInteger tries = new AtomicInteger();
    try (TestServer gateway = TestServer.start()) {
      gateway.sink.storeBy(
          signal ->
              tries.incrementAndGet() < 3
                  ? Future.failedFuture("disk full")
                  : Future.succeededFuture(new Receipt("incident-1", null, false)));
      SimulatedButton button = button(gateway, new SimulatedButton.Listener() {});
      await(button.connect());
      String id = await(button.press());
      assertThat(gateway.sink.presses()).hasSize(3).allMatch(press -> id.equals(press.press()));
      await(button.close());
    }
  }

  @Test
  void a_fleet_presses_at_its_rate_and_loses_nothing_though_connections_break() {
    try (TestServer gateway = TestServer.start()) {
      gateway.sink.storeBy(
          signal -> {
            ButtonPressed press = (ButtonPressed) signal;
            gateway.server.sendFeedback(
                press.device(),
                new Feedback("i", press.press(), Feedback.Stage.STORED, Instant.EPOCH));
            return Future.succeededFuture(new Receipt("i", press.press(), false));
          });
      ButtonFleet fleet =
          new ButtonFleet(
              gateway.vertx,
              "127.0.0.1",
              gateway.port(),
              60,
              i -> new DeviceId("button-" + i),
              TestServer.PASSWORD,
              new ButtonFleet.Recorder() {});
      await(fleet.connect(20));
      assertThat(fleet.connected()).isEqualTo(60);
      fleet.press(400);
      eventually("it pressed", () -> fleet.pressed() > 100);
      fleet.buttons().subList(0, 20).forEach(SimulatedButton::cut);
      eventually("it pressed on", () -> fleet.pressed() > 300);
      fleet.stopPressing();
      eventually("all is acknowledged", () -> fleet.acknowledged() == fleet.pressed());
      assertThat(
              gateway.sink.presses().stream()
                  .map(one -> one.device() + " " + one.press())
                  .distinct())
          .hasSize((int) fleet.pressed());
      assertThat(fleet.stored()).isPositive();
      await(fleet.close());
    }
  }
}
