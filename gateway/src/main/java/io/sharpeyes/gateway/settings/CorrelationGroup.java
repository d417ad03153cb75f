package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.correlation.CameraRankingSettings;
import io.sharpeyes.gateway.incident.CorrelationSettings;

/**
 * {@code correlation.*}: what belongs to a press.
 *
 * @param incidents how presses become incidents; its zone is the key {@code zone}
 * @param cameras which cameras are shown
 */
public record CorrelationGroup(
    @Flat(without = "zone") CorrelationSettings incidents, CameraRankingSettings cameras) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final CorrelationGroup DEFAULT =
      new CorrelationGroup(CorrelationSettings.DEFAULT, CameraRankingSettings.DEFAULT);
}
