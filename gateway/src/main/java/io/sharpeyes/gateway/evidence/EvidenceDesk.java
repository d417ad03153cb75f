package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is done with pictures that were kept, but for looking at them: holding, giving out,
 * telling who looked, deleting in time. Any thread; never blocks.
 */
public final class EvidenceDesk {

  private static final Logger log = LoggerFactory.getLogger(EvidenceDesk.class);
  private static final long ROUND_MS = Duration.ofHours(1).toMillis();

  private final Vertx vertx;
  private final EvidenceStore store;
  private final AuditLog audit;
  private final EvidenceHolds holds;
  private final EvidenceExports exports;
  private final Receipts receipts;
  private final EvidenceRetention retention;
  private final EvidenceSweep sweep;
  private long timer = -1;

  /**
   * What it works with.
   *
   * @param vertx runs it
   * @param clock the gateway's clock
   * @param journal knows the incidents
   * @param store where pictures are
   * @param audit where everything is written first
   * @param keys sign what is given out
   * @param registry the registry as it stands
   */
  public record Parts(
      Vertx vertx,
      InstantSource clock,
      Journal journal,
      EvidenceStore store,
      AuditLog audit,
      Keys keys,
      Supplier<Registry> registry) {}

  /**
   * Makes one; {@link #start} makes it work.
   *
   * @param keep how long evidence is kept after closing
   * @param grants know who may look
   */
  public EvidenceDesk(Parts parts, Duration keep, Grants grants) {
    this(parts, keep, new ExportRule(grants, parts.registry()));
  }

  /**
   * Likewise.
   *
   * @param right who may take evidence out of the house
   */
  EvidenceDesk(Parts parts, Duration keep, ExportRight right) {
    vertx = parts.vertx();
    store = parts.store();
    audit = parts.audit();
    holds = new EvidenceHolds(store, parts.journal(), audit);
    exports =
        new EvidenceExports(
            vertx, store, parts.journal(), audit, parts.keys(), right, parts.clock());
    receipts = new Receipts(audit, store.workers(), parts.keys(), parts.registry(), parts.clock());
    retention = new EvidenceRetention(store, parts.journal(), keep, parts.clock());
    sweep = new EvidenceSweep(store, parts.journal(), keep, parts.clock());
  }

  /** Puts the folder right, deletes what is over its time, and does so every hour. */
  public void start() {
    timer = vertx.setPeriodic(ROUND_MS, tick -> round(false));
    round(true);
  }

  private void round(boolean thorough) {
    sweep
        .round(thorough)
        .compose(swept -> retention.round())
        .onFailure(
            failure ->
                log.atWarn()
                    .setCause(failure)
                    .log("the folder of evidence could not be looked through; it is tried again"));
  }

  /** Where pictures are. */
  public EvidenceStore store() {
    return store;
  }

  /** Where everything is written first. */
  public AuditLog audit() {
    return audit;
  }

  /** Holds. */
  public EvidenceHolds holds() {
    return holds;
  }

  /** Packages. */
  public EvidenceExports exports() {
    return exports;
  }

  /** Receipts. */
  public Receipts receipts() {
    return receipts;
  }

  /** Pieces deleted since the start because their time was over. */
  public long deletedTotal() {
    return retention.deletedTotal();
  }

  /** The rows of the audit that are asked for, the newest first. */
  public Future<List<AuditRow>> auditRows(AuditQuery query) {
    return store.workers().run(() -> audit.find(query));
  }

  /** Ends. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    exports.close();
    return Future.succeededFuture();
  }
}
