package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a phone's camera makes of the squares is the text that went in. */
class QrCodeTest {

  @Test
  void whatIsReadIsWhatWasDrawn() throws Exception {
    String uri =
        "otpauth://totp/Sharp%20Eyes:dispatcher-2?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
            + "&issuer=Sharp%20Eyes";
    List<String> rows = QrCode.rows(uri);
    BitMatrix squares = new BitMatrix(rows.size());
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < rows.size(); x++) {
        if (rows.get(y).charAt(x) == '#') {
          squares.set(x, y);
        }
      }
    }
    assertThat(new Decoder().decode(squares).getText()).isEqualTo(uri);
  }
}
