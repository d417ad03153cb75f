package io.sharpeyes.gateway.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Finds out how a text file is encoded: UTF-8, with or without a byte order mark, or GB18030 (and
 * so GBK and GB2312), which is what Excel writes in China. A file is taken for GB18030 only if it
 * is no valid UTF-8.
 */
final class TextEncoding {

  private static final int CHUNK_CHARS = 8_192;

  private TextEncoding() {}

  /** The encoding, or nothing if the bytes are a text in neither. */
  static Optional<Charset> detect(byte[] bytes) {
    if (isValid(bytes, StandardCharsets.UTF_8)) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    Charset gb18030 = Charset.forName("GB18030");
    return isValid(bytes, gb18030) ? Optional.of(gb18030) : Optional.empty();
  }

  /** How many bytes at the beginning are a UTF-8 byte order mark. */
  static int markLength(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /** Says whether the bytes begin like UTF-16, which spreadsheets call "Unicode text". */
  static boolean isUtf16(byte[] bytes) {
    return bytes.length >= 2
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
  }

  private static boolean isValid(byte[] bytes, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(CHUNK_CHARS);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    return result.isUnderflow();
  }
}
