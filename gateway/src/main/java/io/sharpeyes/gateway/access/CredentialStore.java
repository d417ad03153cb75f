package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The stored forms of all secrets, one consistent state. Immutable; any thread. Without the key
 * file it is of no use.
 */
public final class CredentialStore {

  /** Nobody may sign in. */
  public static final CredentialStore EMPTY = new CredentialStore(1, Map.of(), Map.of(), Map.of());

  /**
   * A device's MACs; each null if it has none.
   *
   * @param secret of what it signs in with
   * @param pin of the ordinary PIN
   * @param duressPin of the duress PIN
   */
  @SuppressWarnings("ArrayRecordComponent") // compared in constant time only, never by equals
  record DeviceMacs(byte @Nullable [] secret, byte @Nullable [] pin, byte @Nullable [] duressPin) {

    boolean isEmpty() {
      return secret == null && pin == null && duressPin == null;
    }

    @Override
    public String toString() {
      return "DeviceMacs";
    }
  }

  private final int keyVersion;
  private final Map<DeviceId, DeviceMacs> devices;
  private final Map<String, byte[]> cameraPasswords;
  private final Map<String, String> passwordHashes;

  /**
   * Takes the stored forms.
   *
   * @param keyVersion the key file's version with which the MACs were made
   * @param cameraPasswords encrypted, by camera id
   * @param passwordHashes Argon2id, by user name
   */
  CredentialStore(
      int keyVersion,
      Map<DeviceId, DeviceMacs> devices,
      Map<String, byte[]> cameraPasswords,
      Map<String, String> passwordHashes) {
    this.keyVersion = keyVersion;
    this.devices = new HashMap<>(devices);
    this.cameraPasswords = new HashMap<>(cameraPasswords);
    this.passwordHashes = new HashMap<>(passwordHashes);
  }

  int keyVersion() {
    return keyVersion;
  }

  @Nullable DeviceMacs device(DeviceId id) {
    return devices.get(id);
  }

  byte @Nullable [] cameraPassword(String camera) {
    return cameraPasswords.get(camera);
  }

  @Nullable String passwordHash(String user) {
    return passwordHashes.get(user);
  }

  Map<DeviceId, DeviceMacs> devices() {
    return Map.copyOf(devices);
  }

  Map<String, byte[]> cameraPasswords() {
    return Map.copyOf(cameraPasswords);
  }

  Map<String, String> passwordHashes() {
    return Map.copyOf(passwordHashes);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return "CredentialStore[devices="
        + devices.size()
        + ", cameras="
        + cameraPasswords.size()
        + ", people="
        + passwordHashes.size()
        + "]";
  }
}
