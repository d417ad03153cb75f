package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.response.ResponseRankingSettings;

/**
 * {@code response.*}: who comes, and how soon somebody must answer.
 *
 * @param units rings, cordon and speeds
 */
public record ResponseGroup(@Flat ResponseRankingSettings units) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final ResponseGroup DEFAULT = new ResponseGroup(ResponseRankingSettings.DEFAULT);
}
