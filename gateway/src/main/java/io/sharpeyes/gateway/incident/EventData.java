package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the events of this package say ({@link Event#data}). What it says about an incident, area
 * event or window is the whole of it after the event: who puts the last one has what stands.
 */
public sealed interface EventData {

  /** Writes the members; {@link IncidentJson} puts the braces around. */
  void write(IncidentWriter out) throws IOException;

  /** Takes it into the book: the one way in which the book changes, live and on replay. */
  void applyTo(Ledger ledger, Instant at);

  /** Of an incident. */
  sealed interface OfIncident extends EventData {
    /** The incident after the event. */
    Incident incident();

    @Override
    default void applyTo(Ledger ledger, Instant at) {
      ledger.put(incident(), at);
    }
  }

  /**
   * {@code alarm.raised}.
   *
   * @param alarm the alarm
   */
  record AlarmRaised(Alarm alarm) implements EventData {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.alarm(alarm);
    }

    @Override
    public void applyTo(Ledger ledger, Instant at) {
      ledger.remember(alarm, at);
    }
  }

  /**
   * {@code incident.opened}: alone it carries what a dispatcher needs.
   *
   * @param incident the incident
   * @param alarm its first alarm
   * @param cameras that may see the place, the best first
   * @param response who can be there how soon
   */
  record Opened(Incident incident, Alarm alarm, List<RankedCamera> cameras, ResponsePlan response)
      implements OfIncident {
    /** Copies the list. */
    public Opened {
      cameras = List.copyOf(cameras);
    }

    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.alarm(alarm);
      out.plan().cameras(cameras);
      out.plan().response(response);
    }
  }

  /**
   * {@code incident.repeated}: it was pressed again, or by a second device of the site.
   *
   * @param incident the incident
   * @param alarm the alarm; null if time has passed since it and all desks hear of it now
   * @param allDesks false if only the owner is alerted again (or, if nobody has it, those for whom
   *     it rings), true if all desks are
   */
  record Repeated(Incident incident, @Nullable Alarm alarm, boolean allDesks)
      implements OfIncident {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      if (alarm != null) {
        out.alarm(alarm);
      }
      out.json().flag(Names.ALL_DESKS, allDesks);
    }
  }

  /**
   * What needs no more words than the incident: claimed, closed, stale …
   *
   * @param incident the incident
   * @param by who did it; null if nobody did
   * @param reason why; null if not said
   */
  record Changed(Incident incident, @Nullable Actor by, @Nullable String reason)
      implements OfIncident {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.actor(Names.BY, by);
      out.json().text(Names.REASON, reason);
    }
  }

  /**
   * {@code incident.escalated}.
   *
   * @param incident the incident
   * @param rung the rung that was reached
   * @param notified {@code desks}, or {@code webhook} on the last rung
   */
  record Escalated(Incident incident, int rung, String notified) implements OfIncident {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.json().number(Names.RUNG, rung).text(Names.NOTIFY, notified);
    }
  }

  /**
   * What a device did: asked to call it off, was reset.
   *
   * @param incident the incident
   * @param device the device
   */
  record DeviceSaid(Incident incident, String device) implements OfIncident {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.json().text(Names.DEVICE, device);
    }
  }

  /**
   * {@code incident.noted} and {@code incident.announced}.
   *
   * @param incident the incident
   * @param by who
   * @param speaker the loudspeaker; null for a note
   * @param text what was written or spoken
   */
  record Said(Incident incident, Actor by, @Nullable String speaker, String text)
      implements OfIncident {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.actor(Names.BY, by);
      out.json().text(Names.SPEAKER, speaker).text(Names.TEXT, text);
    }
  }

  /**
   * {@code assignment.*}.
   *
   * @param incident the incident
   * @param assignment the assignment that changed
   * @param by who did it
   * @param alsoOn other incidents that the unit has still to do with
   */
  record AssignmentChanged(Incident incident, Assignment assignment, Actor by, List<String> alsoOn)
      implements OfIncident {
    /** Copies the list. */
    public AssignmentChanged {
      alsoOn = List.copyOf(alsoOn);
    }

    @Override
    public void write(IncidentWriter out) throws IOException {
      out.incident(incident);
      out.assignment(Names.ASSIGNMENT, assignment);
      out.actor(Names.BY, by);
      if (!alsoOn.isEmpty()) {
        out.json().texts(Names.ALSO_ON, alsoOn);
      }
    }
  }

  /**
   * {@code area-event.*}.
   *
   * @param areaEvent the area event
   * @param by who did it; null if nobody did
   * @param notified {@code desks} or {@code webhook} for an escalation, else null
   */
  record AreaChanged(AreaEvent areaEvent, @Nullable Actor by, @Nullable String notified)
      implements EventData {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.cards().areaEvent(areaEvent);
      out.actor(Names.BY, by);
      out.json().text(Names.NOTIFY, notified);
    }

    @Override
    public void applyTo(Ledger ledger, Instant at) {
      ledger.putArea(areaEvent);
    }
  }

  /**
   * {@code window.*}.
   *
   * @param window the window
   * @param by who did it
   */
  record WindowChanged(BookedWindow window, Actor by) implements EventData {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.cards().window(window);
      out.actor(Names.BY, by);
    }

    @Override
    public void applyTo(Ledger ledger, Instant at) {
      ledger.putWindow(window);
    }
  }

  /**
   * {@code unit.duty}.
   *
   * @param unit the unit
   * @param onDuty whether it is on duty now
   * @param by who said so
   */
  record DutyChanged(String unit, boolean onDuty, Actor by) implements EventData {
    @Override
    public void write(IncidentWriter out) throws IOException {
      out.json().text(Names.UNIT, unit).flag(Names.ON_DUTY, onDuty);
      out.actor(Names.BY, by);
    }

    @Override
    public void applyTo(Ledger ledger, Instant at) {
      ledger.putDuty(unit, onDuty);
    }
  }
}
