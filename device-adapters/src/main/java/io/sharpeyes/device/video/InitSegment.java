package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.ParameterSets;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.sharpeyes.device.rtsp.VideoFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The beginning of a fragmented MP4 with one video track (ISO/IEC 14496-12 §8.8, sample entries by
 * ISO/IEC 14496-15). A player needs it once, before the first fragment, and again when the
 * parameter sets change.
 */
final class InitSegment {

  /** The one track. */
  static final int TRACK = 1;

  private static final int TIMESCALE = MediaClock.TICKS_PER_SECOND;

  /** Undetermined language (ISO 639-2, five bits a letter). */
  private static final int UNDETERMINED = 0x55c4;

  /** 72 dots per inch as 16.16, which the format wants and nobody reads. */
  private static final int RESOLUTION = 0x480000;

  private final VideoFormat format;
  private final byte[] bytes;

  private InitSegment(VideoFormat format, byte[] bytes) {
    this.format = format;
    this.bytes = bytes;
  }

  /**
   * Writes the segment for a stream.
   *
   * @param shownAfter how long after its decoding the first picture is shown, in ticks; so much is
   *     cut off the beginning, that the line of time begins with the first picture
   * @throws IllegalArgumentException if the parameter sets can't be read
   */
  static InitSegment of(ParameterSets sets, long shownAfter) {
    VideoFormat format = sets.format();
    BoxWriter out = new BoxWriter(1024);
    int ftyp = out.begin("ftyp");
    out.raw(ascii("iso5")).u32(512).raw(ascii("iso5")).raw(ascii("iso6")).raw(ascii("mp41"));
    out.end(ftyp);
    int moov = out.begin("moov");
    writeMovieHeader(out);
    writeTrack(out, sets, format, shownAfter);
    writeExtends(out);
    out.end(moov);
    return new InitSegment(format, out.toBytes());
  }

  private static void writeMovieHeader(BoxWriter out) {
    int mvhd = out.begin("mvhd", 0, 0);
    out.zeros(8).u32(TIMESCALE).u32(0).u32(0x10000).u16(0x100).zeros(10).unityMatrix();
    out.zeros(24).u32(TRACK + 1);
    out.end(mvhd);
  }

  private static void writeTrack(
      BoxWriter out, ParameterSets sets, VideoFormat format, long shownAfter) {
    int trak = out.begin("trak");
    int tkhd = out.begin("tkhd", 0, 3);
    out.zeros(8).u32(TRACK).zeros(4).u32(0).zeros(16).unityMatrix();
    out.u32((long) format.width() << 16).u32((long) format.height() << 16);
    out.end(tkhd);
    if (shownAfter > 0) {
      writeEditList(out, shownAfter);
    }
    int mdia = out.begin("mdia");
    int mdhd = out.begin("mdhd", 0, 0);
    out.zeros(8).u32(TIMESCALE).u32(0).u16(UNDETERMINED).u16(0).end(mdhd);
    int hdlr = out.begin("hdlr", 0, 0);
    out.u32(0).raw(ascii("vide")).zeros(12).raw(ascii("Video\0")).end(hdlr);
    writeMediaInformation(out, sets, format);
    out.end(mdia).end(trak);
  }

  /** §8.6.6; the duration 0 stands for all fragments that follow (§8.6.6.3). */
  private static void writeEditList(BoxWriter out, long shownAfter) {
    int edts = out.begin("edts");
    int elst = out.begin("elst", 0, 0);
    out.u32(1).u32(0).u32(shownAfter).u32(0x10000).end(elst).end(edts);
  }

  private static void writeMediaInformation(BoxWriter out, ParameterSets sets, VideoFormat format) {
    int minf = out.begin("minf");
    int vmhd = out.begin("vmhd", 0, 1);
    out.zeros(8).end(vmhd);
    int dinf = out.begin("dinf");
    int dref = out.begin("dref", 0, 0);
    out.u32(1);
    int url = out.begin("url ", 0, 1);
    out.end(url).end(dref).end(dinf);
    int stbl = out.begin("stbl");
    int stsd = out.begin("stsd", 0, 0);
    out.u32(1);
    writeSampleEntry(out, sets, format);
    out.end(stsd);
    for (String table : List.of("stts", "stsc", "stsz", "stco")) {
      // No samples here: they come in the fragments.
      int empty = out.begin(table, 0, 0);
      out.zeros(table.equals("stsz") ? 8 : 4).end(empty);
    }
    out.end(stbl).end(minf);
  }

  private static void writeSampleEntry(BoxWriter out, ParameterSets sets, VideoFormat format) {
    boolean h264 = sets.codec() == VideoCodec.H264;
    int entry = out.begin(h264 ? "avc1" : "hvc1");
    out.zeros(6).u16(1).zeros(16).u16(format.width()).u16(format.height());
    out.u32(RESOLUTION).u32(RESOLUTION).u32(0).u16(1).zeros(32).u16(24).u16(0xffff);
    int configuration = out.begin(h264 ? "avcC" : "hvcC");
    if (h264) {
      writeAvcConfiguration(out, sets, format);
    } else {
      writeHevcConfiguration(out, sets, format);
    }
    out.end(configuration).end(entry);
  }

  /** ISO/IEC 14496-15 §5.3.3.1.2. */
  private static void writeAvcConfiguration(BoxWriter out, ParameterSets sets, VideoFormat format) {
    int profile = format.profile().idc();
    out.u8(1).u8(profile).u8((int) format.profile().compatibility()).u8(format.profile().level());
    out.u8(0xff).u8(0xe0 | sets.sequence().size());
    sets.sequence().forEach(set -> out.u16(set.length).raw(set));
    out.u8(sets.picture().size());
    sets.picture().forEach(set -> out.u16(set.length).raw(set));
    if (profile == 100 || profile == 110 || profile == 122 || profile == 144) {
      out.u8(0xfc | format.chromaFormat());
      out.u8(0xf8 | (format.lumaBits() - 8)).u8(0xf8 | (format.chromaBits() - 8)).u8(0);
    }
  }

  /** ISO/IEC 14496-15 §8.3.3.1.2. */
  private static void writeHevcConfiguration(
      BoxWriter out, ParameterSets sets, VideoFormat format) {
    VideoFormat.Profile profile = format.profile();
    out.u8(1).u8(profile.idc()).u32(profile.compatibility());
    out.u16((int) (profile.constraints() >>> 32)).u32(profile.constraints());
    out.u8(profile.level()).u16(0xf000).u8(0xfc).u8(0xfc | format.chromaFormat());
    out.u8(0xf8 | (format.lumaBits() - 8)).u8(0xf8 | (format.chromaBits() - 8)).u16(0);
    out.u8((format.temporalLayers() << 3) | (format.temporalNesting() ? 4 : 0) | 3).u8(3);
    writeHevcArray(out, 32, sets.video());
    writeHevcArray(out, 33, sets.sequence());
    writeHevcArray(out, 34, sets.picture());
  }

  private static void writeHevcArray(BoxWriter out, int type, List<byte[]> nalUnits) {
    out.u8(0x80 | type).u16(nalUnits.size());
    nalUnits.forEach(nal -> out.u16(nal.length).raw(nal));
  }

  private static void writeExtends(BoxWriter out) {
    int mvex = out.begin("mvex");
    int trex = out.begin("trex", 0, 0);
    out.u32(TRACK).u32(1).zeros(12).end(trex).end(mvex);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Size and codec. */
  VideoFormat format() {
    return format;
  }

  /** The type for {@code MediaSource.addSourceBuffer}, for instance with {@code avc1.64001F}. */
  String mimeType() {
    return "video/mp4; codecs=\"" + format.codecString() + "\"";
  }

  /** The bytes; must not be changed. */
  byte[] bytes() {
    return bytes;
  }
}
