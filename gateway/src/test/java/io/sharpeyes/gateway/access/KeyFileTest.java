package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private final Path folder;
  private final Path data;
  private final Path file;

  KeyFileTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    data = Files.createDirectory(folder.resolve("data"));
    file = folder.resolve("etc/gateway.key");
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    Keys made = KeyFile.create(file, data, NOW);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    Keys read = KeyFile.load(file, data);
    byte[] secret = "s3cret".getBytes(StandardCharsets.UTF_8);
    assertThat(read.mac("secret", "button-1", secret))
        .isEqualTo(made.mac("secret", "button-1", secret));
    assertThat(made.toString()).isEqualTo("Keys[version 1]");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> KeyFile.load(file, data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("rw-r-----")
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void isNeverOverwritten() throws IOException {
    KeyFile.create(file, data, NOW);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> KeyFile.create(file, data, NOW)).hasMessageContaining("exists");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void doesNotLieInTheDataFolderNotEvenByALink() throws IOException {
    assertThatThrownBy(() -> KeyFile.create(data.resolve("a/gateway.key"), data, NOW))
        .hasMessageContaining("lies in the data folder");
    Path link = Files.createSymbolicLink(folder.resolve("link"), data);
    assertThatThrownBy(() -> KeyFile.create(link.resolve("gateway.key"), data, NOW))
        .hasMessageContaining("lies in the data folder");
  }

  @Test
  void saysWhatToDoWhenItIsMissingOrDamaged() throws IOException {
    assertThatThrownBy(() -> KeyFile.load(file, data)).hasMessageContaining("keys create");
    KeyFile.create(file, data, NOW);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"master\" : \"", "\"master\" : \"AAAA"));
    assertThatThrownBy(() -> KeyFile.load(file, data))
        .hasMessageContaining("is damaged")
        .hasNoCause();
    Files.writeString(file, text.substring(0, text.length() / 2));
    assertThatThrownBy(() -> KeyFile.load(file, data)).hasMessageContaining("is damaged");
  }

  @Test
  void keepsWhatOlderVersionsMadeUsableAfterRotation() throws IOException {
    Keys one = KeyFile.create(file, data, NOW);
    byte[] secret = "s3cret".getBytes(StandardCharsets.UTF_8);
    byte[] mac = one.mac("secret", "button-1", secret);
    byte[] encrypted = one.encrypt("camera-1", secret);
    byte[] signature = one.sign(secret);

    Keys two = KeyFile.rotate(file, data, NOW);
    assertThat(KeyFile.load(file, data).version()).isEqualTo(2);
    assertThat(two.mac("secret", "button-1", secret))
        .isNotEqualTo(mac)
        .isEqualTo(two.upgraded(mac, 1));
    assertThat(two.decrypt("camera-1", encrypted)).isEqualTo(secret);
    assertThat(two.isSignedBy(1, secret, signature)).isTrue();
    assertThat(two.isSignedBy(2, secret, signature)).isFalse();
    assertThat(two.isSignedBy(2, secret, two.sign(secret))).isTrue();
    assertThat(two.isSignedBy(3, secret, signature)).isFalse();
    assertThat(two.versions().get(0).auditPrivate()).isEmpty();
  }

  @Test
  void refusesWhatWasChangedOrBelongsToAnother() {
    Keys keys = Keys.generate(NOW);
    byte[] encrypted = keys.encrypt("camera-1", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> keys.decrypt("camera-2", encrypted))
        .isInstanceOf(Keys.DamagedException.class);
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> keys.decrypt("camera-1", encrypted))
        .isInstanceOf(Keys.DamagedException.class);
    assertThatThrownBy(() -> keys.decrypt("camera-1", new byte[5]))
        .isInstanceOf(Keys.DamagedException.class);
  }
}
