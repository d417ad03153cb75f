package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The table of who may do what, and what the contracts say there is. */
final class WhoMayTable {

  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  final JsonNode operations;
  final JsonNode events;
  final JsonNode members;
  final JsonNode messages;
  final JsonNode topics;
  private final JsonNode openapi;
  private final JsonNode asyncapi;

  WhoMayTable() throws IOException {
    JsonNode table = read("/who-may.yaml");
    operations = table.path("operations");
    events = table.path("events");
    members = table.path("members");
    messages = table.path("messages");
    topics = table.path("topics");
    openapi = read("/openapi.yaml");
    asyncapi = read("/asyncapi.yaml");
  }

  private static JsonNode read(String name) throws IOException {
    try (InputStream in = WhoMayTable.class.getResourceAsStream(name)) {
      return new YAMLMapper().readTree(in);
    }
  }

  /** An operation of openapi.yaml. */
  record Operation(String id, String method, String path, JsonNode json) {

    Set<String> roles() {
      return words(json.path("x-roles"));
    }

    boolean isOpen() {
      return json.path("security").isArray() && json.path("security").isEmpty();
    }

    boolean takesDevices() {
      for (JsonNode way : json.path("security")) {
        if (way.has("device")) {
          return true;
        }
      }
      return false;
    }
  }

  List<Operation> contractOperations() {
    List<Operation> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : openapi.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> item : path.getValue().properties()) {
        if (METHODS.contains(item.getKey())) {
          found.add(
              new Operation(
                  item.getValue().path("operationId").asText(),
                  item.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  item.getValue()));
        }
      }
    }
    return found;
  }

  Set<String> contractEvents() {
    Set<String> types = new HashSet<>();
    for (JsonNode message : asyncapi.path("components").path("messages")) {
      if (message.has("name")) {
        types.add(message.path("name").asText());
      }
    }
    return types;
  }

  /** What a desk may say. */
  Set<String> contractMessages() {
    Set<String> names = new HashSet<>();
    for (JsonNode message : asyncapi.path("operations").path("hearDesk").path("messages")) {
      String ref = message.path("$ref").asText();
      names.add(ref.substring(ref.lastIndexOf('/') + 1));
    }
    return names;
  }

  /** The last part of a device's topics, with what the gateway does there. */
  ObjectNode contractTopics() {
    ObjectNode topics = new YAMLMapper().createObjectNode();
    for (JsonNode operation : asyncapi.path("operations")) {
      String channel = operation.path("channel").path("$ref").asText();
      String address =
          asyncapi
              .path("channels")
              .path(channel.substring(channel.lastIndexOf('/') + 1))
              .path("address")
              .asText();
      if (address.startsWith("sharpeyes/v1/{device}/")) {
        boolean heard = operation.path("action").asText().equals("receive");
        topics.put(
            address.substring(address.lastIndexOf('/') + 1), heard ? "publish" : "subscribe");
      }
    }
    return topics;
  }

  static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  static Set<String> words(JsonNode array) {
    Set<String> words = new HashSet<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }
}
