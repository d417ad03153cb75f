package io.sharpeyes.gateway.journal;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.incident.BookedWindow;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.CaseBook;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Outage;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.incident.WindowRequest;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The durable log and its one writer. Every method may be called on any thread and none blocks; a
 * future succeeds only after what it stands for is on disk, fsynced, and completes on the Vert.x
 * context it was asked from, or on one of the journal's own if there was none.
 *
 * <p>What can't be stored fails with {@link NotStored}.
 */
public final class Journal {

  private final Context ownContext;
  private final Lanes lanes;
  private final Writer writer;
  private final OpenFiles files;
  private final Keeper keeper;
  private final DiskGuard disk;
  private final CaseBook book;
  private final Tables tables;
  private final Listeners listeners;
  private final JournalStats stats;
  private final Promise<Void> ended;

  Journal(
      Context ownContext,
      Lanes lanes,
      Writer writer,
      OpenFiles files,
      Keeper keeper,
      DiskGuard disk,
      CaseBook book,
      Listeners listeners,
      JournalStats stats,
      Promise<Void> ended) {
    this.ownContext = ownContext;
    this.lanes = lanes;
    this.writer = writer;
    this.files = files;
    this.keeper = keeper;
    this.disk = disk;
    this.book = book;
    this.listeners = listeners;
    this.stats = stats;
    this.ended = ended;
    this.tables =
        new Tables(files.follower(), files.tableReadings(), writer::lastSequence, ownContext);
  }

  /**
   * Opens the journal, makes it if there is none, and takes the log back into the case book, which
   * belongs to the journal's thread from now on.
   *
   * @param book empty
   * @param clock never goes back
   * @param onFatal told once, on one of the journal's threads, if the disk fails: nothing can be
   *     stored any more, and the process must end
   * @return fails with {@link DamagedJournal} or an {@code IOException} whose message says what is
   *     wrong and what to do
   */
  public static Future<Journal> open(
      Vertx vertx,
      JournalSettings settings,
      CaseBook book,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    return open(vertx, settings, SynchronousMode.FULL, book, clock, onFatal);
  }

  /** Lets the crash suite take the fsync out, to prove that it would notice. */
  static Future<Journal> open(
      Vertx vertx,
      JournalSettings settings,
      SynchronousMode synchronous,
      CaseBook book,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    JournalThread life =
        new JournalThread(settings, synchronous, book, clock, onFatal, vertx.getOrCreateContext());
    new Thread(life, "journal-writer").start();
    return life.opened().future();
  }

  private <R> Future<R> ask(Lanes.Lane lane, Input<R> input) {
    Ask<R> ask = new Ask<>(input, context());
    try {
      lanes.offer(lane, ask);
    } catch (NotStored e) {
      if (e.reason() == NotStored.Reason.OVERLOADED) {
        stats.refuse(lane);
      }
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
    if (book.open(command.incident()).isPresent()) {
      return ask(Lanes.Lane.COMMANDS, new Input.Command(command, null));
    }
    // The book has let it go, unless it was opened this moment: then it prefers its own.
    return tables
        .incident(command.incident())
        .compose(
            stored -> ask(Lanes.Lane.COMMANDS, new Input.Command(command, stored.orElse(null))));
  }

  /** Says that a person's first event stream came up, or the last one went. */
  public void presence(Actor desk, String district, boolean online) {
    lanes.offerPresence(
        desk.user(), new Ask<>(new Input.Presence(desk, district, online), ownContext));
  }

  /**
   * Claims an area event: one claim for all of its incidents that nobody has.
   *
   * @return fails with {@code Rejected}
   */
  public Future<AreaEvent> claimArea(String areaEvent, Actor by) {
    return ask(Lanes.Lane.COMMANDS, new Input.ClaimArea(areaEvent, by));
  }

  /** Says that many devices fell silent at once, or that more of them did. */
  public Future<AreaEvent> outage(Outage outage) {
    return ask(Lanes.Lane.EVENTS, new Input.OutageSeen(outage));
  }

  /**
   * Says that an outage is over.
   *
   * @return false if there was none under that key
   */
  public Future<Boolean> outageOver(String key) {
    return ask(Lanes.Lane.EVENTS, new Input.OutageOver(key));
  }

  /**
   * Books a window for a drill or a test.
   *
   * @return fails with {@code Rejected}
   */
  public Future<BookedWindow> book(WindowRequest request, Actor by) {
    return ask(Lanes.Lane.COMMANDS, new Input.Book(request, by));
  }

  /**
   * Calls a window off, or ends it early if somebody has pressed in it.
   *
   * @return fails with {@code Rejected}
   */
  public Future<BookedWindow> cancelWindow(String window, Actor by) {
    return ask(Lanes.Lane.COMMANDS, new Input.CancelWindow(window, by));
  }

  /**
   * Says that a unit came on duty or went off.
   *
   * @return false if it was so already
   */
  public Future<Boolean> duty(String unit, boolean onDuty, Actor by) {
    return ask(Lanes.Lane.COMMANDS, new Input.Duty(unit, onDuty, by));
  }

  /** Swaps the registry that the case book sees. */
  public Future<Void> registry(Registry registry) {
    return ask(Lanes.Lane.COMMANDS, new Input.Swap(registry)).mapEmpty();
  }

  /**
   * Stores an event that isn't about an incident: a device went offline, a camera changed. Those of
   * the delivery ledger ({@code delivery.*}) wait for all others.
   *
   * @return its sequence number
   */
  public Future<Long> append(Event event) {
    boolean ledger = event.type().startsWith("delivery.");
    return ask(ledger ? Lanes.Lane.LEDGER : Lanes.Lane.EVENTS, new Input.Append(event));
  }

  /**
   * Registers a reader of what was committed, called in order, each batch once, on the writer's
   * thread: it must only hand on.
   */
  public void onCommitted(Consumer<List<StoredEvent>> reader) {
    listeners.onCommitted(reader);
  }

  /**
   * Registers who shows the presses that could not be stored because the disk is full, so that a
   * desk sees them in red. The device gets no acknowledgement and tries again, so the same press
   * may come several times, and be stored in the end after all. On the writer's thread: it must
   * only hand on.
   */
  public void onUnstored(Consumer<Press> listener) {
    listeners.onUnstored(listener);
  }

  /**
   * Registers who is told when the room on the disk runs out or is there again. On one of the
   * journal's threads: it must only hand on.
   */
  public void onDiskRoom(Consumer<DiskRoom> listener) {
    listeners.onDiskRoom(listener);
  }

  /** Alarms that wait for the writer. */
  public int waitingAlarms() {
    return lanes.depth(Lanes.Lane.ALARMS);
  }

  /** Desks' commands that wait for the writer. */
  public int waitingCommands() {
    return lanes.depth(Lanes.Lane.COMMANDS);
  }

  /** Other events that wait for the writer, those of the delivery ledger among them. */
  public int waitingEvents() {
    return lanes.depth(Lanes.Lane.EVENTS) + lanes.depth(Lanes.Lane.LEDGER);
  }

  /** Readings that wait for a thread. */
  public int waitingReadings() {
    return files.readings().depth() + files.tableReadings().depth();
  }

  /** How much room there is. */
  public DiskRoom diskRoom() {
    return disk.room();
  }

  /** What the journal counts about itself. */
  public JournalStats stats() {
    return stats;
  }

  /** The newest sequence number on disk; 0 if the log is empty. */
  public long lastSequence() {
    return writer.lastSequence();
  }

  /** The oldest sequence number kept; 1 if the log is empty. */
  public long firstSequence() {
    return keeper.firstSequence();
  }

  /** How often retention looked for something to delete, or was kept from it. */
  long retentionLooked() {
    return keeper.retentionLooked();
  }

  /**
   * Reads on from a sequence number, in order, up to {@link #lastSequence}.
   *
   * @param limit at most so many; fewer if they are large, but never none while there are some
   */
  public Future<List<StoredEvent>> read(long after, int limit) {
    return files.readings().read(context(), log -> log.between(after, lastSequence(), limit));
  }

  /**
   * The newest event of a subject that is looked up at each start: {@code registry}, of type {@code
   * registry.changed}. It outlives retention.
   */
  public Future<Optional<StoredEvent>> latest(String subject) {
    return files.readings().read(context(), log -> log.latest(subject));
  }

  /**
   * The events about one subject, in order: an incident's timeline. Complete, or fails with {@link
   * NotReady}.
   */
  public Future<List<StoredEvent>> timeline(String subject, long after, int limit) {
    return tables.timeline(subject, "", after, limit);
  }

  /**
   * Likewise, only the events whose type begins with this, for instance {@code evidence.}: the
   * others are not read at all.
   */
  public Future<List<StoredEvent>> timeline(String subject, String family, long after, int limit) {
    return tables.timeline(subject, family, after, limit);
  }

  /** The open incidents as last committed: a snapshot that may be read on any thread. */
  public Collection<Incident> open() {
    return book.open();
  }

  /** The area events that go on, as last committed. Any thread. */
  public Collection<AreaEvent> areaEvents() {
    return book.areaEvents();
  }

  /** The booked windows, and the last that are over, as last committed. Any thread. */
  public Collection<BookedWindow> windows() {
    return book.windows();
  }

  /** Closed incidents of which a device was never reset (待复位), as last committed. Any thread. */
  public Collection<Incident> pendingReset() {
    return book.pendingReset();
  }

  /** The open incidents in which a device was pressed, as last committed. Any thread. */
  public List<Incident> openOf(DeviceId device) {
    return book.openOf(device);
  }

  /** Says whether a unit is on duty, as last committed. Any thread. */
  public boolean isOnDuty(String unit) {
    return book.isOnDuty(unit);
  }

  /**
   * The incidents that a unit has still to do with, the oldest first; also one that was closed
   * while it goes on. Any thread.
   */
  public List<String> ofUnit(String unit) {
    return book.ofUnit(unit);
  }

  /** An incident, open or closed; as last committed, or fails with {@link NotReady}. */
  public Future<Optional<Incident>> incident(String id) {
    Optional<Incident> open = book.open(id);
    return open.isPresent() ? Future.succeededFuture(open) : tables.incident(id);
  }

  /** History, search and reports. */
  public Tables tables() {
    return tables;
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
