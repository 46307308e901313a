/** Fits SSFNs and the baselines that stand beside them: explicit gradients over sgemm. */
@NullMarked
package io.skewline.network.fit;

import org.jspecify.annotations.NullMarked;
