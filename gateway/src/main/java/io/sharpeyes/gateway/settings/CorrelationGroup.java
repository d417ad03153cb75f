package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.correlation.CameraRankingSettings;

/**
 * {@code correlation.*}: what belongs to a press.
 *
 * @param cameras which cameras are shown
 */
public record CorrelationGroup(CameraRankingSettings cameras) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final CorrelationGroup DEFAULT =
      new CorrelationGroup(CameraRankingSettings.DEFAULT);
}
