package io.sharpeyes.gateway.response;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a unit now.
 *
 * @param onDuty whether it is on duty
 * @param incident the incident it is assigned to, or null if it is free
 * @param position where it was last seen, WGS 84, or null
 * @param positionAt when that was, or null
 */
public record UnitState(
    boolean onDuty,
    @Nullable String incident,
    @Nullable Position position,
    @Nullable Instant positionAt) {}
