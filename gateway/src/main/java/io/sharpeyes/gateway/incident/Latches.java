package io.sharpeyes.gateway.incident;

import java.util.List;

/** Takes devices' word that their latch was reset (复位). */
final class Latches {

  private final Ledger ledger;

  Latches(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A device was reset: in all incidents in which it was pressed, closed ones included. */
  PressResult restored(String device) {
    List<Incident> waiting = ledger.files().unrestored(device);
    waiting.forEach(incident -> reset(incident, device));
    return waiting.isEmpty()
        ? PressResult.NOTHING
        : new PressResult(
            PressResult.Kind.RESTORED,
            waiting.get(0).id(),
            "",
            ledger.files().any(waiting.get(0).id()));
  }

  /**
   * A device that can be pressed again is not latched any more since the last time: what was closed
   * before it was reset waits for it no longer.
   */
  void pressedAgain(String device) {
    ledger.files().closedUnrestored(device).forEach(incident -> reset(incident, device));
  }

  private void reset(Incident incident, String device) {
    Incident.Presses presses = Tally.restored(incident.presses(), device);
    Incident after =
        incident.change(ledger.now()).presses(presses).condition(Tally.condition(presses)).done();
    ledger.say("incident.restored", new EventData.DeviceSaid(after, device));
  }
}
