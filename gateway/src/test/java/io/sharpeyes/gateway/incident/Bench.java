package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A case book with a clock and a log, as a journal would keep them, for tests. */
final class Bench {

  static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
  static final Actor LI = new Actor("li", "Li");
  static final Actor WANG = new Actor("wang", "Wang");
  static final Actor CHEN = new Actor("chen", "Chen");

  /** A row of the log. */
  record Row(String type, String subject, Instant at, String json) {
    static Row of(Event event) {
      String json = new String(IncidentJson.write(event.data()), StandardCharsets.UTF_8);
      return new Row(event.type(), event.subject(), event.at(), json);
    }

    void replayInto(CaseBook book) {
      book.replay(type, subject, at, json.getBytes(StandardCharsets.UTF_8));
    }
  }

  final CorrelationSettings correlation;
  final ResponseSettings response;
  final List<Event> events = new ArrayList<>();
  final List<Row> log = new ArrayList<>();
  CaseBook book;
  Instant now = START;

  Bench() {
    this(CorrelationSettings.DEFAULT, ResponseSettings.DEFAULT);
  }

  Bench(CorrelationSettings correlation, ResponseSettings response) {
    this.correlation = correlation;
    this.response = response;
    this.book = newBook();
  }

  private CaseBook newBook() {
    CaseBook fresh = new CaseBook(correlation, response);
    fresh.registry(County.REGISTRY);
    return fresh;
  }

  /** A bench where Li sits in the village, Wang in the town and Chen in the county. */
  static Bench staffed() {
    Bench bench = new Bench();
    bench.online(LI, County.VILLAGE);
    bench.online(WANG, County.TOWN);
    bench.online(CHEN, County.COUNTY);
    return bench;
  }

  <R> R take(Function<CaseBook, Outcome<R>> input) {
    Outcome<R> outcome = input.apply(book);
    List<Row> rows = outcome.events().stream().map(Row::of).toList();
    book.commit();
    events.addAll(outcome.events());
    log.addAll(rows);
    return outcome.result();
  }

  PressResult press(Press press) {
    return take(b -> b.press(press, now));
  }

  /** A bare press; gives the incident. */
  Incident press(String device) {
    return incident(press(signal(device).done()));
  }

  Signals signal(String device) {
    return Signals.of(device, now);
  }

  static Incident incident(PressResult result) {
    Incident incident = result.incident();
    if (incident == null) {
      throw new AssertionError("no incident in " + result);
    }
    return incident;
  }

  PressResult restore(String device) {
    return take(b -> b.restore(signal(device).done(), now));
  }

  PressResult cancel(String device, @Nullable String press, CancelAttempt.Pin pin) {
    return take(b -> b.cancel(County.cancel(device, press, pin, now), now));
  }

  Incident command(Actor by, Incident incident, IncidentAction action) {
    return command(by, incident.id(), null, action);
  }

  Incident command(Actor by, String incident, @Nullable Long revision, IncidentAction action) {
    return take(b -> b.command(new IncidentCommand(incident, revision, by, action), null, now));
  }

  Incident claim(Actor by, Incident incident) {
    return command(by, incident, new IncidentAction.Claim());
  }

  Incident assign(Actor by, Incident incident, String unit) {
    return command(by, incident, new IncidentAction.Assign(unit, "Unit " + unit, "110"));
  }

  Incident step(Incident incident, String unit, Assignment.State step) {
    return command(new Actor(unit, unit), incident, new IncidentAction.UnitStep(unit, step, ""));
  }

  Incident close(Actor by, Incident incident) {
    return command(by, incident, closing(Disposition.FOUNDED));
  }

  static IncidentAction.Close closing(Disposition disposition) {
    return new IncidentAction.Close(disposition, "", "", List.of(), "", null, UnitsOut.UNSAID);
  }

  void online(Actor desk, String district) {
    take(b -> b.presence(desk, district, true, now));
  }

  void offline(Actor desk, String district) {
    take(b -> b.presence(desk, district, false, now));
  }

  /** Lets time pass, doing what is due when it is due. */
  void pass(Duration time) {
    Instant until = now.plus(time);
    while (book.nextDeadline().filter(due -> !due.isAfter(until)).isPresent()) {
      Instant due = book.nextDeadline().orElseThrow();
      now = due.isAfter(now) ? due : now;
      take(b -> b.tick(now));
    }
    now = until;
  }

  void pass(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** The open incident. */
  Incident open(String id) {
    return book.open(id).orElseThrow(() -> new AssertionError(id + " is not open"));
  }

  Incident open(Incident incident) {
    return open(incident.id());
  }

  /** The events since a number of them. */
  List<Event> since(int count) {
    return events.subList(count, events.size());
  }

  List<String> types() {
    return events.stream().map(Event::type).toList();
  }

  List<Event> ofType(String type) {
    return events.stream().filter(event -> event.type().equals(type)).toList();
  }

  Event last(String type) {
    List<Event> found = ofType(type);
    if (found.isEmpty()) {
      throw new AssertionError("no " + type + " in " + types());
    }
    return found.get(found.size() - 1);
  }

  /** A crash and a start: a new book from the log. */
  void restart() {
    book = newBook();
    log.forEach(row -> row.replayInto(book));
    book.started(now);
  }
}
