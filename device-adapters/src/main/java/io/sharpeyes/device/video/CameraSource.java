package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspCredentials;
import org.jspecify.annotations.Nullable;

/**
 * Where a camera's pictures come from.
 *
 * @param id the camera
 * @param address its main stream
 * @param smaller a smaller H.264 stream, taken where the main one is H.265; or null
 * @param credentials null if it has none
 * @param prerecord whether it is kept open, so that the seconds before a press are there
 */
public record CameraSource(
    String id,
    RtspAddress address,
    @Nullable RtspAddress smaller,
    @Nullable RtspCredentials credentials,
    boolean prerecord) {}
