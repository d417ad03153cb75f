package io.sharpeyes.gateway.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.gateway.incident.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what it wrote; of all else it says what is wrong, whatever it is. */
class ManifestTest {

  private static final Path CORPUS = Path.of("src/test/resources/evidence/manifests");

  private static Manifest some() {
    Instant at = Instant.parse("2026-11-22T08:00:00.123Z");
    return new Manifest(
        "20261122-0001",
        at,
        new Actor("dispatcher", "王 \"Desk\" One"),
        2,
        "ab".repeat(32),
        List.of(
            PackageFile.plain("incident.json", 12, "cd".repeat(32)),
            new PackageFile(
                "clips/0123456789abcdef0123456789abcdef.mp4",
                5L << 30,
                "ef".repeat(32),
                "camera-1",
                "clip",
                at,
                at.plusSeconds(60),
                false)),
        List.of("snapshots/gone.jpg"));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(Manifest.read(some().toJson())).isEqualTo(some());
  }

  static Stream<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList().stream();
    }
  }

  /** Each file's first line says what is to be told about the rest. */
  @ParameterizedTest
  @MethodSource("corpus")
  void saysWhatIsWrong(Path file) throws IOException {
    String text = Files.readString(file);
    String expected = text.substring(0, text.indexOf('\n'));
    byte[] json = text.substring(text.indexOf('\n') + 1).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Manifest.read(json))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void noBytesMakeItFailOtherwise() {
    byte[] good = some().toJson();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(128);
      }
      try {
        assertThat(Manifest.read(bytes).files()).hasSizeLessThanOrEqualTo(Manifest.MOST_FILES);
      } catch (IOException told) {
        assertThat(told).hasMessageMatching("(?s).+");
      }
    }
  }
}
