package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditExtract;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Gives an incident's evidence out as one package. The right is looked at first, then comes the row
 * in the audit, then the first byte. Any thread; never blocks the caller: packages are written on
 * threads of their own, as slowly as they are taken.
 */
public final class EvidenceExports {

  private static final int AT_ONCE = 2;
  private static final int PAGE = 500;
  private static final int MOST_EVENTS = 50_000;

  private final EvidenceStore store;
  private final Journal journal;
  private final AuditLog audit;
  private final Keys keys;
  private final ExportRight right;
  private final InstantSource clock;
  private final WorkerExecutor threads;
  private final AtomicInteger running = new AtomicInteger();

  EvidenceExports(
      Vertx vertx,
      EvidenceStore store,
      Journal journal,
      AuditLog audit,
      Keys keys,
      ExportRight right,
      InstantSource clock) {
    this.store = store;
    this.journal = journal;
    this.audit = audit;
    this.keys = keys;
    this.right = right;
    this.clock = clock;
    this.threads =
        vertx.createSharedWorkerExecutor("evidence-export", AT_ONCE, 60, TimeUnit.MINUTES);
  }

  /** A package that is ready to be written. Must be written once, or given up. */
  public final class Export {

    private final PackageParts parts;

    private Export(PackageParts parts) {
      this.parts = parts;
    }

    /**
     * Writes it.
     *
     * @param sink takes the next piece; it gets no other before that future has succeeded
     * @return fails if the sink does, or is too slow; what was given has no signature then
     */
    public Future<Void> writeTo(Function<Buffer, Future<Void>> sink) {
      return threads
          .<Void>executeBlocking(
              () -> {
                PackageWriter.write(parts, store::path, new SinkStream(sink));
                return null;
              },
              false)
          .onComplete(done -> running.decrementAndGet());
    }
  }

  /**
   * Makes a package ready: checks the right and writes the audit's row.
   *
   * @param incidentJson the incident as this person may see it
   * @param json an event as this person may see it
   * @return fails with {@link EvidenceRefused}, or whatever the right fails with
   */
  public Future<Export> prepare(
      Session who, Incident incident, Buffer incidentJson, Function<StoredEvent, Buffer> json) {
    Actor by = new Actor(who.person().user(), who.person().name());
    return right
        .check(who, incident)
        .compose(may -> begin())
        .compose(
            begun ->
                prepare(by, incident, incidentJson, json)
                    .onFailure(failure -> running.decrementAndGet()));
  }

  private Future<Void> begin() {
    if (running.incrementAndGet() <= AT_ONCE) {
      return Future.succeededFuture();
    }
    running.decrementAndGet();
    return Future.failedFuture(
        EvidenceRefused.later(
            "too-many-packages",
            AT_ONCE + " packages are being given out, which is the bound; try again in a minute."));
  }

  private Future<Export> prepare(
      Actor by, Incident incident, Buffer incidentJson, Function<StoredEvent, Buffer> json) {
    String id = incident.id();
    return store
        .state(id)
        .compose(
            state ->
                audit
                    .append(by, "export", id, Map.of("pieces", state.pieces().size()))
                    .compose(row -> timeline(id, 0, json, new ArrayList<>()))
                    .compose(
                        timeline ->
                            extract(id)
                                .map(
                                    rows ->
                                        new Export(
                                            new PackageParts(
                                                id,
                                                incidentJson,
                                                timeline,
                                                state.pieces(),
                                                rows,
                                                clock.instant(),
                                                by,
                                                keys)))));
  }

  private Future<AuditExtract> extract(String incident) {
    return store.workers().run(() -> audit.extract(incident));
  }

  private Future<List<Buffer>> timeline(
      String incident, long after, Function<StoredEvent, Buffer> json, List<Buffer> read) {
    return journal
        .timeline(incident, after, PAGE)
        .compose(
            page -> {
              page.forEach(event -> read.add(json.apply(event)));
              return page.size() < PAGE || read.size() >= MOST_EVENTS
                  ? Future.succeededFuture(read)
                  : timeline(incident, page.get(page.size() - 1).sequence(), json, read);
            });
  }

  void close() {
    threads.close();
  }
}
