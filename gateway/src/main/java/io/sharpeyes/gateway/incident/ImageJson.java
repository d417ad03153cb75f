package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.sharpeyes.gateway.incident.PressMemory.Known;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A {@link BookImage} as JSON and back. It carries its version: an image of a later one is refused,
 * and the log is read instead.
 */
final class ImageJson {

  /** The version that is written. */
  static final int VERSION = 1;

  private static final int USUAL_BYTES = 64_000;

  private ImageJson() {}

  static byte[] write(BookImage image) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(USUAL_BYTES);
        JsonGenerator out = IncidentJson.generator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("version", VERSION);
      out.writeStringField("at", image.at().toString());
      texts(out, "lastIds", image.lastIds());
      incidents(out, "open", image.open());
      incidents(out, "closed", image.closed());
      incidents(out, "pendingReset", image.pendingReset());
      out.writeArrayFieldStart("lastOfSite");
      for (Map.Entry<String, String> last : image.lastOfSite()) {
        pair(out, last.getKey(), last.getValue());
      }
      out.writeEndArray();
      presses(out, image.presses());
      cards(out, image);
      out.writeArrayFieldStart("duty");
      for (Map.Entry<String, Boolean> unit : image.duty()) {
        pair(out, unit.getKey(), unit.getValue().toString());
      }
      out.writeEndArray();
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the image of the case book can't be written", e);
    }
  }

  private static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }

  private static void pair(JsonGenerator out, String key, String value) throws IOException {
    out.writeStartArray();
    out.writeString(key);
    out.writeString(value);
    out.writeEndArray();
  }

  private static void incidents(JsonGenerator out, String name, List<Incident> incidents)
      throws IOException {
    IncidentWriter writer = new IncidentWriter(out);
    out.writeArrayFieldStart(name);
    for (Incident incident : incidents) {
      out.writeStartObject();
      writer.members(incident);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void presses(JsonGenerator out, List<Known> presses) throws IOException {
    out.writeArrayFieldStart("presses");
    for (Known press : presses) {
      out.writeStartArray();
      out.writeString(press.device());
      out.writeString(press.press());
      out.writeNumber(press.at().toEpochMilli());
      out.writeString(press.incident());
      out.writeNumber(press.n());
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private static void cards(JsonGenerator out, BookImage image) throws IOException {
    CardWriter writer = new IncidentWriter(out).cards();
    out.writeArrayFieldStart("areas");
    for (BookImage.Area area : image.areas()) {
      out.writeStartObject();
      writer.areaEvent(area.event());
      texts(out, "sites", area.sites());
      Instant growthDue = area.growthDue();
      if (growthDue != null) {
        out.writeStringField("growthDue", growthDue.toString());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("windows");
    for (BookedWindow window : image.windows()) {
      out.writeStartObject();
      writer.members(window);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /**
   * Reads an image.
   *
   * @throws UncheckedIOException if it is none, is damaged, or is of a later version
   */
  static BookImage read(byte[] json) {
    return IncidentJson.read(json, ImageJson::image);
  }

  private static BookImage image(JsonIn in) throws IOException {
    int version = 0;
    Instant at = null;
    List<String> lastIds = List.of();
    List<Incident> open = List.of();
    List<Incident> closed = List.of();
    List<Incident> pendingReset = List.of();
    List<Map.Entry<String, String>> lastOfSite = List.of();
    List<Known> presses = List.of();
    List<BookImage.Area> areas = List.of();
    List<BookedWindow> windows = List.of();
    List<Map.Entry<String, String>> duty = List.of();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "version" -> version = checked(in.integer());
        case "at" -> at = in.time();
        case "lastIds" -> lastIds = in.texts();
        case "open" -> open = in.list(IncidentReader::incident);
        case "closed" -> closed = in.list(IncidentReader::incident);
        case "pendingReset" -> pendingReset = in.list(IncidentReader::incident);
        case "lastOfSite" -> lastOfSite = in.list(ImageJson::pair);
        case "presses" -> presses = in.list(ImageJson::press);
        case "areas" -> areas = in.list(ImageJson::area);
        case "windows" -> windows = in.list(CardReader::window);
        case "duty" -> duty = in.list(ImageJson::pair);
        default -> in.skip();
      }
    }
    checked(version);
    return new BookImage(
        in.required("at", at),
        lastIds,
        open,
        closed,
        pendingReset,
        lastOfSite,
        presses,
        areas,
        windows,
        duties(duty));
  }

  private static int checked(int version) throws IOException {
    if (version != VERSION) {
      throw new IOException("the image is of version " + version + ", not " + VERSION);
    }
    return version;
  }

  private static Map.Entry<String, String> pair(JsonIn in) throws IOException {
    List<String> pair = in.texts();
    if (pair.size() != 2) {
      throw new IOException("expected two texts, found " + pair.size());
    }
    return Map.entry(pair.get(0), pair.get(1));
  }

  private static List<Map.Entry<String, Boolean>> duties(List<Map.Entry<String, String>> pairs) {
    List<Map.Entry<String, Boolean>> duties = new ArrayList<>();
    pairs.forEach(pair -> duties.add(Map.entry(pair.getKey(), Boolean.valueOf(pair.getValue()))));
    return duties;
  }

  private static Known press(JsonIn in) throws IOException {
    List<String> parts = in.texts();
    if (parts.size() != 5) {
      throw new IOException("expected a press of 5 parts, found " + parts.size());
    }
    try {
      return new Known(
          parts.get(0),
          parts.get(1),
          Instant.ofEpochMilli(Long.parseLong(parts.get(2))),
          parts.get(3),
          Integer.parseInt(parts.get(4)));
    } catch (NumberFormatException e) {
      throw new IOException("not a press: " + parts, e);
    }
  }

  private static BookImage.Area area(JsonIn in) throws IOException {
    AreaEvent event = null;
    List<String> sites = List.of();
    Instant growthDue = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "areaEvent" -> event = CardReader.areaEvent(in);
        case "sites" -> sites = in.texts();
        case "growthDue" -> growthDue = in.time();
        default -> in.skip();
      }
    }
    return new BookImage.Area(in.required("areaEvent", event), sites, growthDue);
  }
}
