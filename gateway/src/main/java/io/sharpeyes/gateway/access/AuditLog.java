package io.sharpeyes.gateway.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did and looked at what (调阅留痕): rows that are chained by hash and signed, in a file of their
 * own, written by a thread of its own with group commit. Any thread may append; a future succeeds
 * only after the row is on disk, fsynced, so that a picture can wait for it. After a failed commit
 * nothing is stored any more: what the disk then holds is not known. Only a disk that is full is
 * waited for. Rows that are older than they are to be kept leave at the front, and the chain goes
 * on from a signed start.
 */
public final class AuditLog implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

  static final int MOST_WAITING = 10_000;
  private static final int MOST_DETAIL_BYTES = 8_192;
  private static final int BATCH = 512;
  private static final int LEAVE_AT_ONCE = 1_000;
  private static final Duration LEAVE_EVERY = Duration.ofHours(1);

  /** A clock that is so far ahead of the newest row may be wrong: nothing leaves for a day. */
  private static final Duration CLOCK_DOUBTED = Duration.ofDays(7);

  private static final Duration HEAD_LOGGED_EVERY = Duration.ofMinutes(10);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** A row could not be stored; what it stands for must not happen. */
  public static final class NotAudited extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotAudited(String message) {
      super(message, null, false, false);
    }
  }

  /** A row on its way; {@code at} is set by the writer so that the order is the order of times. */
  private record Waiting(
      String user,
      String action,
      String subject,
      String detail,
      Promise<Long> stored,
      @Nullable Context context) {

    void succeed(long sequence) {
      complete(() -> stored.complete(sequence));
    }

    void fail(String why) {
      complete(() -> stored.fail(new NotAudited(why)));
    }

    private void complete(Runnable completion) {
      if (context == null) {
        completion.run();
      } else {
        context.runOnContext(v -> completion.run());
      }
    }
  }

  private static final String CLOSED = "The audit is closed: the gateway stops.";
  private static final String FULL = "The audit can't keep up. Try again in a moment.";
  private static final String NO_ROOM =
      "The disk is full, and without an audit row it must not happen. Make room, then try again.";
  private static final String BROKEN =
      "The audit can't be written. Nothing that needs an audit row is possible until the gateway is"
          + " started anew; look at its log and its disk.";

  // Any thread.
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Keys keys;
  private final InstantSource clock;
  private final Path path;
  private final Duration keep;
  private final Thread writer;
  private volatile @Nullable String refusing;
  private volatile AuditHead head;

  // Owned by the writer.
  private final AuditFile file;
  private Instant headLogged = Instant.EPOCH;
  private Instant leaveNext;
  private long left;

  private AuditLog(
      Path path, AuditFile file, AuditHead head, Keys keys, Duration keep, InstantSource clock)
      throws SQLException {
    this.path = path;
    this.file = file;
    this.head = head;
    this.keys = keys;
    this.keep = keep;
    this.clock = clock;
    Instant now = clock.instant();
    boolean doubted =
        file.before(Long.MAX_VALUE, 1).stream()
            .anyMatch(newest -> newest.row().at().plus(CLOCK_DOUBTED).isBefore(now));
    this.leaveNext = doubted ? now.plus(Duration.ofDays(1)) : now;
    this.writer = new Thread(this::run, "audit-writer");
  }

  /**
   * Opens the file, makes it if it is missing, and checks that it ends where its head says. Every
   * row is kept for ever. Blocks.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static AuditLog open(Path path, Keys keys, InstantSource clock) throws IOException {
    return open(path, keys, Duration.ZERO, clock);
  }

  /**
   * Likewise.
   *
   * @param keep how long rows are kept; zero for ever
   * @throws IOException whose message says what is wrong and what to do
   */
  public static AuditLog open(Path path, Keys keys, Duration keep, InstantSource clock)
      throws IOException {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      AuditFile file = AuditFile.writable(path);
      AuditHead head = checkedHead(file, path, keys);
      AuditLog audit = new AuditLog(path, file, head, keys, keep, clock);
      audit.writer.start();
      return audit;
    } catch (SQLException e) {
      throw new IOException("The audit " + path + " can't be opened: " + e.getMessage(), e);
    }
  }

  private static AuditHead checkedHead(AuditFile file, Path path, Keys keys)
      throws SQLException, IOException {
    List<AuditFile.Chained> last = file.before(Long.MAX_VALUE, 1);
    Optional<AuditHead> head = file.head();
    if (head.isEmpty() && last.isEmpty()) {
      return AuditHead.signed(0, AuditRow.NOTHING_BEFORE, keys);
    }
    boolean fits =
        head.isPresent()
            && head.get().isGenuine(keys)
            && last.size() == 1
            && last.get(0).row().sequence() == head.get().count()
            && last.get(0).hash().equals(head.get().hash());
    if (!fits) {
      file.close();
      throw new IOException(
          "The audit "
              + path
              + " doesn't end where its signed head says, or belongs to another key file. Find out"
              + " with: audit verify. Then move it away, or restore a backup of it.");
    }
    return head.get();
  }

  /**
   * Appends a row.
   *
   * @param detail more; written as JSON, at most 8 kB; never a secret
   * @return its number, after it is on disk; fails with {@link NotAudited}
   */
  public Future<Long> append(Actor who, String action, String subject, Map<String, ?> detail) {
    String json;
    try {
      json = JSON.writeValueAsString(new TreeMap<>(detail));
    } catch (JsonProcessingException e) {
      return Future.failedFuture(e);
    }
    if (json.getBytes(StandardCharsets.UTF_8).length > MOST_DETAIL_BYTES) {
      return Future.failedFuture(new IllegalArgumentException("the detail is over 8 kB"));
    }
    Promise<Long> stored = Promise.promise();
    Waiting row = new Waiting(who.user(), action, subject, json, stored, Vertx.currentContext());
    String refusal = refusing;
    if (refusal == null && !queue.offer(row)) {
      refusal = FULL;
    }
    if (refusal != null) {
      return Future.failedFuture(new NotAudited(refusal));
    }
    if (refusing != null && queue.remove(row)) {
      return Future.failedFuture(new NotAudited(CLOSED)); // the writer had ended meanwhile
    }
    return stored.future();
  }

  /** Where the chain ends, as last stored. */
  public AuditHead head() {
    return head;
  }

  /** How many rows wait to be stored. */
  public int waiting() {
    return queue.size();
  }

  /**
   * Rows before a number, the newest first. Blocks on the disk: not for event loops.
   *
   * @throws SQLException if it can't be read
   */
  public List<AuditRow> before(long sequence, int limit) throws SQLException {
    try (AuditFile reader = AuditFile.readOnly(path)) {
      return reader.before(sequence, limit).stream().map(AuditFile.Chained::row).toList();
    }
  }

  /**
   * The rows that are asked for, the newest first. Blocks on the disk: not for event loops.
   *
   * @throws SQLException if it can't be read
   */
  public List<AuditRow> find(AuditQuery query) throws SQLException {
    try (AuditFile reader = AuditFile.readOnly(path)) {
      return reader.find(query).stream().map(AuditFile.Chained::row).toList();
    }
  }

  /**
   * All rows about an incident, the oldest first, with what lets them be checked against the chain.
   * Blocks on the disk: not for event loops.
   *
   * @throws SQLException if it can't be read
   */
  public AuditExtract extract(String incident) throws SQLException {
    return AuditExtract.read(path, incident);
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>(BATCH);
    try {
      while (refusing == null || !queue.isEmpty()) {
        Waiting first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          store(batch);
          batch.clear();
        }
        leave();
      }
    } catch (SQLException | RuntimeException e) {
      log.atError().setCause(e).log("the audit can't be written");
      refuse(BROKEN, batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(CLOSED, batch);
    } finally {
      end();
    }
  }

  private void store(List<Waiting> batch) throws SQLException {
    List<AuditFile.Chained> rows = new ArrayList<>(batch.size());
    long count = head.count();
    String hash = head.hash();
    Instant at = clock.instant();
    for (Waiting waiting : batch) {
      AuditRow row =
          new AuditRow(
              ++count, at, waiting.user(), waiting.action(), waiting.subject(), waiting.detail());
      hash = row.hash(hash);
      rows.add(new AuditFile.Chained(row, hash));
    }
    AuditHead next = AuditHead.signed(count, hash, keys);
    try {
      file.append(rows, next);
    } catch (SQLException e) {
      if (!AuditFile.isFull(e)) {
        throw e;
      }
      log.error("the disk is full and the audit can't be written: make room now");
      batch.forEach(waiting -> waiting.fail(NO_ROOM));
      return;
    }
    head = next;
    for (int i = 0; i < rows.size(); i++) {
      batch.get(i).succeed(rows.get(i).row().sequence());
    }
    logHead(at);
  }

  /** Lets rows go whose time is over, a few at a time: others wait to be written. */
  private void leave() throws SQLException {
    Instant now = clock.instant();
    if (keep.isZero() || now.isBefore(leaveNext)) {
      return;
    }
    List<AuditFile.Chained> over = over(now.minus(keep));
    try {
      if (!over.isEmpty()) {
        AuditFile.Chained last = over.get(over.size() - 1);
        file.leave(AuditStart.signed(last.row().sequence(), last.hash(), keys));
        left += over.size();
      }
    } catch (SQLException e) {
      if (!AuditFile.isFull(e)) {
        throw e;
      }
      over = List.of(); // tried again in an hour
    }
    if (over.size() < LEAVE_AT_ONCE) {
      leaveNext = now.plus(LEAVE_EVERY);
      tellWhatLeft();
    }
  }

  /** The oldest rows whose time is over; never the newest row, which the head names. */
  private List<AuditFile.Chained> over(Instant keptFrom) throws SQLException {
    return file.after(Long.MIN_VALUE, LEAVE_AT_ONCE).stream()
        .takeWhile(one -> one.row().at().isBefore(keptFrom))
        .takeWhile(one -> one.row().sequence() < head.count())
        .toList();
  }

  private void tellWhatLeft() {
    if (left > 0) {
      append(Actor.GATEWAY, "audit-retention", "audit", Map.of("rows", left))
          .onFailure(
              failure ->
                  log.atWarn()
                      .addKeyValue("cause", failure.getMessage())
                      .log("that rows left the audit could not be written into it"));
      left = 0;
    }
  }

  /** A head in the system's log is what an older copy of the file can be told by. */
  private void logHead(Instant now) {
    if (headLogged.plus(HEAD_LOGGED_EVERY).isBefore(now)) {
      headLogged = now;
      log.atInfo().addKeyValue("head", head).log("audit stands");
    }
  }

  private void refuse(String why, List<Waiting> batch) {
    refusing = why;
    batch.forEach(waiting -> waiting.fail(why));
    for (Waiting waiting = queue.poll(); waiting != null; waiting = queue.poll()) {
      waiting.fail(why);
    }
  }

  private void end() {
    refuse(refusing == null ? CLOSED : refusing, List.of());
    log.atInfo().addKeyValue("head", head).log("audit closed");
    try {
      file.close();
    } catch (SQLException e) {
      log.atWarn().setCause(e).log("the audit could not be closed in order");
    }
  }

  /** Stores what waits, and closes the file. Blocks until that is done: not for event loops. */
  @Override
  public void close() {
    if (refusing == null) {
      refusing = CLOSED;
    }
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
