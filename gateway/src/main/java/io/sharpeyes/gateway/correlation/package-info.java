/**
 * Which cameras can see a place, ranked, with the reasons. Pure: no clock, no input or output, no
 * Vert.x.
 */
@NullMarked
package io.sharpeyes.gateway.correlation;

import org.jspecify.annotations.NullMarked;
