/** Measures the gateway; never shipped. */
@NullMarked
package io.sharpeyes.benchmarks;

import org.jspecify.annotations.NullMarked;
