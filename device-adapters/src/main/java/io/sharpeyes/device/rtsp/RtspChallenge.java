package io.sharpeyes.device.rtsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110 §11.6.1).
 *
 * @param scheme in lower case, for instance {@code digest}
 * @param parameters names in lower case, values without quotes
 */
record RtspChallenge(String scheme, Map<String, String> parameters) {

  /** Parses all challenges, in order, be they in one header or several; never fails. */
  static List<RtspChallenge> parse(List<String> headerValues) {
    List<RtspChallenge> found = new ArrayList<>();
    for (String value : headerValues) {
      new Reader(value).readInto(found);
    }
    return found;
  }

  /** Parses the parameters of {@code Authentication-Info} (RFC 7616 §3.5); never fails. */
  static Map<String, String> parseParameters(String headerValue) {
    List<RtspChallenge> found = new ArrayList<>();
    new Reader("info " + headerValue).readInto(found);
    return found.get(0).parameters;
  }

  /** A value, or the empty text. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** A word followed by {@code =} is a parameter; a word followed by anything else, a scheme. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void readInto(List<RtspChallenge> found) {
      RtspChallenge current = null;
      while (skipTo()) {
        String word = word();
        skipSpaces();
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skipSpaces();
          String value = value();
          if (current != null) {
            current.parameters.putIfAbsent(word, value);
          }
        } else if (!word.isEmpty()) {
          current = new RtspChallenge(word, new HashMap<>());
          found.add(current);
        } else {
          at++;
        }
      }
    }

    private boolean skipTo() {
      while (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) <= ' ')) {
        at++;
      }
      return at < text.length();
    }

    private void skipSpaces() {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
    }

    private String word() {
      int start = at;
      while (at < text.length() && ",=\"".indexOf(text.charAt(at)) < 0 && text.charAt(at) > ' ') {
        at++;
      }
      return text.substring(start, at).toLowerCase(Locale.ROOT);
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) > ' ') {
          at++;
        }
        return text.substring(start, at);
      }
      StringBuilder value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at++;
      return value.toString();
    }
  }
}
