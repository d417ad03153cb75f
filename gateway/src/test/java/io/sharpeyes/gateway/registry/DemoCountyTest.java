package io.sharpeyes.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The registry of the demo county, with the names that tests and tutorials rely on. */
class DemoCountyTest {

  private static RegistryFile file(Path path) {
    try {
      String text = Files.readString(path).replace("${rtspPort}", "8554");
      return new RegistryFile(path.getFileName().toString(), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isSound() throws IOException {
    List<RegistryFile> files;
    try (Stream<Path> paths = Files.list(Path.of("../config/demo"))) {
      files =
          paths.filter(path -> path.toString().endsWith(".csv")).map(DemoCountyTest::file).toList();
    }
    RegistryReading reading =
        new RegistryReader(CoordinateSystem.WGS_84).read(files, Registry.EMPTY, ImportMode.REPLACE);
    assertThat(reading.problems()).isEmpty();
    Registry registry = reading.registry().orElseThrow();
    assertThat(registry.people())
        .extracting(Person::user)
        .contains("dispatcher", "dispatcher-2", "patrol", "maintenance", "head", "admin", "site");
    assertThat(registry.cameras()).hasSize(24);
    assertThat(registry.units()).hasSize(8);
    assertThat(registry.devices().stream().filter(d -> d.kind() == Device.Kind.BUTTON)).hasSize(29);
    assertThat(reading.secrets().devices()).hasSize(registry.devices().size());
    assertThat(reading.secrets().passwords()).hasSize(registry.people().size());
  }
}
