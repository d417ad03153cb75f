package io.sharpeyes.gateway.incident;

/**
 * What an alarm code means here. Codes are those of Contact ID (SIA DC-05-1999.09), priorities
 * those of GB/T 28181 (1 the highest).
 *
 * <table>
 *   <caption>By code</caption>
 *   <tr><th>codes</th><th>what</th><th>priority</th></tr>
 *   <tr><td>121</td><td>duress; quiet</td><td>1</td></tr>
 *   <tr><td>122</td><td>silent; quiet</td><td>1</td></tr>
 *   <tr><td>110–118, 151, 158, 159, 162, 163</td><td>fire; gas, heat, carbon monoxide</td><td>1</td></tr>
 *   <tr><td>100–102</td><td>medical, personal emergency</td><td>2</td></tr>
 *   <tr><td>120, 123–129 and every code that is not named</td><td>panic</td><td>2</td></tr>
 *   <tr><td>130–146 (144 tamper), 341 and 383 (tamper)</td><td>burglary, general, tamper: who breaks a button means
 *       something by it, so it rings like a press</td><td>3</td></tr>
 *   <tr><td>152–157, 161</td><td>water, cold, damage by things</td><td>3</td></tr>
 *   <tr><td>147, 3xx (302 low battery), 4xx–6xx</td><td>the device speaks of itself: an incident of
 *       status {@code system}, which is listed but rings nobody and climbs no ladder</td><td>4</td></tr>
 * </table>
 *
 * A code that is not known is a panic: who sends rubbish may still need help. A device can't call
 * its own press a test (601, 602): that takes a booked window, and in it any code will do; outside
 * such a window these codes are what they are, the device speaking of itself.
 *
 * @param code three digits
 */
record AlarmCode(int code) {

  static final int DURESS = 121;
  private static final int SILENT = 122;
  private static final int SUPERVISION_FAILURE = 147;
  private static final int MODULE_TAMPER = 341;
  private static final int SENSOR_TAMPER = 383;

  boolean isDuress() {
    return code == DURESS;
  }

  /** Whether nothing at the site may betray the alarm. */
  boolean isQuiet() {
    return code == DURESS || code == SILENT;
  }

  /** Whether the device speaks of itself, not a person through it. */
  boolean isSystem() {
    return code == SUPERVISION_FAILURE || (code >= 300 && code <= 699 && !isTamper());
  }

  /** Whether the device calls it a test (601 by hand, 602 by the clock …). */
  boolean isTestReport() {
    return code >= 601 && code <= 609;
  }

  private boolean isTamper() {
    return code == MODULE_TAMPER || code == SENSOR_TAMPER;
  }

  /** GB/T 28181: 1 is the highest, 4 the lowest. */
  int priority() {
    if (isSystem()) {
      return 4;
    }
    if (isQuiet() || isFire() || isPoison()) {
      return 1;
    }
    return (code >= 130 && code <= 163) || isTamper() ? 3 : 2;
  }

  private boolean isFire() {
    return code >= 110 && code <= 118;
  }

  private boolean isPoison() {
    return code == 151 || code == 158 || code == 159 || code == 162 || code == 163;
  }
}
