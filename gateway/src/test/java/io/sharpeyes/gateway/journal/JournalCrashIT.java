package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The crash suite: a process under load is killed at random points, and its disk lies to it.
 *
 * <p>More of it, by one command (each kill and each power cut is one round; the seed is printed):
 *
 * <pre>
 * mvn -pl gateway -am test -Dtest=JournalCrashIT -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dcrash.kills=1000 -Dcrash.powerCuts=200
 * </pre>
 */
class JournalCrashIT {

  private static final int KILLS = Integer.getInteger("crash.kills", 5);
  private static final int POWER_CUTS = Integer.getInteger("crash.powerCuts", 4);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @Test
  void killedAtAnyPointNothingAcknowledgedIsLostOrDoubled() throws Exception {
    CrashRun run = new CrashRun(Files.createDirectory(temp.resolve("journal")));
    for (int i = 0; i < KILLS; i++) {
      run.start();
      run.awaitAcks(1);
      LockSupport.parkNanos(random.nextLong(Duration.ofMillis(600).toNanos()));
      run.kill();
    }
    // What was not acknowledged has been sent again by now.
    run.start();
    run.awaitAcks(2_000);
    run.kill();

    CrashRun.Verdict verdict = run.verdict();
    System.out.println("FIGURE kill -9: " + KILLS + " rounds, seed " + SEED + ": " + verdict);
    assertThat(verdict.isGood()).as(verdict.toString()).isTrue();
    assertThat(run.fatal()).isEmpty();
  }

  @Test
  void aPowerCutTakesNothingThatWasAcknowledged() throws Exception {
    int undone = 0;
    CrashRun.Verdict verdict;
    try (BadDisk disk = new BadDisk(temp.resolve("journal"))) {
      CrashRun run =
          new CrashRun(temp.resolve("journal"), SynchronousMode.FULL, disk.environment(true), 0);
      for (int i = 0; i < POWER_CUTS; i++) {
        undone += cut(run, disk, i);
      }
      run.start();
      run.awaitAcks(2_000);
      run.kill();
      disk.powerCut(BadDisk.Forgets.ALL, random);
      verdict = run.verdict();
      assertThat(run.fatal()).isEmpty();
    }
    System.out.printf(
        "FIGURE power cut: %d rounds, %d writes forgotten, seed %d: %s%n",
        POWER_CUTS, undone, SEED, verdict);
    assertThat(verdict.isGood()).as(verdict.toString()).isTrue();
    assertThat(undone).as("writes that the disk forgot").isPositive();
  }

  private int cut(CrashRun run, BadDisk disk, int round) throws Exception {
    run.start();
    run.awaitAcks(1);
    LockSupport.parkNanos(random.nextLong(Duration.ofMillis(600).toNanos()));
    run.kill();
    boolean all = round % 2 == 0;
    return disk.powerCut(all ? BadDisk.Forgets.ALL : BadDisk.Forgets.SOME, random);
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
      disk.powerCut(BadDisk.Forgets.ALL, random);
      CrashRun run = new CrashRun(folder, SynchronousMode.OFF, disk.environment(true), 0);
      run.startAt(1_000_000);
      run.awaitAcks(500);
      run.kill();
      disk.powerCut(BadDisk.Forgets.ALL, random);

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
      disk.powerCut(BadDisk.Forgets.ALL, random);
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
