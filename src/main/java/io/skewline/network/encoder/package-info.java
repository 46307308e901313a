/** Unimodal encoders: features, fitting with Deeplearning4j, and inference from frozen weights. */
@NullMarked
package io.skewline.network.encoder;

import org.jspecify.annotations.NullMarked;
