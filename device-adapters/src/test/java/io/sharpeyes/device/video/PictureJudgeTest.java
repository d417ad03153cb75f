package io.sharpeyes.device.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureJudgeTest {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  private final PictureJudge judge = new PictureJudge();

  /** A scene with edges and the noise of a sensor. */
  private static PictureFigures lively(long seed) {
    Random random = new Random(seed);
    int[] noise = random.ints(WIDTH * HEIGHT, 0, 6).toArray();
    return PictureFigures.of(
        (x, y) -> (x / 40 + y / 40) % 2 * 120 + 40 + noise[y * WIDTH + x], WIDTH, HEIGHT);
  }

  private String judgeThrice(PictureFigures one, PictureFigures two, PictureFigures three) {
    judge.judge(one);
    judge.judge(two);
    return judge.judge(three);
  }

  @Test
  void aLivingPictureIsFine() {
    assertThat(judgeThrice(lively(1), lively(2), lively(3))).isEmpty();
  }

  @Test
  void aSingleOddPictureIsNothing() {
    PictureFigures black = PictureFigures.of((x, y) -> 16, WIDTH, HEIGHT);

    assertThat(judgeThrice(black, black, lively(1))).isEmpty();
  }

  @Test
  void threeBlackOnesAreTold() {
    PictureFigures black = PictureFigures.of((x, y) -> 16 + x % 2, WIDTH, HEIGHT);

    assertThat(judgeThrice(black, black, black)).contains("black");
  }

  @Test
  void aCoveredLensIsOfOneColour() {
    PictureFigures covered = PictureFigures.of((x, y) -> 120, WIDTH, HEIGHT);

    assertThat(judgeThrice(covered, covered, covered)).contains("of one colour");
  }

  @Test
  void thePictureThatNeverChangesIsFrozen() {
    judge.judge(lively(1));

    assertThat(judgeThrice(lively(1), lively(1), lively(1))).contains("frozen");
  }

  @Test
  void softSlopesWithoutEdgesAreBlurred() {
    for (int i = 0; i < 3; i++) {
      int shift = i;
      String verdict =
          judge.judge(PictureFigures.of((x, y) -> (x + shift) * 200 / WIDTH, WIDTH, HEIGHT));
      assertThat(verdict.isEmpty() || verdict.contains("blurred")).isTrue();
    }
    assertThat(judge.judge(PictureFigures.of((x, y) -> y * 200 / HEIGHT, WIDTH, HEIGHT)))
        .contains("blurred");
  }
}
