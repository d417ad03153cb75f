package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.api.JsonBodyFuzz;
import io.sharpeyes.gateway.registry.CsvFuzz;
import io.sharpeyes.gateway.registry.GeoJsonFuzz;
import io.sharpeyes.gateway.settings.YamlFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A short run of every decoder's fuzzing: all of its corpus ({@code src/test/resources/fuzz}), and
 * some thousand inputs made of it by chance. The long run with Jazzer, which looks for new paths
 * through the code, is {@code .ci/fuzz}; what it finds is put into the corpus.
 */
class FuzzTest {

  private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 2_000);
  private static final Path CORPUS = Path.of("src/test/resources/fuzz");
  private static final Map<String, Consumer<byte[]>> TARGETS =
      Map.of(
          "csv", CsvFuzz::fuzzerTestOneInput,
          "geojson", GeoJsonFuzz::fuzzerTestOneInput,
          "yaml", YamlFuzz::fuzzerTestOneInput,
          "json-body", JsonBodyFuzz::fuzzerTestOneInput);

  static Stream<String> targets() {
    return TARGETS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void noInputIsTooMuchForADecoder(String target) throws IOException {
    List<byte[]> seeds = seeds(CORPUS.resolve(target));
    assertThat(seeds).as("inputs in " + CORPUS.resolve(target)).isNotEmpty();
    Consumer<byte[]> decoder = Objects.requireNonNull(TARGETS.get(target));
    seeds.forEach(seed -> give(decoder, seed));
    long chosen = System.nanoTime();
    Random random = new Random(chosen);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] one = seeds.get(random.nextInt(seeds.size()));
      byte[] other = seeds.get(random.nextInt(seeds.size()));
      give(decoder, mutated(one, other, random));
    }
  }

  private static void give(Consumer<byte[]> decoder, byte[] input) {
    try {
      decoder.accept(input);
    } catch (RuntimeException | Error fault) {
      throw new AssertionError("input " + HexFormat.of().formatHex(input), fault);
    }
  }

  private static List<byte[]> seeds(Path folder) throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    return seeds;
  }

  /** Some of: bytes changed, a part doubled, taken out or put in from another seed, cut. */
  private static byte[] mutated(byte[] seed, byte[] other, Random random) {
    byte[] made = seed.clone();
    for (int i = random.nextInt(4); i >= 0 && made.length > 0; i--) {
      int at = random.nextInt(made.length);
      int size = Math.min(random.nextInt(16), made.length - at);
      made =
          switch (random.nextInt(4)) {
            case 0 -> join(made, at, part(made, at, size), at);
            case 1 -> join(made, at, new byte[0], at + size);
            case 2 -> join(made, at, part(other, random.nextInt(other.length + 1), 32), at);
            default -> {
              made[at] = (byte) random.nextInt();
              yield made;
            }
          };
    }
    return random.nextInt(8) == 0 ? part(made, 0, random.nextInt(made.length + 1)) : made;
  }

  private static byte[] part(byte[] of, int at, int size) {
    return Arrays.copyOfRange(of, at, Math.min(of.length, at + size));
  }

  private static byte[] join(byte[] first, int until, byte[] middle, int from) {
    byte[] made = Arrays.copyOf(first, until + middle.length + first.length - from);
    System.arraycopy(middle, 0, made, until, middle.length);
    System.arraycopy(first, from, made, until + middle.length, first.length - from);
    return made;
  }
}
