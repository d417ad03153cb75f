package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stored forms of devices' secrets at one moment, to see which have changed. Immutable. */
public final class DeviceSecrets {

  private final Map<DeviceId, byte[]> macs = new HashMap<>();

  private DeviceSecrets(CredentialStore store) {
    store
        .devices()
        .forEach(
            (device, stored) -> {
              if (stored.secret() != null) {
                macs.put(device, stored.secret());
              }
            });
  }

  /** Those of a snapshot. */
  public static DeviceSecrets of(RegistrySnapshot snapshot) {
    return new DeviceSecrets(snapshot.credentials());
  }

  /** The devices that had a secret and have another one, or none, later. */
  public List<DeviceId> changedIn(DeviceSecrets later) {
    List<DeviceId> changed = new ArrayList<>();
    macs.forEach(
        (device, mac) -> {
          if (!Arrays.equals(mac, later.macs.get(device))) {
            changed.add(device);
          }
        });
    return changed;
  }
}
