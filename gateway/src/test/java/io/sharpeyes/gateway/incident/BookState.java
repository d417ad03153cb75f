package io.sharpeyes.gateway.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a case book knows, as a list of things, to be compared: its image as it comes back from
 * bytes. Without the time, which passes without events too; and without the order in which things
 * will be let go, which a rollback may change.
 */
final class BookState {

  private BookState() {}

  static List<Object> of(CaseBook book) {
    BookImage image = ImageJson.read(book.image().get());
    List<Object> things = new ArrayList<>();
    things.add(image.lastIds());
    things.addAll(image.open());
    things.addAll(image.closed());
    things.addAll(image.pendingReset());
    image.lastOfSite().stream().sorted(Map.Entry.comparingByKey()).forEach(things::add);
    things.addAll(image.areas());
    image.windows().stream().sorted(Comparator.comparing(BookedWindow::id)).forEach(things::add);
    things.addAll(image.duty());
    things.addAll(image.presses());
    return things;
  }

  /** Fails with what the two don't have in common, but not with all that they have. */
  static void assertSame(String what, List<Object> actual, List<Object> expected) {
    if (actual.equals(expected)) {
      return;
    }
    List<Object> surplus = new ArrayList<>(actual);
    surplus.removeAll(expected);
    List<Object> missing = new ArrayList<>(expected);
    missing.removeAll(actual);
    List<String> differing =
        Stream.concat(
                surplus.stream().map(thing -> "surplus " + thing),
                missing.stream().map(thing -> "missing " + thing))
            .toList();
    assertThat(differing).as(what).isEmpty();
    throw new AssertionError(what + ": the same things in another order");
  }
}
