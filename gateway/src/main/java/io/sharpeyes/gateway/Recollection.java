package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.Handovers;
import io.sharpeyes.gateway.evidence.Reviews;
import io.sharpeyes.gateway.health.WorkOrders;
import io.sharpeyes.gateway.journal.Tables;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives health, work orders, reviews and handovers back what the tables remember. The tables may be
 * far behind the log, and no press waits for them: they are asked again until they have come so
 * far.
 */
final class Recollection {

  private static final Logger log = LoggerFactory.getLogger(Recollection.class);
  private static final long AGAIN_MS = 5_000;

  private final Vertx vertx;
  private final Tables tables;
  private final HealthMemory health;
  private final WorkOrders workOrders;
  private final Reviews reviews;
  private final Handovers handovers;
  private volatile boolean stopped;

  Recollection(
      Vertx vertx,
      Tables tables,
      HealthMemory health,
      WorkOrders workOrders,
      Reviews reviews,
      Handovers handovers) {
    this.vertx = vertx;
    this.tables = tables;
    this.health = health;
    this.workOrders = workOrders;
    this.reviews = reviews;
    this.handovers = handovers;
  }

  /**
   * Begins.
   *
   * @param then run once, when all is remembered
   */
  void begin(Runnable then) {
    Future.all(
            health.recall(),
            tables.latest(Tables.WORK_ORDER).onSuccess(workOrders::recall),
            tables.latest(Tables.REVIEWS).onSuccess(reviews::recall),
            tables.latest(Tables.HANDOVER).onSuccess(handovers::recall))
        .onSuccess(recalled -> then.run())
        .onFailure(
            notYet -> {
              if (!stopped) {
                log.atInfo()
                    .addKeyValue("cause", notYet.getMessage())
                    .log("what was known before the restart isn't there yet; asking again");
                vertx.setTimer(AGAIN_MS, due -> begin(then));
              }
            });
  }

  Future<Void> stop() {
    stopped = true;
    return Future.succeededFuture();
  }
}
