package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.sharpeyes.device.DeviceId;
import java.io.IOException;
import java.time.Instant;

/**
 * Makes an {@code ObjectMapper} write this package's records by the rules of {@link IncidentJson},
 * and times by RFC 3339 with milliseconds.
 */
public final class IncidentModule extends SimpleModule {

  private static final long serialVersionUID = 1;

  /** Writes the members of an object. */
  private interface Members<T> {
    void write(IncidentWriter out, T value) throws IOException;
  }

  /** Registers the writers. */
  public IncidentModule() {
    super("incident");
    addSerializer(new TimeWriter());
    addSerializer(DeviceId.class, ToStringSerializer.instance);
    object(Incident.class, (out, incident) -> out.members(incident));
    object(Alarm.class, (out, alarm) -> out.members(alarm));
    object(AreaEvent.class, (out, area) -> out.cards().members(area));
    object(BookedWindow.class, (out, window) -> out.cards().members(window));
    object(EventData.class, (out, data) -> data.write(out));
  }

  private <T> void object(Class<T> type, Members<T> members) {
    addSerializer(type, new ObjectWriter<>(type, members));
  }

  /** Writes an object by its members. */
  private static final class ObjectWriter<T> extends StdSerializer<T> {

    private static final long serialVersionUID = 1;
    private final transient Members<T> members;

    ObjectWriter(Class<T> type, Members<T> members) {
      super(type);
      this.members = members;
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeStartObject();
      members.write(new IncidentWriter(generator), value);
      generator.writeEndObject();
    }
  }

  /** Writes a time. */
  private static final class TimeWriter extends StdSerializer<Instant> {

    private static final long serialVersionUID = 1;

    TimeWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      char[] text = new char[Rfc3339.LENGTH];
      Rfc3339.write(value, text);
      generator.writeString(text, 0, text.length);
    }
  }
}
