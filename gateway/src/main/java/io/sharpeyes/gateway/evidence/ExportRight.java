package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.incident.Incident;
import io.vertx.core.Future;

/** Says whether somebody may take an incident's evidence out of the house. */
@FunctionalInterface
interface ExportRight {

  /**
   * Asks.
   *
   * @return fails if the person may not; that is in the audit then
   */
  Future<Void> check(Session who, Incident incident);
}
