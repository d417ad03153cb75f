package io.sharpeyes.gateway.incident;

/**
 * What a press, restoring or cancel request became.
 *
 * @param incident the incident as it stands now
 * @param alarm the stored alarm's id
 * @param duplicate true if the same press had been stored before
 */
public record PressResult(Incident incident, String alarm, boolean duplicate) {}
