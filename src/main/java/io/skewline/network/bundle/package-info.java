/** Writes and reads bundles: one checksummed artefact, complete or refused. */
@NullMarked
package io.skewline.network.bundle;

import org.jspecify.annotations.NullMarked;
