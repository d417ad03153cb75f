package io.sharpeyes.benchmarks;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Buttons that press at a steady rate whether or not the gateway keeps up. Times count from when a
 * press was due.
 */
final class Presses {

  private record Due(Phase phase, long nanos) {}

  private final Vertx vertx;
  private final NetClient client;
  private final List<SimulatedButton> buttons = new ArrayList<>();
  private final Map<String, Due> due = new ConcurrentHashMap<>();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private volatile Phase phase = new Phase("-");
  private volatile int pressed;
  private long timer = -1;

  Presses(Vertx vertx, GatewayProcess gateway, int count) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    SocketAddress address = SocketAddress.inetSocketAddress(gateway.mqttPort(), "127.0.0.1");
    for (int i = 0; i < count; i++) {
      buttons.add(
          new SimulatedButton(
              vertx,
              client,
              address,
              new DeviceId("d" + i),
              GatewayProcess.SECRET,
              new SimulatedButton.Listener() {}));
    }
  }

  Future<?> connect() {
    return Future.all(buttons.stream().map(SimulatedButton::connect).toList());
  }

  /** Begins to press. */
  void begin(double perSecond) {
    long start = System.nanoTime();
    double between = TimeUnit.SECONDS.toNanos(1) / perSecond;
    timer =
        vertx.setPeriodic(
            1,
            tick -> {
              long next;
              while ((next = start + (long) (pressed * between)) <= System.nanoTime()) {
                press(next);
              }
            });
  }

  private void press(long dueNanos) {
    int number = pressed;
    String id = "x" + number;
    Phase now = phase;
    now.pressed();
    due.put(id, new Due(now, dueNanos));
    pressed = number + 1;
    byte[] payload = ("{\"press\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    buttons
        .get(number % buttons.size())
        .publish("alarm", payload)
        .onSuccess(
            stored -> {
              acknowledged.add(id);
              now.acknowledged(System.nanoTime() - dueNanos);
            });
  }

  /** A desk has it. */
  void shown(String id) {
    Due known = due.get(id);
    if (known != null) {
      known.phase.shown(System.nanoTime() - known.nanos);
    }
  }

  void phase(Phase next) {
    phase = next;
  }

  void end() {
    vertx.cancelTimer(timer);
  }

  int pressed() {
    return pressed;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** Acknowledged presses that this desk has not seen. */
  long missing(Desk desk) {
    return acknowledged.stream().filter(id -> !desk.saw(id)).count();
  }

  /** Waits for what is on its way, for a minute at most. */
  @Nullable String settle(Desk desk) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (acknowledged() < pressed() || missing(desk) > 0) {
      if (System.nanoTime() > end) {
        return (pressed() - acknowledged())
            + " presses not acknowledged, "
            + missing(desk)
            + " acknowledged and not shown after a minute";
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return null;
  }
}
