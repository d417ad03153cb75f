package io.sharpeyes.gateway.incident;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Incidents and what belongs to them, made of whatever values. */
final class Arbitraries {

  private static final long FIRST_MS = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
  private static final long LAST_MS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private Arbitraries() {}

  static Arbitrary<String> text() {
    return net.jqwik.api.Arbitraries.strings().ofMaxLength(12);
  }

  static Arbitrary<Instant> time() {
    return net.jqwik.api.Arbitraries.longs().between(FIRST_MS, LAST_MS).map(Instant::ofEpochMilli);
  }

  private static Arbitrary<Integer> integer() {
    return net.jqwik.api.Arbitraries.integers();
  }

  private static Arbitrary<Boolean> flag() {
    return net.jqwik.api.Arbitraries.of(true, false);
  }

  private static Arbitrary<Double> real() {
    return net.jqwik.api.Arbitraries.doubles();
  }

  private static Arbitrary<List<String>> texts() {
    return text().list().ofMaxSize(3);
  }

  static Arbitrary<Actor> actor() {
    return Combinators.combine(text(), text()).as(Actor::new);
  }

  private static Arbitrary<Handling.Owner> owner() {
    return Combinators.combine(actor(), time(), time().injectNull(0.5)).as(Handling.Owner::new);
  }

  private static Arbitrary<Handling.Closing> closing() {
    return Combinators.combine(
            net.jqwik.api.Arbitraries.of(Disposition.values()),
            text(),
            text(),
            texts(),
            text(),
            text().injectNull(0.5))
        .as(Handling.Closing::new);
  }

  private static Arbitrary<Handling> handling() {
    return net.jqwik.api.Arbitraries.oneOf(
        time().map(Handling.New::new),
        Combinators.combine(time(), owner()).as(Handling.Claimed::new),
        Combinators.combine(time(), owner()).as(Handling.Dispatched::new),
        Combinators.combine(time(), owner()).as(Handling.OnScene::new),
        Combinators.combine(time(), owner(), closing()).as(Handling.Closed::new));
  }

  static Arbitrary<Place> place() {
    return Combinators.combine(texts(), real(), real(), real().injectNull(0.5), text())
        .as(
            (ids, latitude, longitude, accuracy, address) ->
                new Place(
                    address,
                    at(ids, 0),
                    at(ids, 1),
                    at(ids, 2),
                    address,
                    latitude,
                    longitude,
                    accuracy,
                    address));
  }

  private static String at(List<String> texts, int i) {
    return i < texts.size() ? texts.get(i) : "";
  }

  private static Arbitrary<Incident.Presses> presses() {
    Arbitrary<Incident.PressedDevice> device =
        Combinators.combine(
                text(),
                text(),
                integer(),
                time(),
                text().injectNull(0.5),
                flag(),
                net.jqwik.api.Arbitraries.of("full", "lamp", "none"))
            .as(Incident.PressedDevice::new);
    return Combinators.combine(integer(), integer(), time(), time(), device.list().ofMaxSize(3))
        .as(Incident.Presses::new);
  }

  private static Arbitrary<Incident.Ringing> ringing() {
    return Combinators.combine(
            texts(),
            integer(),
            time().injectNull(0.5),
            time().injectNull(0.5),
            time().injectNull(0.5),
            texts())
        .as(Incident.Ringing::new);
  }

  /** What jqwik can't combine with the rest: it takes eight at most. */
  private record Ends(boolean overdue, @Nullable String note, Assignment.@Nullable Recall recall) {}

  private static Arbitrary<Assignment.Recall> recall() {
    return Combinators.combine(actor(), text()).as(Assignment.Recall::new);
  }

  private static Arbitrary<Assignment> assignment() {
    return Combinators.combine(
            text(),
            text(),
            net.jqwik.api.Arbitraries.of(Assignment.State.values()),
            time(),
            time(),
            actor(),
            Combinators.combine(flag(), text().injectNull(0.5), recall().injectNull(0.5))
                .as(Ends::new))
        .as(
            (unit, phone, state, sentAt, since, by, ends) ->
                new Assignment(
                    unit,
                    phone,
                    phone,
                    state,
                    sentAt,
                    since,
                    by,
                    ends.overdue,
                    ends.note,
                    ends.recall));
  }

  private static Arbitrary<Incident.CancelRequest> cancelRequest() {
    return Combinators.combine(
            time(), text(), net.jqwik.api.Arbitraries.of(CancelAttempt.Pin.values()))
        .as(Incident.CancelRequest::new);
  }

  private static Arbitrary<Incident.Links> links() {
    return Combinators.combine(
            text().injectNull(0.5), text().injectNull(0.5), text().injectNull(0.5), texts())
        .as(Incident.Links::new);
  }

  /** An incident's first half. */
  private record Head(
      String id,
      long revision,
      Instant openedAt,
      Status status,
      int priority,
      List<Boolean> flags) {}

  static Arbitrary<Incident> incident() {
    Arbitrary<Head> head =
        Combinators.combine(
                text(),
                net.jqwik.api.Arbitraries.longs(),
                time(),
                net.jqwik.api.Arbitraries.of(Status.values()),
                integer(),
                flag().list().ofSize(4))
            .as(Head::new);
    return Combinators.combine(
            head,
            handling(),
            place(),
            presses(),
            ringing(),
            assignment().list().ofMaxSize(3),
            cancelRequest().injectNull(0.5),
            links())
        .as(Arbitraries::incident);
  }

  private static Incident incident(
      Head head,
      Handling handling,
      Place place,
      Incident.Presses presses,
      Incident.Ringing ringing,
      List<Assignment> assignments,
      Incident.@Nullable CancelRequest cancelRequest,
      Incident.Links links) {
    return new Incident(
        head.id(),
        head.revision(),
        head.openedAt(),
        handling.since(),
        head.status(),
        head.priority(),
        head.priority(),
        head.flags().get(0),
        head.flags().get(1),
        head.flags().get(2),
        head.flags().get(3) ? Condition.ACTIVE : Condition.RESTORED,
        handling,
        place,
        presses,
        ringing,
        assignments,
        cancelRequest,
        links);
  }

  static Arbitrary<Alarm> alarm() {
    return Combinators.combine(
            texts(),
            text().injectNull(0.5),
            integer(),
            net.jqwik.api.Arbitraries.of(Status.values()),
            time(),
            time().injectNull(0.5),
            place(),
            text().injectNull(0.5))
        .as(
            (ids, press, code, status, receivedAt, pressedAt, place, text) ->
                new Alarm(
                    at(ids, 0),
                    at(ids, 1),
                    at(ids, 2),
                    at(ids, 0),
                    press,
                    code,
                    status,
                    receivedAt,
                    pressedAt,
                    code > 0,
                    code < 9,
                    place,
                    text,
                    ids,
                    text));
  }

  static Arbitrary<AreaEvent> areaEvent() {
    return Combinators.combine(
            incident(), texts(), owner().injectNull(0.5), time().injectNull(0.5), flag())
        .as(
            (i, ids, owner, ended, outage) ->
                new AreaEvent(
                    i.id(),
                    outage ? AreaEvent.Kind.OUTAGE : AreaEvent.Kind.PRESSES,
                    i.status(),
                    i.openedAt(),
                    i.updatedAt(),
                    ended,
                    i.place().district(),
                    i.place().site(),
                    i.place().latitude(),
                    i.place().longitude(),
                    i.place().longitude(),
                    i.priority(),
                    i.code(),
                    3,
                    4,
                    ids,
                    owner,
                    i.ringing(),
                    outage ? outage(i, ids) : null));
  }

  private static Outage outage(Incident of, List<String> ids) {
    return new Outage(
        of.id(),
        of.place().district(),
        of.place().site(),
        of.place().latitude(),
        118,
        3,
        2,
        ids,
        "power",
        of.openedAt());
  }

  static Arbitrary<BookedWindow> window() {
    Arbitrary<BookedWindow.DrillPress> press =
        Combinators.combine(
                text(),
                time(),
                time().injectNull(0.5),
                time().injectNull(0.5),
                time().injectNull(0.5))
            .as(
                (id, stored, claimed, there, closed) ->
                    new BookedWindow.DrillPress(
                        id, id, id, id, stored, claimed, closed, there, closed));
    return Combinators.combine(
            texts(),
            time(),
            actor(),
            net.jqwik.api.Arbitraries.of(BookedWindow.State.values()),
            time().injectNull(0.5),
            text().injectNull(0.5),
            press.list().ofMaxSize(2))
        .as(
            (ids, from, by, state, ended, site, presses) ->
                new BookedWindow(
                    at(ids, 0),
                    Status.TEST,
                    ids,
                    from,
                    from,
                    by,
                    from,
                    at(ids, 1),
                    state,
                    ended,
                    at(ids, 2),
                    site,
                    presses));
  }
}
