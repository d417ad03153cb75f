package io.sharpeyes.gateway.registry;

/**
 * Keeps spreadsheets from running what somebody wrote into a name. A text that a spreadsheet would
 * take for a formula (it begins with {@code = + - @} or one of their full-width forms) is exported
 * with an apostrophe before it, and read back without it. A text of apostrophes before such a
 * character gets one more, so that every text comes back as it was.
 */
final class SpreadsheetText {

  private static final String FORMULA_STARTS = "=+-@＝＋－＠\t\r";

  private SpreadsheetText() {}

  static String encode(String text) {
    return isFormulaAfterApostrophes(text) ? "'" + text : text;
  }

  static String decode(String cell) {
    return cell.startsWith("'") && isFormulaAfterApostrophes(cell) ? cell.substring(1) : cell;
  }

  private static boolean isFormulaAfterApostrophes(String text) {
    int at = 0;
    while (at < text.length() && text.charAt(at) == '\'') {
      at++;
    }
    return at < text.length() && FORMULA_STARTS.indexOf(text.charAt(at)) >= 0;
  }
}
