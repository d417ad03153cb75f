package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.Village.command;

import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The process that the crash suite kills: a journal under presses and desks' commands, as fast as
 * it takes them. Press {@code n} is press {@code pn} of button {@code b<n mod sites>}.
 *
 * <p>It says on standard output what was acknowledged, each line flushed: {@code @A n alarm} for a
 * press, {@code @N n} for a note about it, {@code @R} when it is ready, {@code @U n} for a press
 * that is shown as unstored, {@code @F cause} before it exits with 1 because the disk failed.
 */
final class JournalCrashMain {

  private static final int OUTSTANDING = 200;

  private final Journal journal;
  private final Village village;
  private final Context context;
  private final PrintStream out;
  private final Deque<Integer> retries = new ArrayDeque<>();
  private final int pauseMs;
  private int next;

  private JournalCrashMain(
      Journal journal, Village village, Context context, PrintStream out, int next, int pauseMs) {
    this.journal = journal;
    this.village = village;
    this.context = context;
    this.out = out;
    this.next = next;
    this.pauseMs = pauseMs;
  }

  /**
   * Runs until it is killed.
   *
   * @param args folder, synchronous mode, number of sites, first number, file with the numbers to
   *     send again, milliseconds between a refusal and the next press, size of the reserve
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    Village village = new Village(Integer.parseInt(args[2]));
    JournalSettings base = JournalSettings.in(Path.of(args[0]));
    JournalSettings settings =
        new JournalSettings(
            base.folder(),
            base.alarmLane(),
            base.commandLane(),
            base.eventLane(),
            base.readQueue(),
            1 << 20,
            Long.parseLong(args[6]),
            1_500,
            Duration.ofSeconds(1),
            Duration.ZERO);
    Context context = vertx.getOrCreateContext();
    Journal.open(
            vertx,
            settings,
            SynchronousMode.valueOf(args[1]),
            village.book(),
            InstantSource.system(),
            e -> fatal(out, e))
        .onComplete(
            opened -> {
              if (opened.failed()) {
                fatal(out, opened.cause());
              }
              start(opened.result(), village, context, out, args);
            });
  }

  private static void start(
      Journal journal, Village village, Context context, PrintStream out, String[] args) {
    JournalCrashMain main =
        new JournalCrashMain(
            journal, village, context, out, Integer.parseInt(args[3]), Integer.parseInt(args[5]));
    try {
      for (String line : Files.readAllLines(Path.of(args[4]))) {
        main.retries.add(Integer.parseInt(line));
      }
    } catch (IOException e) {
      fatal(out, e);
    }
    journal.onUnstored(press -> main.say("@U " + number(press.signal().press())));
    main.say("@R");
    context.runOnContext(
        v -> {
          for (int i = 0; i < OUTSTANDING; i++) {
            main.press();
          }
        });
  }

  private static String number(@Nullable String press) {
    return press == null ? "" : press.substring(1);
  }

  private static void fatal(PrintStream out, Throwable cause) {
    synchronized (out) {
      out.println("@F " + cause);
      out.flush();
    }
    Runtime.getRuntime().halt(1);
  }

  private void say(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  private void press() {
    Integer again = retries.poll();
    press(again != null ? again : next++);
  }

  private void press(int n) {
    journal.press(village.press(n % village.sites(), "p" + n)).onComplete(done -> pressed(n, done));
  }

  private void pressed(int n, AsyncResult<PressResult> done) {
    if (done.failed()) {
      // A device tries again after a while.
      context.owner().setTimer(pauseMs, id -> press(n));
      return;
    }
    PressResult result = done.result();
    say("@A " + n + " " + result.alarm());
    if (n % 7 == 0) {
      work(n, result.incidentId());
    }
    press();
  }

  /** What a desk does: claims, writes a note, and mostly closes. */
  private void work(int n, String incident) {
    journal
        .command(command(incident, new IncidentAction.Claim()))
        .transform(claimed -> journal.command(command(incident, new IncidentAction.Note("n" + n))))
        .onSuccess(noted -> say("@N " + n))
        .compose(
            noted ->
                n % 21 == 0
                    ? Future.succeededFuture(noted)
                    : journal.command(command(incident, JournalTest.closing())))
        .onFailure(e -> {});
  }

  static List<String> arguments(
      Path folder,
      SynchronousMode synchronous,
      int sites,
      int first,
      Path retries,
      int pauseMs,
      long reserve) {
    return new ArrayList<>(
        List.of(
            folder.toString(),
            synchronous.name(),
            "" + sites,
            "" + first,
            retries.toString(),
            "" + pauseMs,
            "" + reserve));
  }
}
