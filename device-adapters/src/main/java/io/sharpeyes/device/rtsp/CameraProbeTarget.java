package io.sharpeyes.device.rtsp;

import io.sharpeyes.device.DeviceId;
import org.jspecify.annotations.Nullable;

/**
 * A camera that is looked at now and then.
 *
 * @param id the camera
 * @param address its stream
 * @param credentials null if it wants none
 * @param subAddress a smaller stream of the same camera, or null
 */
public record CameraProbeTarget(
    DeviceId id,
    RtspAddress address,
    @Nullable RtspCredentials credentials,
    @Nullable RtspAddress subAddress) {}
