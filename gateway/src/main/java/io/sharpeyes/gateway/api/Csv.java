package io.sharpeyes.gateway.api;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Lists as CSV (RFC 4180), for spreadsheets. */
final class Csv {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** The full-width ones, which a Chinese keyboard writes, count as well. */
  private static final String FORMULA_STARTS = "=+-@＝＋－＠\t\r";

  private Csv() {}

  static Answer answer(List<String> columns, Stream<List<Object>> rows) {
    StringWriter out = new StringWriter().append(BYTE_ORDER_MARK);
    try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      printer.printRecord(columns);
      for (List<Object> row : (Iterable<List<Object>>) rows::iterator) {
        printer.printRecord(row.stream().map(Csv::harmless).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Answer.text("text/csv; charset=utf-8; header=present", out.toString());
  }

  /** A text that a spreadsheet would take for a formula gets an apostrophe. */
  private static Object harmless(Object value) {
    String text = value instanceof String s ? s : "";
    boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
    return formula ? "'" + text : value;
  }
}
