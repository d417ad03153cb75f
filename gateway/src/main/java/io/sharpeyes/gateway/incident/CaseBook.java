package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.PatrolUnit;
import io.sharpeyes.gateway.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The incidents that are open and everything that is needed to decide what a press, a person or the
 * clock does to them. The journal's writer thread owns it; nobody else may call it, but for the
 * methods that say so.
 *
 * <p>Changes are made on a working copy: {@link #commit()} makes them stand after the journal has
 * stored their events, {@link #rollback()} forgets them if it couldn't. Every change is told by the
 * events that are returned: replaying those ({@link #replay}) gives the same book. What throws has
 * changed nothing.
 *
 * <p>{@code now} must come from a clock that never stands still and never goes back ({@link
 * GatewayClock}); a time before the last one is taken for the last one.
 */
public final class CaseBook {

  private final Ledger ledger;
  private final PressIntake presses;
  private final CancelIntake cancels;
  private final Latches latches;
  private final CommandDesk commands;
  private final AreaWatch areas;
  private final WindowDesk windows;
  private final Timekeeper timekeeper;
  private final CommittedView view = new CommittedView();

  /** Makes an empty book. */
  public CaseBook(CorrelationSettings correlation, ResponseSettings response) {
    ledger = new Ledger(correlation, response);
    Ladder ladder = new Ladder(ledger);
    areas = new AreaWatch(ledger, ladder);
    latches = new Latches(ledger);
    presses = new PressIntake(ledger, ladder, areas, latches);
    cancels = new CancelIntake(ledger, presses);
    commands = new CommandDesk(ledger, ladder);
    windows = new WindowDesk(ledger);
    timekeeper = new Timekeeper(ledger, ladder, areas, windows);
  }

  /** Takes a press: opens an incident, joins one, or finds that it is a duplicate. */
  public Outcome<PressResult> press(Press press, Instant now) {
    return apply(now, () -> presses.press(press));
  }

  /** Takes a device's word that its latch was reset. */
  public Outcome<PressResult> restore(Press press, Instant now) {
    return apply(now, () -> latches.restored(press.device().id().value()));
  }

  /** Takes a request to call an alarm off. */
  public Outcome<PressResult> cancel(CancelAttempt attempt, Instant now) {
    return apply(now, () -> cancels.cancel(attempt));
  }

  /**
   * Does what a person wants.
   *
   * @param stored the incident as last stored, if it isn't open any more and so isn't in the book
   * @throws Rejected if it can't be done; nothing has changed then
   */
  public Outcome<Incident> command(
      IncidentCommand command, @Nullable Incident stored, Instant now) {
    return apply(now, () -> commands.command(command, stored));
  }

  /**
   * Claims an area event: one claim for all of its incidents that nobody has.
   *
   * @throws Rejected if it can't be done
   */
  public Outcome<AreaEvent> claimArea(String areaEvent, Actor by, Instant now) {
    return apply(now, () -> areas.claim(areaEvent, by));
  }

  /**
   * Says that many devices fell silent at once, or that more of them did: one card.
   *
   * @throws Rejected if there are too many cards already
   */
  public Outcome<AreaEvent> outage(Outage outage, Instant now) {
    return apply(now, () -> areas.outage(outage));
  }

  /**
   * Says that an outage is over.
   *
   * @return false if there was none under that key
   */
  public Outcome<Boolean> outageOver(String key, Instant now) {
    return apply(now, () -> areas.outageOver(key));
  }

  /**
   * Books a window for a drill or a test.
   *
   * @throws Rejected if it can't be booked
   */
  public Outcome<BookedWindow> book(WindowRequest request, Actor by, Instant now) {
    return apply(now, () -> windows.book(request, by));
  }

  /**
   * Calls a window off, or ends it early if somebody has pressed in it.
   *
   * @throws Rejected if there is none, or it is over
   */
  public Outcome<BookedWindow> cancelWindow(String window, Actor by, Instant now) {
    return apply(now, () -> windows.cancel(window, by));
  }

  /**
   * Says that a unit came on duty or went off.
   *
   * @return false if that was known
   * @throws Rejected if there is no such unit
   */
  public Outcome<Boolean> duty(String unit, boolean onDuty, Actor by, Instant now) {
    return apply(
        now,
        () -> {
          PatrolUnit known =
              ledger
                  .registry()
                  .unit(unit)
                  .orElseThrow(() -> Rejected.invalid("There is no unit " + unit));
          Boolean before = ledger.duty().get(unit);
          boolean changed = before == null || before != onDuty;
          if (changed) {
            EventData said = new EventData.DutyChanged(unit, onDuty, by);
            ledger.sayOfUnit("unit.duty", unit, known.district(), said);
          }
          return changed;
        });
  }

  /** Says that a person's first event stream came up, or the last one went. */
  public Outcome<Boolean> presence(Actor desk, String district, boolean online, Instant now) {
    return apply(
        now,
        () -> {
          if (online) {
            came(desk, district);
          } else {
            went(desk);
          }
          return online;
        });
  }

  private void came(Actor desk, String district) {
    ledger.desks().online(desk.user(), district);
    for (Incident incident : ledger.files().ownedBy(desk.user())) {
      ledger.desks().back(incident.id());
      Handling.Owned owned = incident.handling().owned();
      if (owned.owner().isStale()) {
        Incident resumed =
            incident
                .change(ledger.now())
                .handling(owned.resume())
                .ringing(incident.ringing().nextAt(null))
                .done();
        ledger.say("incident.resumed", new EventData.Changed(resumed, null, null));
      }
    }
  }

  private void went(Actor desk) {
    if (!ledger.desks().isOnline(desk.user())) {
      return;
    }
    ledger.desks().offline(desk.user());
    for (Incident incident : ledger.files().ownedBy(desk.user())) {
      if (!incident.handling().owned().owner().isStale()) {
        ledger.desks().gone(incident.id(), ledger.now());
      }
    }
  }

  /** Does what is due: escalation, staleness, unaccepted assignments, ends of windows. */
  public Outcome<Integer> tick(Instant now) {
    return apply(now, timekeeper::tick);
  }

  private <R> Outcome<R> apply(Instant now, Supplier<R> change) {
    int mark = ledger.undo().mark();
    try {
      ledger.at(now);
      R result = change.get();
      areas.settle();
      return new Outcome<>(result, ledger.takeSaid());
    } catch (RuntimeException e) {
      ledger.undo().backTo(mark);
      ledger.takeSaid();
      ledger.areas().takeUnsettled();
      throw e;
    }
  }

  /** When {@link #tick} has next something to do; empty if never. */
  public Optional<Instant> nextDeadline() {
    return ledger.deadlines().next();
  }

  /** Swaps the registry. */
  public void registry(Registry registry) {
    ledger.registry(registry);
  }

  /** Makes the changes since the last call stand. */
  public void commit() {
    ledger.undo().forget();
    ledger.publish(view);
  }

  /** Forgets the changes since the last {@link #commit()}. */
  public void rollback() {
    ledger.undo().backTo(0);
  }

  /**
   * Takes an event back in from the log, after a start; in the order of the log. Events of other
   * packages are passed over. {@link #started} must follow the last one.
   *
   * @param data the event's data as stored
   */
  public void replay(String type, String subject, Instant at, byte[] data) {
    EventData known = IncidentJson.readData(type, data);
    ledger.at(at);
    if (known != null) {
      ledger.takeIn(known, at);
      ledger.areas().takeUnsettled();
    }
    ledger.undo().forget();
  }

  /**
   * An image of what stands now, for {@link #restore}: taken at once, written as bytes when asked,
   * which may take a while and may be done on any thread. To be taken just after {@link #commit()}.
   */
  public Supplier<byte[]> image() {
    BookImage image = BookImage.of(ledger);
    return () -> ImageJson.write(image.inOrder());
  }

  /**
   * Takes an image back in, after a start; only into an empty book. What the log has after the
   * image is then replayed on top.
   *
   * @throws UncheckedIOException if the image is damaged or of another version: nothing has changed
   *     then, and the whole log is to be replayed
   */
  public void restore(byte[] image) {
    BookImage read = ImageJson.read(image);
    try {
      read.restoreInto(ledger);
      ledger.undo().forget();
    } catch (RuntimeException e) {
      ledger.undo().backTo(0);
      throw new UncheckedIOException(
          new IOException("the image of the case book contradicts itself: " + e.getMessage(), e));
    }
  }

  /**
   * Begins to work after the last {@link #restore} and {@link #replay}: every desk counts as just
   * gone.
   */
  public void started(Instant now) {
    ledger.at(now);
    ledger.allGone();
    commit();
  }

  /**
   * When the newest event was said that this book knows of: after a start the clock must not begin
   * before that.
   */
  public Instant newestEventAt() {
    return ledger.newestEventAt();
  }

  /** The open incidents, as committed. Any thread; a copy. */
  public Collection<Incident> open() {
    return view.open();
  }

  /** An open incident, as committed. Any thread. */
  public Optional<Incident> open(String incident) {
    return Optional.ofNullable(view.open(incident));
  }

  /** The open incidents in which a device was pressed, as committed. Any thread. */
  public List<Incident> openOf(DeviceId device) {
    return view.ofDevice(device.value());
  }

  /** The incidents that were closed before all their devices were reset (待复位). Any thread. */
  public Collection<Incident> pendingReset() {
    return view.pendingReset();
  }

  /** The area events that go on, as committed. Any thread. */
  public Collection<AreaEvent> areaEvents() {
    return view.areaEvents();
  }

  /** Says whether a unit is on duty, as committed. Any thread. */
  public boolean isOnDuty(String unit) {
    return view.isOnDuty(unit);
  }

  /**
   * The incidents that a unit has still to do with, the oldest first; also one that was closed
   * while it goes on. Any thread.
   */
  public List<String> ofUnit(String unit) {
    return view.ofUnit(unit);
  }

  /** The booked windows, and the last 200 that are over, as committed. Any thread. */
  public Collection<BookedWindow> windows() {
    return view.windows();
  }
}
