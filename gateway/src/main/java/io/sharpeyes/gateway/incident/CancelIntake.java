package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.incident.CancelAttempt.Pin;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to call an alarm off (撤警申请).
 *
 * <p>A request is shown to desks and changes nothing else, except under a duress PIN: then the
 * alarm is real, of the highest priority and quiet from now on, and one is opened if none is open.
 * The device gets the same answer whatever the PIN was: the acknowledgement, and no feedback.
 */
final class CancelIntake {

  private final Ledger ledger;
  private final PressIntake presses;

  CancelIntake(Ledger ledger, PressIntake presses) {
    this.ledger = ledger;
    this.presses = presses;
  }

  PressResult cancel(CancelAttempt attempt) {
    Incident incident = requested(attempt);
    boolean duress = attempt.pin() == Pin.DURESS;
    if (incident == null) {
      return duress ? presses.store(duressAlarm(attempt)) : PressResult.NOTHING;
    }
    String device = attempt.device().id().value();
    Incident.CancelRequest last = incident.cancelRequest();
    if (last != null && isSame(last, device, attempt.pin(), incident)) {
      return PressResult.of(PressResult.Kind.DUPLICATE, incident);
    }
    Instant now = ledger.now();
    IncidentChange change =
        incident.change(now).cancelRequest(new Incident.CancelRequest(now, device, attempt.pin()));
    Incident after = duress ? threatened(incident, change) : change.done();
    ledger.say("incident.cancel-requested", new EventData.DeviceSaid(after, device));
    return PressResult.of(PressResult.Kind.CANCEL_REQUESTED, after);
  }

  private static boolean isSame(
      Incident.CancelRequest last, String device, Pin pin, Incident incident) {
    boolean pressedSince = last.at().isBefore(incident.presses().lastAt());
    return last.device().equals(device) && last.pin() == pin && !pressedSince;
  }

  private Incident threatened(Incident incident, IncidentChange change) {
    Instant all = ledger.now().plus(ledger.response().repeatAllDesksAfter());
    return change
        .status(Status.ACTUAL)
        .graver(new AlarmCode(AlarmCode.DURESS), true)
        .ringing(incident.ringing().quietUntil(null).realertAt(all))
        .done();
  }

  /** The open incident of the named press, or else of the device's last one. */
  private @Nullable Incident requested(CancelAttempt attempt) {
    String device = attempt.device().id().value();
    String press = attempt.signal().press();
    PressMemory.Known known =
        press == null ? null : ledger.memory().find(device, PressMemory.key(press, null));
    Incident named = known == null ? null : ledger.files().open(known.incident());
    return named != null && named.status() != Status.SYSTEM
        ? named
        : ledger.files().ofDevice(device).stream()
            .filter(incident -> incident.status() != Status.SYSTEM)
            .max(Comparator.comparing(incident -> incident.presses().lastAt()))
            .orElse(null);
  }

  private static PressIntake.Signal duressAlarm(CancelAttempt attempt) {
    return new PressIntake.Signal(
        attempt.device(),
        null,
        new AlarmCode(AlarmCode.DURESS),
        Status.ACTUAL,
        Instant.ofEpochMilli(attempt.signal().receivedAt().toEpochMilli()),
        null,
        false,
        true,
        attempt.place(),
        null,
        List.of(Alarm.DURESS_PIN),
        null,
        attempt.cameras(),
        attempt.response());
  }
}
