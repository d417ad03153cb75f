package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sharpeyes.gateway.incident.Assignment;
import io.sharpeyes.gateway.incident.BookedWindow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code asyncapi.yaml} names exactly the event types that stand in the code. */
class EventTypesTest {

  private static final Pattern TYPE =
      Pattern.compile(
          "\"((?:alarm|announcement|incident|assignment|area-event|window|work-order|device|camera|registry|unit|scene"
              + "|delivery|audit|grant|evidence|handover)\\.[a-z]+(?:-[a-z]+)*)\"");

  /** What looks like a type and is none: files, and an action of the audit. */
  private static final Set<String> NO_TYPES =
      Set.of("audit.db", "audit.json", "incident.json", "registry.zip", "registry.change");

  @Test
  void theContractAndTheCodeNameTheSameTypes() throws IOException {
    assertThat(inContract()).isEqualTo(inCode());
  }

  private static Set<String> inContract() throws IOException {
    Set<String> types = new TreeSet<>();
    try (InputStream in = EventTypesTest.class.getResourceAsStream("/asyncapi.yaml")) {
      JsonNode messages = new YAMLMapper().readTree(in).path("components").path("messages");
      for (JsonNode message : messages) {
        if (message.has("name")) {
          types.add(message.get("name").asText());
        }
      }
    }
    return types;
  }

  private static Set<String> inCode() throws IOException {
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher matcher = TYPE.matcher(Files.readString(file));
        while (matcher.find()) {
          types.add(matcher.group(1));
        }
      }
    }
    types.removeAll(NO_TYPES);
    for (Assignment.State state : Assignment.State.values()) {
      types.add("assignment." + state.wireName());
    }
    for (BookedWindow.State state : BookedWindow.State.values()) {
      types.add("window." + state.wireName());
    }
    // Of the words of handling, those that follow a unit.
    types.addAll(Set.of("incident.dispatched", "incident.on-scene"));
    return types;
  }
}
