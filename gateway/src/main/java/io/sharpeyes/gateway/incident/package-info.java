/**
 * The incident (警情): its two axes, what a press, a person or the clock may do to it, and the events
 * that follow. Pure: the clock is passed in; no input or output, no Vert.x.
 */
@NullMarked
package io.sharpeyes.gateway.incident;

import org.jspecify.annotations.NullMarked;
