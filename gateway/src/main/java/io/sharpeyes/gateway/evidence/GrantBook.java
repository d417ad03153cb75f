package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.access.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The grants that stand, and the live views on each. After a restart there are none: nobody is
 * signed in then either. Any thread; never blocks.
 */
final class GrantBook {

  static final int MOST_GRANTS = 20_000;
  static final int MOST_PER_SESSION = 64;

  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A grant with what hangs on it; guarded by the book. */
  private static final class Held {
    final Grant grant;
    final Set<LiveView> views = new HashSet<>();
    boolean clipAudited;

    Held(Grant grant) {
      this.grant = grant;
    }
  }

  // Guarded by this; in the order in which they were given.
  private final Map<String, Held> grants = new LinkedHashMap<>();
  private final Map<String, Integer> perSession = new HashMap<>();

  /** Grants of each incident that has any. Read by the journal's writer, which must not wait. */
  private final Map<String, Integer> perIncident = new ConcurrentHashMap<>();

  /** A grant that isn't in the book yet: the audit comes first. */
  static Grant draft(
      Grant.Kind kind,
      Session session,
      @Nullable String incident,
      String camera,
      Instant givenAt,
      Duration lasts) {
    byte[] bytes = new byte[ID_BYTES];
    RANDOM.nextBytes(bytes);
    String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant wanted = givenAt.plus(lasts);
    Instant until = wanted.isBefore(session.expiresAt()) ? wanted : session.expiresAt();
    return new Grant(id, kind, session, incident, camera, givenAt, until);
  }

  /**
   * Takes a grant in. If its session has as many as it may, the oldest that nobody looks at goes;
   * none of break-glass, whose end is told.
   *
   * @return false if there are too many that are in use
   */
  synchronized boolean add(Grant grant) {
    String session = grant.session().id();
    if (grants.size() >= MOST_GRANTS
        || (perSession.getOrDefault(session, 0) >= MOST_PER_SESSION && !dropIdle(session))) {
      return false;
    }
    grants.put(grant.id(), new Held(grant));
    perSession.merge(session, 1, Integer::sum);
    if (grant.incident() != null) {
      perIncident.merge(grant.incident(), 1, Integer::sum);
    }
    return true;
  }

  private boolean dropIdle(String session) {
    for (Held held : grants.values()) {
      boolean idle = held.views.isEmpty() && held.grant.kind() != Grant.Kind.BREAK_GLASS;
      if (idle && held.grant.session().id().equals(session)) {
        remove(held.grant.id());
        return true;
      }
    }
    return false;
  }

  synchronized Optional<Grant> find(String id) {
    return Optional.ofNullable(grants.get(id)).map(held -> held.grant);
  }

  /** Says whether a grant stands still. */
  synchronized boolean holds(Grant grant) {
    return grants.containsKey(grant.id());
  }

  /** Says whether this is the first time that the clip is fetched on it. */
  synchronized boolean isClipNew(Grant grant) {
    Held held = grants.get(grant.id());
    return held != null && !held.clipAudited;
  }

  /** Notes that the audit knows of the clip. */
  synchronized void clipAudited(Grant grant) {
    Held held = grants.get(grant.id());
    if (held != null) {
      held.clipAudited = true;
    }
  }

  /**
   * Hangs a live view on its grant.
   *
   * @return false if the grant is over
   */
  synchronized boolean join(LiveView view) {
    Held held = grants.get(view.grant().id());
    return held != null && held.views.add(view);
  }

  synchronized void leave(LiveView view) {
    Held held = grants.get(view.grant().id());
    if (held != null) {
      held.views.remove(view);
    }
  }

  /** Takes a grant away; returns the views that have to end. Empty if it was gone already. */
  synchronized Optional<List<LiveView>> remove(String id) {
    Held held = grants.remove(id);
    if (held == null) {
      return Optional.empty();
    }
    perSession.computeIfPresent(
        held.grant.session().id(), (session, count) -> count == 1 ? null : count - 1);
    if (held.grant.incident() != null) {
      perIncident.computeIfPresent(
          held.grant.incident(), (incident, count) -> count == 1 ? null : count - 1);
    }
    return Optional.of(List.copyOf(held.views));
  }

  /** Says whether there are grants of an incident. Never waits. */
  boolean knows(String incident) {
    return perIncident.containsKey(incident);
  }

  /** Those for which something holds. */
  synchronized List<Grant> where(Predicate<Grant> holds) {
    List<Grant> found = new ArrayList<>();
    for (Held held : grants.values()) {
      if (holds.test(held.grant)) {
        found.add(held.grant);
      }
    }
    return found;
  }

  synchronized int size() {
    return grants.size();
  }

  /** Live views that go on. */
  synchronized int views() {
    int views = 0;
    for (Held held : grants.values()) {
      views += held.views.size();
    }
    return views;
  }

  /** All views that go on. */
  synchronized List<LiveView> allViews() {
    List<LiveView> all = new ArrayList<>();
    grants.values().forEach(held -> all.addAll(held.views));
    return all;
  }
}
