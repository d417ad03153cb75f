package io.sharpeyes.device.video;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A finished clip.
 *
 * @param file where it is
 * @param sha256 of the whole file, 64 hexadecimal digits in lower case
 * @param bytes its length
 * @param frames pictures in it
 * @param duration from the first picture's beginning to the last one's end
 * @param beforeRequest how much of it lies before it was asked for
 * @param dropped pictures left out because the disk was too slow
 */
public record ClipSummary(
    Path file,
    String sha256,
    long bytes,
    long frames,
    Duration duration,
    Duration beforeRequest,
    long dropped) {}
