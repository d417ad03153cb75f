package io.sharpeyes.gateway.registry;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who may sign in. The password is not here: its Argon2id hash is kept by {@code access}.
 *
 * @param user the name to sign in with
 * @param name the person's name
 * @param role what the person does; decides what may be seen and done
 * @param district the rights reach this district and all below it
 * @param unit the unit's id, for {@link Role#PATROL}
 * @param site the site's id, for {@link Role#SITE}
 */
public record Person(
    String user,
    String name,
    Role role,
    String district,
    @Nullable String unit,
    @Nullable String site) {

  /** What a person does. */
  public enum Role {
    /** Works incidents at a desk. */
    DISPATCHER,
    /** Goes there. */
    PATROL,
    /** Keeps devices and cameras working. */
    MAINTENANCE,
    /** Heads a district: reports and audit. */
    HEAD,
    /** Keeps registry, people and settings. */
    ADMIN,
    /** Answers for a site: its own devices, drills and receipts. */
    SITE
  }
}
