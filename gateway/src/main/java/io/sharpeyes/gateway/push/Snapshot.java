package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.incident.Incident;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The incidents that are open at one moment, as one reader may see them. */
final class Snapshot {

  private static final int INCIDENTS_A_MESSAGE = 50;

  private final List<String> incidents = new ArrayList<>();

  Snapshot(FrameEncoder encoder, Collection<Incident> open, Reader reader) {
    for (Incident incident : open) {
      Frame frame = Frame.passing(encoder, asEvent(incident));
      if (reader.sees(frame)) {
        byte[] data = encoder.redact(frame.data(), reader.sight());
        incidents.add(member(data));
      }
    }
  }

  private static Event asEvent(Incident incident) {
    Set<String> units =
        incident.assignments().stream().map(a -> a.unit()).collect(Collectors.toSet());
    return new Event(
        "incident.opened",
        incident.id(),
        incident.updatedAt(),
        incident.place().district(),
        incident.place().site(),
        units,
        Map.of("incident", incident));
  }

  /** The value of the only member of {@code {"incident":…}}. */
  private static String member(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    return text.substring(text.indexOf(':') + 1, text.length() - 1);
  }

  /** Messages of a bounded size that together tell it; the last one says that it is the last. */
  List<String> messages() {
    List<String> messages = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(incidents.size(), from + INCIDENTS_A_MESSAGE);
      messages.add(
          "{\"type\":\"snapshot\",\"more\":"
              + (to < incidents.size())
              + ",\"incidents\":["
              + String.join(",", incidents.subList(from, to))
              + "]}");
      from = to;
    } while (from < incidents.size());
    return messages;
  }
}
