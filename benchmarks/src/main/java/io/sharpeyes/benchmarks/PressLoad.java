package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Buttons that press at a steady rate whether or not the server keeps up, and a desk that waits for
 * each press. Times count from when a press was due.
 */
final class PressLoad {

  private static final long SETTLE_MS = 15_000;
  private static final long LONGEST_TURN_MS = 20;

  /** Waking up more often would take a core from what is measured. */
  private static final long SHORTEST_NAP_NANOS = 100_000;

  private final WireLoop loop;
  private final List<WireButton> buttons = new ArrayList<>();
  private long[] due = new long[1 << 16];
  private boolean[] seen = new boolean[1 << 16];
  private Phase phase = new Phase("-");
  private int next;
  private int firstOfPhase;

  PressLoad(WireLoop loop) {
    this.loop = loop;
  }

  /** Connects buttons {@code d0} …, a few at a time. */
  void connect(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      WireButton button = new WireButton(loop, "d" + i, this::acknowledged);
      buttons.add(button);
      if (!loop.until(button::isUp, 60_000)) {
        throw new IOException("no connection for " + button.device());
      }
    }
  }

  /**
   * Brings those back that were thrown out.
   *
   * @return how many
   */
  int restore() throws IOException {
    int thrownOut = 0;
    for (int i = 0; i < buttons.size(); i++) {
      if (!buttons.get(i).isUp()) {
        thrownOut++;
        WireButton button = new WireButton(loop, buttons.get(i).device(), this::acknowledged);
        buttons.set(i, button);
        if (!loop.until(button::isUp, 60_000)) {
          throw new IOException("no connection for " + button.device());
        }
      }
    }
    return thrownOut;
  }

  private void acknowledged(int number) {
    if (number >= firstOfPhase) {
      phase.acknowledged(System.nanoTime() - due[number]);
    }
  }

  /** A desk has it; the first time counts. */
  void shown(int number) {
    if (number < next && !seen[number]) {
      seen[number] = true;
      if (number >= firstOfPhase) {
        phase.shown(System.nanoTime() - due[number]);
      }
    }
  }

  /** Presses for so long, then waits for what is on its way. */
  Phase run(String name, double perSecond, double seconds) throws IOException {
    return run(name, perSecond, seconds, () -> false);
  }

  /** What else is done in each turn. */
  interface Also {
    /** Returns whether there is more to do at once. */
    boolean turn() throws IOException;
  }

  /** Likewise, and does something else on the same thread. */
  Phase run(String name, double perSecond, double seconds, Also also) throws IOException {
    phase = new Phase(name);
    firstOfPhase = next;
    long start = System.nanoTime();
    double between = 1e9 / perSecond;
    int count = (int) (perSecond * seconds);
    Thread alarmClock = alarmClock(start, (long) Math.max(between, SHORTEST_NAP_NANOS));
    for (int i = 0; i < count; ) {
      int until = (int) Math.min(count, (System.nanoTime() - start) / between + 1);
      for (; i < until; i++) {
        press(start + (long) (i * between));
      }
      loop.turn(also.turn() ? 0 : LONGEST_TURN_MS);
    }
    alarmClock.interrupt();
    loop.until(() -> missing() == 0, SETTLE_MS);
    return phase;
  }

  /** A selector waits in milliseconds, which is too coarse: this wakes it when a press is due. */
  private Thread alarmClock(long start, long everyNanos) {
    Thread thread =
        new Thread(
            () -> {
              for (long at = start + everyNanos; !Thread.interrupted(); at += everyNanos) {
                LockSupport.parkNanos(at - System.nanoTime());
                loop.wakeUp();
              }
            },
            "alarm-clock");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void press(long dueNanos) {
    if (next == due.length) {
      due = Arrays.copyOf(due, next * 2);
      seen = Arrays.copyOf(seen, next * 2);
    }
    due[next] = dueNanos;
    phase.pressed();
    buttons.get(next % buttons.size()).press(next);
    next++;
  }

  /** Presses of this phase that were not acknowledged, or that no desk has seen. */
  long missing() {
    return 2 * phase.pressedCount() - phase.acknowledgedCount() - phase.shownCount();
  }

  /** The number of the next press. */
  int next() {
    return next;
  }
}
