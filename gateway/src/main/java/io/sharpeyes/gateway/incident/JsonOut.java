package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes JSON members; what is null is left out. Not to be shared between threads. */
final class JsonOut {

  private final JsonGenerator out;
  private final char[] number = new char[Decimals.LONGEST];
  private final char[] time = new char[Rfc3339.LENGTH];

  JsonOut(JsonGenerator out) {
    this.out = out;
  }

  JsonOut begin() throws IOException {
    out.writeStartObject();
    return this;
  }

  JsonOut begin(SerializableString name) throws IOException {
    out.writeFieldName(name);
    out.writeStartObject();
    return this;
  }

  JsonOut end() throws IOException {
    out.writeEndObject();
    return this;
  }

  JsonOut beginList(SerializableString name) throws IOException {
    out.writeFieldName(name);
    out.writeStartArray();
    return this;
  }

  JsonOut endList() throws IOException {
    out.writeEndArray();
    return this;
  }

  JsonOut text(SerializableString name, @Nullable String value) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      out.writeString(value);
    }
    return this;
  }

  JsonOut number(SerializableString name, long value) throws IOException {
    out.writeFieldName(name);
    out.writeNumber(value);
    return this;
  }

  JsonOut number(SerializableString name, @Nullable Double value) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      out.writeNumber(value.doubleValue());
    }
    return this;
  }

  /** Writes a number with so many decimals at most, 0 to 6: four times as quick as in full. */
  JsonOut rounded(SerializableString name, @Nullable Double value, int decimals)
      throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      int length = Decimals.write(value, decimals, number);
      if (length > 0) {
        out.writeRawValue(number, 0, length);
      } else {
        out.writeNumber(value.doubleValue());
      }
    }
    return this;
  }

  JsonOut flag(SerializableString name, boolean value) throws IOException {
    out.writeFieldName(name);
    out.writeBoolean(value);
    return this;
  }

  JsonOut time(SerializableString name, @Nullable Instant value) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      Rfc3339.write(value, time);
      out.writeString(time, 0, Rfc3339.LENGTH);
    }
    return this;
  }

  JsonOut texts(SerializableString name, List<String> values) throws IOException {
    beginList(name);
    for (String value : values) {
      out.writeString(value);
    }
    return endList();
  }

  /** Writes a number, a text or a truth value. */
  JsonOut any(SerializableString name, @Nullable Object value) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      out.writePOJO(value);
    }
    return this;
  }
}
