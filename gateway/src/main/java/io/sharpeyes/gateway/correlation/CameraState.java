package io.sharpeyes.gateway.correlation;

import io.sharpeyes.device.camera.CameraHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a camera now.
 *
 * @param health how it is
 * @param codec its main video track's codec as in SDP, or null if not described yet
 * @param lastMovementAt when something last moved before it, or null
 */
public record CameraState(
    CameraHealth health, @Nullable String codec, @Nullable Instant lastMovementAt) {}
