/**
 * Talks RTSP with cameras and takes apart what they send: SDP, RTP, H.264/H.265, ONVIF metadata.
 * Knows nothing of the registry, of incidents or of who looks; its parsers do no input or output.
 */
@NullMarked
package io.sharpeyes.device.rtsp;

import org.jspecify.annotations.NullMarked;
