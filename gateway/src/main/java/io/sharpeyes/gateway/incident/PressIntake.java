package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a press becomes: nothing new, one more alarm of an open incident, or a new one. */
final class PressIntake {

  private final Ledger ledger;
  private final Ladder ladder;
  private final AreaWatch areas;
  private final Latches latches;

  PressIntake(Ledger ledger, Ladder ladder, AreaWatch areas, Latches latches) {
    this.ledger = ledger;
    this.ladder = ladder;
    this.areas = areas;
    this.latches = latches;
  }

  /** What is known about a press before it is decided what it becomes. */
  record Signal(
      Device device,
      @Nullable String press,
      AlarmCode code,
      Status status,
      Instant receivedAt,
      @Nullable Instant pressedAt,
      boolean late,
      boolean silent,
      Place place,
      @Nullable String text,
      List<String> marks,
      @Nullable String raw,
      List<RankedCamera> cameras,
      ResponsePlan response) {

    boolean isQuiet() {
      return silent || code.isQuiet();
    }

    Alarm alarm(String incident, int n, List<String> allMarks) {
      return new Alarm(
          Alarm.id(incident, n),
          incident,
          device.id().value(),
          device.name(),
          press,
          code.code(),
          status,
          receivedAt,
          pressedAt,
          late,
          isQuiet(),
          place,
          text,
          allMarks,
          raw);
    }
  }

  PressResult press(Press press) {
    ButtonPressed signal = press.signal();
    Instant pressedAt = writable(signal.pressedAt());
    String key = PressMemory.key(signal.press(), pressedAt);
    PressMemory.Known known =
        signal.press() != null || signal.retained()
            ? ledger.memory().find(signal.device().value(), key)
            : null;
    if (known != null && (signal.retained() || isFresh(known))) {
      return duplicate(known);
    }
    if (signal.retained() && isPhantom(signal.receivedAt(), pressedAt)) {
      return PressResult.NOTHING;
    }
    return store(read(press, pressedAt, marks(signal, known != null)));
  }

  private static @Nullable Instant writable(@Nullable Instant pressedAt) {
    return pressedAt == null || !Rfc3339.isWritable(pressedAt) ? null : millis(pressedAt);
  }

  private static Instant millis(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }

  private boolean isFresh(PressMemory.Known known) {
    return ledger.now().isBefore(known.at().plus(ledger.correlation().pressKnownFor()));
  }

  private boolean isPhantom(Instant receivedAt, @Nullable Instant pressedAt) {
    return pressedAt == null
        || !pressedAt.isAfter(receivedAt.minus(ledger.correlation().retainedFreshFor()));
  }

  private PressResult duplicate(PressMemory.Known known) {
    return new PressResult(
        PressResult.Kind.DUPLICATE,
        known.incident(),
        known.alarm(),
        ledger.files().any(known.incident()));
  }

  private static List<String> marks(ButtonPressed signal, boolean reused) {
    List<String> marks = new ArrayList<>(2);
    if (reused) {
      marks.add(Alarm.PRESS_REUSED);
    }
    if (signal.unreadable() != null) {
      marks.add(Alarm.UNREADABLE);
    }
    if (signal.retained()) {
      marks.add(Alarm.RETAINED);
    }
    return marks;
  }

  private Signal read(Press press, @Nullable Instant pressedAt, List<String> marks) {
    ButtonPressed signal = press.signal();
    AlarmCode code = new AlarmCode(signal.code());
    Instant receivedAt = millis(signal.receivedAt());
    Duration lateAfter = ledger.correlation().lateAfter();
    boolean late = pressedAt != null && pressedAt.isBefore(receivedAt.minus(lateAfter));
    return new Signal(
        press.device(),
        signal.press(),
        code,
        status(press.device(), code),
        receivedAt,
        pressedAt,
        late,
        signal.silent(),
        press.place(),
        signal.text(),
        marks,
        signal.raw(),
        press.cameras(),
        press.response());
  }

  /** Only a booked window makes a press a drill or a test; never the device's own word. */
  private Status status(Device device, AlarmCode code) {
    boolean aboutItself = code.isSystem() && !code.isTestReport();
    BookedWindow window =
        aboutItself ? null : ledger.windows().firstPressIn(device.id().value(), ledger.now());
    if (window != null) {
      return window.status();
    }
    return code.isSystem() ? Status.SYSTEM : Status.ACTUAL;
  }

  /** Stores a press that is not known yet. */
  PressResult store(Signal signal) {
    latches.pressedAgain(signal.device().id().value());
    Incident open = ledger.files().newestOpen(signal.place().site(), signal.status());
    if (open != null && isWithin(open, joinWithin(signal.status()))) {
      return join(open, signal, signal.marks());
    }
    if (open != null && ledger.files().openCount() >= ledger.correlation().maxOpenIncidents()) {
      List<String> marks = new ArrayList<>(signal.marks());
      marks.add(Alarm.OVER_LIMIT);
      return join(open, signal, marks);
    }
    return open(signal);
  }

  private Duration joinWithin(Status status) {
    CorrelationSettings settings = ledger.correlation();
    return status == Status.SYSTEM ? settings.systemJoinWithin() : settings.joinWithin();
  }

  private boolean isWithin(Incident open, Duration window) {
    return !ledger.now().isAfter(open.presses().lastAt().plus(window));
  }

  private PressResult join(Incident open, Signal signal, List<String> marks) {
    Instant now = ledger.now();
    Alarm alarm = signal.alarm(open.id(), open.presses().count() + 1, marks);
    Incident.Ringing ringing = open.ringing().quietUntil(null);
    if (ringing.realertAt() == null && open.status() != Status.SYSTEM) {
      ringing = ringing.realertAt(now.plus(ledger.response().repeatAllDesksAfter()));
    }
    Incident joined =
        open.change(now)
            .graver(signal.code(), signal.isQuiet())
            .late(open.late() && signal.late())
            .condition(Condition.ACTIVE)
            .presses(Tally.add(open.presses(), signal, now))
            .ringing(ringing)
            .done();
    AreaWatch.Found area = areas.look(joined);
    Incident placed = area.place(joined, now);
    ledger.say("alarm.raised", placed.id(), placed, new EventData.AlarmRaised(alarm));
    ledger.say("incident.repeated", new EventData.Repeated(placed, alarm, false));
    areas.open(area, placed.id());
    return PressResult.of(PressResult.Kind.JOINED, placed);
  }

  private PressResult open(Signal signal) {
    Instant now = ledger.now();
    String id = ledger.nextIncidentId();
    Alarm alarm = signal.alarm(id, 1, signal.marks());
    Ladder.Rung rung =
        signal.status() == Status.SYSTEM
            ? new Ladder.Rung(Incident.Ringing.NONE, false)
            : ladder.first(signal.place().district());
    Incident opened = opened(id, signal, rung.ringing(), now);
    AreaWatch.Found area = areas.look(opened);
    Incident placed = area.place(opened, now);
    ledger.say("alarm.raised", id, placed, new EventData.AlarmRaised(alarm));
    ledger.say(
        "incident.opened",
        new EventData.Opened(placed, alarm, signal.cameras(), signal.response()));
    areas.open(area, placed.id());
    if (rung.webhook() && area.isNone()) {
      ledger.say(
          "incident.escalated",
          new EventData.Escalated(placed, placed.ringing().rung(), rung.notifies()));
    }
    return PressResult.of(PressResult.Kind.OPENED, placed);
  }

  private Incident opened(String id, Signal signal, Incident.Ringing ringing, Instant now) {
    return new Incident(
        id,
        0,
        now,
        now,
        signal.status(),
        signal.code().priority(),
        signal.code().code(),
        signal.isQuiet(),
        signal.code().isDuress(),
        signal.late(),
        Condition.ACTIVE,
        new Handling.New(now),
        signal.place(),
        Tally.first(signal, now),
        ringing,
        List.of(),
        null,
        new Incident.Links(
            ledger.files().lastOfSite(signal.place().site()), null, null, List.of()));
  }
}
