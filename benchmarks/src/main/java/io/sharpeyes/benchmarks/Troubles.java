package io.sharpeyes.benchmarks;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The cases' own part: what each of them does to the gateway. */
final class Troubles {

  private static final int LANES = 200;
  private static final int FLOODERS = 50;
  private static final int SLOW_DESKS = 20;

  private final Vertx vertx;
  private final GatewayProcess gateway;
  private final int devices;
  private final int firstIdle;
  private final Path home;
  private final List<SimulatedButton> idle = new ArrayList<>();
  private final AtomicInteger up = new AtomicInteger();
  private final List<String> notes = new ArrayList<>();

  /**
   * Troubles for a gateway.
   *
   * @param devices how many devices it knows; the first ones press
   * @param firstIdle the first that doesn't
   * @param home its folder
   */
  Troubles(Vertx vertx, GatewayProcess gateway, int devices, int firstIdle, Path home) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.devices = devices;
    this.firstIdle = firstIdle;
    this.home = home;
  }

  /** What is worth telling beside the times. */
  List<String> notes() {
    return notes;
  }

  /** What must be there before the case begins. */
  void prepare(OverloadCase what) throws Exception {
    if (what == OverloadCase.RECONNECT || what == OverloadCase.PAUSE) {
      connectIdle();
    }
  }

  private void connectIdle() throws Exception {
    NetClientOptions options = new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(30_000);
    NetClient plain = vertx.createNetClient(options);
    NetClient tls =
        vertx.createNetClient(
            new NetClientOptions(options)
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm(""));
    for (int i = firstIdle; i < devices; i++) {
      boolean secure = i % 10 == 0;
      int port = secure ? gateway.tlsPort() : gateway.mqttPort();
      idle.add(
          new SimulatedButton(
              vertx,
              secure ? tls : plain,
              SocketAddress.inetSocketAddress(port, "127.0.0.1"),
              new DeviceId("d" + i),
              GatewayProcess.SECRET,
              new Counting()));
    }
    AtomicInteger next = new AtomicInteger();
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      lanes.add(connectNext(next));
    }
    Future.all(lanes).toCompletionStage().toCompletableFuture().get(10, TimeUnit.MINUTES);
  }

  private Future<Void> connectNext(AtomicInteger next) {
    int index = next.getAndIncrement();
    return index >= idle.size()
        ? Future.succeededFuture()
        : idle.get(index).connect().compose(up -> connectNext(next));
  }

  private final class Counting implements SimulatedButton.Listener {
    @Override
    public void onLink(SimulatedButton button, boolean isUp) {
      up.addAndGet(isUp ? 1 : -1);
    }
  }

  /** Makes the trouble for so long. */
  void make(OverloadCase what, long seconds) throws Exception {
    switch (what) {
      case RECONNECT -> reconnect();
      case TELEMETRY -> telemetry(seconds);
      case SLOW_DESK -> slowDesks(seconds);
      case LOG_FLOOD -> logFlood(seconds);
      case FULL_DISK -> fullDisk(seconds);
      case PAUSE -> pause();
    }
  }

  /** Forgets what was noted. */
  void forget() {
    notes.clear();
  }

  private void reconnect() throws Exception {
    long begun = System.nanoTime();
    idle.forEach(SimulatedButton::cut);
    while (up.get() > idle.size() / 2 && System.nanoTime() - begun < 10_000_000_000L) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    while (up.get() < idle.size()) {
      if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(3)) {
        throw new IOException("only " + up + " of " + idle.size() + " devices came back in 3 min");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    notes.add(
        "%d devices, a tenth over TLS, were back after %.1f s"
            .formatted(idle.size(), (System.nanoTime() - begun) / 1e9));
  }

  private void telemetry(long seconds) throws Exception {
    LongAdder sent = new LongAdder();
    NetClient client = vertx.createNetClient();
    for (int i = 0; i < FLOODERS; i++) {
      String device = "d" + (firstIdle + i);
      NetSocket socket = connect(client);
      socket.write(RawMqtt.connect(device, GatewayProcess.SECRET));
      vertx.setPeriodic(5, tick -> flood(socket, device, sent));
    }
    TimeUnit.SECONDS.sleep(seconds);
    client.close();
    notes.add(
        "%,d reports sent, %,.0f received, %,.0f of them shed (report-flood)"
            .formatted(
                sent.sum(),
                gateway.metric("sharpeyes_mqtt_reports_total"),
                gateway.metric("sharpeyes_rejected_total{reason=\"report-flood\"}")));
  }

  private static void flood(NetSocket socket, String device, LongAdder sent) {
    for (int i = 0; i < 100 && !socket.writeQueueFull(); i++) {
      sent.increment();
      String status =
          "{\"batteryPercent\":" + sent.sum() % 100 + ",\"uptimeS\":" + sent.sum() + "}";
      socket.write(RawMqtt.publish("sharpeyes/v1/" + device + "/status", status));
    }
  }

  private NetSocket connect(NetClient client) throws Exception {
    return client
        .connect(gateway.mqttPort(), "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void slowDesks(long seconds) throws Exception {
    NetClient client = vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(4_096));
    AtomicInteger closed = new AtomicInteger();
    for (int i = 0; i < SLOW_DESKS; i++) {
      NetSocket socket =
          client
              .connect(gateway.http().getPort(), gateway.http().getHost())
              .toCompletionStage()
              .toCompletableFuture()
              .get(30, TimeUnit.SECONDS);
      socket.closeHandler(end -> closed.incrementAndGet());
      socket.exceptionHandler(failure -> {});
      socket.write(
          "GET /api/v1/events HTTP/1.1\r\nHost: "
              + gateway.http().getAuthority()
              + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nAuthorization: Bearer "
              + gateway.token()
              + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
      socket.pause();
    }
    TimeUnit.SECONDS.sleep(seconds);
    notes.add(
        SLOW_DESKS
            + " desks that don't read; cut by the gateway: %,.0f"
                .formatted(gateway.metric("sharpeyes_readers_slow_total")));
    client.close();
  }

  /** Garbage and wrong secrets on MQTT, and requests that are none on HTTP. */
  private void logFlood(long seconds) throws Exception {
    long before = gateway.logLines();
    long begun = System.nanoTime();
    LongAdder attempts = new LongAdder();
    NetClient client = vertx.createNetClient();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lanes.add(annoy(client, i, end, attempts));
    }
    Future.all(lanes).toCompletionStage().toCompletableFuture().get(seconds + 60, TimeUnit.SECONDS);
    double passed = (System.nanoTime() - begun) / 1e9;
    long lines = gateway.logLines() - before;
    notes.add(
        "%,d hostile connections in %.0f s made %,d log lines (%.1f a second)"
            .formatted(attempts.sum(), passed, lines, lines / passed));
    if (lines / passed > 100) {
      throw new IOException("the log was flooded: " + lines + " lines in " + (long) passed + " s");
    }
  }

  private Future<Void> annoy(NetClient client, int kind, long end, LongAdder attempts) {
    if (System.nanoTime() > end) {
      return Future.succeededFuture();
    }
    attempts.increment();
    int port = kind % 4 == 3 ? gateway.http().getPort() : gateway.mqttPort();
    Buffer hostile =
        switch (kind % 4) {
          case 0 -> Buffer.buffer("\u0000\u0001garbage");
          case 1 -> RawMqtt.connect("d" + attempts.sum() % devices, "wrong");
          case 2 -> RawMqtt.connect("nobody-" + attempts.sum(), "wrong");
          default -> Buffer.buffer("GET /%zz HTTP/9.9\r\n:\r\n\r\n");
        };
    return client
        .connect(port, "127.0.0.1")
        .compose(
            socket ->
                socket
                    .write(hostile)
                    .eventually(
                        () ->
                            Future.future(
                                done -> {
                                  socket.closeHandler(gone -> done.tryComplete());
                                  vertx.setTimer(50, late -> socket.close());
                                })))
        .transform(done -> annoy(client, kind, end, attempts));
  }

  private void fullDisk(long seconds) throws Exception {
    Path ballast = home.resolve("ballast");
    byte[] chunk = new byte[256 << 10];
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      try {
        Files.write(ballast, chunk, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException full) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    notes.add(
        "the disk was full for about %d s; presses refused meanwhile: %,.0f"
            .formatted(seconds, gateway.metric("sharpeyes_journal_unstored_total")));
    Files.delete(ballast);
  }

  private void pause() throws Exception {
    gateway.signal("STOP");
    TimeUnit.SECONDS.sleep(2);
    gateway.signal("CONT");
    TimeUnit.SECONDS.sleep(3);
    notes.add(up + " of " + idle.size() + " devices are still connected");
    if (up.get() < idle.size()) {
      throw new IOException("devices lost their connection in the pause");
    }
  }
}
