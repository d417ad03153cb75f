package io.sharpeyes.gateway.health;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to have mended.
 *
 * @param title what is to be done, in a line
 * @param devices which devices it is about
 * @param cameras which cameras it is about
 * @param site the site it is at, or null
 * @param district the code of the district whose maintenance it is for
 * @param dueAt until when, or null
 * @param note the first note; empty if there is none
 */
public record WorkOrderRequest(
    String title,
    List<String> devices,
    List<String> cameras,
    @Nullable String site,
    String district,
    @Nullable Instant dueAt,
    String note) {

  /** Copies the lists. */
  public WorkOrderRequest {
    devices = List.copyOf(devices);
    cameras = List.copyOf(cameras);
  }
}
