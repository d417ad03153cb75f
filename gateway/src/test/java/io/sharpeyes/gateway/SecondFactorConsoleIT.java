package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** Setting the second factor up, signing in with it, and taking it away, in a real browser. */
class SecondFactorConsoleIT {

  @ParameterizedTest
  @CsvSource({"zh, light, 1280, 800", "en, dark, 360, 740"})
  void aPersonSetsItUpSignsInWithItAndTakesItAway(
      String language, String theme, int width, int height, @TempDir Path data) throws Exception {
    Browser.need();
    String name = "second-factor-" + language + "-" + theme + "-" + width + "-";
    try (DemoProcess demo = DemoProcess.start(data);
        Browser page = Browser.open(demo.address(), width, height, language, theme)) {
      page.signIn("maintenance").touch("[data-factor]").until("dialog [data-begin]");
      page.press(Keys.ENTER).until(".factor-key");
      page.screenshot(name + "key").checkAccessible("the key");
      assertThat(scanned(page)).as("the QR code says").contains("secret=" + secretOf(page));
      assertThat(page.text(".factor-key")).matches("([A-Z2-7]{4} )+[A-Z2-7]{1,4}");
      TotpApp app = new TotpApp(secretOf(page));

      page.fill("dialog input[name=code]", "000000").press(Keys.ENTER).until("dialog .problem");
      page.fill("dialog input[name=code]", app.code(Instant.now())).press(Keys.ENTER);
      page.until(".recovery li:nth-child(2)").screenshot(name + "recovery");
      page.checkAccessible("the recovery codes");
      String first = page.text(".recovery li:nth-child(1)").strip();
      String second = page.text(".recovery li:nth-child(2)").strip();
      page.touch("[data-kept]").untilGone("dialog[open]");

      page.signInAgain("maintenance");
      page.until("input[name=code]:focus")
          .screenshot(name + "sign-in")
          .checkAccessible("the sign-in");
      page.type(first).press(Keys.ENTER).until(".bar");
      page.touch("[data-factor]").fill("dialog input[name=code]", second);
      page.screenshot(name + "removal").checkAccessible("the removal");
      page.press(Keys.ENTER).untilGone("dialog[open]");
      page.signInAgain("maintenance");
      page.until(".bar").checkCleanHands();
    }
  }

  @ParameterizedTest
  @CsvSource({"zh, light, 1440, 900, 登录已失效", "en, dark, 360, 740, You are signed out"})
  void signingOutEverywhereEndsTheOtherDesksTooAndAnAdminMayDoItForSomebody(
      String language, String theme, int width, int height, String words, @TempDir Path data)
      throws Exception {
    Browser.need();
    String name = "everywhere-" + language + "-" + theme + "-" + width + "-";
    try (DemoProcess demo = DemoProcess.start(data);
        Browser page = Browser.open(demo.address(), width, height, language, theme);
        Browser other = Browser.open(demo.address(), width, height, language, theme)) {
      other.signIn("head").until(".lamp.live");
      page.signIn("head").touch("[data-factor]").touch("[data-everywhere]");
      page.until("[data-everywhere=sure]").screenshot(name + "sure");
      page.checkAccessible("signing out everywhere").touch("[data-everywhere=sure]");
      page.until("input[name=user]");
      other.untilSays(".sign-in .problem", words);

      signIn(other, "head").until(".lamp.live");
      signIn(page, "admin").until(".drop").go("#/people").touch("[data-end=head]");
      page.until("dialog[open]").screenshot(name + "admin").checkAccessible("ending sign-ins");
      page.press(Keys.TAB).press(Keys.TAB).press(Keys.ENTER).untilGone("dialog[open]");
      other.untilSays(".sign-in .problem", words);
      page.checkCleanHands();
    }
  }

  /** Where somebody was signed in before, no field has the focus by itself. */
  private static Browser signIn(Browser page, String user) {
    return page.fill("input[name=user]", user).press(Keys.TAB).type("demo").press(Keys.ENTER);
  }

  private static String secretOf(Browser page) {
    return page.text(".factor-key").replace(" ", "");
  }

  /** What a phone's camera reads off the screen, found and decoded as it would be there. */
  private static String scanned(Browser page) throws Exception {
    page.run("document.querySelector('.qr-code').scrollIntoView({block: 'center'})");
    BufferedImage screen = ImageIO.read(new ByteArrayInputStream(page.picture()));
    int[] colours =
        screen.getRGB(0, 0, screen.getWidth(), screen.getHeight(), null, 0, screen.getWidth());
    var light = new RGBLuminanceSource(screen.getWidth(), screen.getHeight(), colours);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(light))).getText();
  }
}
