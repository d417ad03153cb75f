/**
 * Simulated devices that speak the real protocols: for the demo, for drills at a desk and for load
 * tests. Nothing of the gateway's own way of a press depends on it.
 */
@NullMarked
package io.sharpeyes.device.simulator;

import org.jspecify.annotations.NullMarked;
