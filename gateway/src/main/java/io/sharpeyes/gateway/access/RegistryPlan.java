package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryDiff;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.registry.RegistrySecrets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an import would do. Made without a look at the secrets, so that a preview costs nothing and
 * makes none.
 *
 * @param before what stands
 * @param registry the registry as it would be
 * @param diff what is different
 * @param secrets the secrets that came with it
 */
public record RegistryPlan(
    RegistrySnapshot before, Registry registry, RegistryDiff diff, RegistrySecrets secrets) {

  /**
   * Plans an import.
   *
   * @param reading a reading without problems
   */
  public static RegistryPlan of(RegistrySnapshot before, RegistryReading reading) {
    Registry after = reading.registry().orElseThrow();
    return new RegistryPlan(
        before, after, RegistryDiff.between(before.registry(), after), reading.secrets());
  }

  /** Devices whose secret, PIN or duress PIN the import sets or takes away. */
  public int deviceSecrets() {
    return secrets.devices().size();
  }

  /** Cameras whose password it sets or takes away. */
  public int cameraPasswords() {
    return secrets.cameraPasswords().size();
  }

  /** People whose password it sets or takes away. */
  public int passwords() {
    return secrets.passwords().size();
  }

  /** Devices that have no secret: they get one if the import is carried out. */
  public long withoutSecret() {
    return registry.devices().stream().filter(this::isWithoutSecret).count();
  }

  private boolean isWithoutSecret(Device device) {
    RegistrySecrets.DeviceSecrets given = secrets.devices().get(device.id());
    return before.credentials().device(device.id()) == null
        && (given == null || given.secret() == null);
  }

  /**
   * The codes of all districts in which it changes something; a new password is a change where its
   * owner is.
   */
  public Set<String> districts() {
    Set<String> districts = new HashSet<>(diff.districts());
    for (Device device : registry.devices()) {
      if (isWithoutSecret(device) || secrets.devices().containsKey(device.id())) {
        districts.add(registry.site(device.site()).orElseThrow().district());
      }
    }
    for (String camera : secrets.cameraPasswords().keySet()) {
      registry.camera(camera).map(Camera::district).ifPresent(districts::add);
    }
    for (String user : secrets.passwords().keySet()) {
      registry.person(user).map(Person::district).ifPresent(districts::add);
    }
    return districts;
  }

  /** Says whether all that it changes lies in a district or below it, before and after. */
  public boolean liesWithin(String district) {
    return districts().stream()
        .allMatch(
            code ->
                isWithin(before.registry(), code, district) && isWithin(registry, code, district));
  }

  private static boolean isWithin(Registry registry, String code, String district) {
    return registry.district(code).isEmpty() || registry.isWithin(code, district);
  }

  /** The lowest district that holds all that it changes; a topmost one if there is none. */
  public String commonDistrict() {
    List<String> common = List.of();
    for (String code : districts()) {
      List<String> lineage =
          registry.district(code).isPresent()
              ? registry.lineage(code)
              : before.registry().lineage(code);
      common = common.isEmpty() ? lineage : common.stream().filter(lineage::contains).toList();
    }
    return common.isEmpty() ? registry.districts().iterator().next().code() : common.get(0);
  }

  /** Says whether carrying it out would change nothing. */
  public boolean isEmpty() {
    return diff.isEmpty()
        && deviceSecrets() + cameraPasswords() + passwords() == 0
        && withoutSecret() == 0;
  }
}
