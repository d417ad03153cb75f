package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The parts list that the build makes names every library, and each may be in the jar. */
class PartsListTest {

  /** Of several licences of one library, one of these is enough. */
  private static final Set<String> ALLOWED =
      Set.of(
          "apache-2.0",
          "mit",
          "mit-0",
          "bsd-2-clause",
          "bsd-3-clause",
          "epl-1.0",
          "epl-2.0",
          "cc0-1.0");

  /** Names that are written without their SPDX word. */
  private static final Set<String> ALLOWED_NAMES =
      Set.of("bouncy castle licence", "public domain, per creative commons cc0", "go license");

  private static final Path LIST = Path.of("target/sharp-eyes-gateway.cdx.json");

  @Test
  void everyPartHasALicenceThatMayBeInTheJar() throws IOException {
    assertThat(LIST).as("made by Maven before the tests").exists();
    JsonNode list = TownsGateway.JSON.readTree(LIST.toFile());
    assertThat(list.path("bomFormat").asText()).isEqualTo("CycloneDX");
    Set<String> names = new HashSet<>();
    for (JsonNode part : list.path("components")) {
      String name = part.path("name").asText();
      names.add(name);
      assertThat(part.path("version").asText()).as(name).isNotEmpty();
      if (!part.path("group").asText().equals("io.sharpeyes")) {
        assertThat(part.path("hashes").isEmpty()).as("a hash of " + name).isFalse();
        assertThat(mayBeIn(part)).as("%s has %s", name, part.path("licenses")).isTrue();
      }
    }
    assertThat(names)
        .contains("vertx-core", "netty-handler", "sqlite-jdbc", "nimbus-jose-jwt", "ffmpeg")
        .doesNotContain("junit-jupiter", "assertj-core", "hivemq-mqtt-client");
  }

  private static boolean mayBeIn(JsonNode part) {
    for (JsonNode one : part.path("licenses")) {
      String word = one.at("/license/id").asText().toLowerCase(Locale.ROOT);
      String name = one.at("/license/name").asText().toLowerCase(Locale.ROOT);
      String expression = one.path("expression").asText().toLowerCase(Locale.ROOT);
      if (ALLOWED.contains(word)
          || ALLOWED_NAMES.contains(name)
          || ALLOWED.stream().anyMatch(allowed -> expression.equals(allowed))) {
        return true;
      }
    }
    return false;
  }
}
