package io.sharpeyes.device.rtsp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of one message, in order; names compare without regard to case. */
final class RtspHeaders {

  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  RtspHeaders add(String name, String value) {
    names.add(name);
    values.add(value);
    return this;
  }

  RtspHeaders copy() {
    RtspHeaders copy = new RtspHeaders();
    copy.names.addAll(names);
    copy.values.addAll(values);
    return copy;
  }

  int size() {
    return names.size();
  }

  /** Adds to the last value what an indented line continues (RFC 2326 §15.1, folding). */
  void continueLast(String text) {
    int last = values.size() - 1;
    values.set(last, values.get(last) + " " + text);
  }

  @Nullable String first(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i);
      }
    }
    return null;
  }

  List<String> all(String name) {
    List<String> found = new ArrayList<>(1);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        found.add(values.get(i));
      }
    }
    return found;
  }

  void writeTo(StringBuilder out) {
    for (int i = 0; i < names.size(); i++) {
      out.append(names.get(i)).append(": ").append(values.get(i)).append("\r\n");
    }
  }
}
