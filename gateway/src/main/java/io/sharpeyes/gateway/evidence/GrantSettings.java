package io.sharpeyes.gateway.evidence;

import java.time.Duration;

/**
 * How long grants last, and what is done with cameras at a press.
 *
 * @param watch a grant while the incident is open; asked for anew before it ends
 * @param review what a confirmed review opens
 * @param breakGlass looking without an incident
 * @param confirmWithin how long a review waits for its second person
 * @param alarmCameras so many of the best cameras are opened at a press, and their picture of that
 *     moment is kept
 * @param clip how long a clip goes on after the press
 */
public record GrantSettings(
    Duration watch,
    Duration review,
    Duration breakGlass,
    Duration confirmWithin,
    int alarmCameras,
    Duration clip) {}
