package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.evidence.GrantRules.Verdict;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looking through a camera without an incident (应急调阅): a written reason, a short time, and two rows
 * in the audit, the second of which says since when, until when and why it ended. Any thread; never
 * blocks.
 */
public final class BreakGlass {

  private static final String BEGUN = "picture.break-glass";
  private static final String ENDED = "picture.break-glass-end";

  /** So many of the newest are looked through for a missing end; many times what can be open. */
  private static final int MOST_LOOKED_BACK = 1_000;

  private final Grants grants;
  private final Supplier<Registry> registry;
  private final PictureAudit audit;
  private final GrantSettings settings;
  private final InstantSource clock;

  BreakGlass(
      Grants grants,
      Supplier<Registry> registry,
      PictureAudit audit,
      GrantSettings settings,
      InstantSource clock) {
    this.grants = grants;
    this.registry = registry;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Lets maintenance look through a camera.
   *
   * @param reason why, in words
   * @return fails with {@link PictureRefused}
   */
  public Future<Grant> begin(Session who, String camera, String reason) {
    return check(who.person(), camera)
        .compose(
            zone ->
                grants.give(
                    GrantBook.draft(
                        Grant.Kind.BREAK_GLASS,
                        who,
                        null,
                        camera,
                        clock.instant(),
                        settings.breakGlass()),
                    BEGUN,
                    Map.of("reason", reason, "zone", zone)))
        .recover(failure -> grants.refused(failure, who, "break-glass", camera, camera, null));
  }

  /** The camera's zone, if the person may look; else fails with {@link PictureRefused}. */
  Future<String> check(Person person, String camera) {
    Registry now = registry.get();
    Optional<Camera> known =
        now.camera(camera).filter(one -> Rights.reaches(person, one.district(), now));
    if (known.isEmpty()) {
      return Future.failedFuture(PictureRefused.notFound("camera", camera));
    }
    if (person.role() != Person.Role.MAINTENANCE) {
      return Future.failedFuture(Refusals.of(Verdict.WRONG_ROLE, null));
    }
    return Future.succeededFuture(known.get().zone().name());
  }

  /**
   * Ends what a session has open through a camera, and cuts who looks on it. That there is nothing
   * to end is no failure.
   *
   * @return after its row is on disk; fails with {@link PictureRefused} for a camera that the
   *     person may not know of
   */
  public Future<Void> end(Session who, String camera) {
    return check(who.person(), camera)
        .compose(
            known ->
                endAll(
                    grant -> grant.session().id().equals(who.id()) && grant.camera().equals(camera),
                    "ended by hand"));
  }

  /** The gateway stops: all of it ends. */
  Future<Void> stop() {
    return endAll(grant -> true, "the gateway stops");
  }

  private Future<Void> endAll(Predicate<Grant> which, String reason) {
    List<Future<Void>> ended = new ArrayList<>();
    for (Grant grant : grants.book().where(which)) {
      if (grant.kind() == Grant.Kind.BREAK_GLASS) {
        ended.add(grants.revoke(grant, reason));
      }
    }
    return Future.join(ended).mapEmpty();
  }

  /** Writes that a grant is over; nothing for grants of other kinds. Never fails. */
  Future<Void> over(Grant grant, String reason) {
    if (grant.kind() != Grant.Kind.BREAK_GLASS) {
      return Future.succeededFuture();
    }
    Map<String, Object> detail = PictureAudit.detail(grant);
    detail.put("since", grant.givenAt());
    detail.put("until", clock.instant());
    detail.put("reason", reason);
    return audit.after(grant.session(), ENDED, grant.subject(), detail).otherwiseEmpty();
  }

  // After a crash.

  /**
   * Writes the ends that a crash kept from being written. To be called before anybody can sign in.
   *
   * @return fails if the audit can't be read or written
   */
  Future<Void> endMissed() {
    return audit
        .find(newest(ENDED))
        .compose(
            ends -> {
              Set<String> ended = new HashSet<>();
              ends.forEach(row -> ended.add(grantOf(row)));
              return audit.find(newest(BEGUN)).compose(begun -> endMissed(begun, ended));
            });
  }

  private static AuditQuery newest(String action) {
    return new AuditQuery(null, null, null, action, Long.MAX_VALUE, MOST_LOOKED_BACK);
  }

  private static String grantOf(AuditRow row) {
    return new JsonObject(row.detail()).getString("grant", "");
  }

  private Future<Void> endMissed(List<AuditRow> begun, Set<String> ended) {
    Instant now = clock.instant();
    List<Future<Void>> rows = new ArrayList<>();
    for (AuditRow row : begun) {
      if (!ended.contains(grantOf(row))) {
        rows.add(
            audit.later(new Actor(row.user(), row.user()), ENDED, row.subject(), missed(row, now)));
      }
    }
    return Future.join(rows).mapEmpty();
  }

  /** It has ended when its time was over, or sooner: nobody knows when the machine fell. */
  private static Map<String, Object> missed(AuditRow begun, Instant now) {
    JsonObject known = new JsonObject(begun.detail());
    Map<String, Object> detail = new LinkedHashMap<>(known.getMap());
    detail.remove("zone");
    Instant expires = Instant.parse(known.getString("expiresAt", now.toString()));
    detail.remove("expiresAt");
    detail.put("since", begun.at());
    detail.put("until", expires.isBefore(now) ? expires : now);
    detail.put("reason", "ended by restart");
    return detail;
  }
}
