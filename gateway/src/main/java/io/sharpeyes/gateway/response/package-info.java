/**
 * Which units are near a place, in which ring, and who is rung next if nobody answers. Pure: the
 * clock is passed in; no Vert.x.
 */
@NullMarked
package io.sharpeyes.gateway.response;

import org.jspecify.annotations.NullMarked;
