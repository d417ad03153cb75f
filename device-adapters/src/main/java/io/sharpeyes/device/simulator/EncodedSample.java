package io.sharpeyes.device.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A few seconds of encoded video that loop without a seam. Cut into RTP payloads once; every viewer
 * of every camera shares them. Immutable.
 *
 * @param codec how it is encoded
 * @param width pixels
 * @param height pixels
 * @param parameterSets VPS (H.265 only), SPS and PPS
 * @param pictures one loop; the first is a key frame
 */
record EncodedSample(
    PictureCodec codec, int width, int height, List<byte[]> parameterSets, List<Picture> pictures) {

  /** Every sample runs at 12.5 pictures a second, as cameras on 50 Hz mains do. */
  static final int PICTURE_MILLIS = 80;

  /**
   * One encoded picture.
   *
   * @param keyFrame whether a decoder can start here
   * @param payloads RTP payloads in order; the last one gets the marker bit
   */
  record Picture(boolean keyFrame, List<byte[]> payloads) {}

  /** Reads a resource in Annex B form (ITU-T H.264, H.265 Annex B). */
  static EncodedSample load(String resource, PictureCodec codec, int width, int height) {
    try (InputStream in = EncodedSample.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The sample " + resource + " is missing in the jar");
      }
      return parse(in.readAllBytes(), codec, width, height);
    } catch (IOException e) {
      throw new UncheckedIOException("The sample " + resource + " can't be read", e);
    }
  }

  static EncodedSample parse(byte[] annexB, PictureCodec codec, int width, int height) {
    List<byte[]> parameterSets = new ArrayList<>();
    List<Picture> pictures = new ArrayList<>();
    List<byte[]> slices = new ArrayList<>();
    for (byte[] nal : nalUnits(annexB)) {
      if (codec.isParameterSet(nal) && parameterSets.stream().noneMatch(s -> sameSet(s, nal))) {
        parameterSets.add(nal);
      }
      if (codec.startsPicture(nal) && !slices.isEmpty()) {
        pictures.add(picture(codec, parameterSets, slices));
        slices.clear();
      }
      if (codec.isPicture(nal)) {
        slices.add(nal);
      }
    }
    pictures.add(picture(codec, parameterSets, slices));
    return new EncodedSample(
        codec, width, height, List.copyOf(parameterSets), List.copyOf(pictures));
  }

  /** The number of the first key frame at or after a place in the loop. */
  int keyFrameFrom(int index) {
    int at = index % pictures.size();
    while (!pictures.get(at).keyFrame()) {
      at = (at + 1) % pictures.size();
    }
    return at;
  }

  private static boolean sameSet(byte[] one, byte[] other) {
    return Arrays.equals(one, other);
  }

  private static Picture picture(
      PictureCodec codec, List<byte[]> parameterSets, List<byte[]> slices) {
    boolean key = codec.isKey(slices.get(0));
    List<byte[]> payloads = new ArrayList<>();
    if (key) {
      payloads.addAll(codec.parameterPayloads(parameterSets));
    }
    slices.forEach(slice -> payloads.addAll(codec.payloads(slice)));
    return new Picture(key, List.copyOf(payloads));
  }

  private static List<byte[]> nalUnits(byte[] stream) {
    List<byte[]> units = new ArrayList<>();
    int begin = nextStartCode(stream, 0) + 3;
    while (begin < stream.length) {
      int end = nextStartCode(stream, begin);
      int last = end;
      while (last > begin && stream[last - 1] == 0) {
        last--;
      }
      units.add(Arrays.copyOfRange(stream, begin, last));
      begin = end + 3;
    }
    return units;
  }

  /** Where the next {@code 00 00 01} is, or the end. */
  private static int nextStartCode(byte[] stream, int from) {
    for (int i = from; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        return i;
      }
    }
    return stream.length;
  }
}
