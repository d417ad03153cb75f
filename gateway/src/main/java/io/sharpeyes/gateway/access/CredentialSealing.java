package io.sharpeyes.gateway.access;

import io.sharpeyes.device.DeviceId;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistrySecrets;
import io.sharpeyes.gateway.registry.RegistrySecrets.DeviceSecrets;
import io.sharpeyes.gateway.registry.Secret;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the secrets of an import into their stored forms. What an import leaves empty stays as it
 * is stored; who isn't in the registry any more loses what is stored. Takes tens of milliseconds
 * for each new password: not for event loops.
 */
public final class CredentialSealing {

  static final String SECRET = "secret";
  static final String PIN = "pin";

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  /** 26 letters of 5 bits. */
  private static final int GENERATED_LETTERS = 26;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Keys keys;

  /** Seals under these keys. */
  public CredentialSealing(Keys keys) {
    this.keys = keys;
  }

  /**
   * What sealing gave.
   *
   * @param store the stored forms
   * @param generated the secrets that were made for devices that had none; to be shown once
   */
  public record Sealed(CredentialStore store, Map<DeviceId, Secret> generated) {}

  /** Seals the secrets of an import over what is stored, and makes those that are missing. */
  public Sealed seal(RegistrySecrets secrets, CredentialStore before, Registry registry) {
    Map<DeviceId, Secret> generated = new LinkedHashMap<>();
    return new Sealed(seal(secrets, before, registry, generated), generated);
  }

  /**
   * Seals the secrets of an import over what is stored, and makes none: for when nobody is there to
   * be shown them. A device without a secret can't sign in.
   */
  public CredentialStore sealGiven(
      RegistrySecrets secrets, CredentialStore before, Registry registry) {
    return seal(secrets, before, registry, null);
  }

  private CredentialStore seal(
      RegistrySecrets secrets,
      CredentialStore before,
      Registry registry,
      @Nullable Map<DeviceId, Secret> generated) {
    Map<DeviceId, CredentialStore.DeviceMacs> devices = new HashMap<>();
    for (Device device : registry.devices()) {
      CredentialStore.DeviceMacs macs =
          macs(device.id(), secrets.devices().get(device.id()), before, generated);
      if (!macs.isEmpty()) {
        devices.put(device.id(), macs);
      }
    }
    return new CredentialStore(
        keys.version(),
        devices,
        cameraPasswords(secrets, before, registry),
        passwordHashes(secrets, before, registry));
  }

  /** Brings everything that is stored to the newest version of the keys. */
  public CredentialStore resealed(CredentialStore before) {
    Map<DeviceId, CredentialStore.DeviceMacs> devices = new HashMap<>();
    before
        .devices()
        .forEach(
            (id, macs) ->
                devices.put(
                    id,
                    new CredentialStore.DeviceMacs(
                        upgraded(macs.secret(), before),
                        upgraded(macs.pin(), before),
                        upgraded(macs.duressPin(), before))));
    Map<String, byte[]> cameras = new HashMap<>();
    before
        .cameraPasswords()
        .forEach((id, encrypted) -> cameras.put(id, keys.encrypt(id, keys.decrypt(id, encrypted))));
    return new CredentialStore(keys.version(), devices, cameras, before.passwordHashes());
  }

  private CredentialStore.DeviceMacs macs(
      DeviceId id,
      @Nullable DeviceSecrets given,
      CredentialStore before,
      @Nullable Map<DeviceId, Secret> generated) {
    CredentialStore.DeviceMacs stored = before.device(id);
    Secret secret = given == null ? null : given.secret();
    if (secret == null && stored == null && generated != null) {
      secret = generate();
      generated.put(id, secret);
    }
    return new CredentialStore.DeviceMacs(
        mac(SECRET, id, secret, stored == null ? null : stored.secret(), before),
        mac(
            PIN,
            id,
            given == null ? null : given.pin(),
            stored == null ? null : stored.pin(),
            before),
        mac(
            PIN,
            id,
            given == null ? null : given.duressPin(),
            stored == null ? null : stored.duressPin(),
            before));
  }

  private byte @Nullable [] mac(
      String purpose,
      DeviceId id,
      @Nullable Secret given,
      byte @Nullable [] stored,
      CredentialStore before) {
    if (given == null) {
      return upgraded(stored, before);
    }
    return isRemoval(given) ? null : keys.mac(purpose, id.value(), given.bytes());
  }

  private byte @Nullable [] upgraded(byte @Nullable [] mac, CredentialStore before) {
    return mac == null ? null : keys.upgraded(mac, before.keyVersion());
  }

  private static boolean isRemoval(Secret secret) {
    return secret.reveal().equals(RegistrySecrets.REMOVE);
  }

  private static Secret generate() {
    StringBuilder letters = new StringBuilder(GENERATED_LETTERS);
    for (int i = 0; i < GENERATED_LETTERS; i++) {
      letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return new Secret(letters.toString());
  }

  private Map<String, byte[]> cameraPasswords(
      RegistrySecrets secrets, CredentialStore before, Registry registry) {
    Map<String, byte[]> encrypted = new HashMap<>();
    for (Camera camera : registry.cameras()) {
      Secret given = secrets.cameraPasswords().get(camera.id());
      byte[] stored = before.cameraPassword(camera.id());
      if (given != null && !isRemoval(given)) {
        encrypted.put(camera.id(), keys.encrypt(camera.id(), given.bytes()));
      } else if (given == null && stored != null) {
        encrypted.put(camera.id(), stored);
      }
    }
    return encrypted;
  }

  private static Map<String, String> passwordHashes(
      RegistrySecrets secrets, CredentialStore before, Registry registry) {
    Map<String, String> hashes = new ConcurrentHashMap<>();
    registry.people().parallelStream()
        .map(Person::user)
        .forEach(
            user -> {
              Secret given = secrets.passwords().get(user);
              String stored = before.passwordHash(user);
              if (given != null && !isRemoval(given)) {
                hashes.put(user, PasswordHash.of(given.bytes()));
              } else if (given == null && stored != null) {
                hashes.put(user, stored);
              }
            });
    return hashes;
  }
}
