package io.sharpeyes.gateway.settings;

/** A text that is no value of the kind that is wanted. Never leaves the package. */
final class SettingFault extends Exception {

  private static final long serialVersionUID = 1;

  private final String mend;

  SettingFault(String message, String mend) {
    super(message, null, false, false);
    this.mend = mend;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  String mend() {
    return mend;
  }
}
