package io.sharpeyes.gateway.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list.
 *
 * @param items in order
 * @param next asks for the part that follows; null if there is none
 * @param behind how many events of the log were not yet taken into the tables when this was read; 0
 *     means that everything stored before the question is in it
 */
public record Page<T>(List<T> items, @Nullable String next, long behind) {

  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }
}
