package io.sharpeyes.gateway.journal;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.MqttSessionStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT sessions in {@code sessions.db}, apart from the log of alarms: its own file and its own
 * thread, so that a storm of reconnects never waits with a press. What arrived during one fsync
 * shares the next. All sessions are in memory too, because every CONNECT asks for them.
 */
public final class SqliteMqttSessionStore implements MqttSessionStore {

  private static final Logger log = LoggerFactory.getLogger(SqliteMqttSessionStore.class);
  private static final int MAX_WAITING = 100_000;
  private static final int MAX_BATCH = 4_096;
  private static final long PURGE_EVERY_S = 600;

  /** Something the thread does: a write, or a question that must come after earlier writes. */
  private interface Job {
    void applyTo(SessionFile file) throws SQLException;

    void done();

    void failed(Throwable cause);
  }

  private final SessionFile file;
  private final InstantSource clock;
  private final Consumer<Throwable> onFatal;
  private final Thread thread;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Map<DeviceId, List<StoredSession>> sessions = new ConcurrentHashMap<>();
  private final AtomicInteger unfinished = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final Promise<Void> stopped = Promise.promise();
  private volatile boolean closing;

  private SqliteMqttSessionStore(
      SessionFile file, InstantSource clock, Consumer<Throwable> onFatal) {
    this.file = file;
    this.clock = clock;
    this.onFatal = onFatal;
    this.thread = new Thread(this::run, "mqtt-sessions");
  }

  /**
   * Opens the file, makes it if it is missing, and reads all sessions. Blocks.
   *
   * @param path for instance {@code data/sessions.db}
   * @param clock tells what is expired
   * @param onFatal told when the disk failed: nothing can be stored any more, and the process must
   *     stop
   * @throws DamagedJournal if the file is damaged, or not one of ours
   */
  public static SqliteMqttSessionStore open(
      Path path, InstantSource clock, Consumer<Throwable> onFatal) {
    try {
      SessionFile file = SessionFile.open(path);
      syncFolder(path);
      SqliteMqttSessionStore store = new SqliteMqttSessionStore(file, clock, onFatal);
      store.readAll(clock.instant());
      store.thread.setDaemon(true);
      store.thread.start();
      return store;
    } catch (SQLException | IOException failure) {
      throw new DamagedJournal(
          path
              + " can't be read ("
              + failure.getMessage()
              + "): restore a backup, or move it away; the devices then subscribe anew",
          failure);
    }
  }

  @Override
  public Future<List<StoredSession>> load(DeviceId device) {
    if (unfinished.get() == 0) {
      return Future.succeededFuture(known(device));
    }
    Promise<List<StoredSession>> answer = Promise.promise();
    submit(new Question(device, answer));
    return answer.future();
  }

  @Override
  public Future<Void> save(StoredSession session) {
    Promise<Void> answer = Promise.promise();
    submit(new Change(session.key(), session, answer));
    return answer.future();
  }

  @Override
  public Future<Void> remove(SessionKey key) {
    Promise<Void> answer = Promise.promise();
    submit(new Change(key, null, answer));
    return answer.future();
  }

  /** How many sessions are kept now. */
  public long size() {
    return sessions.values().stream().mapToLong(List::size).sum();
  }

  /** How many requests were refused because too many waited. */
  public long refusedTotal() {
    return refused.sum();
  }

  /** Finishes what waits, then closes the file. */
  public Future<Void> close() {
    closing = true;
    thread.interrupt();
    return stopped.future();
  }

  private void submit(Job job) {
    unfinished.incrementAndGet();
    if (closing) {
      refuse(job, NotStored.Reason.STOPPED, "the store is closed");
    } else if (!jobs.offer(job)) {
      refuse(job, NotStored.Reason.OVERLOADED, "too many wait for the disk");
    } else if (stopped.future().isComplete() && jobs.remove(job)) {
      refuse(job, NotStored.Reason.STOPPED, "the store is closed");
    }
  }

  private void refuse(Job job, NotStored.Reason reason, String why) {
    unfinished.decrementAndGet();
    refused.increment();
    job.failed(new NotStored(reason, "the MQTT session was not stored: " + why));
  }

  private List<StoredSession> known(DeviceId device) {
    return sessions.getOrDefault(device, List.of());
  }

  /** A session without an end had its connection when the process ended: it ends now. */
  private void readAll(Instant now) throws SQLException {
    if (!tryEndAll(now)) {
      log.warn("there is no room to note that the MQTT sessions ended: make room on the disk");
    }
    for (StoredSession session : file.readAll()) {
      remember(session.key(), session);
    }
    purge(now);
  }

  private boolean tryEndAll(Instant now) throws SQLException {
    try {
      file.endAll(now);
      return true;
    } catch (SQLException failure) {
      if (!Sqlite.isFull(failure)) {
        throw failure;
      }
      file.rollback();
      return false;
    }
  }

  private void run() {
    List<Job> batch = new ArrayList<>();
    try {
      long nextPurge = System.nanoTime() + TimeUnit.SECONDS.toNanos(PURGE_EVERY_S);
      while (!closing || !jobs.isEmpty()) {
        take(batch);
        if (!batch.isEmpty()) {
          write(batch);
        }
        if (System.nanoTime() - nextPurge > 0) {
          nextPurge = System.nanoTime() + TimeUnit.SECONDS.toNanos(PURGE_EVERY_S);
          purge(clock.instant());
        }
      }
      file.close();
      stopped.complete();
    } catch (SQLException | RuntimeException failure) {
      stop(batch, failure);
    }
  }

  private void take(List<Job> batch) {
    batch.clear();
    try {
      Job first = closing ? jobs.poll() : jobs.poll(1, TimeUnit.SECONDS);
      if (first != null) {
        batch.add(first);
        jobs.drainTo(batch, MAX_BATCH - 1);
      }
    } catch (InterruptedException closed) {
      // The loop looks at the flag.
    }
  }

  private void write(List<Job> batch) throws SQLException {
    boolean stored =
        tryWrite(
            () -> {
              for (Job job : batch) {
                job.applyTo(file);
              }
            });
    finish(batch, stored ? Job::done : job -> job.failed(diskFull()));
  }

  private interface Writing {
    void run() throws SQLException;
  }

  /**
   * Writes and commits.
   *
   * @return false if there was no room for it: nothing was written then
   * @throws SQLException if the disk failed
   */
  private boolean tryWrite(Writing writing) throws SQLException {
    try {
      file.begin();
      writing.run();
      file.commit();
      return true;
    } catch (SQLException failure) {
      if (!Sqlite.isFull(failure)) {
        throw failure;
      }
      file.rollback();
      return false;
    }
  }

  private void finish(List<Job> batch, Consumer<Job> how) {
    batch.forEach(how);
    unfinished.addAndGet(-batch.size());
    batch.clear();
  }

  private void stop(List<Job> batch, Throwable cause) {
    log.atError().setCause(cause).log("MQTT sessions can't be stored any more");
    closing = true;
    jobs.drainTo(batch);
    finish(
        batch,
        job -> job.failed(new NotStored(NotStored.Reason.STOPPED, "the disk failed: " + cause)));
    stopped.tryFail(cause);
    onFatal.accept(cause);
  }

  private void purge(Instant now) throws SQLException {
    List<SessionKey> expired = new ArrayList<>();
    sessions.values().stream()
        .flatMap(List::stream)
        .filter(session -> isExpired(session, now))
        .forEach(session -> expired.add(session.key()));
    boolean deleted =
        tryWrite(
            () -> {
              for (SessionKey key : expired) {
                file.delete(key);
              }
            });
    if (deleted) {
      expired.forEach(key -> remember(key, null));
    }
  }

  private static boolean isExpired(StoredSession session, Instant now) {
    Instant ended = session.endedAt();
    return ended != null && Duration.between(ended, now).toSeconds() >= session.expiryS();
  }

  private void remember(SessionKey key, @Nullable StoredSession session) {
    sessions.compute(
        key.device(),
        (device, before) -> {
          List<StoredSession> after = new ArrayList<>(1);
          if (before != null) {
            before.stream().filter(one -> !one.key().equals(key)).forEach(after::add);
          }
          if (session != null) {
            after.add(session);
          }
          return after.isEmpty() ? null : List.copyOf(after);
        });
  }

  private static NotStored diskFull() {
    return new NotStored(
        NotStored.Reason.DISK_FULL, "the MQTT session was not stored: the disk is full");
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private final class Change implements Job {
    private final SessionKey key;
    private final @Nullable StoredSession session;
    private final Promise<Void> answer;

    Change(SessionKey key, @Nullable StoredSession session, Promise<Void> answer) {
      this.key = key;
      this.session = session;
      this.answer = answer;
    }

    @Override
    public void applyTo(SessionFile to) throws SQLException {
      if (session == null) {
        to.delete(key);
      } else {
        to.write(session);
      }
    }

    @Override
    public void done() {
      remember(key, session);
      answer.complete();
    }

    @Override
    public void failed(Throwable cause) {
      answer.fail(cause);
    }
  }

  private final class Question implements Job {
    private final DeviceId device;
    private final Promise<List<StoredSession>> answer;

    Question(DeviceId device, Promise<List<StoredSession>> answer) {
      this.device = device;
      this.answer = answer;
    }

    @Override
    public void applyTo(SessionFile unused) {}

    @Override
    public void done() {
      answer.complete(known(device));
    }

    @Override
    public void failed(Throwable cause) {
      answer.fail(cause);
    }
  }
}
