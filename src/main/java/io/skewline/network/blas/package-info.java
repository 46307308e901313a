/** Single-precision matrix products on native memory, on the BLAS that ND4J loads. */
@NullMarked
package io.skewline.network.blas;

import org.jspecify.annotations.NullMarked;
