package io.sharpeyes.gateway.journal;

/** Somebody asked for a page that no page before it named as the next. */
public final class UnknownPage extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  UnknownPage(String text, Throwable cause) {
    super("'" + text + "' is not the next of a page", cause);
  }
}
