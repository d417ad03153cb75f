package io.sharpeyes.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryUploadTest {

  private static byte[] zip(int entries, String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries; i++) {
        out.putNextEntry(new ZipEntry(name.formatted(i)));
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void foldersCountForNothing() throws Exception {
    assertThat(RegistryUpload.unzip(zip(1, "county/sites.csv", new byte[10]), 10))
        .singleElement()
        .satisfies(file -> assertThat(file.name()).isEqualTo("sites.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sites.csv", "county/"})
  void whatIsTooLargeUnpackedIsRefusedEvenInAFolder(String name) throws Exception {
    byte[] bomb = zip(1, name, new byte[11]);
    assertThatThrownBy(() -> RegistryUpload.unzip(bomb, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sites-%d.csv", "county-%d/"})
  void tooManyEntriesAreRefused(String name) throws Exception {
    byte[] many = zip(65, name, new byte[0]);
    assertThatThrownBy(() -> RegistryUpload.unzip(many, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("over 64");
  }
}
