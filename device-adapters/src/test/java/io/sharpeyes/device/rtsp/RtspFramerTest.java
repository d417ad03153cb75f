package io.sharpeyes.device.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtspFramerTest {

  private static final int MAX_BODY = 1_000;

  /** An answer, two packets, an answer with body (and dollars in it), a request, a packet. */
  private static final byte[] CONVERSATION =
      latin1(
          "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"
              + "$\0\0\3abc$\1\0\0"
              + "\r\nRTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Type: application/sdp\r\n"
              + "Content-Length: 9\r\n\r\nv=0\n$\0\0\1$"
              + "OPTIONS * RTSP/1.0\nCSeq: 7\nX-Long: a\n b\n\n"
              + "$\2\0\2\r\n");

  private static final List<String> UNDERSTOOD =
      List.of(
          "RTSP/1.0 200 OK CSeq=1 ''",
          "0:616263",
          "1:",
          "RTSP/1.0 200 OK CSeq=2 'v=0\n$\0\0\1$'",
          "OPTIONS * RTSP/1.0 CSeq=7 ''",
          "2:0d0a");

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Feeds the pieces; closes at the end, as a connection does. */
  private static List<Object> cut(byte[]... pieces) {
    EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer(MAX_BODY));
    List<Object> found = new ArrayList<>();
    try {
      for (byte[] piece : pieces) {
        channel.writeInbound(Unpooled.copiedBuffer(piece));
        drain(channel, found);
      }
    } finally {
      drain(channel, found);
      try {
        channel.finishAndReleaseAll();
      } catch (DecoderException e) {
        // What is left over is as broken as what came before.
      }
    }
    return found;
  }

  private static void drain(EmbeddedChannel channel, List<Object> found) {
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof RtspFrame frame) {
        found.add(frame.channel() + ":" + ByteBufUtil.hexDump(frame.content()));
        frame.release();
      } else {
        found.add(next);
      }
    }
  }

  private static List<String> words(List<Object> found) {
    return found.stream()
        .map(
            it ->
                it instanceof RtspMessage message
                    ? message.startLine()
                        + " CSeq="
                        + message.sequence()
                        + " '"
                        + message.body()
                        + "'"
                    : it.toString())
        .toList();
  }

  @Test
  void separatesMessagesAndPackets() {
    assertThat(words(cut(CONVERSATION))).isEqualTo(UNDERSTOOD);
  }

  @Test
  void splitAtEveryByteMakesNoDifference() {
    for (int at = 0; at <= CONVERSATION.length; at++) {
      byte[] first = java.util.Arrays.copyOfRange(CONVERSATION, 0, at);
      byte[] second = java.util.Arrays.copyOfRange(CONVERSATION, at, CONVERSATION.length);
      assertThat(words(cut(first, second))).as("split at %d", at).isEqualTo(UNDERSTOOD);
    }
  }

  @Test
  void byteByByteMakesNoDifference() {
    byte[][] pieces = new byte[CONVERSATION.length][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = new byte[] {CONVERSATION[i]};
    }
    assertThat(words(cut(pieces))).isEqualTo(UNDERSTOOD);
  }

  @Test
  void joinsFoldedHeaders() {
    RtspMessage message =
        (RtspMessage) cut(latin1("RTSP/1.0 200 OK\r\nPublic: A,\r\n\tB\r\n\r\n")).get(0);

    assertThat(message.headers().first("public")).isEqualTo("A, B");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: 1001, 1001 bytes",
    "Content-Length: 99999999999999, Content-Length",
    "Content-Length: -1, Content-Length",
    "'Content-Length: 1\r\nContent-Length: 2', Content-Length",
    ": x, without name",
    "no colon, without name",
    "$\0\0\1x, without name",
  })
  void refusesBadHeads(String header, String said) {
    assertThatThrownBy(() -> cut(latin1("RTSP/1.0 200 OK\r\n" + header + "\r\n\r\n")))
        .hasCauseInstanceOf(RtspException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "\0\0\0", "\u0080", " RTSP/1.0", "2.0"})
  void refusesWhatIsNeitherMessageNorPacket(String text) {
    assertThatThrownBy(() -> cut(latin1(text))).hasMessageContaining("neither");
  }

  @Test
  void refusesEndlessHeads() {
    String start = "RTSP/1.0 200 OK\r\n";
    byte[] line = latin1("X: " + "a".repeat(1_000) + "\r\n");

    assertThatThrownBy(() -> cut(latin1(start + "A: 1\r\n".repeat(65))))
        .hasMessageContaining("64 headers");
    assertThatThrownBy(() -> cut(latin1(start + "a".repeat(5_000)))).hasMessageContaining("line");
    assertThatThrownBy(
            () -> cut(latin1(start + new String(line, StandardCharsets.ISO_8859_1).repeat(20))))
        .hasMessageContaining("head of over");
    assertThatThrownBy(() -> cut(latin1(start + "A: 1\r\n" + " b\r\n".repeat(9_000))))
        .hasMessageContaining("head of over");
    assertThatThrownBy(() -> cut(latin1("\r\n".repeat(100)))).hasMessageContaining("empty lines");
  }

  @Property(tries = 500)
  void anyPiecesAreUnderstoodAlike(@ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < CONVERSATION.length; ) {
      int end = Math.min(CONVERSATION.length, at + 1 + random.nextInt(30));
      pieces.add(java.util.Arrays.copyOfRange(CONVERSATION, at, end));
      at = end;
    }
    assertThat(words(cut(pieces.toArray(new byte[0][])))).isEqualTo(UNDERSTOOD);
  }

  @Property(tries = 1_500)
  void aChangedByteEndsInSenseOrInRtspException(
      @ForAll @IntRange(max = 170) int at, @ForAll byte value) {
    byte[] changed = CONVERSATION.clone();
    changed[at % changed.length] = value;
    understandOrRefuse(changed);
  }

  @Property(tries = 1_500)
  void anyBytesEndInSenseOrInRtspException(@ForAll @Size(max = 300) byte[] bytes) {
    understandOrRefuse(bytes);
    byte[] behindStart = new byte[bytes.length + 1];
    behindStart[0] = 'R';
    System.arraycopy(bytes, 0, behindStart, 1, bytes.length);
    understandOrRefuse(behindStart);
  }

  private static void understandOrRefuse(byte[] bytes) {
    try {
      assertThat(cut(bytes)).hasSizeLessThanOrEqualTo(bytes.length);
    } catch (DecoderException e) {
      assertThat(e).hasCauseInstanceOf(RtspException.class);
    }
  }

  @Test
  void keepsNoBufferOfAPacketThatWasCutShort() {
    EmbeddedChannel channel = new EmbeddedChannel(new RtspFramer(MAX_BODY));
    ByteBuf part = Unpooled.copiedBuffer(latin1("$\0\0\7abc"));
    channel.writeInbound(part);

    channel.finishAndReleaseAll();

    assertThat(part.refCnt()).isZero();
  }
}
