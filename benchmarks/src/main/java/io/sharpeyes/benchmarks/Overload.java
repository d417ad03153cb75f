package io.sharpeyes.benchmarks;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Presses go on while something overloads the gateway. Prints how long they took from the button to
 * the acknowledgement and to the desk, and the gateway's memory, before, during and after; ends
 * with 1 if an acknowledged press was lost or doubled.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.Overload CASE [DEVICES] [SECONDS] [PRESSES_PER_SECOND]
 * </pre>
 */
public final class Overload {

  private static final int PRESSING = 200;

  private final OverloadCase what;
  private final int devices;
  private final int seconds;
  private final double rate;
  private final List<String> faults = new ArrayList<>();

  Overload(OverloadCase what, int devices, int seconds, double rate) {
    this.what = what;
    this.devices = devices;
    this.seconds = seconds;
    this.rate = rate;
  }

  /**
   * Runs a case.
   *
   * @param args the case; how many devices there are (each takes one file descriptor of either
   *     process: see {@code ulimit -n}); how long each phase takes; how many presses a second
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.err.println(
          "Name a case: "
              + Arrays.stream(OverloadCase.values()).map(OverloadCase::wireName).toList());
      System.exit(2);
    }
    Overload overload =
        new Overload(
            OverloadCase.of(args[0]),
            args.length > 1 ? Integer.parseInt(args[1]) : 2_000,
            args.length > 2 ? Integer.parseInt(args[2]) : 15,
            args.length > 3 ? Double.parseDouble(args[3]) : 50);
    List<String> faults = overload.run();
    faults.forEach(fault -> System.out.println("FAILED: " + fault));
    System.exit(faults.isEmpty() ? 0 : 1);
  }

  /** Runs it; gives what went wrong. */
  List<String> run() throws Exception {
    Path home = Files.createTempDirectory("overload-");
    boolean mounted = what == OverloadCase.FULL_DISK;
    if (mounted) {
      run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", home.toString());
    }
    Vertx vertx = Vertx.vertx();
    // Of their own, or presses would wait for what the trouble-makers have to do.
    Vertx buttons = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (GatewayProcess gateway = GatewayProcess.start(home, devices, "1g")) {
      run(buttons, vertx, gateway, home);
    } finally {
      Future.join(vertx.close(), buttons.close())
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      if (mounted) {
        run("umount", home.toString());
      }
      delete(home);
    }
    return faults;
  }

  private void run(Vertx buttons, Vertx vertx, GatewayProcess gateway, Path home) throws Exception {
    int pressing = Math.min(PRESSING, devices / 2);
    Presses presses = new Presses(buttons, gateway, pressing);
    Desk desk = Desk.open(gateway, presses::shown);
    presses.connect().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    Troubles troubles = new Troubles(vertx, gateway, devices, pressing, home);
    troubles.prepare(what);
    // What the just-in-time compiler does is nobody's case.
    presses.begin(rate);
    if (what == OverloadCase.RECONNECT) {
      // A storm is over in seconds, most of which the compilers of both processes take the first
      // time.
      make(troubles);
      troubles.forget();
    }
    TimeUnit.SECONDS.sleep(Math.min(seconds, 5));
    Phase before = phase(presses, gateway, "before", () -> TimeUnit.SECONDS.sleep(seconds));
    Phase during = phase(presses, gateway, "during", () -> make(troubles));
    Phase after = phase(presses, gateway, "after", () -> TimeUnit.SECONDS.sleep(seconds));
    presses.end();
    String left = presses.settle(desk);
    if (left != null) {
      faults.add(left);
    }
    check(presses, desk, gateway);
    report(presses, desk, troubles, List.of(before, during, after));
  }

  private void make(Troubles troubles) throws Exception {
    try {
      troubles.make(what, seconds);
    } catch (IOException e) {
      faults.add(e.toString());
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Phase phase(Presses presses, GatewayProcess gateway, String name, Step step)
      throws Exception {
    Phase phase = new Phase(name);
    presses.phase(phase);
    Thread watch = new Thread(() -> watch(gateway, phase), "memory");
    watch.start();
    step.run();
    watch.interrupt();
    watch.join();
    return phase;
  }

  private static void watch(GatewayProcess gateway, Phase phase) {
    try {
      while (true) {
        phase.memory(gateway.residentMib());
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (InterruptedException | IOException end) {
      // The phase is over, or the gateway is gone, which the case itself notices.
    }
  }

  private void check(Presses presses, Desk desk, GatewayProcess gateway) throws IOException {
    if (!gateway.isAlive()) {
      faults.add("the gateway has ended: " + gateway.lastWords());
    }
    if (!desk.isOpen()) {
      faults.add("the desk that reads lost its event stream");
    }
    if (presses.missing(desk) > 0) {
      faults.add(presses.missing(desk) + " acknowledged presses lost");
    }
    if (desk.doubled() > 0) {
      faults.add(desk.doubled() + " presses doubled");
    }
    if (what == OverloadCase.PAUSE && desk.offline() > 0) {
      faults.add(desk.offline() + " devices were said to be offline");
    }
  }

  private void report(Presses presses, Desk desk, Troubles troubles, List<Phase> phases) {
    System.out.printf(
        "%nFIGURE overload %s: %d devices, %.0f presses a second%n",
        what.wireName(), devices, rate);
    System.out.println(Phase.heading());
    phases.forEach(phase -> System.out.println(phase.row()));
    troubles.notes().forEach(System.out::println);
    System.out.printf(
        "pressed %,d, acknowledged %,d, lost %d, doubled %d, falsely offline %d%n",
        presses.pressed(),
        presses.acknowledged(),
        presses.missing(desk),
        desk.doubled(),
        desk.offline());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed; the case full-disk needs root");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
