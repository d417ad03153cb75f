package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.registry.Registry;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The incidents that are open and everything that is needed to decide what a press, a person or the
 * clock does to them. The journal's writer thread owns it; nobody else may call it.
 *
 * <p>Changes are made on a working copy: {@link #commit()} makes them stand after the journal has
 * stored their events, {@link #rollback()} forgets them if it couldn't. Every change is told by the
 * events that it returns: replaying those ({@link #replay}) gives the same book.
 */
public interface CaseBook {

  /** Takes a press: opens an incident, joins one, or finds that it is a duplicate. */
  Outcome<PressResult> press(Press press, Instant now);

  /** Takes a device's word that its latch was reset. */
  Outcome<PressResult> restore(Press press, Instant now);

  /** Takes a request to call an alarm off. */
  Outcome<PressResult> cancel(CancelAttempt attempt, Instant now);

  /**
   * Does what a person wants.
   *
   * @param stored the incident as last stored, if it isn't open any more and so isn't in the book
   * @throws Rejected if it can't be done; nothing has changed then
   */
  Outcome<Incident> command(IncidentCommand command, @Nullable Incident stored, Instant now);

  /** Says that a person's first event stream came up, or the last one went. */
  Outcome<Boolean> presence(Actor desk, String district, boolean online, Instant now);

  /** Does what is due: escalation, staleness, unaccepted assignments, ends of windows. */
  Outcome<Integer> tick(Instant now);

  /** When {@link #tick} has next something to do; empty if never. */
  Optional<Instant> nextDeadline();

  /** Swaps the registry. */
  void registry(Registry registry);

  /** Makes the changes since the last call stand. */
  void commit();

  /** Forgets the changes since the last {@link #commit()}. */
  void rollback();

  /** Takes an event back in from the log, after a start; in the order of the log. */
  void replay(String type, String subject, Instant at, Object data);

  /** The open incidents, as committed. */
  Collection<Incident> open();
}
