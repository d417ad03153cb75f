package io.sharpeyes.gateway.access;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of the audit are wanted.
 *
 * @param user of this person; null for all
 * @param incident about this incident; null for all
 * @param camera about this camera; null for all
 * @param action of this kind; null for all
 * @param before rows before this number
 * @param limit at most so many
 */
public record AuditQuery(
    @Nullable String user,
    @Nullable String incident,
    @Nullable String camera,
    @Nullable String action,
    long before,
    int limit) {

  /** All rows about an incident. */
  static AuditQuery of(String incident, int limit) {
    return new AuditQuery(null, incident, null, null, Long.MAX_VALUE, limit);
  }
}
