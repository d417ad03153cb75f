package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Starts {@link JournalCrashMain} again and again on one folder, remembers what it acknowledged,
 * and says in the end what the log makes of it.
 */
final class CrashRun {

  private static final int SITES = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path folder;
  private final Path retries;
  private final SynchronousMode synchronous;
  private final Map<String, String> environment;
  private final long reserve;

  private final Map<Integer, String> alarms = new TreeMap<>();
  private final Set<Integer> notes = new HashSet<>();
  private final Set<Integer> unstored = new HashSet<>();
  private final List<String> fatal = new ArrayList<>();
  private int firstOfAll;
  private int next;
  private int acked;

  private @Nullable Process process;
  private @Nullable Thread listener;
  private boolean ready;

  CrashRun(
      Path folder, SynchronousMode synchronous, Map<String, String> environment, long reserve) {
    this.folder = folder;
    this.retries = folder.resolveSibling("retries");
    this.synchronous = synchronous;
    this.environment = environment;
    this.reserve = reserve;
  }

  CrashRun(Path folder) {
    this(folder, SynchronousMode.FULL, Map.of(), 0);
  }

  /** Starts the process with a press that was never sent. */
  void startAt(int first) throws IOException {
    next = first;
    firstOfAll = first;
    start();
  }

  /** Starts the process, which first sends again what was not acknowledged. */
  void start() throws IOException {
    Files.write(retries, unacked());
    ready = false;
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalCrashMain.class.getName()));
    command.addAll(
        JournalCrashMain.arguments(folder, synchronous, SITES, next, retries, 20, reserve));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    process = builder.start();
    Process started = process;
    listener = new Thread(() -> listen(started), "crash-run-listener");
    listener.start();
  }

  private List<String> unacked() {
    List<String> numbers = new ArrayList<>();
    for (int n = firstOfAll; n < next; n++) {
      if (!alarms.containsKey(n)) {
        numbers.add("" + n);
      }
    }
    return numbers;
  }

  private void listen(Process from) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void heard(String line) {
    String[] words = line.split(" ", -1);
    switch (words[0]) {
      case "@R" -> ready = true;
      case "@A" -> acknowledged(Integer.parseInt(words[1]), words[2]);
      case "@N" -> notes.add(Integer.parseInt(words[1]));
      case "@U" -> unstored.add(Integer.parseInt(words[1]));
      case "@F" -> fatal.add(line);
      default -> {
        if (line.contains("ERROR") || line.contains("Exception")) {
          System.out.println("  " + line);
        }
      }
    }
    notifyAll();
  }

  private void acknowledged(int n, String alarm) {
    String before = alarms.put(n, alarm);
    if (before != null && !before.equals(alarm)) {
      fatal.add("press " + n + " was acknowledged as " + before + " and as " + alarm);
    }
    acked++;
    next = Math.max(next, n + 1);
  }

  synchronized int acked() {
    return acked;
  }

  synchronized Set<Integer> unstored() {
    return Set.copyOf(unstored);
  }

  synchronized List<String> fatal() {
    return List.copyOf(fatal);
  }

  /** Waits until the process has acknowledged so many presses more. */
  void awaitAcks(int more) throws InterruptedException {
    int target = acked() + more;
    await(run -> run.acked >= target, "acknowledgements");
  }

  synchronized void await(Predicate<CrashRun> condition, String what) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.test(this)) {
      long left = end - System.nanoTime();
      if (left <= 0 || (process != null && !process.isAlive() && !condition.test(this))) {
        throw new AssertionError("no " + what + "; ready " + ready + "; fatal: " + fatal);
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, 100_000_000L));
    }
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    Process alive = Objects.requireNonNull(process);
    // Process.destroyForcibly would close the pipe, with what the process has said last in it.
    alive.toHandle().destroyForcibly();
    finish(alive);
  }

  /** Waits until it has ended by itself; gives its exit code. */
  int awaitEnd() throws InterruptedException {
    Process alive = Objects.requireNonNull(process);
    if (!alive.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      alive.destroyForcibly();
      throw new AssertionError("the process did not end by itself");
    }
    finish(alive);
    return alive.exitValue();
  }

  private void finish(Process ended) throws InterruptedException {
    ended.waitFor();
    Objects.requireNonNull(listener).join();
    synchronized (this) {
      // Sent, but not acknowledged: it is sent again by the next process.
      next += 512;
    }
  }

  /** What was found. */
  record Verdict(int acked, int lost, int doubled, int wrong, int holes) {

    static final Verdict NONE = new Verdict(0, 0, 0, 0, 0);

    boolean isGood() {
      return lost == 0 && doubled == 0 && wrong == 0 && holes == 0;
    }

    Verdict plus(Verdict other) {
      return new Verdict(
          acked + other.acked,
          lost + other.lost,
          doubled + other.doubled,
          wrong + other.wrong,
          holes + other.holes);
    }
  }

  /**
   * Holds what was acknowledged against the log: all of it once, no holes, and whatever way the log
   * is read gives the same.
   */
  Verdict verdict() throws Exception {
    Map<String, List<String>> stored = new HashMap<>();
    Map<String, Integer> storedNotes = new HashMap<>();
    CaseBook replayed = new Village(SITES).book();
    int holes = 0;
    long next = 1;
    try (LogReader reader = new LogReader(folder.resolve("log.db"))) {
      List<StoredEvent> events = reader.after(0, 1_000);
      while (!events.isEmpty()) {
        for (StoredEvent event : events) {
          holes += event.sequence() == next ? 0 : 1;
          next = event.sequence() + 1;
          replayed.replay(event.type(), event.subject(), event.at(), event.json());
          note(event, stored, storedNotes);
        }
        events = reader.after(events.get(events.size() - 1).sequence(), 1_000);
      }
    }
    replayed.commit();
    Verdict verdict = compare(stored, storedNotes, holes);
    if (verdict.isGood()) {
      JournalBackup.verify(folder.resolve("log.db"));
      compareOpen(replayed, stored.size());
    }
    return verdict;
  }

  private static void note(
      StoredEvent event, Map<String, List<String>> stored, Map<String, Integer> storedNotes) {
    if (event.type().equals("alarm.raised")) {
      var alarm = event.data().toJsonObject().getJsonObject("alarm");
      stored
          .computeIfAbsent(alarm.getString("press"), p -> new ArrayList<>())
          .add(alarm.getString("id"));
    } else if (event.type().equals("incident.noted")) {
      storedNotes.merge(event.data().toJsonObject().getString("text"), 1, Integer::sum);
    }
  }

  private synchronized Verdict compare(
      Map<String, List<String>> stored, Map<String, Integer> storedNotes, int holes) {
    int lost = 0;
    int wrong = 0;
    for (Map.Entry<Integer, String> ack : alarms.entrySet()) {
      List<String> found = stored.getOrDefault("p" + ack.getKey(), List.of());
      lost += found.isEmpty() ? 1 : 0;
      wrong += !found.isEmpty() && !found.contains(ack.getValue()) ? 1 : 0;
    }
    for (int n : notes) {
      lost += storedNotes.containsKey("n" + n) ? 0 : 1;
    }
    int doubled = 0;
    for (List<String> found : stored.values()) {
      doubled += found.size() - 1;
    }
    return new Verdict(alarms.size(), lost, doubled, wrong, holes);
  }

  /** A start from the snapshot, the tables and a whole replay must all say the same. */
  private void compareOpen(CaseBook replayed, int presses) throws Exception {
    JournalSettings settings = JournalFixture.settings(folder, 0, 50_000);
    try (JournalFixture fixture = new JournalFixture(settings, SITES)) {
      Journal journal = fixture.open();
      List<StoredEvent> all = new ArrayList<>();
      Map<String, Incident> atStart = new HashMap<>();
      replayed.open().forEach(incident -> atStart.put(incident.id(), incident));
      assertThat(journal.open())
          .extracting(Incident::id)
          .containsExactlyInAnyOrderElementsOf(atStart.keySet());
      for (Incident incident : journal.open()) {
        Incident replayedSo = Objects.requireNonNull(atStart.get(incident.id()));
        assertThat(incident.presses()).isEqualTo(replayedSo.presses());
      }
      int raised = 0;
      do {
        all = JournalFixture.await(journal.read(last(all), 1_000));
        raised += (int) all.stream().filter(e -> e.type().equals("alarm.raised")).count();
      } while (!all.isEmpty());
      assertThat(raised).isEqualTo(presses);
      assertThat(pressesInTables(journal)).isEqualTo(presses);
      JournalFixture.await(journal.close());
    }
  }

  /** What the clock did after a kill. */
  record Timers(long escalated, long stale, long pruned, int openLost) {}

  /**
   * Starts on what the killed process left, later.
   *
   * @param soon the time after which what is due is waited for
   * @param late the time after which retention, of 30 days, has something to delete
   */
  Timers timersAfter(Duration soon, Duration late) throws Exception {
    try (JournalFixture fixture = new JournalFixture(keeping(Duration.ofDays(30)), SITES)) {
      AtomicReference<Duration> later = new AtomicReference<>(soon);
      Journal journal = openAfter(fixture, later::get);
      JournalFixture.until("escalated", () -> count(journal, "incident.escalated") > 0);
      // The desks have so long to come back after a start.
      later.set(soon.plusMinutes(1));
      JournalFixture.until("stale", () -> count(journal, "incident.stale") > 0);
      long escalated = count(journal, "incident.escalated");
      long stale = count(journal, "incident.stale");
      Set<String> left = closeAllBut(5, journal);
      JournalFixture.await(journal.close());
      // Retention never deletes what the older one of two snapshots needs.
      Journal second = openAfter(fixture, later::get);
      JournalFixture.await(second.press(fixture.village.press(0, "one more")));
      JournalFixture.await(second.close());

      // After such a jump of the clock nothing is deleted before events of the new time are there.
      Journal held = openAfter(fixture, () -> late);
      JournalFixture.await(held.press(fixture.village.press(1, "later")));
      JournalFixture.await(held.close());
      Journal pruned = openAfter(fixture, () -> late);
      JournalFixture.until("pruned", () -> pruned.firstSequence() > 1);
      JournalFixture.await(pruned.close());
      Journal last = openAfter(fixture, () -> late);
      last.open().forEach(incident -> left.remove(incident.id()));
      long first = last.firstSequence();
      JournalFixture.await(last.close());
      return new Timers(escalated, stale, first - 1, left.size());
    }
  }

  private JournalSettings keeping(Duration retention) {
    JournalSettings base = JournalFixture.settings(folder, 0, 50_000);
    return new JournalSettings(
        base.folder(),
        base.alarmLane(),
        base.commandLane(),
        base.eventLane(),
        base.readQueue(),
        base.walLimitBytes(),
        base.reserveBytes(),
        base.snapshotEvents(),
        base.snapshotEvery(),
        retention);
  }

  private Journal openAfter(JournalFixture fixture, Supplier<Duration> later) throws Exception {
    return JournalFixture.await(
        Journal.open(
            fixture.vertx,
            keeping(Duration.ofDays(30)),
            fixture.village.book(),
            () -> Instant.now().plus(later.get()),
            fixture.fatal::add));
  }

  private static long count(Journal journal, String type) {
    long count = 0;
    List<StoredEvent> events = List.of();
    try {
      do {
        events = JournalFixture.await(journal.read(last(events), 1_000));
        count += events.stream().filter(event -> event.type().equals(type)).count();
      } while (!events.isEmpty());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return count;
  }

  /** Closes the open incidents but the newest few; gives those. */
  private static Set<String> closeAllBut(int few, Journal journal) throws Exception {
    List<Incident> open = new ArrayList<>(journal.open());
    open.sort(Comparator.comparing(Incident::openedAt).reversed());
    Set<String> left = new HashSet<>();
    for (Incident incident : open) {
      if (left.size() < few) {
        left.add(incident.id());
      } else {
        IncidentAction take = new IncidentAction.TakeOver("the desk is gone");
        JournalFixture.await(
            journal
                .command(Village.command(incident.id(), new IncidentAction.Claim()))
                .recover(held -> journal.command(Village.command(incident.id(), take)))
                .transform(
                    held ->
                        journal.command(Village.command(incident.id(), JournalTest.closing()))));
      }
    }
    return left;
  }

  private static long last(List<StoredEvent> events) {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
  }

  private static int pressesInTables(Journal journal) throws Exception {
    JournalFixture.until("tables caught up", () -> journal.tables().behind() == 0);
    int presses = 0;
    String after = null;
    do {
      Page<Incident> page =
          JournalFixture.await(
              journal
                  .tables()
                  .incidents(
                      new IncidentQuery(
                          Set.of(), null, null, null, null, null, null, null, after, 500)));
      for (Incident incident : page.items()) {
        presses += incident.presses().count();
      }
      after = page.next();
    } while (after != null);
    return presses;
  }
}
