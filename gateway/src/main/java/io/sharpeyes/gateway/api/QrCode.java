package io.sharpeyes.gateway.api;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/** A text as squares that a phone reads (ISO/IEC 18004), for the page to draw. */
final class QrCode {

  private QrCode() {}

  /**
   * Draws it.
   *
   * @param text at most some hundred characters
   * @return its rows, {@code #} for dark and {@code .} for light, without the quiet zone around it
   */
  static List<String> rows(String text) {
    ByteMatrix squares;
    try {
      squares = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalArgumentException("the text is too long for a QR code", tooLong);
    }
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < squares.getHeight(); y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < squares.getWidth(); x++) {
        row.append(squares.get(x, y) == 1 ? '#' : '.');
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
