package io.sharpeyes.device.rtsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameter sets that a decoder needs before the first picture: NAL units without start code or
 * length. The arrays are shared and must not be changed.
 */
public final class ParameterSets {

  private final VideoCodec codec;
  private final List<byte[]> video;
  private final List<byte[]> sequence;
  private final List<byte[]> picture;

  /** Read when first asked for; two threads may both read it, with the same result. */
  private @Nullable VideoFormat format;

  private ParameterSets(
      VideoCodec codec, List<byte[]> video, List<byte[]> sequence, List<byte[]> picture) {
    this.codec = codec;
    this.video = List.copyOf(video);
    this.sequence = List.copyOf(sequence);
    this.picture = List.copyOf(picture);
  }

  /**
   * Sorts NAL units into parameter sets, in the order they come; others and repeated ones are left
   * out.
   *
   * @return null if a kind is missing that the codec needs
   */
  public static @Nullable ParameterSets of(VideoCodec codec, Iterable<byte[]> nalUnits) {
    List<byte[]> video = new ArrayList<>();
    List<byte[]> sequence = new ArrayList<>();
    List<byte[]> picture = new ArrayList<>();
    for (byte[] nal : nalUnits) {
      int type = nal.length > codec.headerBytes() ? codec.nalType(nal[0]) : 0;
      if (codec.isParameterSet(type)) {
        switch (type) {
          case 7, 33 -> add(sequence, nal);
          case 8, 34 -> add(picture, nal);
          default -> add(video, nal);
        }
      }
    }
    boolean complete =
        !sequence.isEmpty() && !picture.isEmpty() && (codec == VideoCodec.H264 || !video.isEmpty());
    return complete ? new ParameterSets(codec, video, sequence, picture) : null;
  }

  private static void add(List<byte[]> sets, byte[] nal) {
    if (sets.stream().noneMatch(set -> Arrays.equals(set, nal))) {
      sets.add(nal);
    }
  }

  /** The codec they are of. */
  public VideoCodec codec() {
    return codec;
  }

  /**
   * What they say.
   *
   * @throws IllegalArgumentException if they can't be read
   */
  public VideoFormat format() {
    VideoFormat known = format;
    if (known == null) {
      known = VideoFormat.of(this);
      format = known;
    }
    return known;
  }

  /** Video parameter sets; none with H.264. */
  public List<byte[]> video() {
    return video;
  }

  /** Sequence parameter sets, at least one. */
  public List<byte[]> sequence() {
    return sequence;
  }

  /** Picture parameter sets, at least one. */
  public List<byte[]> picture() {
    return picture;
  }

  /** All of them in the order that a decoder wants them. */
  public List<byte[]> all() {
    List<byte[]> all = new ArrayList<>(video);
    all.addAll(sequence);
    all.addAll(picture);
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof ParameterSets that && holdsTheSameAs(that));
  }

  private boolean holdsTheSameAs(ParameterSets that) {
    return codec == that.codec
        && same(video, that.video)
        && same(sequence, that.sequence)
        && same(picture, that.picture);
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(sequence.toArray()) + Arrays.deepHashCode(picture.toArray());
  }
}
