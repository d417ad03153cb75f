package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.registry.Person;
import java.time.Instant;

/**
 * Somebody who is signed in.
 *
 * @param id names the session in logs, grants and the audit; no use for signing in
 * @param person as the registry has them now
 * @param expiresAt when they have to sign in again
 * @param mustEnrol whether they may do nothing before they have set up a second factor
 */
public record Session(String id, Person person, Instant expiresAt, boolean mustEnrol) {

  /** Of somebody who may do what their role may. */
  public Session(String id, Person person, Instant expiresAt) {
    this(id, person, expiresAt, false);
  }
}
