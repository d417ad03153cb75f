package io.sharpeyes.device.simulator;

/**
 * Which stream or track a request means: {@code camera-1}, {@code camera-1/sub}, {@code
 * camera-1/sub/trackID=1}.
 *
 * @param camera the camera's name
 * @param sub whether the smaller stream is meant
 * @param track 1 video, 2 metadata, 0 the whole stream
 */
record StreamPath(String camera, boolean sub, int track) {

  private static final String TRACK = "/trackID=";
  private static final String SUB = "/sub";

  static StreamPath of(String path) {
    String stream = path;
    int track = 0;
    for (int number :
        new int[] {SessionDescription.VIDEO_TRACK, SessionDescription.METADATA_TRACK}) {
      if (path.endsWith(TRACK + number)) {
        stream = path.substring(0, path.length() - TRACK.length() - 1);
        track = number;
      }
    }
    boolean sub = stream.endsWith(SUB);
    String camera = sub ? stream.substring(0, stream.length() - SUB.length()) : stream;
    return new StreamPath(camera, sub, track);
  }

  boolean isTrack() {
    return track != 0;
  }
}
