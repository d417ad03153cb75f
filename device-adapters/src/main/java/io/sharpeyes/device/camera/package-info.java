/** What a camera is, sees and suffers from: values only. No identity of a person or a plate. */
@NullMarked
package io.sharpeyes.device.camera;

import org.jspecify.annotations.NullMarked;
