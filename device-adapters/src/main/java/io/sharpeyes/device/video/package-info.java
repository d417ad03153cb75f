/**
 * Keeps, cuts and repacks encoded pictures: the ring before a press, live view, clips, snapshots.
 * Knows nothing of incidents, of people or of who may look; it opens no connection but to cameras.
 */
@NullMarked
package io.sharpeyes.device.video;

import org.jspecify.annotations.NullMarked;
