package io.sharpeyes.device.simulator;

/** What a simulated camera says of itself in SDP (RFC 8866). */
final class SessionDescription {

  static final int VIDEO_TRACK = 1;
  static final int METADATA_TRACK = 2;
  static final int VIDEO_PAYLOAD_TYPE = 96;
  static final int METADATA_PAYLOAD_TYPE = 107;

  private SessionDescription() {}

  /**
   * @param version rises with each change of what the camera is
   */
  static String of(String name, int version, EncodedSample sample, boolean withVideo) {
    return """
        v=0
        o=- 1 %d IN IP4 127.0.0.1
        s=%s
        c=IN IP4 0.0.0.0
        t=0 0
        a=range:npt=now-
        a=control:*
        """
        .formatted(version, name)
        .concat(withVideo ? video(sample) : "")
        .concat(metadata())
        .replace("\n", "\r\n");
  }

  private static String video(EncodedSample sample) {
    return """
        m=video 0 RTP/AVP 96
        a=rtpmap:96 %s/90000
        a=fmtp:96 %s
        a=framerate:%s
        a=framesize:96 %d-%d
        a=control:trackID=1
        """
        .formatted(
            sample.codec(),
            sample.codec().formatParameters(sample.parameterSets()),
            1000.0 / EncodedSample.PICTURE_MILLIS,
            sample.width(),
            sample.height());
  }

  /** ONVIF Streaming Specification §5.1.2.1.1. */
  private static String metadata() {
    return """
        m=application 0 RTP/AVP 107
        a=rtpmap:107 vnd.onvif.metadata/90000
        a=sendonly
        a=control:trackID=2
        """;
  }
}
