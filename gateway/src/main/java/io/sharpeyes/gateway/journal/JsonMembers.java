package io.sharpeyes.gateway.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, cut out as they stand: what isn't asked for isn't parsed. */
final class JsonMembers {

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, byte[]> members = new HashMap<>();

  /**
   * Cuts an object up.
   *
   * @throws IOException if it is no JSON object
   */
  JsonMembers(byte[] json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("an event's data is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // A scalar is only known to have ended when it has been read.
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        members.put(name, Arrays.copyOfRange(json, start, end));
      }
    }
  }

  /** A member as it stands, or null. */
  byte @Nullable [] raw(String name) {
    return members.get(name);
  }

  /** A member as a tree; a missing node if there is none. */
  JsonNode tree(String name) throws IOException {
    byte[] raw = members.get(name);
    return raw == null ? MissingNode.getInstance() : MAPPER.readTree(raw);
  }
}
