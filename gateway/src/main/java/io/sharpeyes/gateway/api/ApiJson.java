package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.incident.IncidentModule;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Locale;

/** How answers are written as JSON: by the rules of the events, so that one thing has one form. */
public final class ApiJson {

  /** Writes records, lists, maps and plain values; times as RFC 3339; leaves out what is null. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(new IncidentModule())
          .build();

  private ApiJson() {}

  static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The word in JSON for a constant that has none of its own: {@code ON_DUTY} is on-duty. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
