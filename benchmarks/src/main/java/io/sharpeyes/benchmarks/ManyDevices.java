package io.sharpeyes.benchmarks;

import io.sharpeyes.benchmarks.GatewayProcess.County;
import io.sharpeyes.benchmarks.GatewayProcess.Launch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a device costs that does nothing, what its heartbeats cost, and how long all of them need to
 * come back at once.
 *
 * <pre>
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.ManyDevices [DEVICES]
 * </pre>
 *
 * <p>Each device takes one file descriptor of either process: see {@code ulimit -n}.
 */
public final class ManyDevices {

  private static final int PRESSING = 50;
  private static final double PRESSES = 50;
  private static final int ROUNDS = 5;
  private static final int AT_ONCE = 200;
  private static final long LONGEST_STORM_NANOS = 120_000_000_000L;

  private final int devices;
  private final GatewayProcess gateway;
  private final WireLoop loop = new WireLoop();
  private final List<WireButton> idle = new ArrayList<>();
  private int acknowledged;

  private ManyDevices(int devices, GatewayProcess gateway) throws IOException {
    this.devices = devices;
    this.gateway = gateway;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int devices = args.length > 0 ? Integer.parseInt(args[0]) : 15_000;
    Path home = Files.createTempDirectory("devices-");
    Launch launch = new Launch(List.of("-Xms256m", "-Xmx1g"), Map.of());
    County county = new County(devices + PRESSING, 0, 0, 1);
    FiguresPage page = new FiguresPage("devices", "figure", "ours", "goal");
    // In a process of its own: what TLS makes resident, others would use again.
    try (GatewayProcess gateway = GatewayProcess.start(home.resolve("tls"), county, launch)) {
      new ManyDevices(devices, gateway).tls(page);
    }
    try (GatewayProcess gateway = GatewayProcess.start(home.resolve("plain"), county, launch)) {
      ManyDevices run = new ManyDevices(devices, gateway);
      run.plain(page);
      run.heartbeats(page);
      run.storm(page);
      page.note(
          "Heap: what is alive after a whole collection, less what was before they connected;"
              + " RSS likewise. Heartbeats: processor time of the whole gateway for each, five"
              + " rounds of 3 s, one message a segment.");
      page.publish(
          "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar"
              + " io.sharpeyes.benchmarks.ManyDevices "
              + devices);
    }
    System.exit(0);
  }

  /** Brings the first devices and lets them go: what is loaded for them counts for nobody. */
  private void warmUp() throws IOException, InterruptedException {
    loop.to(gateway.mqttPort());
    for (int i = 0; i < 200; i++) {
      idle.add(button(i));
    }
    up();
    idle.forEach(Wire::close);
    idle.clear();
    gateway.settle();
  }

  private void plain(FiguresPage page) throws Exception {
    warmUp();
    long heap = gateway.liveHeapBytes();
    long resident = gateway.residentKib();
    for (int i = 0; i < devices; i++) {
      idle.add(button(i));
      if (i % AT_ONCE == 0) {
        up();
      }
    }
    up();
    gateway.settle();
    row(page, "plain", heap, resident, "≤ 4 kB heap, ≤ 10 kB RSS");
  }

  private WireButton button(int number) throws IOException {
    return new WireButton(loop, "d" + (PRESSING + number), any -> acknowledged++);
  }

  private void up() throws IOException {
    if (!loop.until(() -> idle.stream().allMatch(WireButton::isUp), 60_000)) {
      throw new IOException("some devices did not come up");
    }
  }

  private void row(FiguresPage page, String how, long heap, long resident, String goal)
      throws IOException {
    double heapEach = (gateway.liveHeapBytes() - heap) / 1e3 / devices;
    double residentEach = (gateway.residentKib() - resident) * 1.024 / devices;
    page.row(
        "an idle device, %s, %,d connected".formatted(how, devices),
        "%.1f kB heap, %.1f kB RSS; 1,000,000 of them: %.1f GB heap, %.1f GB RSS"
            .formatted(heapEach, residentEach, heapEach, residentEach),
        goal);
  }

  private void tls(FiguresPage page) throws Exception {
    warmUp();
    long heap = gateway.liveHeapBytes();
    long resident = gateway.residentKib();
    Vertx vertx = Vertx.vertx();
    NetClient client =
        vertx.createNetClient(
            new NetClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setConnectTimeout(60_000)
                .setHostnameVerificationAlgorithm(""));
    AtomicInteger next = new AtomicInteger();
    long begun = System.nanoTime();
    List<Future<?>> lanes = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      lanes.add(connectNext(client, next));
    }
    Future.all(lanes).toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);
    double seconds = (System.nanoTime() - begun) / 1e9;
    gateway.settle();
    row(page, "TLS", heap, resident, "≤ 30 kB RSS");
    page.row("TLS connects", "%,.0f/s, client on the same cores".formatted(devices / seconds), "");
    vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private Future<?> connectNext(NetClient client, AtomicInteger next) {
    int number = next.getAndIncrement();
    return number >= devices
        ? Future.succeededFuture()
        : client
            .connect(gateway.tlsPort(), "127.0.0.1")
            .compose(
                socket -> {
                  Future<Void> answered = Future.future(up -> socket.handler(any -> up.complete()));
                  socket.write(RawMqtt.connect("d" + (PRESSING + number), GatewayProcess.SECRET));
                  return answered;
                })
            .compose(up -> connectNext(client, next));
  }

  private void heartbeats(FiguresPage page) throws Exception {
    String goal = "≤ 10 µs";
    heartbeat(page, "keep-alive (PINGREQ)", goal, (button, n) -> button.send(WireButton.ping()));
    String same = "{\"batteryPercent\":90,\"mains\":true}";
    heartbeat(
        page,
        "unchanged status, QoS 0",
        goal,
        (button, n) -> button.send(WireButton.report(button.device(), "status", same)));
    heartbeat(
        page, "unchanged status, QoS 1", goal, (button, n) -> button.publish("status", same, n));
  }

  private interface Beat {
    void of(WireButton button, int number);
  }

  private void heartbeat(FiguresPage page, String what, String goal, Beat beat) throws Exception {
    List<Double> each = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      Duration before = gateway.cpu();
      long begun = System.nanoTime();
      int sent = 0;
      while (System.nanoTime() - begun < 3_000_000_000L) {
        for (int i = 0; i < 100; i++, sent++) {
          beat.of(idle.get(sent % idle.size()), sent);
        }
        loop.turn(0);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      loop.until(() -> false, 500);
      if (round >= 0) {
        each.add(gateway.cpu().minus(before).toNanos() / 1e3 / sent);
        rates.add(sent / seconds);
      }
    }
    double micros = FiguresPage.median(each);
    page.row(
        "a heartbeat: " + what,
        "%.1f µs of processor at %,.0f/s: %,.0f/s a core; 1,000,000 devices every 60 s: %.2f core"
            .formatted(micros, FiguresPage.median(rates), 1e6 / micros, micros / 60),
        goal);
  }

  private void storm(FiguresPage page) throws Exception {
    // Of their own, or presses would wait for what those that come back have to do.
    WireLoop pressing = new WireLoop();
    PressLoad load = new PressLoad(pressing);
    WireDesk desk =
        new WireDesk(
            pressing.to(gateway.http().getPort()), "/api/v1/events", gateway.token(), load::shown);
    if (!pressing.until(desk::isUp, 10_000)) {
      throw new IOException("no desk beside the storm");
    }
    pressing.to(gateway.mqttPort());
    load.connect(PRESSING);
    load.run("warm-up", PRESSES, 5);
    List<Double> back = new ArrayList<>();
    List<Double> presses = new ArrayList<>();
    long missing = 0;
    int again = 0;
    for (int round = 0; round < ROUNDS; round++) {
      FutureTask<Phase> phase = new FutureTask<>(() -> load.run("storm", PRESSES, 6));
      new Thread(phase, "presses").start();
      idle.forEach(Wire::close);
      idle.clear();
      Storm storm = new Storm();
      long end = System.nanoTime() + LONGEST_STORM_NANOS;
      while (storm.up < devices) {
        if (System.nanoTime() > end) {
          throw new IOException(
              "of %d devices only %d came back, after %d more tries"
                  .formatted(devices, storm.up, storm.again));
        }
        loop.turn(storm.turn() ? 0 : 1);
      }
      presses.add(phase.get().acknowledgedMs(99));
      missing += load.missing();
      back.add(storm.seconds);
      again += storm.again;
    }
    page.row(
        "%,d devices reconnect at once".formatted(devices),
        "all back after %.1f s; presses among them, %.0f/s: p99 %.0f ms to the ack,"
                .formatted(FiguresPage.median(back), PRESSES, FiguresPage.median(presses))
            + " %d missing; %d connects tried again".formatted(missing, again),
        "≤ 5 s; p99 ≤ 500 ms");
  }

  /** All at once: as fast as connects can be begun. */
  private final class Storm {
    private final long begun = System.nanoTime();
    private int up;
    private int again;
    private double seconds;

    /** Whether it isn't up yet; one that was refused tries again. */
    private boolean waiting(int number) throws IOException {
      WireButton button = idle.get(number);
      if (!button.isOpen()) {
        again++;
        idle.set(number, button(number));
      }
      return !button.isUp();
    }

    /** Says whether there is more to do at once. */
    boolean turn() throws IOException {
      for (int i = 0; i < AT_ONCE && idle.size() < devices; i++) {
        idle.add(button(idle.size()));
      }
      while (up < idle.size() && !waiting(up)) {
        up++;
      }
      if (up == devices && seconds == 0) {
        seconds = (System.nanoTime() - begun) / 1e9;
      }
      return idle.size() < devices;
    }
  }
}
