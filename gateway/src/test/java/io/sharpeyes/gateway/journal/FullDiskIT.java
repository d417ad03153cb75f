package io.sharpeyes.gateway.journal;

import static io.sharpeyes.gateway.journal.JournalFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore.SessionKey;
import io.sharpeyes.device.mqtt.MqttSessionStore.StoredSession;
import io.sharpeyes.gateway.access.AuditCheck;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
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

  private interface OnDisk {
    void run(Path disk) throws Exception;
  }

  /** With a disk of its own, which takes root to make. */
  private void onSmallDisk(int mib, OnDisk test) throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", disk.toString()) != 0) {
      Assumptions.abort("SKIPPED: a small tmpfs can't be mounted here; that needs root");
    }
    try {
      test.run(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private static void fill(Path disk) throws IOException {
    Path ballast = disk.resolve("ballast");
    for (int size : new int[] {1 << 18, 1 << 12}) {
      try {
        while (true) {
          Files.write(
              ballast, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException full) {
        // As it is meant to be.
      }
    }
  }

  @Test
  void mqttSessionsAndTheAuditMendThemselvesWhenThereIsRoomAgain() throws Exception {
    onSmallDisk(
        8,
        disk -> {
          Instant now = Instant.now();
          List<Throwable> fatal = new CopyOnWriteArrayList<>();
          SqliteMqttSessionStore store =
              SqliteMqttSessionStore.open(disk.resolve("sessions.db"), () -> now, fatal::add);
          Path key = temp.resolve("keys/key");
          AuditLog audit =
              AuditLog.open(disk.resolve("audit.db"), KeyFile.create(key, disk, now), () -> now);
          await(store.save(session(0)));
          await(audit.append(Village.DESK, "a", "b", Map.of()));
          fill(disk);
          assertThat(failures(i -> store.save(session(i)))).contains("the disk is full");
          String text = "x".repeat(5_000);
          assertThat(failures(i -> audit.append(Village.DESK, "a", "b", Map.of("text", text))))
              .contains("The disk is full");
          await(store.close());
          SqliteMqttSessionStore again =
              SqliteMqttSessionStore.open(disk.resolve("sessions.db"), () -> now, fatal::add);

          Files.delete(disk.resolve("ballast"));
          await(again.save(session(1)));
          await(audit.append(Village.DESK, "a", "b", Map.of()));
          await(again.close());
          audit.close();
          assertThat(AuditCheck.verify(disk.resolve("audit.db"), KeyFile.load(key, disk), null))
              .matches(AuditCheck.Report::isSound);
          assertThat(fatal).isEmpty();
        });
  }

  /** Does something until there is no room for it; gives the words of the refusal. */
  private static String failures(IntFunction<Future<?>> what) throws Exception {
    for (int i = 0; i < 20_000; i++) {
      Future<?> done = what.apply(i);
      await(done.transform(any -> Future.succeededFuture()));
      if (done.failed()) {
        return String.valueOf(done.cause().getMessage());
      }
    }
    return "there was always room";
  }

  private static StoredSession session(int number) {
    String client = "client-" + number + "-" + "x".repeat(200);
    return new StoredSession(
        new SessionKey(new DeviceId("button-1"), client), 3_600, List.of(), Set.of(), null);
  }

  @Test
  void aGatewayStartsOnAFullDiskWithItsReserve() throws Exception {
    onSmallDisk(
        32,
        disk -> {
          Path folder = disk.resolve("journal");
          JournalSettings settings = JournalFixture.settings(folder, 6 * MIB, 1_000_000);
          try (JournalFixture fixture = new JournalFixture(settings, 20)) {
            Journal journal = fixture.open();
            JournalFixture.until("the reserve", () -> Files.exists(folder.resolve("reserve")));
            await(journal.press(fixture.village.press(0, "1")));
            await(journal.close());
            fill(disk);

            Journal again = fixture.open();
            assertThat(again.open()).hasSize(1);
            await(again.press(fixture.village.press(1, "2")));
            assertThat(again.diskRoom()).isEqualTo(DiskRoom.RESERVE);
            await(again.close());
            assertThat(fixture.fatal).isEmpty();
          }
        });
  }

  @Test
  void pressesGoOnFromTheReserveAndBeyondItAreShownAndItMendsItself() throws Exception {
    onSmallDisk(40, this::fillAndMend);
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
      // Enough for the reserve, as much again, and the tables, which may be behind when it goes.
      Files.write(ballast, new byte[24 * MIB]);

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
