package io.sharpeyes.device.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FAST_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.VideoCodec;
import io.sharpeyes.device.rtsp.VideoFormat;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacv.FFmpegLogCallback;

/**
 * Decodes one key frame and encodes it as JPEG, in memory: the one place that calls FFmpeg, by the
 * bindings of JavaCV. Each picture gets a decoder of its own, so that nothing of a broken stream
 * outlives it. Blocks for some milliseconds; each thread works alone.
 */
final class KeyFrameDecoder {

  private static final int MIN_SIDE = 16;
  private static final int MAX_WIDTH = 4096;
  private static final int MAX_PIXELS = 4096 * 2304;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  /** Of 2 to 31; about 90 of 100 in other programs' words. */
  private static final int JPEG_QUANTIZER = 4;

  private KeyFrameDecoder() {}

  /** Loads the native libraries; what hostile pictures make FFmpeg say is of no use to anybody. */
  static void load() {
    FFmpegLogCallback.setLevel(AV_LOG_QUIET);
    avcodec_find_decoder(AV_CODEC_ID_H264);
    sws_freeContext(null);
  }

  /**
   * Turns a key frame into a JPEG.
   *
   * @throws PictureException if it can't be decoded, or is larger than 4096 x 2304 pixels
   */
  static Snapshot toJpeg(AccessUnit key) {
    return decoded(
        key,
        frame -> {
          byte[] jpeg = encodeFullRange(frame);
          int width = frame.width();
          return new Snapshot(jpeg, width, frame.height(), key.receivedNanos());
        });
  }

  /**
   * Takes the figures of a key frame.
   *
   * @throws PictureException as {@link #toJpeg}
   */
  static PictureFigures figuresOf(AccessUnit key) {
    return decoded(key, KeyFrameDecoder::figures);
  }

  private static <T> T decoded(AccessUnit key, Function<AVFrame, T> use) {
    VideoFormat format = key.parameterSets().format();
    if (!isWithinBounds(format.width(), format.height())) {
      throw new PictureException(
          "A picture of " + format.width() + " x " + format.height() + " pixels isn't decoded");
    }
    AVFrame frame = av_frame_alloc();
    try {
      decode(key, frame);
      if (!isWithinBounds(frame.width(), frame.height())) {
        throw new PictureException("The picture isn't of the size that its camera told");
      }
      return use.apply(frame);
    } finally {
      av_frame_free(frame);
    }
  }

  private static boolean isWithinBounds(int width, int height) {
    return width >= MIN_SIDE
        && height >= MIN_SIDE
        && width <= MAX_WIDTH
        && (long) width * height <= MAX_PIXELS;
  }

  private static void decode(AccessUnit key, AVFrame frame) {
    int id = key.codec() == VideoCodec.H264 ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC;
    AVCodecContext context = avcodec_alloc_context3(avcodec_find_decoder(id));
    AVPacket packet = packet(key);
    try {
      context.thread_count(1).max_pixels(MAX_PIXELS).flags(AV_CODEC_FLAG_LOW_DELAY);
      require(avcodec_open2(context, (AVCodec) null, (AVDictionary) null), "open the decoder");
      require(avcodec_send_packet(context, packet), "read the key frame");
      // Nothing more comes: the picture needn't be held back.
      avcodec_send_packet(context, null);
      require(avcodec_receive_frame(context, frame), "decode the key frame");
    } finally {
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  /** Parameter sets and slices with start codes (Annex B), as a decoder without set-up wants it. */
  private static AVPacket packet(AccessUnit key) {
    byte[] data = key.data();
    int size = data.length;
    for (byte[] set : key.parameterSets().all()) {
      size += START_CODE.length + set.length;
    }
    AVPacket packet = av_packet_alloc();
    require(av_new_packet(packet, size), "get memory");
    ByteBuffer out = packet.data().capacity(size).asByteBuffer();
    key.parameterSets().all().forEach(set -> out.put(START_CODE).put(set));
    ByteBuffer in = ByteBuffer.wrap(data);
    while (in.hasRemaining()) {
      int length = in.getInt();
      out.put(START_CODE).put(in.slice(in.position(), length));
      in.position(in.position() + length);
    }
    return packet;
  }

  private static PictureFigures figures(AVFrame frame) {
    if (frame.format() != AV_PIX_FMT_YUV420P && frame.format() != AV_PIX_FMT_YUVJ420P) {
      throw new PictureException("Figures are taken only of pictures with 8 bits in 4:2:0");
    }
    int stride = frame.linesize(0);
    ByteBuffer luma = frame.data(0).capacity((long) stride * frame.height()).asByteBuffer();
    return PictureFigures.of(
        (x, y) -> luma.get(y * stride + x) & 0xff, frame.width(), frame.height());
  }

  /** JPEG has no studio range: without conversion black would be grey. */
  private static byte[] encodeFullRange(AVFrame frame) {
    boolean fits =
        frame.format() == AV_PIX_FMT_YUVJ420P
            || (frame.format() == AV_PIX_FMT_YUV420P && frame.color_range() == AVCOL_RANGE_JPEG);
    if (fits) {
      frame.format(AV_PIX_FMT_YUVJ420P);
      return encode(frame);
    }
    AVFrame full = av_frame_alloc();
    SwsContext scaler =
        sws_getContext(
            frame.width(),
            frame.height(),
            frame.format(),
            frame.width(),
            frame.height(),
            AV_PIX_FMT_YUVJ420P,
            SWS_FAST_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    try {
      full.width(frame.width()).height(frame.height()).format(AV_PIX_FMT_YUVJ420P);
      full.color_range(AVCOL_RANGE_JPEG);
      require(av_frame_get_buffer(full, 0), "get memory");
      require(sws_scale_frame(scaler, full, frame), "convert the picture");
      return encode(full);
    } finally {
      sws_freeContext(scaler);
      av_frame_free(full);
    }
  }

  private static byte[] encode(AVFrame frame) {
    AVCodecContext context = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    AVPacket packet = av_packet_alloc();
    try {
      context.width(frame.width()).height(frame.height()).pix_fmt(AV_PIX_FMT_YUVJ420P);
      context.color_range(AVCOL_RANGE_JPEG).thread_count(1).flags(AV_CODEC_FLAG_QSCALE);
      context.time_base().num(1).den(25);
      context.global_quality(JPEG_QUANTIZER * FF_QP2LAMBDA);
      av_opt_set(context.priv_data(), "huffman", "default", 0);
      require(avcodec_open2(context, (AVCodec) null, (AVDictionary) null), "open the encoder");
      frame.quality(JPEG_QUANTIZER * FF_QP2LAMBDA).pts(0);
      require(avcodec_send_frame(context, frame), "encode the picture");
      require(avcodec_receive_packet(context, packet), "encode the picture");
      byte[] jpeg = new byte[packet.size()];
      BytePointer data = packet.data();
      data.get(jpeg);
      return jpeg;
    } finally {
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static void require(int result, String what) {
    if (result < 0) {
      throw new PictureException("Could not " + what + " (FFmpeg error " + result + ")");
    }
  }
}
