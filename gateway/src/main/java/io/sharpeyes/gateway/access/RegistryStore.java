package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Event;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of a running gateway: one snapshot, swapped whole. Any thread may read it. A change
 * is audited, then stored, then swapped in, then announced as {@code registry.changed}; if the
 * gateway stops in between, the next start announces it. Imports run on a thread of their own, one
 * at a time.
 */
public final class RegistryStore implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RegistryStore.class);

  private final RegistryVersions versions;
  private final Keys keys;
  private final AuditLog audit;
  private final InstantSource clock;
  private final WorkerExecutor worker;
  private final List<Consumer<RegistrySnapshot>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean importing = new AtomicBoolean();
  private volatile RegistrySnapshot current;
  private volatile Function<Event, Future<Long>> journal =
      event -> Future.failedFuture("The journal isn't open yet.");

  /**
   * Starts with what is stored.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public RegistryStore(
      Vertx vertx, RegistryVersions versions, Keys keys, AuditLog audit, InstantSource clock)
      throws IOException {
    this.versions = versions;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    this.current = versions.load();
    this.worker = vertx.createSharedWorkerExecutor("registry", 1, 10, TimeUnit.MINUTES);
  }

  /** What stands now. */
  public RegistrySnapshot current() {
    return current;
  }

  /** The registry that stands now. */
  public Registry registry() {
    return current.registry();
  }

  /** The credentials that stand now. */
  public CredentialStore credentials() {
    return current.credentials();
  }

  /**
   * Registers somebody who is told of each new snapshot, in order, on the import's thread: it must
   * only hand on.
   */
  public void onChange(Consumer<RegistrySnapshot> listener) {
    listeners.add(listener);
  }

  /**
   * Announces changes to the journal from now on, and first, in the audit too, the one that was
   * stored while nobody could: by {@code import} beside a gateway that didn't run, or just before a
   * crash.
   *
   * @param append the journal's {@code append}
   */
  public Future<Void> announceTo(Function<Event, Future<Long>> append) {
    journal = append;
    return run(this::unannounced).compose(this::announceLate);
  }

  private List<RegistryPointer.Change> unannounced() throws IOException {
    return versions.current().map(RegistryPointer::unannounced).orElse(List.of());
  }

  private Future<Void> announceLate(List<RegistryPointer.Change> changes) {
    Future<Void> done = Future.succeededFuture();
    for (RegistryPointer.Change change : changes) {
      Map<String, Object> detail =
          Map.of("files", change.files(), "changes", change.changes(), "at", change.at());
      done =
          done.compose(v -> audit.append(change.by(), "registry.change", "registry", detail))
              .compose(row -> announce(change));
    }
    return done;
  }

  /**
   * An import.
   *
   * @param files what to read
   * @param coordinates in which their places are written
   * @param mode what happens to rows that they don't name
   * @param dryRun whether it is only a preview
   */
  public record Request(
      List<RegistryFile> files, CoordinateSystem coordinates, ImportMode mode, boolean dryRun) {

    /** Copies the list. */
    public Request {
      files = List.copyOf(files);
    }
  }

  /**
   * Imports, all or nothing.
   *
   * @param by who; only what lies in the person's district may change
   * @return fails with {@link ImportRefused}, {@link AuditLog.NotAudited}, or an {@link
   *     IOException} if it can't be stored; then nothing has changed
   */
  public Future<ImportReport> importFiles(Request request, Person by) {
    if (!importing.compareAndSet(false, true)) {
      return Future.failedFuture(ImportRefused.busy());
    }
    return run(() -> prepare(request, by))
        .compose(
            prepared -> {
              Staged staged = prepared.staged();
              return staged == null
                  ? Future.succeededFuture(prepared.report())
                  : carryOut(staged).map(prepared.report());
            })
        .onComplete(done -> importing.set(false));
  }

  /** A change that is ready to be carried out. */
  private record Staged(RegistrySnapshot next, RegistryNote note, RegistryPlan plan) {}

  /** What came out of reading; nothing staged if there is nothing to do. */
  private record Prepared(ImportReport report, @Nullable Staged staged) {}

  /** All that takes long, on the import's thread. */
  private Prepared prepare(Request request, Person by) {
    RegistryReading reading =
        new RegistryReader(request.coordinates())
            .read(request.files(), current.registry(), request.mode());
    if (reading.registry().isEmpty()) {
      return new Prepared(ImportReport.problems(reading), null);
    }
    RegistryPlan plan = RegistryPlan.of(current, reading);
    if (!Rights.mayChange(by, plan)) {
      throw ImportRefused.forbidden();
    }
    if (plan.isEmpty() || request.dryRun()) {
      return new Prepared(
          ImportReport.of(
              plan.isEmpty() ? ImportReport.Outcome.UNCHANGED : ImportReport.Outcome.PREVIEW, plan),
          null);
    }
    CredentialSealing.Sealed stored =
        new CredentialSealing(keys)
            .seal(plan.secrets(), plan.before().credentials(), plan.registry());
    List<String> names = request.files().stream().map(RegistryFile::name).toList();
    Actor actor = new Actor(by.user(), by.name());
    Staged staged =
        new Staged(
            new RegistrySnapshot("", plan.registry(), stored.store()),
            new RegistryNote(actor, clock.instant(), names, plan.diff(), plan.commonDistrict()),
            plan);
    return new Prepared(ImportReport.changed(plan, stored), staged);
  }

  private Future<Void> carryOut(Staged staged) {
    return audit
        .append(
            staged.note().by(), "registry.change", "registry", staged.note().detail(staged.plan()))
        .compose(row -> run(() -> store(staged)))
        .compose(
            change ->
                announce(change)
                    .otherwise(
                        failure -> {
                          // The change stands; the next start tells of it.
                          log.atWarn()
                              .setCause(failure)
                              .addKeyValue("version", change.version())
                              .log("registry change not announced");
                          return null;
                        }));
  }

  private RegistryPointer.Change store(Staged staged) throws IOException {
    RegistrySnapshot snapshot = versions.store(staged.next(), staged.note());
    current = snapshot;
    for (Consumer<RegistrySnapshot> listener : listeners) {
      listener.accept(snapshot);
    }
    return staged.note().changeTo(snapshot.version());
  }

  private Future<Void> announce(RegistryPointer.Change change) {
    Event event =
        new Event(
            "registry.changed",
            "registry",
            change.at(),
            change.district(),
            null,
            Set.of(),
            change.eventData());
    return journal
        .apply(event)
        .compose(
            sequence ->
                run(
                    () -> {
                      versions.announced(change);
                      return sequence;
                    }))
        .mapEmpty();
  }

  private <T> Future<T> run(Callable<T> blocking) {
    return worker.executeBlocking(blocking, true);
  }

  @Override
  public void close() {
    worker.close();
  }
}
