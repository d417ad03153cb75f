package io.sharpeyes.gateway.incident;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.registry.Device;
import io.sharpeyes.gateway.response.ResponsePlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A press (or its restoring) with everything that was found about it before it is decided what it
 * becomes.
 *
 * @param signal what the device said
 * @param device the device in the registry
 * @param place where it is
 * @param cameras that may see the place, the best first
 * @param response who can be there how soon
 * @param by the person who raised it over HTTP, or null for a device
 */
public record Press(
    ButtonPressed signal,
    Device device,
    Place place,
    List<RankedCamera> cameras,
    ResponsePlan response,
    @Nullable Actor by) {

  /** Copies the list. */
  public Press {
    cameras = List.copyOf(cameras);
  }
}
