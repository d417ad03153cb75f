package io.sharpeyes.device.mqtt;

import static io.sharpeyes.device.mqtt.TestServer.await;
import static io.sharpeyes.device.mqtt.TestServer.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.Feedback;
import io.sharpeyes.device.FeedbackAwaited;
import io.sharpeyes.device.LinkUp;
import io.sharpeyes.device.Receipt;
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
      assertThat(await(button.press())).isEqualTo("1");
      assertThat(gateway.sink.presses().get(0).press()).isEqualTo("1");
      gateway.server.sendFeedback(
          BUTTON, new Feedback("incident-1", "1", Feedback.Stage.STORED, Instant.EPOCH));
      eventually("the feedback comes", () -> heard.equals(List.of("1 stored")));
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
      await(button.press());
      assertThat(gateway.sink.presses()).hasSize(3).allMatch(press -> "1".equals(press.press()));
      await(button.close());
    }
  }
}
