package io.sharpeyes.device.simulator;

import io.sharpeyes.device.rtsp.VideoCodec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * How NAL units of a codec are cut into RTP payloads and told in SDP: RFC 6184 for H.264, RFC 7798
 * for H.265.
 */
enum PictureCodec {
  /** H.264 (AVC), which every browser plays. */
  H264(1) {
    @Override
    int type(byte[] nal) {
      return nal[0] & 0x1F;
    }

    @Override
    boolean isPicture(byte[] nal) {
      int type = type(nal);
      return type >= 1 && type <= 5;
    }

    @Override
    boolean isKey(byte[] nal) {
      return type(nal) == 5;
    }

    @Override
    boolean isParameterSet(byte[] nal) {
      return type(nal) == 7 || type(nal) == 8;
    }

    @Override
    byte[] fragmentHeader(byte[] nal) {
      return new byte[] {(byte) ((nal[0] & 0xE0) | 28), (byte) type(nal)};
    }

    /** RFC 6184 §5.7.1: one STAP-A carries SPS and PPS, as most cameras send them. */
    @Override
    List<byte[]> parameterPayloads(List<byte[]> parameterSets) {
      int size = 1 + parameterSets.stream().mapToInt(set -> 2 + set.length).sum();
      byte[] aggregate = new byte[size];
      aggregate[0] = (byte) (0x60 | 24);
      int at = 1;
      for (byte[] set : parameterSets) {
        aggregate[at] = (byte) (set.length >> 8);
        aggregate[at + 1] = (byte) set.length;
        System.arraycopy(set, 0, aggregate, at + 2, set.length);
        at += 2 + set.length;
      }
      return List.of(aggregate);
    }

    /** RFC 6184 §8.1. */
    @Override
    String formatParameters(List<byte[]> parameterSets) {
      String profile = HexFormat.of().withUpperCase().formatHex(parameterSets.get(0), 1, 4);
      return "packetization-mode=1;profile-level-id=%s;sprop-parameter-sets=%s,%s"
          .formatted(profile, base64(parameterSets.get(0)), base64(parameterSets.get(1)));
    }
  },

  /** H.265 (HEVC), which Chromium doesn't play in MediaSource. */
  H265(2) {
    @Override
    int type(byte[] nal) {
      return (nal[0] >> 1) & 0x3F;
    }

    @Override
    boolean isPicture(byte[] nal) {
      return type(nal) < 32;
    }

    @Override
    boolean isKey(byte[] nal) {
      return type(nal) >= 16 && type(nal) <= 21;
    }

    @Override
    boolean isParameterSet(byte[] nal) {
      return type(nal) >= 32 && type(nal) <= 34;
    }

    @Override
    byte[] fragmentHeader(byte[] nal) {
      return new byte[] {(byte) ((nal[0] & 0x81) | (49 << 1)), nal[1], (byte) type(nal)};
    }

    @Override
    List<byte[]> parameterPayloads(List<byte[]> parameterSets) {
      return parameterSets;
    }

    /** RFC 7798 §7.1. */
    @Override
    String formatParameters(List<byte[]> parameterSets) {
      return "sprop-vps=%s;sprop-sps=%s;sprop-pps=%s"
          .formatted(
              base64(parameterSets.get(0)),
              base64(parameterSets.get(1)),
              base64(parameterSets.get(2)));
    }
  };

  /** Leaves room for IP, UDP, RTP and a tunnel's headers in an Ethernet frame. */
  private static final int MAX_PAYLOAD = 1400;

  private static final int FRAGMENT_START = 0x80;
  private static final int FRAGMENT_END = 0x40;

  private final int nalHeaderLength;

  PictureCodec(int nalHeaderLength) {
    this.nalHeaderLength = nalHeaderLength;
  }

  static PictureCodec of(VideoCodec codec) {
    return codec == VideoCodec.H264 ? H264 : H265;
  }

  abstract int type(byte[] nal);

  abstract boolean isPicture(byte[] nal);

  abstract boolean isKey(byte[] nal);

  abstract boolean isParameterSet(byte[] nal);

  /** The FU header without its start and end bits. */
  abstract byte[] fragmentHeader(byte[] nal);

  abstract List<byte[]> parameterPayloads(List<byte[]> parameterSets);

  /** The value of {@code a=fmtp}. */
  abstract String formatParameters(List<byte[]> parameterSets);

  /** Says whether a slice is the first of its picture. */
  boolean startsPicture(byte[] nal) {
    // first_mb_in_slice as ue(v) == 0, and first_slice_segment_in_pic_flag: a set bit both.
    return isPicture(nal) && (nal[nalHeaderLength] & 0x80) != 0;
  }

  /** One NAL unit as RTP payloads: itself, or fragmentation units. */
  List<byte[]> payloads(byte[] nal) {
    if (nal.length <= MAX_PAYLOAD) {
      return List.of(nal);
    }
    byte[] header = fragmentHeader(nal);
    int last = header.length - 1;
    int room = MAX_PAYLOAD - header.length;
    List<byte[]> fragments = new ArrayList<>();
    for (int from = nalHeaderLength; from < nal.length; from += room) {
      int length = Math.min(room, nal.length - from);
      byte[] fragment = new byte[header.length + length];
      System.arraycopy(header, 0, fragment, 0, header.length);
      fragment[last] |= (byte) (from == nalHeaderLength ? FRAGMENT_START : 0);
      fragment[last] |= (byte) (from + length == nal.length ? FRAGMENT_END : 0);
      System.arraycopy(nal, from, fragment, header.length, length);
      fragments.add(fragment);
    }
    return fragments;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
