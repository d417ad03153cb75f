package io.sharpeyes.benchmarks;

import io.sharpeyes.benchmarks.GatewayProcess.County;
import io.sharpeyes.benchmarks.GatewayProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One event to 1,000 desks; 1,000 desks that come back at once; one that was cut off while presses
 * went on.
 *
 * <pre>
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.ManyDesks [DESKS] [SECONDS_CUT_OFF]
 * </pre>
 */
public final class ManyDesks {

  private static final int ROUNDS = 5;
  private static final int STREAMS_OF_ONE = 50;
  private static final int MISSED = 1_000;
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final double CUT_RATE = 500;

  private final int count;
  private final GatewayProcess gateway;
  private final WireLoop loop = new WireLoop();
  private final List<String> tokens = new ArrayList<>();
  private final List<WireDesk> desks = new ArrayList<>();
  private final PressLoad load = new PressLoad(loop);
  private final Histogram delays = new Histogram(LONGEST_NANOS, 3);
  private long pressedAt;

  private ManyDesks(int count, GatewayProcess gateway) throws Exception {
    this.count = count;
    this.gateway = gateway;
    for (int i = 0; i < people(count); i++) {
      tokens.add(gateway.signIn("desk" + i));
    }
    loop.to(gateway.mqttPort());
    load.connect(100);
  }

  private static int people(int desks) {
    return (desks + STREAMS_OF_ONE - 1) / STREAMS_OF_ONE + 1;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    int cut = args.length > 1 ? Integer.parseInt(args[1]) : 60;
    Path home = Files.createTempDirectory("desks-");
    County county = new County(2_000, 2_000, 50, people(count));
    try (GatewayProcess gateway =
        GatewayProcess.start(home.resolve("ours"), county, Launch.heap("2g"))) {
      gateway.settle();
      ManyDesks run = new ManyDesks(count, gateway);
      FiguresPage page = new FiguresPage("desks", "figure", "ours", "goal");
      run.fanOut(page);
      run.resume(page);
      run.cut(page, cut);
      page.note("Medians of %d rounds; the cut once.".formatted(ROUNDS));
      page.publish(
          "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar"
              + " io.sharpeyes.benchmarks.ManyDesks "
              + count
              + " "
              + cut);
    }
    System.exit(0);
  }

  private void open(long after) throws IOException {
    String path = "/api/v1/events" + (after < 0 ? "" : "?after=" + after);
    loop.to(gateway.http().getPort());
    for (int i = 0; i < count; i++) {
      desks.add(new WireDesk(loop, path, tokens.get(i / STREAMS_OF_ONE), this::shown));
    }
  }

  private void shown(int number) {
    load.shown(number);
    if (number == load.next() - 1) {
      delays.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - pressedAt));
    }
  }

  private long frames() {
    return desks.stream().mapToLong(WireDesk::frames).sum();
  }

  private void fanOut(FiguresPage page) throws Exception {
    open(-1);
    if (!loop.until(() -> desks.stream().allMatch(WireDesk::isUp), 60_000)) {
      throw new IOException("some desks did not come up");
    }
    fanOutRound(200);
    List<Double> p99 = new ArrayList<>();
    List<Double> micros = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      delays.reset();
      Duration before = gateway.cpu();
      long frames = frames();
      fanOutRound(40);
      p99.add(delays.getValueAtPercentile(99) / 1e6);
      micros.add(gateway.cpu().minus(before).toNanos() / 1e3 / (frames() - frames));
    }
    page.row(
        "one press to %,d desks".formatted(count),
        "p99 %.1f ms, %.1f µs of processor a frame"
            .formatted(FiguresPage.median(p99), FiguresPage.median(micros)),
        "p99 ≤ 6 ms, ≤ 5 µs");
  }

  /** One press after the other, each when the last one is at all desks. */
  private void fanOutRound(int presses) throws IOException {
    for (int i = 0; i < presses; i++) {
      long begun = delays.getTotalCount();
      pressedAt = System.nanoTime();
      load.run("one", 1_000, 0.001);
      if (!loop.until(() -> delays.getTotalCount() - begun >= count, 5_000)) {
        throw new IOException("a press did not reach all desks");
      }
      loop.until(() -> false, 20);
    }
  }

  private void resume(FiguresPage page) throws Exception {
    List<Double> seconds = new ArrayList<>();
    long disorder = 0;
    long missing = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long after = desks.stream().mapToLong(WireDesk::lastId).max().orElse(0);
      desks.forEach(Wire::close);
      desks.clear();
      loop.to(gateway.http().getPort());
      WireDesk witness = new WireDesk(loop, "/api/v1/events", tokens.get(0), load::shown);
      if (!loop.until(witness::isUp, 10_000)) {
        throw new IOException("no desk to compare with");
      }
      load.run("missed", CUT_RATE, MISSED / CUT_RATE);
      long begun = System.nanoTime();
      open(after);
      if (!loop.until(
          () -> desks.stream().allMatch(desk -> desk.lastId() >= witness.lastId()), 120_000)) {
        throw new IOException("some desks did not catch up");
      }
      seconds.add((System.nanoTime() - begun) / 1e9);
      disorder += desks.stream().mapToLong(WireDesk::disorder).sum();
      missing +=
          desks.stream().mapToLong(desk -> Math.max(0, witness.presses() - desk.presses())).sum();
      witness.close();
    }
    page.row(
        "%,d desks resume at once, %,d presses behind".formatted(count, MISSED),
        "%.1f s until the last has caught up, %d presses missing, %d events doubled"
            .formatted(FiguresPage.median(seconds), missing, disorder),
        "—");
    desks.forEach(Wire::close);
    desks.clear();
  }

  private void cut(FiguresPage page, int seconds) throws Exception {
    loop.to(gateway.http().getPort());
    WireDesk before = new WireDesk(loop, "/api/v1/events", tokens.get(0), load::shown);
    if (!loop.until(before::isUp, 10_000)) {
      throw new IOException("no desk to cut off");
    }
    load.run("before", CUT_RATE, 3);
    Cut cut = new Cut(before, seconds);
    load.run("cut", CUT_RATE, seconds + 5, cut);
    if (cut.caughtUp == 0) {
      throw new IOException("the desk that was cut off did not catch up");
    }
    page.row(
        "a desk cut off for %d s at %.0f presses/s".formatted(seconds, CUT_RATE),
        "caught up after %.2f s; %d presses missing, %d events doubled"
            .formatted(cut.caughtUp, load.missing(), cut.disorder()),
        "≤ 2 s, no gap, no double");
  }

  /** Cuts a desk off in the first turn, lets it come back, and notes when it has caught up. */
  private final class Cut implements PressLoad.Also {
    private final long begun = System.nanoTime();
    private final WireDesk before;
    private final long nanos;
    private @Nullable WireDesk back;
    private long backAt;
    private int newest;
    private double caughtUp;

    Cut(WireDesk before, int seconds) {
      this.before = before;
      this.nanos = seconds * 1_000_000_000L;
      before.close();
    }

    @Override
    public boolean turn() throws IOException {
      if (back == null && System.nanoTime() - begun > nanos) {
        backAt = System.nanoTime();
        newest = load.next() - 1;
        String path = "/api/v1/events?after=" + before.lastId();
        loop.to(gateway.http().getPort());
        back = new WireDesk(loop, path, tokens.get(0), this::shown);
      }
      return false;
    }

    private void shown(int number) {
      load.shown(number);
      if (number >= newest && caughtUp == 0) {
        caughtUp = (System.nanoTime() - backAt) / 1e9;
      }
    }

    long disorder() {
      return back == null ? -1 : back.disorder();
    }
  }
}
