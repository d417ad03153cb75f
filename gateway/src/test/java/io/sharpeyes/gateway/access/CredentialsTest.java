package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.registry.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final DeviceId ONE = new DeviceId("button-1");
  private static final DeviceId TWO = new DeviceId("button-2");

  private final Keys keys = Keys.generate(NOW);
  private Registry registry = Registry.EMPTY;
  private CredentialStore store = CredentialStore.EMPTY;

  private CredentialSealing.Sealed take(Keys keys, RegistryReading reading) {
    assertThat(reading.problems()).isEmpty();
    registry = reading.registry().orElseThrow();
    CredentialSealing.Sealed taken =
        new CredentialSealing(keys).seal(reading.secrets(), store, registry);
    store = taken.store();
    return taken;
  }

  private CredentialSealing.Sealed importFirst() {
    return take(
        keys,
        read(
            ImportMode.REPLACE,
            file("districts.csv", "code,name,parent\n350428000000,x,\n"),
            file(
                "sites.csv",
                "id,name,kind,district,latitude,longitude\ns,x,shop,350428000000,26,118\n"),
            file(
                "devices.csv",
                """
                id,name,kind,site,secret,pin,duressPin
                button-1,x,button,s,alpha,1234,4321
                button-2,x,button,s,,,
                """),
            file(
                "cameras.csv",
                """
                id,name,district,latitude,longitude,url,user,password
                camera-1,x,350428000000,26,118,rtsp://h/a,u,geheim
                camera-2,x,350428000000,26,118,rtsp://h/a,,
                """),
            file(
                "people.csv",
                """
                user,name,role,district,password
                wang,x,head,350428000000,long password
                li,x,head,350428000000,
                """)));
  }

  private static RegistryFile file(String name, String text) {
    return new RegistryFile(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private RegistryReading read(ImportMode mode, RegistryFile... files) {
    return new RegistryReader(CoordinateSystem.WGS_84).read(List.of(files), registry, mode);
  }

  private boolean signsIn(DeviceId id, String secret) {
    return new DeviceAuthentication(keys, () -> store)
        .authenticate(id, secret.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void letsInWhoKnowsTheSecretOnly() {
    CredentialSealing.Sealed taken = importFirst();
    assertThat(signsIn(ONE, "alpha")).isTrue();
    assertThat(signsIn(ONE, "Alpha")).isFalse();
    assertThat(signsIn(ONE, "")).isFalse();
    assertThat(signsIn(ONE, "1234")).isFalse();
    assertThat(signsIn(TWO, "alpha")).isFalse();
    assertThat(signsIn(new DeviceId("button-3"), "alpha")).isFalse();
    assertThat(signsIn(ONE, "x".repeat(2_000))).isFalse();

    Secret generated = taken.generated().values().iterator().next();
    assertThat(taken.generated()).containsOnlyKeys(TWO);
    assertThat(generated.reveal()).matches("[a-z2-7]{26}");
    assertThat(signsIn(TWO, generated.reveal())).isTrue();
  }

  @Test
  void tellsPinsApart() {
    importFirst();
    DeviceAuthentication check = new DeviceAuthentication(keys, () -> store);
    assertThat(check.pin(ONE, "1234")).isEqualTo(CancelAttempt.Pin.RIGHT);
    assertThat(check.pin(ONE, " 4321 ")).isEqualTo(CancelAttempt.Pin.DURESS);
    assertThat(check.pin(ONE, "9999")).isEqualTo(CancelAttempt.Pin.WRONG);
    assertThat(check.pin(ONE, "alpha")).isEqualTo(CancelAttempt.Pin.WRONG);
    assertThat(check.pin(ONE, null)).isEqualTo(CancelAttempt.Pin.MISSING);
    assertThat(check.pin(ONE, "")).isEqualTo(CancelAttempt.Pin.MISSING);
    assertThat(check.pin(TWO, "1234")).isEqualTo(CancelAttempt.Pin.WRONG);
    assertThat(check.pin(new DeviceId("nobody"), "1234")).isEqualTo(CancelAttempt.Pin.WRONG);
  }

  @Test
  void givesCameraPasswordsBack() {
    importFirst();
    DeviceAuthentication check = new DeviceAuthentication(keys, () -> store);
    assertThat(check.cameraPassword("camera-1").map(Secret::reveal)).contains("geheim");
    assertThat(check.cameraPassword("camera-2")).isEqualTo(Optional.empty());
    DeviceAuthentication other = new DeviceAuthentication(Keys.generate(NOW), () -> store);
    assertThatThrownBy(() -> other.cameraPassword("camera-1"))
        .isInstanceOf(Keys.DamagedException.class);
  }

  @Test
  void keepsWhatAnImportLeavesEmptyAndForgetsWhoIsGone() {
    importFirst();
    CredentialSealing.Sealed taken =
        take(
            keys,
            read(
                ImportMode.REPLACE,
                file(
                    "devices.csv",
                    "id,name,kind,site,secret,pin,duressPin\nbutton-1,y,button,s,,-,\n"),
                file(
                    "people.csv",
                    "user,name,role,district,password\nwang,x,head,350428000000,\n")));
    assertThat(taken.generated()).isEmpty();
    assertThat(signsIn(ONE, "alpha")).isTrue();
    DeviceAuthentication check = new DeviceAuthentication(keys, () -> store);
    assertThat(check.pin(ONE, "1234")).isEqualTo(CancelAttempt.Pin.WRONG);
    assertThat(check.pin(ONE, "4321")).isEqualTo(CancelAttempt.Pin.DURESS);
    assertThat(store.device(TWO)).isNull();
    assertThat(store.passwordHash("wang")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(store.passwordHash("li")).isNull();
    assertThat(check.cameraPassword("camera-1")).isPresent();
  }

  @Test
  void survivesAKeyRotation() {
    importFirst();
    Keys rotated = keys.rotated(NOW);
    CredentialStore resealed = new CredentialSealing(rotated).resealed(store);
    DeviceAuthentication check = new DeviceAuthentication(rotated, () -> resealed);
    assertThat(check.authenticate(ONE, "alpha".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(check.authenticate(ONE, "beta".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(check.pin(ONE, "4321")).isEqualTo(CancelAttempt.Pin.DURESS);
    assertThat(check.cameraPassword("camera-1").map(Secret::reveal)).contains("geheim");
    assertThat(resealed.passwordHashes()).isEqualTo(store.passwordHashes());

    DeviceAuthentication old = new DeviceAuthentication(keys, () -> resealed);
    assertThat(old.authenticate(ONE, "alpha".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThatThrownBy(() -> old.cameraPassword("camera-1"))
        .isInstanceOf(Keys.DamagedException.class);
  }

  @Test
  void printsNoSecret() {
    CredentialSealing.Sealed taken = importFirst();
    assertThat(taken.toString() + store.devices() + keys + keys.versions())
        .doesNotContain("alpha", "1234", "geheim", "password", "argon2")
        .doesNotContain(taken.generated().values().iterator().next().reveal());
  }
}
