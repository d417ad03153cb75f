package io.sharpeyes.gateway.incident;

import org.jspecify.annotations.Nullable;

/**
 * What a person wants done to an incident. Rights by district and role are checked before; what the
 * incident itself allows is checked when it is applied.
 *
 * @param incident the incident's id
 * @param expectedRevision the handling revision that the person saw (HTTP {@code If-Match}), or
 *     null to take whatever stands
 * @param actor who
 * @param action what
 */
public record IncidentCommand(
    String incident, @Nullable Long expectedRevision, Actor actor, IncidentAction action) {}
