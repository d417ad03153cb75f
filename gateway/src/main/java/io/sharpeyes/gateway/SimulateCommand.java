package io.sharpeyes.gateway;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.ButtonFleet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Presses many simulated buttons against any gateway, and tells how long it took. */
@Command(
    name = "simulate",
    description = {
      "Presses a fleet of simulated buttons at a steady rate.",
      "Whether or not the gateway keeps up. Prints how long it took, and what was lost "
          + "(nothing)."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class SimulateCommand implements Callable<Integer> {

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final int BAR_WIDTH = 30;
  private static final int STORM_LANES = 200;

  @Spec private CommandSpec spec;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "mqtt://HOST:PORT",
      description = "The gateway's plain MQTT port.")
  private URI target;

  @Option(
      names = "--buttons",
      paramLabel = "N",
      defaultValue = "29",
      description = "How many buttons (default ${DEFAULT-VALUE}).")
  private int buttons;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "1",
      description = "The number of the first button (default ${DEFAULT-VALUE}).")
  private int first;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "button-",
      description = "What stands before the number in a button's id (default ${DEFAULT-VALUE}).")
  private String prefix;

  @Option(
      names = "--secret",
      paramLabel = "TEXT",
      defaultValue = "demo",
      description = "The secret of all buttons (default ${DEFAULT-VALUE}).")
  private String secret;

  @Option(
      names = "--rate",
      paramLabel = "PER_SECOND",
      defaultValue = "10",
      description = "Presses a second over all buttons (default ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long they press (default ${DEFAULT-VALUE}).")
  private int seconds;

  private final Histogram acknowledged = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final Histogram stored = new ConcurrentHistogram(LONGEST_NANOS, 3);
  private final Histogram connected = new ConcurrentHistogram(LONGEST_NANOS, 3);

  @Override
  public Integer call() throws InterruptedException {
    check();
    Vertx vertx = Vertx.vertx();
    try {
      return run(vertx) ? 0 : 1;
    } finally {
      wait(vertx.close());
    }
  }

  private void check() {
    boolean usable =
        "mqtt".equals(target.getScheme()) && target.getHost() != null && target.getPort() > 0;
    if (!usable) {
      throw new ParameterException(
          spec.commandLine(), "--target is " + target + ", must be like mqtt://127.0.0.1:1883");
    }
    if (buttons < 1 || !(rate > 0) || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--buttons, --rate and --seconds must be over 0");
    }
  }

  private boolean run(Vertx vertx) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    ButtonFleet fleet =
        new ButtonFleet(
            vertx,
            target.getHost(),
            target.getPort(),
            buttons,
            i -> new DeviceId(prefix + (first + i)),
            secret,
            new Recorder());
    Future<Void> all = fleet.connect(STORM_LANES);
    long begun = System.nanoTime();
    while (!all.isComplete()) {
      bar(out, "connecting", fleet.connected(), buttons);
      if (fleet.connected() == 0 && System.nanoTime() - begun > PATIENCE_NANOS) {
        out.println();
        spec.commandLine()
            .getErr()
            .printf(
                "No button could connect to %s within %d s: does a gateway listen there, and does it"
                    + " know %s%d with this secret?%n",
                target, TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS), prefix, first);
        wait(fleet.close());
        return false;
      }
    }
    bar(out, "connected", fleet.connected(), buttons);
    out.println();
    fleet.press(rate);
    press(out, fleet);
    fleet.stopPressing();
    settle(out, fleet);
    report(out, fleet);
    boolean nothingLost = fleet.acknowledged() == fleet.pressed();
    wait(fleet.close());
    return nothingLost;
  }

  private void press(PrintWriter out, ButtonFleet fleet) throws InterruptedException {
    long begun = System.nanoTime();
    long passedS = 0;
    while (passedS < seconds) {
      bar(out, "pressing", passedS, seconds);
      out.printf("  %,d pressed, %,d acknowledged", fleet.pressed(), fleet.acknowledged());
      passedS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }
    bar(out, "pressing", seconds, seconds);
    out.println();
  }

  /** Waits for what is on its way, as long as there is progress. */
  private static void settle(PrintWriter out, ButtonFleet fleet) throws InterruptedException {
    long before = -1;
    while (fleet.acknowledged() < fleet.pressed() && fleet.acknowledged() != before) {
      before = fleet.acknowledged();
      bar(out, "waiting", fleet.acknowledged(), fleet.pressed());
      TimeUnit.SECONDS.sleep(2);
    }
  }

  private static void bar(PrintWriter out, String what, long done, long of)
      throws InterruptedException {
    int filled = (int) (BAR_WIDTH * Math.min(done, of) / Math.max(1, of));
    out.printf(
        "\r%-10s [%s%s] %,d/%,d",
        what, "#".repeat(filled), " ".repeat(BAR_WIDTH - filled), done, of);
    out.flush();
    TimeUnit.MILLISECONDS.sleep(200);
  }

  private void report(PrintWriter out, ButtonFleet fleet) {
    out.printf(
        "%n%n%,d presses at %,.0f a second from %,d buttons%n", fleet.pressed(), rate, buttons);
    out.printf("%-34s %10s %10s %10s %10s%n", "milliseconds", "p50", "p99", "p99.9", "max");
    row(out, "press to acknowledgement (on disk)", acknowledged);
    row(out, "press to 'stored' at the button", stored);
    row(out, "connecting", connected);
    out.printf(
        "acknowledged %,d of %,d; lost %,d%n",
        fleet.acknowledged(), fleet.pressed(), fleet.pressed() - fleet.acknowledged());
    out.flush();
  }

  private static void row(PrintWriter out, String what, Histogram times) {
    out.printf(
        "%-34s %10.2f %10.2f %10.2f %10.2f%n",
        what,
        times.getValueAtPercentile(50) / 1e6,
        times.getValueAtPercentile(99) / 1e6,
        times.getValueAtPercentile(99.9) / 1e6,
        times.getMaxValue() / 1e6);
  }

  private static void wait(Future<Void> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private final class Recorder implements ButtonFleet.Recorder {
    @Override
    public void acknowledged(long nanos) {
      record(acknowledged, nanos);
    }

    @Override
    public void stored(long nanos) {
      record(stored, nanos);
    }

    @Override
    public void connected(long nanos) {
      record(connected, nanos);
    }

    private static void record(Histogram times, long nanos) {
      times.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
    }
  }
}
