package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON members one after the other; what it doesn't know is skipped by {@link #skip()}. Not
 * to be shared between threads.
 */
final class JsonIn {

  /** Reads one value; the parser stands on its first token. */
  interface Item<T> {
    T read(JsonIn in) throws IOException;
  }

  private final JsonParser in;

  JsonIn(JsonParser in) {
    this.in = in;
  }

  /** Enters the object whose brace is next. */
  JsonIn root() throws IOException {
    in.nextToken();
    return begin();
  }

  /** Enters the object on whose brace the parser stands. */
  JsonIn begin() throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("expected an object, found " + in.currentToken() + where());
    }
    return this;
  }

  /** The next member's name, its value's first token being read; null at the object's end. */
  @Nullable String next() throws IOException {
    if (in.nextToken() == JsonToken.END_OBJECT) {
      return null;
    }
    String name = in.currentName();
    in.nextToken();
    return name;
  }

  void skip() throws IOException {
    in.skipChildren();
  }

  String text() throws IOException {
    return in.getText();
  }

  long number() throws IOException {
    return in.getLongValue();
  }

  int integer() throws IOException {
    return in.getIntValue();
  }

  double real() throws IOException {
    return in.getDoubleValue();
  }

  boolean flag() throws IOException {
    return in.getBooleanValue();
  }

  Instant time() throws IOException {
    try {
      return Rfc3339.read(in.getText());
    } catch (DateTimeException e) {
      throw new IOException("not a time: " + in.getText() + where(), e);
    }
  }

  <T> List<T> list(Item<T> item) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw new IOException("expected a list, found " + in.currentToken() + where());
    }
    List<T> list = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      list.add(item.read(this));
    }
    return list;
  }

  List<String> texts() throws IOException {
    return list(JsonIn::text);
  }

  /** A member that must be there. */
  <T> T required(String name, @Nullable T value) throws IOException {
    if (value == null) {
      throw new IOException("member " + name + " is missing" + where());
    }
    return value;
  }

  /** One of the words of an enum. */
  <E> E word(E[] values, Function<E, String> wireName) throws IOException {
    String text = in.getText();
    for (E value : values) {
      if (wireName.apply(value).equals(text)) {
        return value;
      }
    }
    throw new IOException("unknown word " + text + where());
  }

  private String where() {
    return " at byte " + in.currentLocation().getByteOffset();
  }
}
