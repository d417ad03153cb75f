package io.sharpeyes.gateway.correlation;

import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What cameras are looked for.
 *
 * @param place WGS 84
 * @param accuracyM how far the place may be from there, metres; 0 for a fixed device
 * @param site the site whose interior cameras count too, or null for none
 * @param now the gateway's clock
 */
public record CameraQuery(Position place, double accuracyM, @Nullable String site, Instant now) {}
