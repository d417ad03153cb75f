package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentAction;
import io.sharpeyes.gateway.incident.IncidentCommand;
import io.sharpeyes.gateway.incident.Rejected;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handing over at the change of shift (交班): one dispatcher offers all open incidents of the desk to
 * the next, with a note; they change hands when the next one accepts, and not before. One offer of
 * each person stands at a time; a new one takes its place. Each step is in the audit first and then
 * in the log, from which what stands is rebuilt. Any thread; never blocks.
 */
public final class Handovers {

  /** Longer than any shift: then it is over. */
  static final Duration STANDS = Duration.ofHours(12);

  private static final Logger log = LoggerFactory.getLogger(Handovers.class);
  private static final String OFFERED = "handover.offered";

  private final Journal journal;
  private final AuditLog audit;
  private final Supplier<Registry> registry;
  private final InstantSource clock;

  // Guarded by this. By who hands over; at most one for each person of the registry.
  private final Map<String, Handover> standing = new LinkedHashMap<>();

  /** Makes it, empty; {@link #recall} gives back what stood before a restart. */
  public Handovers(
      Journal journal, AuditLog audit, Supplier<Registry> registry, InstantSource clock) {
    this.journal = journal;
    this.audit = audit;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Takes back in what the log has last of each person's; one that can't be read is passed over.
   */
  public synchronized void recall(List<StoredEvent> latest) {
    for (StoredEvent event : latest) {
      try {
        Handover known = Handover.of(event.data().toJsonObject().getJsonObject("handover"));
        if (known.state() == Handover.State.OFFERED) {
          standing.putIfAbsent(known.from().user(), known);
        }
      } catch (DecodeException
          | ClassCastException
          | NullPointerException
          | IllegalArgumentException unreadable) {
        log.atWarn()
            .addKeyValue("sequence", event.sequence())
            .addKeyValue("cause", unreadable.getMessage())
            .log("a handover in the log can't be read; passed over");
      }
    }
  }

  /** Those that a person offers or is offered. */
  public synchronized List<Handover> of(Person person) {
    expire();
    return standing.values().stream().filter(one -> one.concerns(person.user())).toList();
  }

  /** The other dispatchers who may have all that this one has. */
  public List<Person> colleagues(Person person) {
    Registry now = registry.get();
    return now.people().stream()
        .filter(one -> one.role() == Person.Role.DISPATCHER)
        .filter(one -> !one.user().equals(person.user()))
        .filter(one -> now.isWithin(person.district(), one.district()))
        .toList();
  }

  /**
   * Offers all that a dispatcher has to another one.
   *
   * @param to user name of the next one
   * @return fails with {@link Rejected}
   */
  public Future<Handover> offer(Person from, String to, String note) {
    Optional<Person> next =
        colleagues(from).stream().filter(one -> one.user().equals(to)).findFirst();
    if (next.isEmpty()) {
      return Future.failedFuture(
          new Rejected(
              Rejected.Reason.INVALID,
              "There is no other dispatcher " + to + " of this district or one above",
              null));
    }
    List<String> incidents =
        journal.open().stream()
            .filter(incident -> incident.isOwnedBy(from.user()))
            .map(Incident::id)
            .sorted()
            .toList();
    Handover offered =
        new Handover(
            actor(from),
            actor(next.get()),
            incidents,
            note,
            clock.instant(),
            Handover.State.OFFERED,
            List.of());
    return store(offered, actor(from), "handover", OFFERED).onSuccess(stored -> stand(offered));
  }

  /**
   * Takes what was offered: from now on it is this person's.
   *
   * @param from user name of who offered it
   * @return with the ids of what has changed hands: what somebody else has taken or closed
   *     meanwhile stays as it is; fails with {@link Rejected}
   */
  public Future<Handover> accept(Person to, String from) {
    Handover offered = taken(from, known -> known.to().user().equals(to.user()));
    Actor by = actor(to);
    return audit
        .append(by, "handover-accepted", from, Map.of("incidents", offered.incidents()))
        .compose(row -> move(offered, to))
        .map(offered::accepted)
        .compose(accepted -> tell(accepted, "handover.accepted").map(accepted))
        .onFailure(failure -> stand(offered));
  }

  /**
   * Ends an offer without an effect: whoever made it takes it back, or the next one declines.
   *
   * @param from user name of who offered it
   * @return fails with {@link Rejected}
   */
  public Future<Handover> withdraw(Person by, String from) {
    Handover offered = taken(from, known -> known.concerns(by.user()));
    Handover over = offered.withdrawn();
    return store(over, actor(by), "handover-withdrawn", "handover.withdrawn")
        .onFailure(failure -> stand(offered));
  }

  /** Incident by incident, as each stands at that very moment. */
  private Future<List<String>> move(Handover offered, Person to) {
    List<String> moved = new ArrayList<>();
    Future<Void> done = Future.succeededFuture();
    for (String id : offered.incidents()) {
      done = done.compose(before -> move(offered, to, id, moved));
    }
    return done.map(all -> moved);
  }

  private Future<Void> move(Handover offered, Person to, String id, List<String> moved) {
    String why = offered.note().isBlank() ? "交班 handover" : offered.note();
    IncidentAction takeOver = new IncidentAction.TakeOver(why);
    return journal
        .incident(id)
        .compose(
            found -> {
              Optional<Incident> still =
                  found
                      .filter(one -> one.isOpen() && one.isOwnedBy(offered.from().user()))
                      .filter(
                          one -> Rights.mayCommand(to, takeOver, Topic.of(one, registry.get())));
              if (still.isEmpty()) {
                return Future.succeededFuture();
              }
              long revision = still.get().revision();
              return journal
                  .command(new IncidentCommand(id, revision, actor(to), takeOver))
                  .onSuccess(taken -> moved.add(id))
                  .<Void>mapEmpty()
                  // Somebody was quicker: then it isn't the desk's to hand over any more.
                  .recover(
                      failure ->
                          failure instanceof Rejected
                              ? Future.succeededFuture()
                              : Future.failedFuture(failure));
            });
  }

  private synchronized void stand(Handover offered) {
    expire();
    standing.put(offered.from().user(), offered);
  }

  /** Takes one out, so that it is done once. */
  private synchronized Handover taken(String from, Predicate<Handover> concerned) {
    expire();
    Handover known = standing.get(from);
    if (known == null || !concerned.test(known)) {
      throw new Rejected(
          Rejected.Reason.NOT_FOUND,
          "There is no handover by " + from + " for this person: it is over, or another has it",
          null);
    }
    standing.remove(from);
    return known;
  }

  private void expire() {
    Instant first = clock.instant().minus(STANDS);
    standing.values().removeIf(one -> one.offeredAt().isBefore(first));
  }

  private Future<Handover> store(Handover handover, Actor by, String action, String type) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("to", handover.to().user());
    detail.put("incidents", handover.incidents());
    detail.put("reason", handover.note());
    return audit
        .append(by, action, handover.from().user(), detail)
        .compose(row -> tell(handover, type))
        .map(told -> handover);
  }

  private Future<Void> tell(Handover handover, String type) {
    String user = handover.from().user();
    String district = registry.get().person(user).map(Person::district).orElse("");
    Map<String, Object> data = Map.of("handover", handover.members());
    return journal
        .append(new Event(type, user, clock.instant(), district, null, Set.of(), data))
        .mapEmpty();
  }

  private static Actor actor(Person person) {
    return new Actor(person.user(), person.name());
  }
}
