package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.VideoCounters;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one camera's stream, for metrics and for its page in the console.
 *
 * @param open whether it is connected
 * @param viewers who look at it live
 * @param clips clips under way
 * @param ring how much time the ring spans, from its first picture to its last
 * @param ringBytes memory that the seconds before a press take
 * @param ringOverflows times that a single group of pictures outgrew that memory
 * @param reconnects times that the camera had to be opened again
 * @param droppedForViewers pictures left out for viewers that were too slow
 * @param video what became of the video track of the present session, or null
 * @param clockOffset how far the camera's clock runs ahead of ours by its own word, or null
 */
public record StreamFigures(
    boolean open,
    int viewers,
    int clips,
    Duration ring,
    long ringBytes,
    long ringOverflows,
    long reconnects,
    long droppedForViewers,
    @Nullable VideoCounters video,
    @Nullable Duration clockOffset) {}
