package io.sharpeyes.gateway.incident;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How an incident may be closed (办结).
 *
 * <ul>
 *   <li>{@code accidental} needs a call-back or a visit; after a duress code or PIN neither {@code
 *       accidental} nor {@code unfounded} is taken without a visit: who is threatened says on the
 *       phone that all is well.
 *   <li>{@code exercise} and {@code test} are for incidents of that status only. A drill that
 *       turned out to be real may be closed as what it was.
 *   <li>{@code duplicate} takes a merge, so that it is known of what.
 *   <li>With units still out the person must have said what becomes of them.
 *   <li>A quiet alarm may be closed without a release; the site is then told nothing.
 * </ul>
 */
final class CloseRules {

  private static final int MAX_NOTE = 4_000;
  private static final int MAX_WORD = 100;
  private static final int MAX_HANDED_TO = 8;
  private static final Set<String> CALL_BACKS = Set.of("call", "visit");

  private CloseRules() {}

  static Handling.Closing duplicate() {
    return new Handling.Closing(Disposition.DUPLICATE, "", "", List.of(), "", null);
  }

  /**
   * How it is closed, if it may be.
   *
   * @throws Rejected if not
   */
  static Handling.Closing check(Incident incident, IncidentAction.Close action) {
    checkTexts(action);
    checkDisposition(incident, action.disposition());
    checkCallBack(incident, action.disposition(), action.callBack());
    List<Assignment> out = incident.unitsOut();
    if (!out.isEmpty() && action.unitsOut() == IncidentAction.Close.UnitsOut.UNSAID) {
      throw new Rejected(
          Rejected.Reason.UNITS_OUT,
          "Units are still out: "
              + out.stream().map(Assignment::name).collect(Collectors.joining(", "))
              + ". Recall them, or confirm to close all the same",
          incident);
    }
    return new Handling.Closing(
        action.disposition(),
        action.category(),
        action.note(),
        action.handedTo(),
        action.caseNumber(),
        action.callBack());
  }

  private static void checkTexts(IncidentAction.Close action) {
    Texts.optional("category", action.category(), MAX_WORD);
    Texts.optional("note", action.note(), MAX_NOTE);
    Texts.optional("caseNumber", action.caseNumber(), MAX_WORD);
    if (action.handedTo().size() > MAX_HANDED_TO) {
      throw Rejected.invalid("handedTo names more than " + MAX_HANDED_TO);
    }
    action.handedTo().forEach(name -> Texts.required("handedTo", name, MAX_WORD));
  }

  private static void checkDisposition(Incident incident, Disposition disposition) {
    if (disposition == Disposition.DUPLICATE) {
      throw Rejected.invalid("A duplicate is merged into the other incident, not closed alone");
    }
    boolean drill = disposition == Disposition.EXERCISE || disposition == Disposition.TEST;
    if (drill && !disposition.wireName().equals(incident.status().wireName())) {
      throw Rejected.invalid(
          "The incident is "
              + incident.status().wireName()
              + ", not "
              + disposition.wireName()
              + ": only a press in a booked window is");
    }
  }

  private static void checkCallBack(
      Incident incident, Disposition disposition, @Nullable String callBack) {
    if (callBack != null && !CALL_BACKS.contains(callBack)) {
      throw Rejected.invalid("callBack is " + callBack + ", must be call or visit");
    }
    boolean accidental = disposition == Disposition.ACCIDENTAL;
    if (accidental && callBack == null) {
      throw Rejected.invalid("accidental needs callBack: call or visit");
    }
    boolean harmless = accidental || disposition == Disposition.UNFOUNDED;
    if (incident.duress() && harmless && !"visit".equals(callBack)) {
      throw Rejected.invalid(
          "After a duress alarm "
              + disposition.wireName()
              + " needs a visit: who is threatened can't speak freely on the phone");
    }
  }
}
