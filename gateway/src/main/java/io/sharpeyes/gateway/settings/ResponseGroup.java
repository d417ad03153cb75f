package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.incident.ResponseSettings;
import io.sharpeyes.gateway.response.ResponseRankingSettings;

/**
 * {@code response.*}: who comes, and how soon somebody must answer.
 *
 * @param answers how long desks and units have to answer
 * @param units rings, cordon and speeds
 */
public record ResponseGroup(@Flat ResponseSettings answers, @Flat ResponseRankingSettings units) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final ResponseGroup DEFAULT =
      new ResponseGroup(ResponseSettings.DEFAULT, ResponseRankingSettings.DEFAULT);
}
