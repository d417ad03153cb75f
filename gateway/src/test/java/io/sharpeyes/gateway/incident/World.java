package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.IncidentAction.Close.UnitsOut;
import io.sharpeyes.gateway.incident.PressResult.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whatever happens around a case book, by chance; and what must be known of it. */
final class World {

  private static final List<String> DEVICES =
      List.of("b0-0", "b0-1", "b1-0", "b2-0", "b3-0", "b4-0", "b5-0", "bf0-0", "bf0-1", "bf1-0");
  private static final List<String> UNITS = List.of("unit-1", "unit-2", "unit-3");

  /** A person and the district of the desk. */
  private record Desk(Actor actor, String district) {}

  private static final List<Desk> DESKS =
      List.of(
          new Desk(new Actor("a", "A"), County.VILLAGE),
          new Desk(new Actor("b", "B"), County.VILLAGE),
          new Desk(new Actor("c", "C"), County.TOWN),
          new Desk(new Actor("d", "D"), County.PROVINCE));

  /** Something to do to a book, and what its outcome must be. */
  record Input(
      Supplier<String> words,
      Function<CaseBook, ? extends Outcome<?>> apply,
      Consumer<Outcome<?>> check,
      boolean mayBeRejected) {

    Input(Supplier<String> words, Function<CaseBook, ? extends Outcome<?>> apply) {
      this(words, apply, outcome -> {}, false);
    }
  }

  /** A press that was stored. */
  private record Stored(Instant at, String alarm) {}

  private final Random random;
  private Map<String, Stored> presses = new HashMap<>();
  private Map<String, Stored> committedPresses = new HashMap<>();
  private Map<String, Instant> goneSince = new HashMap<>();
  private Map<String, Instant> committedGoneSince = new HashMap<>();
  private int alarms;
  private int committedAlarms;
  private int nextPress;

  World(Random random) {
    this.random = random;
    allGone(Bench.START);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  Duration pause() {
    return switch (random.nextInt(10)) {
      case 0 -> Duration.ofMinutes(random.nextInt(30));
      case 1, 2, 3 -> Duration.ofSeconds(random.nextInt(70));
      default -> Duration.ofMillis(random.nextInt(8_000));
    };
  }

  Duration jump() {
    return switch (random.nextInt(4)) {
      case 0 -> Duration.ofHours(random.nextInt(60) - 30);
      case 1 -> Duration.ofMinutes(random.nextInt(60) - 30);
      default -> Duration.ofMillis(random.nextInt(4_000) - 2_000);
    };
  }

  Input press(Instant now) {
    String device = any(DEVICES);
    Signals signal = Signals.of(device, now);
    String press = pressId();
    signal.press(press);
    boolean retained = random.nextInt(12) == 0;
    Instant pressedAt = pressedAt(now);
    signal.pressedAt(pressedAt);
    if (retained) {
      signal.retained();
    }
    switch (random.nextInt(16)) {
      case 0 -> signal.silent();
      case 1 -> signal.code(121);
      case 2 -> signal.code(302);
      case 3 -> signal.code(144);
      case 4 -> signal.unreadable("no JSON");
      default -> {}
    }
    Press done = signal.done();
    String key = press != null ? device + "#" + press : device + "@" + pressedAt;
    boolean identified = press != null || (retained && pressedAt != null);
    return new Input(
        () -> "press " + done.signal(),
        book -> book.press(done, now),
        outcome -> pressed(outcome, identified ? key : null, key, retained, pressedAt, now),
        false);
  }

  private @Nullable String pressId() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> String.valueOf(random.nextInt(nextPress + 1));
      default -> String.valueOf(nextPress++);
    };
  }

  private @Nullable Instant pressedAt(Instant now) {
    return switch (random.nextInt(6)) {
      case 0 -> now.minus(Duration.ofMinutes(random.nextInt(30))).truncatedTo(ChronoUnit.MINUTES);
      case 1 -> now.plus(Duration.ofDays(random.nextInt(3))).truncatedTo(ChronoUnit.MILLIS);
      case 2 -> now.minusSeconds(random.nextInt(20)).truncatedTo(ChronoUnit.MILLIS);
      default -> null;
    };
  }

  /** Neither lost nor doubled. */
  private void pressed(
      Outcome<?> outcome,
      @Nullable String identity,
      String key,
      boolean retained,
      @Nullable Instant pressedAt,
      Instant now) {
    PressResult result = (PressResult) outcome.result();
    Stored known = identity == null ? null : presses.get(identity);
    List<Event> raised =
        outcome.events().stream().filter(e -> e.type().equals("alarm.raised")).toList();
    if (known != null && (retained || now.isBefore(known.at().plus(Duration.ofHours(24))))) {
      assertThat(result.kind()).isEqualTo(Kind.DUPLICATE);
      assertThat(result.alarm()).isEqualTo(known.alarm());
      assertThat(outcome.events()).isEmpty();
    } else if (retained
        && (pressedAt == null || !pressedAt.isAfter(now.minus(Duration.ofMinutes(10))))) {
      assertThat(result.kind()).isEqualTo(Kind.COUNTED);
      assertThat(outcome.events()).isEmpty();
    } else {
      assertThat(result.kind()).isIn(Kind.OPENED, Kind.JOINED);
      assertThat(raised).hasSize(1);
      Alarm alarm = ((EventData.AlarmRaised) raised.get(0).data()).alarm();
      assertThat(alarm.id()).isEqualTo(result.alarm());
      assertThat(alarm.marks().contains(Alarm.PRESS_REUSED)).isEqualTo(known != null);
      presses.put(key, new Stored(raised.get(0).at(), alarm.id()));
      alarms++;
    }
    assertFeedback(result);
  }

  private static void assertFeedback(PressResult result) {
    Incident incident = result.incident();
    if (incident != null && incident.quiet()) {
      for (Incident.PressedDevice device : incident.presses().devices()) {
        DeviceId id = new DeviceId(device.device());
        assertThat(FeedbackPolicy.answer(result, id, null)).isEmpty();
        assertThat(FeedbackPolicy.current(incident, id)).isEmpty();
      }
    }
  }

  Input restore(Instant now) {
    Press press = Signals.of(any(DEVICES), now).done();
    return new Input(() -> "restore " + press.device().id(), book -> book.restore(press, now));
  }

  Input cancel(Instant now) {
    String device = any(DEVICES);
    CancelAttempt.Pin pin = any(List.of(CancelAttempt.Pin.values()));
    CancelAttempt attempt = County.cancel(device, random.nextBoolean() ? null : "0", pin, now);
    return new Input(
        () -> "cancel " + device + " " + pin,
        book -> book.cancel(attempt, now),
        outcome -> {
          if (((PressResult) outcome.result()).kind() == Kind.OPENED
              || ((PressResult) outcome.result()).kind() == Kind.JOINED) {
            alarms++;
          }
        },
        false);
  }

  Input command(CaseBook book, Instant now) {
    Collection<Incident> open = book.open();
    List<Incident> candidates = new ArrayList<>(open);
    if (random.nextInt(5) == 0 || candidates.isEmpty()) {
      candidates.addAll(book.pendingReset());
    }
    candidates.sort(Comparator.comparing(Incident::id));
    if (candidates.isEmpty()) {
      return new Input(() -> "tick", b -> b.tick(now));
    }
    Incident incident = any(candidates);
    Long revision =
        switch (random.nextInt(10)) {
          case 0 -> incident.revision() + 1;
          case 1, 2, 3 -> incident.revision();
          default -> null;
        };
    Handling.Owner owner = incident.handling().owner();
    Actor by = owner != null && random.nextInt(3) > 0 ? owner.actor() : any(DESKS).actor();
    IncidentCommand command =
        new IncidentCommand(incident.id(), revision, by, action(any(candidates).id()));
    return new Input(
        () -> command.toString(), b -> b.command(command, null, now), outcome -> {}, true);
  }

  private IncidentAction action(String other) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3 -> new IncidentAction.Claim();
      case 4 -> new IncidentAction.TakeOver(random.nextBoolean() ? "" : "because");
      case 5 -> new IncidentAction.Return("wrong desk");
      case 6 -> new IncidentAction.Forward(random.nextBoolean() ? null : County.COUNTY);
      case 7 -> new IncidentAction.Note("a note");
      case 8 -> new IncidentAction.Announce("s0", "leave the house");
      case 9 -> new IncidentAction.Quiet(30);
      case 10 -> new IncidentAction.Release();
      case 11, 12 ->
          new IncidentAction.Close(
              any(List.of(Disposition.values())),
              "",
              "",
              List.of(),
              "",
              any(List.of("call", "visit")),
              any(List.of(UnitsOut.values())));
      case 13 -> new IncidentAction.Merge(other);
      case 14 -> new IncidentAction.Reopen("not over");
      case 15, 16 -> new IncidentAction.Assign(any(UNITS), "Patrol", "");
      case 17 -> new IncidentAction.Recall(any(UNITS), random.nextBoolean() ? "" : "not needed");
      default ->
          new IncidentAction.UnitStep(any(UNITS), any(List.of(Assignment.State.values())), "");
    };
  }

  /** Area events, windows, duty. */
  Input cards(CaseBook book, Instant now) {
    Actor by = any(DESKS).actor();
    switch (random.nextInt(6)) {
      case 0 -> {
        List<AreaEvent> areas = new ArrayList<>(book.areaEvents());
        String id = areas.isEmpty() ? "A-20261122-0001" : areas.get(0).id();
        return new Input(() -> "claim " + id, b -> b.claimArea(id, by, now), outcome -> {}, true);
      }
      case 1 -> {
        Outage outage =
            new Outage(
                "mast-" + random.nextInt(2),
                County.VILLAGE,
                "Village",
                26.3,
                118,
                5,
                5,
                List.of(),
                "uplink",
                Bench.START);
        return new Input(() -> "outage", b -> b.outage(outage, now));
      }
      case 2 -> {
        String key = "mast-" + random.nextInt(2);
        return new Input(() -> "outage over " + key, b -> b.outageOver(key, now));
      }
      case 3 -> {
        WindowRequest request =
            new WindowRequest(
                random.nextBoolean() ? Status.EXERCISE : Status.TEST,
                List.of(any(DEVICES)),
                now,
                now.plus(Duration.ofMinutes(1 + random.nextInt(120))),
                "drill");
        return new Input(
            () -> "book " + request, b -> b.book(request, by, now), outcome -> {}, true);
      }
      case 4 -> {
        String id = "W-20261122-0001";
        return new Input(
            () -> "cancel " + id, b -> b.cancelWindow(id, by, now), outcome -> {}, true);
      }
      default -> {
        String unit = any(UNITS);
        boolean on = random.nextBoolean();
        return new Input(() -> "duty " + unit, b -> b.duty(unit, on, by, now));
      }
    }
  }

  Input presence(Instant now) {
    Desk desk = any(DESKS);
    boolean online = random.nextInt(3) > 0;
    return new Input(
        () -> desk.actor().user() + (online ? " comes" : " goes"),
        book -> book.presence(desk.actor(), desk.district(), online, now),
        outcome -> {
          if (online) {
            goneSince.remove(desk.actor().user());
          } else {
            goneSince.putIfAbsent(desk.actor().user(), now);
          }
        },
        false);
  }

  void allGone(Instant at) {
    DESKS.forEach(desk -> goneSince.put(desk.actor().user(), at));
    UNITS.forEach(unit -> goneSince.put(unit, at));
    committedGoneSince = new HashMap<>(goneSince);
  }

  /** Since when a person's desk has been gone, or null if it is there. */
  @Nullable Instant goneSince(String user) {
    return goneSince.get(user);
  }

  /** How many alarms were stored and committed. */
  int alarms() {
    return committedAlarms;
  }

  void committed() {
    committedPresses = new HashMap<>(presses);
    committedGoneSince = new HashMap<>(goneSince);
    committedAlarms = alarms;
  }

  void rolledBack() {
    presses = new HashMap<>(committedPresses);
    goneSince = new HashMap<>(committedGoneSince);
    alarms = committedAlarms;
  }
}
