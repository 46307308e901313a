/** The sparse skew-pair fusion network: its tensors by name and shape, and its serving engine. */
@NullMarked
package io.skewline.network.ssfn;

import org.jspecify.annotations.NullMarked;
