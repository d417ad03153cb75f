package io.sharpeyes.gateway.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goes once through JSON and takes out of it what is wanted: what isn't is neither kept nor copied,
 * and no tree is built, because this is done for every event.
 */
final class JsonMembers {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** Told of each member of an object. */
  interface Member {
    /**
     * Takes the value, or leaves it.
     *
     * @param in stands at the value's first token
     */
    void take(String name, JsonMembers in) throws IOException;
  }

  /**
   * An object as it stands, and some of its members.
   *
   * @param texts those of the wanted members that are there and no objects or lists
   * @param json the whole of it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Cut(Map<String, String> texts, byte[] json) {

    /** A member's text; empty if it isn't there. */
    String text(String name) {
      return texts.getOrDefault(name, "");
    }
  }

  /** Told of each item of a list. */
  interface Item {
    void take(JsonMembers in) throws IOException;
  }

  private final byte[] json;
  private final JsonParser parser;

  private JsonMembers(byte[] json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /**
   * Goes through the members of an object.
   *
   * @throws IOException if it is no JSON object
   */
  static void read(byte[] json, Member member) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("an event's data is no JSON object");
      }
      new JsonMembers(json, parser).object(member);
    }
  }

  /**
   * Cuts one member out.
   *
   * @param wanted the names of its own members that are asked for
   * @return null if it isn't there
   * @throws IOException if it is no JSON object
   */
  static @Nullable Cut cut(byte[] json, String member, Set<String> wanted) throws IOException {
    AtomicReference<@Nullable Cut> found = new AtomicReference<>();
    read(
        json,
        (name, in) -> {
          if (name.equals(member)) {
            Map<String, String> texts = new HashMap<>();
            byte[] whole = in.raw((own, value) -> value.keep(own, wanted, texts));
            found.set(new Cut(texts, whole));
          }
        });
    return found.get();
  }

  /** A member of the object itself that is a number; 0 if it isn't there or is none. */
  static int number(byte[] json, String member) throws IOException {
    AtomicInteger found = new AtomicInteger();
    read(
        json,
        (name, in) -> {
          if (name.equals(member)) {
            found.set(in.parser.getValueAsInt());
          }
        });
    return found.get();
  }

  private void keep(String name, Set<String> wanted, Map<String, String> texts) throws IOException {
    String text = wanted.contains(name) ? text() : null;
    if (text != null) {
      texts.put(name, text);
    }
  }

  /** Goes through the members of the object at which it stands; passes over anything else. */
  void object(Member member) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        member.take(name, this);
        parser.skipChildren();
      }
    }
  }

  /** Goes through the items of the list at which it stands; passes over anything else. */
  void list(Item item) throws IOException {
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        item.take(this);
        parser.skipChildren();
      }
    }
  }

  /** The text, number or truth value at which it stands; null if it stands at anything else. */
  @Nullable String text() throws IOException {
    return parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL
        ? parser.getText()
        : null;
  }

  /** Goes through the members of the object at which it stands, and gives it as it stands too. */
  byte[] raw(Member member) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    object(member);
    int end = (int) parser.currentLocation().getByteOffset();
    return Arrays.copyOfRange(json, start, end);
  }
}
