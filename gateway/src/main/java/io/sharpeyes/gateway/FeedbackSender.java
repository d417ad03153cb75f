package io.sharpeyes.gateway;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.DeviceAdapter;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.FeedbackPolicy;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.incident.PressResult;
import io.sharpeyes.gateway.journal.StoredEvent;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the devices of an incident how far help is. What each may be told is decided by {@link
 * FeedbackPolicy}; this only listens and sends. Any thread; never blocks.
 */
final class FeedbackSender {

  private static final Logger log = LoggerFactory.getLogger(FeedbackSender.class);

  /** The events after which a device may have to be told something new. */
  private static final Set<String> STAGES =
      Set.of(
          "incident.claimed",
          "incident.on-scene",
          "incident.closed",
          "incident.released",
          "incident.reopened",
          "incident.merged");

  private final List<DeviceAdapter> adapters;

  FeedbackSender(List<DeviceAdapter> adapters) {
    this.adapters = adapters;
  }

  /** Answers a press that is on disk. */
  void stored(ButtonPressed signal, PressResult result) {
    FeedbackPolicy.answer(result, signal.device(), signal.press()).forEach(this::send);
  }

  /** Tells the devices of incidents that came to another stage. */
  void committed(List<StoredEvent> events) {
    for (StoredEvent event : events) {
      if (STAGES.contains(event.type())) {
        try {
          IncidentJson.incidentOf(event.type(), event.json())
              .filter(incident -> incident.links().mergedInto() == null)
              .ifPresent(this::tellAll);
        } catch (UncheckedIOException unreadable) {
          log.atError()
              .addKeyValue("sequence", event.sequence())
              .setCause(unreadable)
              .log("an event could not be read: its devices are not told");
        }
      }
    }
  }

  private void tellAll(Incident incident) {
    incident
        .presses()
        .devices()
        .forEach(device -> current(incident, new DeviceId(device.device())));
  }

  /** Tells a device that has come back the current stage of each of its open incidents. */
  void current(List<Incident> open, DeviceId device) {
    open.forEach(incident -> current(incident, device));
  }

  private void current(Incident incident, DeviceId device) {
    FeedbackPolicy.current(incident, device).ifPresent(this::send);
  }

  private void send(FeedbackPolicy.Told told) {
    for (DeviceAdapter adapter : adapters) {
      adapter.sendFeedback(told.device(), told.feedback());
    }
  }
}
