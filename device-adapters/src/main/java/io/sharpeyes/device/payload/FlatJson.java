package io.sharpeyes.device.payload;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object of a device, read as far as it can be read: what stands before a mistake is kept,
 * and the first problem is remembered. Members of nested objects get dotted names ({@code
 * deviceInfo.devEui}); arrays are skipped. Every size is bounded, so that a hostile payload costs
 * no more than a good one of the same length.
 */
final class FlatJson {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_MEMBERS = 128;
  private static final int MAX_NAME = 64;
  private static final int MAX_NUMBER = 40;
  private static final int MAX_TIME = 40;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME)
                  .maxNumberLength(MAX_NUMBER)
                  .maxStringLength(65_536)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private record Scalar(JsonToken kind, String text) {}

  private final Map<String, Scalar> members = new HashMap<>();
  private boolean whole;
  private @Nullable String problem;

  private FlatJson() {}

  /** Reads a payload; never throws. */
  static FlatJson read(byte[] payload) {
    FlatJson json = new FlatJson();
    try (JsonParser parser = JSON.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        json.note("the payload is not a JSON object");
        return json;
      }
      json.readObject(parser, "");
      if (parser.nextToken() != null) {
        json.note("something follows the JSON object");
        return json;
      }
      json.whole = true;
    } catch (IOException notJson) {
      json.note("not JSON: " + firstLine(notJson));
    }
    return json;
  }

  /** True if the payload was one JSON object from beginning to end. */
  boolean whole() {
    return whole;
  }

  /** The first problem, for a person to read; null if there was none. */
  @Nullable String problem() {
    return problem;
  }

  boolean has(String name) {
    Scalar scalar = members.get(name);
    return scalar != null && scalar.kind() != JsonToken.VALUE_NULL;
  }

  /** A string, cut to a length; null if it is absent or something else. */
  @Nullable String text(String name, int maxLength) {
    Scalar scalar = present(name);
    if (scalar == null) {
      return null;
    }
    if (scalar.kind() != JsonToken.VALUE_STRING) {
      note(name + " is not a string");
      return null;
    }
    return cut(scalar.text(), maxLength);
  }

  /** A string or a number as it was written, at most so long; else null. */
  @Nullable String token(String name, int maxLength) {
    Scalar scalar = present(name);
    if (scalar == null || scalar.text().isEmpty()) {
      return null;
    }
    if (scalar.kind() != JsonToken.VALUE_STRING && !scalar.kind().isNumeric()) {
      note(name + " is neither a string nor a number");
      return null;
    }
    if (scalar.text().length() > maxLength) {
      note(name + " has " + scalar.text().length() + " characters, at most " + maxLength);
      return null;
    }
    return scalar.text();
  }

  /** A number, also if it was written as a string; null if absent, not a number or out of range. */
  @Nullable Double number(String name, double least, double most) {
    Scalar scalar = present(name);
    if (scalar == null) {
      return null;
    }
    Double value = parse(scalar);
    if (value == null || !(value >= least && value <= most)) {
      note(name + " is not a number of " + plain(least) + " to " + plain(most));
      return null;
    }
    return value;
  }

  /** A whole number; a fraction is rounded. */
  @Nullable Long whole(String name, long least, long most) {
    Double value = number(name, (double) least, (double) most);
    return value == null ? null : Math.round(value);
  }

  /** True or false, also as 1/0 or a word; null if absent or something else. */
  @Nullable Boolean flag(String name) {
    Scalar scalar = present(name);
    if (scalar == null) {
      return null;
    }
    return switch (scalar.text().toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> {
        note(name + " is neither true nor false");
        yield null;
      }
    };
  }

  /** An RFC 3339 time; null if absent or something else. */
  @Nullable Instant time(String name) {
    String value = token(name, MAX_TIME);
    if (value == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeException notATime) {
      note(name + " is not a time as RFC 3339 writes it");
      return null;
    }
  }

  /** Remembers a problem, if it is the first. */
  void note(String what) {
    if (problem == null) {
      problem = what;
    }
  }

  /** Cuts a text without splitting a character. */
  static String cut(String text, int maxLength) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    return text.substring(0, end);
  }

  private void readObject(JsonParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        readObject(parser, name + ".");
      } else if (token == JsonToken.START_ARRAY) {
        parser.skipChildren();
      } else if (token != null && token.isScalarValue() && members.size() < MAX_MEMBERS) {
        members.putIfAbsent(name, new Scalar(token, parser.getText()));
      }
    }
  }

  private @Nullable Scalar present(String name) {
    return has(name) ? members.get(name) : null;
  }

  private static @Nullable Double parse(Scalar scalar) {
    boolean candidate = scalar.kind().isNumeric() || scalar.kind() == JsonToken.VALUE_STRING;
    if (!candidate || scalar.text().length() > MAX_NUMBER) {
      return null;
    }
    try {
      return Double.valueOf(scalar.text());
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** The parser's message without the excerpt of the source that follows it. */
  private static String firstLine(IOException failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    int end = message.indexOf('\n');
    return cut(end < 0 ? message : message.substring(0, end), 200);
  }
}
