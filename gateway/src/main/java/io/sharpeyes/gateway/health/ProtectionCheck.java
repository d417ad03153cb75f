package io.sharpeyes.gateway.health;

import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.correlation.Reason;
import io.sharpeyes.gateway.health.DeviceHealth.DeviceFault;
import io.sharpeyes.gateway.health.DeviceHealth.FaultCode;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges whether a site is protected, along the whole chain: a button that can be heard and is not
 * still latched, a gateway that stores, a working camera in view, a desk that is online, a unit on
 * duty. Pure: everything is passed in.
 */
public final class ProtectionCheck {

  private static final Set<String> USABLE =
      Set.of(Cause.OK.wireName(), Cause.SLOW.wireName(), Cause.CLOCK_OFF.wireName());

  private final Registry registry;
  private final Chain chain;

  /**
   * What the rest of the chain looks like now.
   *
   * @param storing whether the gateway can store a press
   * @param health how a device is
   * @param notReset the devices that were pressed and not reset since
   * @param cameras the cameras ranked for a site
   * @param deskOnline whether a desk that may see this district is online
   * @param unitOnDuty whether a unit of this district, of one above or of one below it, is on duty
   */
  public record Chain(
      boolean storing,
      Function<Device, DeviceHealth> health,
      Set<String> notReset,
      Function<Site, List<RankedCamera>> cameras,
      Function<String, Boolean> deskOnline,
      Function<String, Boolean> unitOnDuty) {}

  /** Takes the chain. */
  public ProtectionCheck(Registry registry, Chain chain) {
    this.registry = registry;
    this.chain = chain;
  }

  /** Judges one site. */
  public SiteProtection check(Site site) {
    List<Reason> missing = new ArrayList<>();
    List<Reason> weak = new ArrayList<>();
    buttons(site, missing, weak);
    if (!chain.storing()) {
      missing.add(Reason.of("gateway-not-storing"));
    }
    camera(site, missing);
    if (!chain.deskOnline().apply(site.district())) {
      missing.add(Reason.of("no-desk-online"));
    }
    if (!chain.unitOnDuty().apply(site.district())) {
      missing.add(Reason.of("no-unit-on-duty"));
    }
    boolean isProtected = missing.isEmpty();
    missing.addAll(weak);
    return new SiteProtection(
        site.id(), site.name(), site.kind(), site.district(), isProtected, missing);
  }

  /** One button that works is enough; each that doesn't weakens. */
  private void buttons(Site site, List<Reason> missing, List<Reason> weak) {
    int buttons = 0;
    int working = 0;
    for (Device device : registry.devicesOf(site.id())) {
      if (device.kind() == Device.Kind.BUTTON) {
        buttons++;
        DeviceHealth health = chain.health().apply(device);
        boolean latched = chain.notReset().contains(device.id().value());
        if (health.canPress() && !latched) {
          working++;
        }
        weaknesses(device.id().value(), health, latched, weak);
      }
    }
    if (working == 0) {
      missing.add(Reason.of(buttons == 0 ? "no-button" : "no-button-works"));
    }
  }

  private static void weaknesses(
      String device, DeviceHealth health, boolean latched, List<Reason> weak) {
    if (latched) {
      weak.add(Reason.of("button-not-reset", device));
    }
    if (health.link() == DeviceHealth.Link.UNKNOWN) {
      weak.add(Reason.of("button-not-heard-yet", device));
    }
    for (DeviceFault fault : health.faults()) {
      if (fault.code() != FaultCode.CLOCK_OFF) {
        weak.add(Reason.of("button-" + fault.code().wireName(), device));
      }
    }
  }

  private void camera(Site site, List<Reason> missing) {
    List<RankedCamera> inView =
        chain.cameras().apply(site).stream()
            .filter(camera -> camera.inView().equals("yes"))
            .toList();
    if (inView.isEmpty()) {
      missing.add(Reason.of("no-camera-in-view"));
    } else if (inView.stream().noneMatch(camera -> USABLE.contains(camera.health()))) {
      missing.add(Reason.of("no-camera-in-view-works", inView.get(0).camera()));
    }
  }
}
