package io.sharpeyes.device.video;

/**
 * One picture with its place on the line of time of an MP4, in ticks of {@link
 * io.sharpeyes.device.rtsp.MediaClock#TICKS_PER_SECOND}.
 *
 * @param start when it is decoded
 * @param duration until the next one is decoded
 * @param compositionOffset how much later it is shown
 * @param key whether decoding can start here
 * @param data slices each behind its length in four bytes
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; only carried to the fragment.
record Sample(long start, long duration, long compositionOffset, boolean key, byte[] data) {}
