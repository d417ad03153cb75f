package io.sharpeyes.device.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request of a viewer (RFC 2326 §6).
 *
 * @param method in upper case
 * @param uri as sent
 * @param headers names in lower case
 */
record RtspRequest(String method, String uri, Map<String, String> headers) {

  @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  String cseq() {
    return headers.getOrDefault("cseq", "0");
  }

  /** The part of the URI behind the authority, without query and slashes at its ends. */
  String path() {
    int scheme = uri.indexOf("://");
    int from = scheme < 0 ? 0 : uri.indexOf('/', scheme + 3);
    if (from < 0) {
      return "";
    }
    int query = uri.indexOf('?', from);
    String path = query < 0 ? uri.substring(from) : uri.substring(from, query);
    int begin = path.startsWith("/") ? 1 : 0;
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return end <= begin ? "" : path.substring(begin, end);
  }
}
