package io.sharpeyes.device.rtsp;

/**
 * What became of a video track since it was opened.
 *
 * @param rtp its packets
 * @param accessUnits pictures handed on, key frames among them
 * @param keyFrames key frames handed on
 * @param dropped pictures dropped because they, or one they build on, weren't whole
 * @param damages times that something broke the rules of the payload format or was lost
 * @param oversized pictures over the bound
 * @param unsupported packets of a kind that isn't taken apart
 * @param parameterSetChanges times the parameter sets changed under way
 * @param timestampJumps timestamps that were no step forward that could be believed
 * @param bytes bytes of the pictures handed on
 */
public record VideoCounters(
    RtpStatistics rtp,
    long accessUnits,
    long keyFrames,
    long dropped,
    long damages,
    long oversized,
    long unsupported,
    long parameterSetChanges,
    long timestampJumps,
    long bytes) {}
