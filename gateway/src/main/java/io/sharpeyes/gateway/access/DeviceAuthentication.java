package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.incident.CancelAttempt;
import io.sharpeyes.gateway.registry.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks what devices sign in with and what is typed on them, and gives cameras' passwords to who
 * connects to them. Every call costs microseconds and never blocks; any thread. An unknown device
 * takes as long as a known one.
 */
public final class DeviceAuthentication {

  private static final int MOST_SECRET_BYTES = 1_024;

  /** What a missing MAC is compared with: no HMAC comes out as this. */
  private static final byte[] NO_MAC = new byte[32];

  private final Keys keys;
  private final Supplier<CredentialStore> current;

  /**
   * Makes one.
   *
   * @param current gives the credentials as they stand
   */
  public DeviceAuthentication(Keys keys, Supplier<CredentialStore> current) {
    this.keys = keys;
    this.current = current;
  }

  /** Says whether this is the device's secret. */
  public boolean authenticate(DeviceId id, byte[] secret) {
    if (secret.length == 0 || secret.length > MOST_SECRET_BYTES) {
      return false;
    }
    CredentialStore.DeviceMacs stored = current.get().device(id);
    byte[] expected = stored == null || stored.secret() == null ? NO_MAC : stored.secret();
    byte[] given = keys.mac(CredentialSealing.SECRET, id.value(), secret);
    return Keys.isSame(given, expected);
  }

  /** Says what a typed PIN is. Takes the same time whatever it is. */
  public CancelAttempt.Pin pin(DeviceId id, @Nullable String typed) {
    boolean missing = typed == null || typed.isEmpty();
    byte[] bytes = missing ? new byte[] {0} : bounded(typed);
    CredentialStore.DeviceMacs stored = current.get().device(id);
    byte[] given = keys.mac(CredentialSealing.PIN, id.value(), bytes);
    boolean right =
        Keys.isSame(given, stored == null || stored.pin() == null ? NO_MAC : stored.pin());
    boolean duress =
        Keys.isSame(
            given, stored == null || stored.duressPin() == null ? NO_MAC : stored.duressPin());
    if (missing) {
      return CancelAttempt.Pin.MISSING;
    }
    if (duress) {
      return CancelAttempt.Pin.DURESS;
    }
    return right ? CancelAttempt.Pin.RIGHT : CancelAttempt.Pin.WRONG;
  }

  private static byte[] bounded(@Nullable String typed) {
    String text = typed == null ? "" : typed.strip();
    return text.substring(0, Math.min(64, text.length())).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A camera's password; nothing if it has none.
   *
   * @throws Keys.DamagedException if the key file isn't the one it was encrypted with
   */
  public Optional<Secret> cameraPassword(String camera) {
    byte[] encrypted = current.get().cameraPassword(camera);
    return Optional.ofNullable(encrypted)
        .map(bytes -> new Secret(new String(keys.decrypt(camera, bytes), StandardCharsets.UTF_8)));
  }
}
