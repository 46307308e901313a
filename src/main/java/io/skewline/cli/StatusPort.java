// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import io.skewline.http.StatusSettings;
import io.skewline.topology.BadConfigException;
import io.skewline.topology.FusionApp;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a process answers over HTTP, before it starts with anything else. */
final class StatusPort {
  private static final Logger LOG = LoggerFactory.getLogger(StatusPort.class);

  private StatusPort() {}

  /**
   * @throws BadConfigException if the keystore cannot be used
   */
  static StatusSettings of(FusionApp app, int port) {
    if (app.http().remote() && app.http().user().isEmpty() && app.http().token().isEmpty()) {
      LOG.warn(
          "http.host {} lets everybody who reaches this machine ask; http.user or http.token"
              + " would not",
          app.http().host());
    }
    try {
      return StatusSettings.of(app.http(), port);
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(app.file(), List.of(e.getMessage()), e);
    }
  }
}
