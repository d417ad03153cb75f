package io.sharpeyes.device;

import org.jspecify.annotations.Nullable;

/**
 * Proof that an alarm is on disk: what the adapter may acknowledge.
 *
 * @param incident the incident that the alarm opened or joined
 * @param press the device's own id of the press, or null if it sent none
 * @param duplicate true if the same press had been stored before
 */
public record Receipt(String incident, @Nullable String press, boolean duplicate) {}
