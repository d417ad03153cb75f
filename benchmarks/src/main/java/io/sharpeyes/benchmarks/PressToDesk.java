package io.sharpeyes.benchmarks;

import io.sharpeyes.benchmarks.GatewayProcess.County;
import io.sharpeyes.benchmarks.GatewayProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Presses at a steady rate, from the button to the desk, with 100,000 cameras and 500 units in our
 * registry, beside bare brokers that look nothing up. All run at once and are loaded in turns.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * mvn -q -f benchmarks/peers/pom.xml -Phivemq dependency:copy-dependencies
 * mvn -q -f benchmarks/peers/pom.xml -Partemis dependency:copy-dependencies
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.PressToDesk steady|highest [ROUNDS] [hivemq,artemis,mosquitto|none] [FLUSH_MS]
 * </pre>
 *
 * <p>{@code steady}: percentiles at 1,000 presses a second. {@code highest}: the highest rate at
 * which 99 in 100 take less than 50 ms to the desk and none is missing. With FLUSH_MS each flush of
 * the disk takes so much longer ({@code gateway/src/test/c/bad_disk.c}; needs gcc).
 */
public final class PressToDesk {

  private static final int BUTTONS = 2_000;
  private static final double STEADY = 1_000;
  private static final double LIMIT_MS = 50;
  private static final double SECONDS = 4;
  private static final County COUNTY = new County(10_000, 100_000, 500, 1);
  private static final double[] RATES = {
    250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 10_000, 12_500, 15_000,
    17_500, 20_000
  };

  private final Path home = Files.createTempDirectory("press-");
  private final WireLoop loop = new WireLoop();
  private final List<Contestant> contestants = new ArrayList<>();

  private PressToDesk(List<Peer.Kind> peers, int flushMs) throws Exception {
    Map<String, String> disk = flushMs == 0 ? Map.of() : SlowDisk.under(home, flushMs);
    GatewayProcess gateway =
        GatewayProcess.start(home.resolve("ours"), COUNTY, new Launch(jvm(), disk));
    gateway.onDuty(COUNTY.units());
    gateway.settle();
    contestants.add(Contestant.ours(loop, gateway, BUTTONS));
    for (Peer.Kind peer : peers) {
      contestants.add(Contestant.peer(loop, peer, home.resolve(peer.name()), BUTTONS, disk));
    }
    for (Contestant contestant : contestants) {
      // What the just-in-time compiler does is nobody's case.
      contestant.load().run("warm-up", 500, 5);
      contestant.load().run("warm-up", 2_000, 12);
      contestant.load().run("warm-up", 1_000, 10);
    }
  }

  /** {@code -Dgateway.jvm=} for other options of its JVM. */
  private static List<String> jvm() {
    return List.of(System.getProperty("gateway.jvm", "-Xms2g -Xmx2g").split(" ", -1));
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    boolean steady = args.length == 0 || args[0].equals("steady");
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    String peers = args.length > 2 ? args[2] : "hivemq,artemis,mosquitto";
    int flushMs = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    List<Peer.Kind> kinds = new ArrayList<>();
    for (String name : peers.equals("none") ? new String[0] : peers.split(",", -1)) {
      kinds.add(Peer.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    PressToDesk run = new PressToDesk(kinds, flushMs);
    String block =
        (steady ? "press-steady" : "press-highest") + (flushMs == 0 ? "" : "-" + flushMs);
    FiguresPage page = steady ? run.steady(block, rounds) : run.highest(block, rounds);
    page.note(
        "Medians of %d rounds of %.0f s, %,d buttons, one desk; flush of the disk %s."
            .formatted(
                rounds, SECONDS, BUTTONS, flushMs == 0 ? "as it is" : flushMs + " ms longer"));
    page.publish(
        "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar"
            + " io.sharpeyes.benchmarks.PressToDesk "
            + String.join(" ", args));
    for (Contestant contestant : run.contestants) {
      contestant.close();
    }
    System.exit(0);
  }

  private FiguresPage steady(String block, int rounds) throws Exception {
    List<Map<String, List<Double>>> figures = new ArrayList<>();
    contestants.forEach(contestant -> figures.add(new TreeMap<>()));
    long[] missing = new long[contestants.size()];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        PressLoad load = contestants.get(i).load();
        Phase phase = load.run("round", STEADY, SECONDS);
        missing[i] += load.missing();
        System.out.printf("%-40s %s%n", contestants.get(i).title(), phase.row());
        int thrownOut = contestants.get(i).restore();
        if (thrownOut > 0) {
          throw new IOException(
              contestants.get(i).title() + " threw out " + thrownOut + " buttons or desks");
        }
        Map<String, List<Double>> of = figures.get(i);
        add(of, "ack50", phase.acknowledgedMs(50));
        add(of, "ack99", phase.acknowledgedMs(99));
        add(of, "desk50", phase.shownMs(50));
        add(of, "desk99", phase.shownMs(99));
      }
    }
    FiguresPage page =
        new FiguresPage(
            block, "1,000 presses/s", "to ack p50 ms", "p99", "to desk p50 ms", "p99", "missing");
    for (int i = 0; i < contestants.size(); i++) {
      Map<String, List<Double>> of = figures.get(i);
      page.row(
          contestants.get(i).title(),
          text(of, "ack50"),
          text(of, "ack99"),
          text(of, "desk50"),
          text(of, "desk99"),
          missing[i]);
    }
    return page;
  }

  private static void add(Map<String, List<Double>> figures, String name, double value) {
    figures.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
  }

  private static String text(Map<String, List<Double>> figures, String name) {
    return String.format(
        Locale.ROOT, "%.2f", FiguresPage.median(figures.getOrDefault(name, List.of(Double.NaN))));
  }

  private FiguresPage highest(String block, int rounds) throws Exception {
    List<List<Double>> figures = new ArrayList<>();
    int[] begin = new int[contestants.size()];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        if (round == 0) {
          figures.add(new ArrayList<>());
        }
        int held = climb(contestants.get(i), begin[i]);
        begin[i] = Math.max(0, held - 1);
        figures.get(i).add(held < 0 ? 0 : RATES[held]);
      }
    }
    double ours = FiguresPage.median(figures.get(0));
    FiguresPage page =
        new FiguresPage(
            block, "presses/s held, p99 to the desk < 50 ms", "median", "rounds", "ours is");
    for (int i = 0; i < contestants.size(); i++) {
      double rate = FiguresPage.median(figures.get(i));
      page.row(
          contestants.get(i).title(),
          rate,
          figures.get(i).toString(),
          i == 0 ? "" : "%.1f ×".formatted(ours / rate));
    }
    return page;
  }

  /** Goes up until a rate isn't held, twice; gives the index of the last that was, or -1. */
  private static int climb(Contestant contestant, int from) throws Exception {
    int held = -1;
    for (int i = from; i < RATES.length; i++) {
      boolean holds = holds(contestant, RATES[i]);
      if (!holds) {
        holds = holds(contestant, RATES[i]);
      }
      if (!holds) {
        return i == from && i > 0 ? climb(contestant, i - 1) : held;
      }
      held = i;
    }
    return held;
  }

  private static boolean holds(Contestant contestant, double rate) throws Exception {
    PressLoad load = contestant.load();
    Phase phase = load.run("" + rate, rate, SECONDS);
    long missing = load.missing();
    int thrownOut = contestant.restore();
    System.out.printf(
        "%-40s %,9.0f/s %s, %d missing, %d thrown out%n",
        contestant.title(), rate, phase.row(), missing, thrownOut);
    return missing == 0
        && thrownOut == 0
        && phase.shownMs(99) < LIMIT_MS
        && phase.acknowledgedMs(99) < LIMIT_MS;
  }
}
