// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.verify;

import io.skewline.modality.Modality;
import io.skewline.modality.StreamEvent;
import io.skewline.modality.StreamId;
import java.util.Optional;

/**
 * Something to be sent.
 *
 * @param atMillis after the start of the traffic
 * @param event empty for bytes that are no frame
 */
record Shot(long atMillis, StreamId stream, Modality modality, Optional<StreamEvent> event) {}
