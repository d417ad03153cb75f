package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.Session;
import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit first (调阅留痕): a row is on disk before the first byte of a picture leaves, or none leaves.
 * Refusals are in the audit too; if somebody is refused again and again, the rest is one row with a
 * count, so that a flood can't fill it. Any thread; never blocks.
 */
final class PictureAudit {

  private static final Logger log = LoggerFactory.getLogger(PictureAudit.class);

  /** Refusals of one person that are written one by one, in a {@link #flush} period. */
  static final int REFUSALS_ONE_BY_ONE = 60;

  static final int MOST_PERSONS = 1_000;
  private static final int MOST_TEXT = 200;

  /** Refusals of a person since the last flush. */
  private static final class Refusals {
    final Actor who;
    int count;

    Refusals(Actor who) {
      this.who = who;
    }
  }

  private final Vertx vertx;
  private final AuditLog audit;

  // Guarded by this.
  private final Map<String, Refusals> refusals = new LinkedHashMap<>();

  PictureAudit(Vertx vertx, AuditLog audit) {
    this.vertx = vertx;
    this.audit = audit;
  }

  static Actor actor(Session session) {
    return new Actor(session.person().user(), session.person().name());
  }

  /** What is said of a grant. */
  static Map<String, Object> detail(Grant grant) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("camera", grant.camera());
    if (grant.incident() != null) {
      detail.put("incident", grant.incident());
    }
    detail.put("grant", grant.id());
    detail.put("kind", grant.kind().wireName());
    detail.put("session", grant.session().id());
    return detail;
  }

  /**
   * Writes what must not happen without a row.
   *
   * @return fails with {@link PictureRefused} if the row isn't on disk
   */
  Future<Void> first(Session who, String action, String subject, Map<String, ?> detail) {
    return audit
        .append(actor(who), action, subject, detail)
        .<Void>mapEmpty()
        .recover(failure -> Future.failedFuture(unwritable(failure)));
  }

  private static PictureRefused unwritable(Throwable failure) {
    log.atError()
        .addKeyValue("cause", failure.getMessage())
        .log("a picture was refused because the audit can't be written");
    return new PictureRefused(
        PictureRefused.Reason.NOT_AUDITED,
        "not-audited",
        "No picture without an audit row, and that could not be written: " + failure.getMessage());
  }

  /** Writes what has happened already; that it couldn't be written stands in the log then. */
  Future<Void> after(Session who, String action, String subject, Map<String, ?> detail) {
    return later(actor(who), action, subject, detail);
  }

  /** Likewise, of somebody who isn't signed in any more. */
  Future<Void> later(Actor who, String action, String subject, Map<String, ?> detail) {
    return audit
        .append(who, action, subject, detail)
        .<Void>mapEmpty()
        .onFailure(failure -> lost(action, subject, failure));
  }

  /** The rows that are asked for, the newest first; read on a worker. */
  Future<List<AuditRow>> find(AuditQuery query) {
    return vertx.executeBlocking(() -> audit.find(query));
  }

  private static void lost(String action, String subject, Throwable failure) {
    log.atError()
        .addKeyValue("action", action)
        .addKeyValue("subject", subject)
        .addKeyValue("cause", failure.getMessage())
        .log("an audit row could not be written");
  }

  /**
   * Writes that somebody was refused.
   *
   * @param subject the incident, or the camera if there is none
   * @param asked for what: grant, live, snapshot, clip …
   * @param camera which camera
   * @param grant the grant's id as it was shown, or null
   * @return succeeds when it is on disk, is only counted, or could not be written
   */
  Future<Void> refused(
      Session who,
      String asked,
      String subject,
      String camera,
      @Nullable String grant,
      PictureRefused why) {
    if (!isOneByOne(who)) {
      return Future.succeededFuture();
    }
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("asked", asked);
    detail.put("camera", shortened(camera));
    detail.put("cause", why.auditCause());
    detail.put("session", who.id());
    if (grant != null) {
      detail.put("grant", shortened(grant));
    }
    return after(who, "picture.refused", shortened(subject), detail).otherwiseEmpty();
  }

  private static String shortened(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }

  private synchronized boolean isOneByOne(Session who) {
    String user = who.person().user();
    Refusals known = refusals.get(user);
    if (known == null) {
      if (refusals.size() >= MOST_PERSONS) {
        return true; // More persons than a county has: none of them is in a flood alone.
      }
      known = new Refusals(actor(who));
      refusals.put(user, known);
    }
    return ++known.count <= REFUSALS_ONE_BY_ONE;
  }

  /** Writes how many were only counted, and counts anew. To be called about once a minute. */
  Future<Void> flush() {
    List<Refusals> counted = new ArrayList<>();
    synchronized (this) {
      refusals.values().stream()
          .filter(one -> one.count > REFUSALS_ONE_BY_ONE)
          .forEach(counted::add);
      refusals.clear();
    }
    List<Future<Long>> rows = new ArrayList<>();
    for (Refusals one : counted) {
      Map<String, Object> more = Map.of("more", one.count - REFUSALS_ONE_BY_ONE);
      rows.add(
          audit
              .append(one.who, "picture.refused-more", one.who.user(), more)
              .onFailure(failure -> lost("picture.refused-more", one.who.user(), failure)));
    }
    return Future.join(rows).<Void>mapEmpty().otherwiseEmpty();
  }
}
