package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Incident;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
  record Verdict(int acked, int lost, int doubled, int wrong) {
    boolean isGood() {
      return lost == 0 && doubled == 0 && wrong == 0;
    }
  }

  /**
   * Holds what was acknowledged against the log: all of it once, no holes, and whatever way the log
   * is read gives the same.
   */
  Verdict verdict() throws Exception {
    JournalBackup.verify(folder.resolve("log.db"));
    Map<String, List<String>> stored = new HashMap<>();
    Map<String, Integer> storedNotes = new HashMap<>();
    CaseBook replayed = new Village(SITES).book();
    try (LogReader reader = new LogReader(folder.resolve("log.db"))) {
      List<StoredEvent> events = reader.after(0, 1_000);
      while (!events.isEmpty()) {
        for (StoredEvent event : events) {
          replayed.replay(event.type(), event.subject(), event.at(), event.data().getBytes());
          note(event, stored, storedNotes);
        }
        events = reader.after(events.get(events.size() - 1).sequence(), 1_000);
      }
    }
    replayed.commit();
    Verdict verdict = compare(stored, storedNotes);
    if (verdict.isGood()) {
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
      Map<String, List<String>> stored, Map<String, Integer> storedNotes) {
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
    return new Verdict(alarms.size(), lost, doubled, wrong);
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
                      new IncidentQuery(Set.of(), null, null, null, null, null, null, after, 500)));
      for (Incident incident : page.items()) {
        presses += incident.presses().count();
      }
      after = page.next();
    } while (after != null);
    return presses;
  }
}
