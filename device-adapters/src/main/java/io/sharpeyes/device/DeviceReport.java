package io.sharpeyes.device;

/** A signal that may be lost: the device will report again. */
public sealed interface DeviceReport extends DeviceSignal
    permits StatusReported,
        LinkUp,
        LinkDown,
        PositionReported,
        FeedbackAwaited,
        CommandReplied,
        TopicMistaken {

  /** Hands this report to the method of the reader that is meant for its kind. */
  void readBy(Reader reader);

  /** Somebody who wants to know every kind of report. Called on any thread; must not block. */
  interface Reader {

    /** A device said how it is. */
    void onStatus(StatusReported report);

    /** A device can be heard. */
    void onLinkUp(LinkUp report);

    /** A device can't be heard any more. */
    void onLinkDown(LinkDown report);

    /** A unit or phone said where it is. */
    void onPosition(PositionReported report);

    /** A device wants to know how far help is. */
    void onFeedbackAwaited(FeedbackAwaited report);

    /** A loudspeaker or siren answered. */
    void onCommandReplied(CommandReplied report);

    /** A device published where nobody listens. */
    void onTopicMistaken(TopicMistaken report);
  }
}
