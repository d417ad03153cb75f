package io.sharpeyes.device;

/** A signal that may be lost: the device will report again. */
public sealed interface DeviceReport extends DeviceSignal
    permits StatusReported, LinkUp, LinkDown, PositionReported, FeedbackAwaited, CommandReplied {}
