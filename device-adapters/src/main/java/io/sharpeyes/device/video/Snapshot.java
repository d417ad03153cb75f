package io.sharpeyes.device.video;

/**
 * One picture as JPEG.
 *
 * @param jpeg the file; must not be changed
 * @param width pixels
 * @param height pixels
 * @param receivedNanos when the picture came from the camera, of {@link System#nanoTime()}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; only carried to the reader.
public record Snapshot(byte[] jpeg, int width, int height, long receivedNanos) {}
