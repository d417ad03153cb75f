package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.journal.BadDisk.Forgets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The crash suite: a process under load is killed at random points, and its disk lies to it.
 *
 * <p>All of it, by one command (each kill and each power cut is one round; the seed is printed;
 * {@code docs/durability.md} has the figures):
 *
 * <pre>
 * mvn -pl gateway -am verify -Dtest=JournalCrashIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcrash.kills=1000 -Dcrash.powerCuts=200
 * </pre>
 */
class JournalCrashIT {

  private static final int KILLS = Integer.getInteger("crash.kills", 30);
  private static final int POWER_CUTS = Integer.getInteger("crash.powerCuts", 10);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

  /** So many rounds share one log, so that the log is long, and still fits on the disk. */
  private static final int SERIES = 50;

  private final Random random = new Random(SEED);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @Test
  void killedAtAnyPointNothingAcknowledgedIsLostOrDoubled() throws Exception {
    CrashRun.Verdict sum = CrashRun.Verdict.NONE;
    for (int done = 0; done < KILLS; done += SERIES) {
      Path folder = Files.createDirectory(temp.resolve("journal-" + done));
      CrashRun run = new CrashRun(folder);
      int rounds = Math.min(SERIES, KILLS - done);
      for (int i = 0; i < rounds; i++) {
        killAtRandom(run);
      }
      // What was not acknowledged has been sent again by now.
      run.start();
      run.awaitAcks(2_000);
      run.kill();
      sum = sum.plus(run.verdict());
      System.out.println(
          "FIGURE kill -9: " + (done + rounds) + " kills, seed " + SEED + ": " + sum);
      assertThat(sum.isGood()).as(sum.toString()).isTrue();
      assertThat(run.fatal()).isEmpty();
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private void killAtRandom(CrashRun run) throws Exception {
    run.start();
    run.awaitAcks(1);
    LockSupport.parkNanos(random.nextLong(Duration.ofMillis(600).toNanos()));
    run.kill();
  }

  @Test
  void aPowerCutTakesNothingThatWasAcknowledged() throws Exception {
    CrashRun.Verdict sum = CrashRun.Verdict.NONE;
    int undone = 0;
    for (int done = 0; done < POWER_CUTS; done += SERIES) {
      Path folder = temp.resolve("journal-" + done);
      int rounds = Math.min(SERIES, POWER_CUTS - done);
      try (BadDisk disk = new BadDisk(folder)) {
        CrashRun run = new CrashRun(folder, SynchronousMode.FULL, disk.environment(true), 0);
        for (int i = 0; i < rounds; i++) {
          killAtRandom(run);
          undone += disk.powerCut(i % 2 == 0 ? Forgets.ALL : Forgets.SOME, random);
        }
        run.start();
        run.awaitAcks(2_000);
        run.kill();
        undone += disk.powerCut(Forgets.ALL, random);
        sum = sum.plus(run.verdict());
        assertThat(run.fatal()).isEmpty();
      }
      System.out.printf(
          "FIGURE power cut: %d cuts, %d writes forgotten, seed %d: %s%n",
          done + rounds, undone, SEED, sum);
      assertThat(sum.isGood()).as(sum.toString()).isTrue();
      FileUtils.deleteDirectory(folder.toFile());
    }
    assertThat(undone).as("writes that the disk forgot").isPositive();
  }

  /** What was due while nobody was there is done after the start, and what was promised is kept. */
  @Test
  void timersGoOnAfterAKill() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("journal"));
    CrashRun run = new CrashRun(folder);
    run.start();
    run.awaitAcks(3_000);
    run.kill();
    assertThat(run.verdict().isGood()).isTrue();

    CrashRun.Timers timers = run.timersAfter(Duration.ofMinutes(10), Duration.ofDays(40));
    System.out.println("FIGURE timers after a kill: " + timers);
    assertThat(timers.escalated()).as("unclaimed incidents that escalate").isPositive();
    assertThat(timers.stale()).as("claims whose desk didn't come back").isPositive();
    assertThat(timers.pruned()).as("events that retention deletes").isPositive();
    assertThat(timers.openLost()).as("open incidents lost to retention").isZero();
  }

  /** The proof that the tests above can fail: the same with the fsync taken out of the journal. */
  @Test
  void withoutFsyncTheSuiteGoesRed() throws Exception {
    try (BadDisk disk = new BadDisk(temp.resolve("journal"))) {
      Path folder = temp.resolve("journal");
      CrashRun good = new CrashRun(folder, SynchronousMode.FULL, disk.environment(true), 0);
      good.start();
      good.awaitAcks(100);
      good.kill();
      disk.powerCut(Forgets.ALL, random);
      CrashRun run = new CrashRun(folder, SynchronousMode.OFF, disk.environment(true), 0);
      run.startAt(1_000_000);
      run.awaitAcks(500);
      run.kill();
      disk.powerCut(Forgets.ALL, random);

      CrashRun.Verdict verdict = run.verdict();
      System.out.println("FIGURE power cut without fsync: " + verdict);
      assertThat(verdict.lost()).as("acknowledged presses lost").isPositive();
    }
  }

  @Test
  void aFailedFsyncStopsTheProcessAndAcknowledgesNothingOfThatBatch() throws Exception {
    try (BadDisk disk = new BadDisk(temp.resolve("journal"))) {
      CrashRun run =
          new CrashRun(temp.resolve("journal"), SynchronousMode.FULL, disk.environment(true), 0);
      run.start();
      run.awaitAcks(500);
      disk.failFsync(1 + random.nextInt(20));
      assertThat(run.awaitEnd()).as("exit code").isEqualTo(1);
      assertThat(run.fatal()).singleElement().asString().containsIgnoringCase("fsync");
      // What the failed fsync had not made last is gone, and was not acknowledged.
      disk.powerCut(Forgets.ALL, random);
      disk.failFsync(0);
      run.start();
      run.awaitAcks(500);
      run.kill();

      CrashRun.Verdict verdict = run.verdict();
      System.out.println("FIGURE failed fsync: " + verdict);
      assertThat(verdict.isGood()).as(verdict.toString()).isTrue();
    }
  }

  /** Group commit: while the disk is busy, those who wait gather, and share the next fsync. */
  @Test
  void aSlowDiskIsSharedByAllWhoWait() throws Exception {
    try (BadDisk disk = new BadDisk(temp.resolve("journal"))) {
      CrashRun run =
          new CrashRun(temp.resolve("journal"), SynchronousMode.FULL, disk.environment(false), 0);
      run.start();
      run.awaitAcks(500);
      disk.delay(10_000);
      int fsyncs = disk.fsyncs();
      int acks = run.acked();
      run.awaitAcks(4_000);
      double shared = (run.acked() - acks) / (double) (disk.fsyncs() - fsyncs);
      run.kill();
      System.out.printf("FIGURE disk slower by 10 ms: %.0f presses an fsync%n", shared);
      assertThat(shared).isGreaterThan(10);
    }
  }
}
