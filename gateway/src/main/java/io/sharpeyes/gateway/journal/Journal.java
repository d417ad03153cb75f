package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Press;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The durable log and its one writer. Every method may be called on any thread and none blocks; a
 * future succeeds only after what it stands for is on disk, fsynced, and completes on the context
 * it was asked from.
 */
public interface Journal {

  /** Stores a press or a restoring. */
  Future<PressResult> press(Press press);

  /** Stores a cancel request. */
  Future<PressResult> cancel(CancelAttempt attempt);

  /**
   * Does what a person wants to an incident.
   *
   * @return the incident as it stands now; fails with {@code Rejected}
   */
  Future<Incident> command(IncidentCommand command);

  /** Says that a person's first event stream came up, or the last one went. */
  void presence(Actor desk, String district, boolean online);

  /** Swaps the registry that the case book sees. */
  Future<Void> registry(Registry registry);

  /** Stores an event that isn't about an incident: a device went offline, a camera changed. */
  Future<Long> append(Event event);

  /**
   * Registers a reader of what was committed, called in order, each batch once, on the writer's
   * thread: it must only hand on.
   */
  void onCommitted(Consumer<List<StoredEvent>> reader);

  /** The newest sequence number on disk; 0 if the log is empty. */
  long lastSequence();

  /** The oldest sequence number kept. */
  long firstSequence();

  /** Reads on from a sequence number, at most {@code limit} events, in order. */
  Future<List<StoredEvent>> read(long after, int limit);

  /** The events about one subject, in order: an incident's timeline. */
  Future<List<StoredEvent>> timeline(String subject, long after, int limit);

  /** The open incidents as last committed: a snapshot that may be read on any thread. */
  Collection<Incident> open();

  /** An incident, open or closed. */
  Future<Optional<Incident>> incident(String id);
}
