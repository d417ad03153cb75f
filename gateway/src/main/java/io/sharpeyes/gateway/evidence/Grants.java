package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.access.Sessions;
import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.evidence.PictureRefused.Reason;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives and takes the right to look through cameras (调阅授权). {@link GrantRules} says who may; here
 * it is asked, written into the audit first, kept, and looked at again whenever something happens
 * to the incident, and four times a second for what happens to sign-ins, rights and time. Any
 * thread; never blocks.
 */
public final class Grants {

  private static final Logger log = LoggerFactory.getLogger(Grants.class);
  private static final long LOOK_AGAIN_MS = 250;
  private static final long FLUSH_MS = 60_000;

  private final Journal journal;
  private final Supplier<Registry> registry;
  private final Sessions sessions;
  private final CameraReach reach;
  private final PictureAudit audit;
  private final GrantSettings settings;
  private final InstantSource clock;
  private final GrantBook book = new GrantBook();
  private final Reviews reviews;
  private final BreakGlass breakGlass;
  private final Vertx vertx;
  private final Context context;

  // Only on the context.
  private long lookAgain = -1;
  private long flush = -1;

  Grants(
      Vertx vertx,
      Journal journal,
      Supplier<Registry> registry,
      Sessions sessions,
      CameraReach reach,
      PictureAudit audit,
      GrantSettings settings,
      InstantSource clock) {
    this.vertx = vertx;
    this.journal = journal;
    this.registry = registry;
    this.sessions = sessions;
    this.reach = reach;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.reviews = new Reviews(this, journal, registry, audit, settings, clock);
    this.breakGlass = new BreakGlass(this, registry, audit, settings, clock);
  }

  /** How what was kept of a closed incident is opened. */
  public Reviews reviews() {
    return reviews;
  }

  /** How maintenance looks without an incident. */
  public BreakGlass breakGlass() {
    return breakGlass;
  }

  GrantBook book() {
    return book;
  }

  void start() {
    journal.onCommitted(this::committed);
    context.runOnContext(
        now -> {
          lookAgain = vertx.setPeriodic(LOOK_AGAIN_MS, tick -> lookAtAll());
          flush = vertx.setPeriodic(FLUSH_MS, tick -> audit.flush());
        });
  }

  /** Ends; what has to stand in the audit is written. */
  Future<Void> stop() {
    context.runOnContext(
        now -> {
          vertx.cancelTimer(lookAgain);
          vertx.cancelTimer(flush);
        });
    return breakGlass.stop().eventually(audit::flush);
  }

  /** Grants that stand. */
  int count() {
    return book.size();
  }

  // Giving.

  /**
   * Gives the right to look through a camera for an open incident.
   *
   * @return fails with {@link PictureRefused}
   */
  public Future<Grant> watch(Session who, String incident, String camera) {
    return find(incident)
        .compose(found -> checkWatching(who, found).compose(ok -> checkReach(found, camera)))
        .compose(
            found ->
                give(
                    GrantBook.draft(
                        Grant.Kind.WATCH, who, incident, camera, clock.instant(), settings.watch()),
                    "picture.grant",
                    Map.of("handling", found.handling().state())))
        .recover(failure -> refused(failure, who, "grant", incident, camera, null));
  }

  /** The incident; fails with {@link PictureRefused} if there is none. */
  Future<Incident> find(String id) {
    return journal
        .incident(id)
        .map(found -> found.orElseThrow(() -> PictureRefused.notFound("incident", id)));
  }

  private Future<Incident> checkWatching(Session who, Incident incident) {
    Verdict verdict = GrantRules.watching(who.person(), incident, registry.get());
    return verdict == Verdict.GRANTED
        ? Future.succeededFuture(incident)
        : Future.failedFuture(Refusals.of(verdict, incident));
  }

  /** The incident again, if a camera has to do with it. */
  Future<Incident> checkReach(Incident incident, String camera) {
    if (registry.get().camera(camera).isEmpty()) {
      return Future.failedFuture(PictureRefused.notFound("camera", camera));
    }
    return reach
        .covers(incident, camera)
        .map(
            covered -> {
              if (!covered) {
                throw new PictureRefused(
                    Reason.NOT_FOUND,
                    "camera-elsewhere",
                    "Camera "
                        + camera
                        + " is not among those that may see the place of incident "
                        + incident.id()
                        + ".");
              }
              return incident;
            });
  }

  /** The audit first, then the book, then another look: much may have happened meanwhile. */
  Future<Grant> give(Grant draft, String action, Map<String, ?> more) {
    Map<String, Object> detail = PictureAudit.detail(draft);
    detail.put("expiresAt", draft.expiresAt());
    detail.putAll(more);
    return audit
        .first(draft.session(), action, draft.subject(), detail)
        .compose(written -> enter(draft))
        .compose(entered -> lookAt(draft))
        .map(
            looked -> {
              if (!book.holds(draft)) {
                throw PictureRefused.noGrant("over-at-once");
              }
              return draft;
            });
  }

  private Future<Void> enter(Grant draft) {
    if (book.add(draft)) {
      return Future.succeededFuture();
    }
    PictureRefused refusal =
        new PictureRefused(
            Reason.TOO_MANY,
            "too-many",
            "This session looks through "
                + GrantBook.MOST_PER_SESSION
                + " cameras already, which is the bound. Close some first.");
    return breakGlass.over(draft, "never given").transform(told -> Future.failedFuture(refusal));
  }

  // Using.

  /**
   * Finds the grant that opens a camera's pictures.
   *
   * @param incident for which incident; null for break-glass
   * @param asked for what: live, snapshot, clip
   * @return fails with {@link PictureRefused}
   */
  Future<Grant> use(
      Session who, @Nullable String incident, String camera, String id, String asked) {
    return known(who, incident, camera, id)
        .compose(grant -> lookAt(grant).map(looked -> grant))
        .map(
            grant -> {
              if (!book.holds(grant)) {
                throw PictureRefused.noGrant("over");
              }
              return grant;
            })
        .recover(
            failure ->
                refused(failure, who, asked, incident == null ? camera : incident, camera, id));
  }

  private Future<Grant> known(Session who, @Nullable String incident, String camera, String id) {
    Optional<Grant> found = book.find(id);
    if (found.isEmpty()) {
      return Future.failedFuture(PictureRefused.noGrant("unknown-or-over"));
    }
    Grant grant = found.get();
    if (!grant.session().id().equals(who.id())) {
      return Future.failedFuture(PictureRefused.noGrant("other-session"));
    }
    boolean same = grant.camera().equals(camera) && Objects.equals(grant.incident(), incident);
    return same
        ? Future.succeededFuture(grant)
        : Future.failedFuture(PictureRefused.noGrant("other-camera-or-incident"));
  }

  /** A refusal is in the audit before it is told. */
  <T> Future<T> refused(
      Throwable failure,
      Session who,
      String asked,
      String subject,
      String camera,
      @Nullable String grant) {
    if (!(failure instanceof PictureRefused refusal) || refusal.reason() == Reason.NOT_AUDITED) {
      return Future.failedFuture(failure);
    }
    return audit
        .refused(who, asked, subject, camera, grant, refusal)
        .transform(written -> Future.failedFuture(refusal));
  }

  // Taking away.

  /** On the writer's thread: only hands on. */
  private void committed(List<StoredEvent> events) {
    for (StoredEvent event : events) {
      if (event.type().equals("incident.reopened")) {
        // What was confirmed for the closed incident opens nothing once it is closed again.
        reviews.forget(event.subject());
      }
      if (book.knows(event.subject())) {
        context.runOnContext(now -> changed(event));
      }
    }
  }

  private void changed(StoredEvent event) {
    try {
      IncidentJson.incidentOf(event.type(), event.json())
          .ifPresent(
              incident ->
                  of(event.subject()).forEach(grant -> judge(grant, incident, clock.instant())));
    } catch (UncheckedIOException unreadable) {
      log.atError()
          .addKeyValue("sequence", event.sequence())
          .setCause(unreadable)
          .log("an event could not be read: the grants of its incident are taken away");
      of(event.subject()).forEach(grant -> revoke(grant, "the incident can't be read"));
    }
  }

  private List<Grant> of(String incident) {
    return book.where(grant -> incident.equals(grant.incident()));
  }

  /** What no event of an incident tells: time, sign-ins, rights. On the context. */
  private void lookAtAll() {
    Instant now = clock.instant();
    for (Grant grant : book.where(all -> true)) {
      Optional<Session> session = sessions.stands(grant.session());
      if (!now.isBefore(grant.expiresAt())) {
        revoke(grant, "the grant has expired");
      } else if (session.isEmpty()) {
        revoke(grant, "the sign-in has ended");
      } else if (!session.get().person().equals(grant.session().person())) {
        // Rights that changed in any way: whoever still has them asks anew.
        revoke(grant, "the person's rights have changed");
      }
    }
  }

  /** Looks at a grant with everything that bears on it, and takes it away if it has to go. */
  private Future<Void> lookAt(Grant grant) {
    String incident = grant.incident();
    if (incident == null) {
      judge(grant, null, clock.instant());
      return Future.succeededFuture();
    }
    return journal
        .incident(incident)
        .map(
            found -> {
              judge(grant, found.orElse(null), clock.instant());
              return null;
            });
  }

  private void judge(Grant grant, @Nullable Incident incident, Instant now) {
    String over = reasonToEnd(grant, incident, now);
    if (over != null) {
      revoke(grant, over);
    }
  }

  private @Nullable String reasonToEnd(Grant grant, @Nullable Incident incident, Instant now) {
    if (!now.isBefore(grant.expiresAt())) {
      return "the grant has expired";
    }
    Optional<Session> session = sessions.stands(grant.session());
    if (session.isEmpty()) {
      return "the sign-in has ended";
    }
    Person person = session.get().person();
    Registry all = registry.get();
    if (grant.kind() == Grant.Kind.BREAK_GLASS) {
      return breakGlass.check(person, grant.camera()).succeeded()
          ? null
          : "the person's rights have changed";
    }
    if (incident == null) {
      return "the incident is gone";
    }
    Verdict verdict =
        grant.kind() == Grant.Kind.WATCH
            ? GrantRules.watching(person, incident, all)
            : GrantRules.reviewing(person, incident, all);
    return verdict == Verdict.GRANTED ? null : Refusals.ending(verdict);
  }

  /** Takes a grant away, and cuts who looks on it; completes when the audit knows what it must. */
  Future<Void> revoke(Grant grant, String reason) {
    return book.remove(grant.id())
        .map(
            views -> {
              views.forEach(view -> view.end(LiveScreen.GRANT_OVER, reason));
              return breakGlass.over(grant, reason);
            })
        .orElseGet(Future::succeededFuture);
  }
}
