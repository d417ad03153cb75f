package io.sharpeyes.device;

/** A signal that must not be lost: it is acknowledged only after it is stored. */
public sealed interface AlarmSignal extends DeviceSignal permits ButtonPressed, CancelRequested {}
