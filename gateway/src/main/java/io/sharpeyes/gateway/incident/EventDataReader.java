package io.sharpeyes.gateway.incident;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads of an event's data what the case book needs. */
final class EventDataReader {

  private static final Set<String> KINDS =
      Set.of("alarm", "incident", "assignment", "area-event", "window");
  private static final String DUTY = "unit.duty";

  private @Nullable Incident incident;
  private @Nullable Alarm alarm;
  private @Nullable AreaEvent areaEvent;
  private @Nullable BookedWindow window;
  private @Nullable String unit;
  private boolean onDuty;

  private EventDataReader() {}

  /** Says whether events of a type are this package's. */
  static boolean knows(String type) {
    int dot = type.indexOf('.');
    return dot > 0 && (KINDS.contains(type.substring(0, dot)) || type.equals(DUTY));
  }

  static EventData read(String type, JsonIn in) throws IOException {
    EventDataReader data = new EventDataReader();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "incident" -> data.incident = IncidentReader.incident(in);
        case "alarm" -> data.alarm = CardReader.alarm(in);
        case "areaEvent" -> data.areaEvent = CardReader.areaEvent(in);
        case "window" -> data.window = CardReader.window(in);
        case "unit" -> data.unit = in.text();
        case "onDuty" -> data.onDuty = in.flag();
        default -> in.skip();
      }
    }
    return data.of(type, in);
  }

  private EventData of(String type, JsonIn in) throws IOException {
    if (incident != null) {
      return new EventData.Changed(incident, null, null);
    }
    if (areaEvent != null) {
      return new EventData.AreaChanged(areaEvent, null, null);
    }
    if (window != null) {
      return new EventData.WindowChanged(window, Actor.GATEWAY);
    }
    if (type.equals(DUTY)) {
      return new EventData.DutyChanged(in.required("unit", unit), onDuty, Actor.GATEWAY);
    }
    return new EventData.AlarmRaised(in.required("alarm", alarm));
  }
}
