package io.sharpeyes.gateway;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.mqtt.DeviceAuthenticator;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.DeviceSecrets;
import io.sharpeyes.gateway.access.RegistrySnapshot;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Which devices get in, and which must come in anew because their secret changed. */
final class DeviceDoor {

  private final DeviceAuthentication secrets;
  private final Supplier<Registry> registry;
  private DeviceSecrets known;

  DeviceDoor(DeviceAuthentication secrets, Supplier<Registry> registry, RegistrySnapshot current) {
    this.secrets = secrets;
    this.registry = registry;
    this.known = DeviceSecrets.of(current);
  }

  boolean knows(DeviceId device) {
    return registry.get().device(device).isPresent();
  }

  /** A device is known by its user name and secret, or by its certificate's subject. Any thread. */
  Future<Optional<DeviceId>> admit(DeviceAuthenticator.Credentials credentials) {
    String subject = credentials.certificateSubject();
    String name = subject != null ? subject : credentials.userName();
    if (name == null || !DeviceId.isValid(name)) {
      return Future.succeededFuture(Optional.empty());
    }
    DeviceId device = new DeviceId(name);
    Buffer password = credentials.password();
    boolean in =
        subject != null
            ? knows(device)
            : password != null && secrets.authenticate(device, password.getBytes());
    return Future.succeededFuture(in ? Optional.of(device) : Optional.empty());
  }

  /**
   * Whose secret counts no more since the last time this was asked. One thread at a time: the
   * registry changes one step after the other.
   */
  synchronized List<DeviceId> changedIn(RegistrySnapshot next) {
    DeviceSecrets now = DeviceSecrets.of(next);
    List<DeviceId> changed = known.changedIn(now);
    known = now;
    return changed;
  }
}
