package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The durable log and its one writer. Every method may be called on any thread and none blocks; a
 * future succeeds only after what it stands for is on disk, fsynced, and completes on the Vert.x
 * context it was asked from, or on one of the journal's own if there was none.
 *
 * <p>What can't be stored fails with {@link NotStored}.
 */
public final class Journal {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private static final int READ_THREADS = 2;

  private final Context ownContext;
  private final CaseBook book;
  private final Lanes lanes;
  private final SqliteLog file;
  private final ReadPool<LogReader> readings;
  private final LogReader writersReader;
  private final List<Consumer<List<StoredEvent>>> readers = new CopyOnWriteArrayList<>();
  private final Promise<Void> ended = Promise.promise();

  private volatile long lastSequence;
  private volatile long firstSequence;

  private Journal(Context ownContext, JournalSettings settings, CaseBook book)
      throws IOException, SQLException {
    this.ownContext = ownContext;
    this.book = book;
    this.lanes = new Lanes(settings);
    Files.createDirectories(settings.folder());
    Path path = settings.folder().resolve("log.db");
    this.file = SqliteLog.open(path, SynchronousMode.FULL);
    this.writersReader = new LogReader(path);
    this.readings =
        new ReadPool<>(
            "journal-reader", READ_THREADS, settings.readQueue(), () -> new LogReader(path));
    this.lastSequence = file.committed();
    this.firstSequence = writersReader.first();
  }

  /**
   * Opens the journal, makes it if there is none, and takes the log back into the case book, which
   * belongs to the journal's thread from now on.
   *
   * @param book empty
   * @param clock never goes back
   * @param onFatal told once, on the writer's thread, if the disk fails: nothing can be stored any
   *     more, and the process must end
   */
  public static Future<Journal> open(
      Vertx vertx,
      JournalSettings settings,
      CaseBook book,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    Context context = vertx.getOrCreateContext();
    Promise<Journal> opened = Promise.promise();
    new Thread(() -> live(settings, book, clock, onFatal, context, opened), "journal-writer")
        .start();
    return opened.future();
  }

  private static void live(
      JournalSettings settings,
      CaseBook book,
      InstantSource clock,
      Consumer<Throwable> onFatal,
      Context context,
      Promise<Journal> opened) {
    Journal journal;
    try {
      journal = new Journal(context, settings, book);
      journal.replay(clock);
    } catch (IOException | SQLException | RuntimeException e) {
      context.runOnContext(v -> opened.fail(e));
      return;
    }
    context.runOnContext(v -> opened.complete(journal));
    journal.write(clock, onFatal);
  }

  private void replay(InstantSource clock) throws SQLException {
    for (List<StoredEvent> events = writersReader.after(0, 1_000);
        !events.isEmpty();
        events = writersReader.after(events.get(events.size() - 1).sequence(), 1_000)) {
      for (StoredEvent event : events) {
        book.replay(event.type(), event.subject(), event.at(), event.data().getBytes());
      }
    }
    book.started(clock.instant());
  }

  private void write(InstantSource clock, Consumer<Throwable> onFatal) {
    new Writer(
            file,
            book,
            lanes,
            clock,
            ownContext,
            this::closed,
            this::committed,
            this::tell,
            onFatal)
        .run();
    try {
      readings.close();
      writersReader.close();
      file.close();
      ended.complete();
    } catch (InterruptedException | SQLException e) {
      ended.fail(e);
    }
  }

  private @Nullable Incident closed(String id) {
    return null;
  }

  private void committed() {
    lastSequence = file.committed();
  }

  private void tell(List<StoredEvent> events) {
    for (Consumer<List<StoredEvent>> reader : readers) {
      try {
        reader.accept(events);
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("a reader of committed events failed");
      }
    }
  }

  private <R> Future<R> ask(Lanes.Lane lane, Input<R> input) {
    Ask<R> ask = new Ask<>(input, context());
    try {
      lanes.offer(lane, ask);
    } catch (NotStored e) {
      return Future.failedFuture(e);
    }
    return ask.future();
  }

  private Context context() {
    Context current = Vertx.currentContext();
    return current != null ? current : ownContext;
  }

  /** Stores a press or a restoring. */
  public Future<PressResult> press(Press press) {
    return ask(Lanes.Lane.ALARMS, new Input.Pressed(press));
  }

  /** Stores a cancel request. */
  public Future<PressResult> cancel(CancelAttempt attempt) {
    return ask(Lanes.Lane.ALARMS, new Input.Cancel(attempt));
  }

  /**
   * Does what a person wants to an incident.
   *
   * @return the incident as it stands now; fails with {@code Rejected}
   */
  public Future<Incident> command(IncidentCommand command) {
    return ask(Lanes.Lane.COMMANDS, new Input.Command(command));
  }

  /** Says that a person's first event stream came up, or the last one went. */
  public void presence(Actor desk, String district, boolean online) {
    lanes.offerPresence(
        desk.user(), new Ask<>(new Input.Presence(desk, district, online), ownContext));
  }

  /** Swaps the registry that the case book sees. */
  public Future<Void> registry(Registry registry) {
    return ask(Lanes.Lane.COMMANDS, new Input.Swap(registry)).mapEmpty();
  }

  /**
   * Stores an event that isn't about an incident: a device went offline, a camera changed.
   *
   * @return its sequence number
   */
  public Future<Long> append(Event event) {
    return ask(Lanes.Lane.EVENTS, new Input.Append(event));
  }

  /**
   * Registers a reader of what was committed, called in order, each batch once, on the writer's
   * thread: it must only hand on.
   */
  public void onCommitted(Consumer<List<StoredEvent>> reader) {
    readers.add(reader);
  }

  /** The newest sequence number on disk; 0 if the log is empty. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The oldest sequence number kept; 1 if the log is empty. */
  public long firstSequence() {
    return firstSequence;
  }

  /**
   * Reads on from a sequence number, in order.
   *
   * @param limit at most so many; fewer if they are large, but never none while there are some
   */
  public Future<List<StoredEvent>> read(long after, int limit) {
    return readings.read(context(), log -> log.after(after, limit));
  }

  /** The events about one subject, in order: an incident's timeline. */
  public Future<List<StoredEvent>> timeline(String subject, long after, int limit) {
    return readings.read(context(), log -> log.about(subject, after, limit));
  }

  /** The open incidents as last committed: a snapshot that may be read on any thread. */
  public Collection<Incident> open() {
    return book.open();
  }

  /** An incident, open or closed. */
  public Future<Optional<Incident>> incident(String id) {
    return Future.succeededFuture(book.open(id));
  }

  /** Stops taking in, stores what was taken in, and closes the files. */
  public Future<Void> close() {
    lanes.close();
    Context context = context();
    Promise<Void> closed = Promise.promise();
    ended.future().onComplete(end -> context.runOnContext(v -> closed.handle(end)));
    return closed.future();
  }
}
