package io.sharpeyes.gateway.registry;

import io.sharpeyes.device.DeviceId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stood in the secret columns of an import. Kept apart from {@link Registry}, so that nothing
 * that passes the registry on can pass a secret on. A key that is missing here had an empty cell:
 * what is stored stays.
 *
 * @param devices by device
 * @param cameraPasswords by camera id
 * @param passwords by user name
 */
public record RegistrySecrets(
    Map<DeviceId, DeviceSecrets> devices,
    Map<String, Secret> cameraPasswords,
    Map<String, Secret> passwords) {

  /** A cell with only this in it takes away what is stored. */
  public static final String REMOVE = "-";

  /** Nothing. */
  public static final RegistrySecrets NONE = new RegistrySecrets(Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public RegistrySecrets {
    devices = Map.copyOf(devices);
    cameraPasswords = Map.copyOf(cameraPasswords);
    passwords = Map.copyOf(passwords);
  }

  /**
   * The secrets of a device; each null if its cell was empty.
   *
   * @param secret what it signs in with
   * @param pin calls an alarm off
   * @param duressPin 胁迫: seems to
   */
  public record DeviceSecrets(
      @Nullable Secret secret, @Nullable Secret pin, @Nullable Secret duressPin) {}

  /** Collects them while rows are read. */
  static final class Collector {
    private final Map<DeviceId, DeviceSecrets> devices = new HashMap<>();
    private final Map<String, Secret> cameraPasswords = new HashMap<>();
    private final Map<String, Secret> passwords = new HashMap<>();

    void device(DeviceId id, DeviceSecrets secrets) {
      if (secrets.secret() != null || secrets.pin() != null || secrets.duressPin() != null) {
        devices.put(id, secrets);
      }
    }

    void camera(String id, @Nullable Secret password) {
      if (password != null) {
        cameraPasswords.put(id, password);
      }
    }

    void person(String user, @Nullable Secret password) {
      if (password != null) {
        passwords.put(user, password);
      }
    }

    RegistrySecrets collected() {
      return new RegistrySecrets(devices, cameraPasswords, passwords);
    }
  }
}
