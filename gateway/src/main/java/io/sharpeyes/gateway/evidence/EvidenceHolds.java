package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds on an incident (证据保全): as long as one stands nothing of its evidence is deleted, and its
 * events stay in the log. Any thread; never blocks.
 */
public final class EvidenceHolds {

  private final EvidenceStore store;
  private final Journal journal;
  private final AuditLog audit;

  EvidenceHolds(EvidenceStore store, Journal journal, AuditLog audit) {
    this.store = store;
    this.journal = journal;
    this.audit = audit;
  }

  /**
   * Holds an incident.
   *
   * @param reason why, in words
   * @return how it stands then; fails with {@link EvidenceRefused} if it is held already
   */
  public Future<EvidenceState> hold(Incident incident, Actor by, String reason) {
    return change(incident, by, reason, "hold", EvidenceState.HELD, false);
  }

  /**
   * Lets go of it; what is over its time is deleted soon after.
   *
   * @param reason why, in words
   * @return how it stands then; fails with {@link EvidenceRefused} if it isn't held
   */
  public Future<EvidenceState> release(Incident incident, Actor by, String reason) {
    return change(incident, by, reason, "hold-release", EvidenceState.RELEASED, true);
  }

  private Future<EvidenceState> change(
      Incident incident, Actor by, String reason, String action, String type, boolean held) {
    Map<String, Object> data = Map.of("incident", incident.id(), "by", by, "reason", reason);
    return alone(
        incident.id(),
        () ->
            store
                .state(incident.id())
                .compose(state -> require(state, held))
                .compose(state -> audit.append(by, action, incident.id(), Map.of("reason", reason)))
                .compose(row -> journal.append(store.event(incident, type, data)))
                .compose(stored -> store.state(incident.id())));
  }

  private static Future<EvidenceState> require(EvidenceState state, boolean held) {
    EvidenceState.Hold hold = state.hold();
    if (held == (hold != null)) {
      return Future.succeededFuture(state);
    }
    return Future.failedFuture(
        EvidenceRefused.state(
            hold == null ? "not-held" : "held-already",
            hold == null
                ? "The incident is not held."
                : "The incident is held already, by " + hold.by().name() + ": " + hold.reason()));
  }

  private Future<EvidenceState> alone(String incident, Supplier<Future<EvidenceState>> work) {
    if (!store.reserve(incident)) {
      return Future.failedFuture(
          EvidenceRefused.later(
              "at-work", "Its evidence is being held or deleted at this very moment."));
    }
    return work.get().onComplete(done -> store.release(incident));
  }
}
