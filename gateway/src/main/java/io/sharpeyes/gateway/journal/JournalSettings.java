package io.sharpeyes.gateway.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the journal lies and what its bounds are.
 *
 * @param folder holds {@code log.db}, {@code tables.db} and the snapshots; made if it is missing
 * @param alarmLane presses and cancel requests that may wait for the writer; one more is refused
 * @param commandLane desks' commands that may wait
 * @param eventLane other events that may wait
 * @param readQueue readings that may wait
 * @param walLimitBytes how far SQLite's write-ahead log may grow before the writer waits for it
 * @param reserveBytes size of the file that is given up when the disk is full; 0 for none
 * @param snapshotEvents a snapshot is made after so many events
 * @param snapshotEvery or after this time, if there was any event
 * @param retention how long log rows of closed incidents are kept; zero keeps them for ever
 */
public record JournalSettings(
    Path folder,
    int alarmLane,
    int commandLane,
    int eventLane,
    int readQueue,
    long walLimitBytes,
    long reserveBytes,
    int snapshotEvents,
    Duration snapshotEvery,
    Duration retention) {

  private static final long MIB = 1 << 20;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one makes no sense; the message names it
   */
  public JournalSettings {
    require(alarmLane >= 1, "alarmLane must be 1 or more");
    require(commandLane >= 1, "commandLane must be 1 or more");
    require(eventLane >= 1, "eventLane must be 1 or more");
    require(readQueue >= 1, "readQueue must be 1 or more");
    require(walLimitBytes >= MIB, "walLimitBytes must be 1 MiB or more");
    require(reserveBytes >= 0, "reserveBytes must be 0 or more");
    require(snapshotEvents >= 1, "snapshotEvents must be 1 or more");
    require(snapshotEvery.toMillis() >= 1, "snapshotEvery must be 1 ms or more");
    require(!retention.isNegative(), "retention must be 0 (keep) or more");
  }

  /** The defaults, in this folder. */
  public static JournalSettings in(Path folder) {
    return new JournalSettings(
        folder,
        32_768,
        4_096,
        16_384,
        1_024,
        256 * MIB,
        256 * MIB,
        50_000,
        Duration.ofSeconds(60),
        Duration.ZERO);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException("journal: " + message);
    }
  }
}
