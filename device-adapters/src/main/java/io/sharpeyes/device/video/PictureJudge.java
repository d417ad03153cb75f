package io.sharpeyes.device.video;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Judges a camera by the figures of its pictures: black, frozen or blurred. A single picture proves
 * nothing, because a lorry may stand in front of the lens: only what several pictures in a row say
 * is told. Not thread-safe.
 */
final class PictureJudge {

  /** Pictures in a row that must agree. */
  static final int AGREEING = 3;

  private static final double BLACK_MEAN = 28;
  private static final double FLAT_DEVIATION = 4;
  private static final double BLURRED_SHARPNESS = 4;

  private @Nullable PictureFigures previous;
  private String suspicion = "";
  private int agreeing;

  /**
   * Takes the figures of the next picture.
   *
   * @return what is wrong, in English; empty if nothing is, or it isn't sure yet
   */
  String judge(PictureFigures figures) {
    String verdict = verdict(figures);
    agreeing = verdict.equals(suspicion) ? agreeing + 1 : 1;
    suspicion = verdict;
    previous = figures;
    boolean sure = !verdict.isEmpty() && agreeing >= AGREEING;
    return sure
        ? String.format(
            Locale.ROOT,
            "The picture is %s (luma %.0f, deviation %.1f, sharpness %.1f)",
            verdict,
            figures.mean(),
            figures.deviation(),
            figures.sharpness())
        : "";
  }

  private String verdict(PictureFigures figures) {
    PictureFigures before = previous;
    if (figures.deviation() < FLAT_DEVIATION) {
      return figures.mean() < BLACK_MEAN ? "black" : "of one colour";
    }
    if (before != null && figures.isSameAs(before)) {
      return "frozen";
    }
    return figures.sharpness() < BLURRED_SHARPNESS ? "blurred" : "";
  }
}
