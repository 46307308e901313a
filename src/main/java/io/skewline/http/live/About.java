// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.http.live;

import java.util.List;

/**
 * What does not change while the process runs.
 *
 * @param name of the application
 * @param task {@code classification}, {@code regression} or {@code clustering}
 * @param modalities in the order of the topology file
 * @param labels of the classes; none for values
 */
public record About(String name, String task, List<String> modalities, List<String> labels) {}
