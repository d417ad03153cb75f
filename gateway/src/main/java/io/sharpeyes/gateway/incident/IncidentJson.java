package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said about incidents, as JSON and back. Any thread.
 *
 * <p>Version 1. It grows by addition only: a reader skips members that it doesn't know, and takes a
 * missing list, number or flag for empty, 0 or false. Times are RFC 3339 in UTC with milliseconds;
 * what is null is left out.
 */
public final class IncidentJson {

  /** The version of what is written; a CloudEvent's {@code dataschema} ends with it. */
  public static final int VERSION = 1;

  /** Without a codec, so that a value of a reason is written as what it is at once. */
  private static final JsonFactory FACTORY = factory().build();

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(factory().build())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addModule(new IncidentModule())
          .build();

  private IncidentJson() {}

  private static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER);
  }

  /**
   * Writes an event's data: {@link EventData}, or whatever else it may be made of (maps, lists,
   * records, plain values).
   *
   * @throws IllegalArgumentException if it can't be written
   */
  public static byte[] write(Object data) {
    JsonBytes bytes = new JsonBytes();
    try {
      if (data instanceof EventData own) {
        write(own, bytes);
      } else {
        MAPPER.writeValue(bytes, data);
      }
      return bytes.bytes();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the data of an event can't be written: " + data.getClass().getName(), e);
    }
  }

  private static void write(EventData data, JsonBytes bytes) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      generator.writeStartObject();
      data.write(new IncidentWriter(generator));
      generator.writeEndObject();
    }
  }

  /**
   * Reads an incident that stands alone, as {@link #write} writes it.
   *
   * @throws UncheckedIOException if it is none; the message says where
   */
  public static Incident readIncident(byte[] json) {
    return read(json, IncidentReader::incident);
  }

  /**
   * Reads from an event's data the incident as it stood after the event.
   *
   * @param type the event's type
   * @return empty if the event is not about an incident
   * @throws UncheckedIOException if the data can't be read
   */
  public static Optional<Incident> incidentOf(String type, byte[] data) {
    return readData(type, data) instanceof EventData.OfIncident of
        ? Optional.of(of.incident())
        : Optional.empty();
  }

  /**
   * Reads of an event's data what the case book needs.
   *
   * @return null if the event is not of this package
   * @throws UncheckedIOException if the data can't be read
   */
  static @Nullable EventData readData(String type, byte[] json) {
    return EventDataReader.knows(type) ? read(json, in -> EventDataReader.read(type, in)) : null;
  }

  /** Reads one object. */
  static <T extends @Nullable Object> T read(byte[] json, JsonIn.Item<T> item) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      return item.read(new JsonIn(parser).root());
    } catch (IOException e) {
      throw new UncheckedIOException("the JSON of an incident can't be read: " + e.getMessage(), e);
    }
  }

  /** For whatever writes one object piece by piece. */
  static JsonGenerator generator(ByteArrayBuilder bytes) throws IOException {
    return FACTORY.createGenerator(bytes);
  }
}
