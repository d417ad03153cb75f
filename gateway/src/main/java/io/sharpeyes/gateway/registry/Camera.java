package io.sharpeyes.gateway.registry;

import org.jspecify.annotations.Nullable;

/**
 * A camera. Its password is not here: it is kept encrypted by {@code access}.
 *
 * @param id identifier
 * @param name what people call it
 * @param district the code of its district
 * @param site the site's id, or null if it belongs to none
 * @param zone public space, or inside a building
 * @param position WGS 84
 * @param azimuthDeg where it looks, degrees clockwise from north, or null if unknown
 * @param fieldOfViewDeg horizontal angle of view, degrees over 0 to 360, or null if unknown
 * @param rangeM how far it sees a person, metres, or null if unknown
 * @param url rtsp:// or rtsps://, without credentials
 * @param subUrl a smaller H.264 stream, without credentials, or null
 * @param user who logs in, or null
 * @param prerecord true if the seconds before a press are kept
 * @param uplink what carries its data; cameras that share one fail together
 * @param power what feeds it; likewise
 */
public record Camera(
    String id,
    String name,
    String district,
    @Nullable String site,
    Zone zone,
    Position position,
    @Nullable Double azimuthDeg,
    @Nullable Double fieldOfViewDeg,
    @Nullable Double rangeM,
    String url,
    @Nullable String subUrl,
    @Nullable String user,
    boolean prerecord,
    @Nullable String uplink,
    @Nullable String power) {

  /** What a camera looks at. */
  public enum Zone {
    /** Public space. */
    PUBLIC,
    /** Inside a building; never pre-records. */
    INTERIOR
  }
}
