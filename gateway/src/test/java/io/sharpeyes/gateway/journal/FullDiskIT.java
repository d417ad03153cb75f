package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** A full disk: presses go on from the reserve; beyond it they are shown, not acknowledged. */
class FullDiskIT {

  private static final int MIB = 1 << 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @Test
  void pressesGoOnFromTheReserveAndBeyondItAreShownAndItMendsItself() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()) != 0) {
      Assumptions.abort("SKIPPED: a small tmpfs can't be mounted here; that needs root");
    }
    try {
      fillAndMend(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private void fillAndMend(Path disk) throws Exception {
    Path ballast = disk.resolve("ballast");
    Path folder = disk.resolve("journal");
    Set<String> stored = new HashSet<>();
    List<DiskRoom> rooms = new CopyOnWriteArrayList<>();
    List<String> unstored = new CopyOnWriteArrayList<>();
    try (JournalFixture fixture =
        new JournalFixture(JournalFixture.settings(folder, 6 * MIB, 1_000_000), 200)) {
      Journal journal = fixture.open();
      journal.onDiskRoom(rooms::add);
      journal.onUnstored(press -> unstored.add("" + press.signal().press()));
      JournalFixture.until("the reserve is made", () -> Files.exists(folder.resolve("reserve")));
      Files.write(ballast, new byte[16 * MIB]);

      int n = 0;
      while (!rooms.contains(DiskRoom.NONE)) {
        n = pressMany(journal, fixture.village, n, stored);
      }
      assertThat(rooms).startsWith(DiskRoom.RESERVE, DiskRoom.NONE);
      assertThat(folder.resolve("reserve")).doesNotExist();
      assertThat(unstored).isNotEmpty().doesNotContainAnyElementsOf(stored);
      assertThat(journal.stats().unstored()).isEqualTo(unstored.size());

      Files.delete(ballast);
      for (String press : Set.copyOf(unstored)) {
        PressResult result = await(journal.press(press(fixture.village, press)));
        assertThat(result.duplicate()).isFalse();
        stored.add(press);
      }
      JournalFixture.until("mended", () -> rooms.get(rooms.size() - 1) == DiskRoom.ENOUGH);
      assertThat(folder.resolve("reserve")).exists();
      await(journal.close());
      assertThat(fixture.fatal).isEmpty();
    }
    assertThat(pressesIn(folder)).containsExactlyInAnyOrderElementsOf(stored);
  }

  private static Press press(Village village, String id) {
    return village.fullPress(Integer.parseInt(id) % village.sites(), id);
  }

  private static int pressMany(Journal journal, Village village, int from, Set<String> stored)
      throws Exception {
    List<Future<PressResult>> all = new ArrayList<>();
    for (int n = from; n < from + 100; n++) {
      String id = "" + n;
      all.add(journal.press(press(village, id)).onSuccess(r -> stored.add(id)));
    }
    await(Future.join(all).transform(done -> Future.succeededFuture()));
    return from + 100;
  }

  private static List<String> pressesIn(Path folder) throws Exception {
    List<String> presses = new ArrayList<>();
    try (LogReader reader = new LogReader(folder.resolve("log.db"))) {
      List<StoredEvent> events = reader.after(0, 1_000);
      while (!events.isEmpty()) {
        for (StoredEvent event : events) {
          if (event.type().equals("alarm.raised")) {
            presses.add(event.data().toJsonObject().getJsonObject("alarm").getString("press"));
          }
        }
        events = reader.after(events.get(events.size() - 1).sequence(), 1_000);
      }
    }
    return presses;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void underLoadAFullDiskAcknowledgesNothingThatIsLost() throws Exception {
    try (BadDisk disk = new BadDisk(temp.resolve("journal"))) {
      CrashRun run =
          new CrashRun(temp.resolve("journal"), SynchronousMode.FULL, disk.environment(false), 0);
      run.start();
      for (int round = 0; round < 3; round++) {
        run.awaitAcks(300);
        int before = run.unstored().size();
        disk.full(true);
        run.await(r -> r.unstored().size() > before, "unstored presses");
        disk.full(false);
      }
      run.awaitAcks(1_000);
      run.kill();

      CrashRun.Verdict verdict = run.verdict();
      System.out.println("FIGURE full disk: unstored " + run.unstored().size() + "; " + verdict);
      assertThat(verdict.isGood()).as(verdict.toString()).isTrue();
      assertThat(run.fatal()).isEmpty();
    }
  }
}
