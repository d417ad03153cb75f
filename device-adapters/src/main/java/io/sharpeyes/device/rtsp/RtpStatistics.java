package io.sharpeyes.device.rtsp;

/**
 * What happened to the packets of one track since it was opened.
 *
 * @param received well-formed packets of the track's payload type
 * @param lost packets that never came, or too late
 * @param late packets that came after they had been given up, or twice
 * @param malformed packets that are no RTP
 * @param foreign packets of another payload type, dropped
 * @param jumps times the sequence numbers began anew
 * @param sourceChanges times another synchronization source took over
 * @param jitter interarrival jitter (RFC 3550 §6.4.1) in units of the payload's clock
 */
public record RtpStatistics(
    long received,
    long lost,
    long late,
    long malformed,
    long foreign,
    long jumps,
    long sourceChanges,
    long jitter) {}
