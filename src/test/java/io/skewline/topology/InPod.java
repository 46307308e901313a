// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process finds in a pod of ops/kubernetes. */
final class InPod {
  static final String SECRETS = "/run/secrets/skewline";
  private static final Pattern DOCUMENTED = Pattern.compile("--from-literal=([a-z-]+)=");

  private InPod() {}

  /** SKEWLINE_OPTS left out. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (JsonNode literal : Manifests.tree("kustomization.yaml").findValue("literals")) {
      String[] both = literal.asText().split("=", 2);
      environment.put(both[0], both[1]);
    }
    return environment;
  }

  /**
   * The topology file as read there.
   *
   * @param secrets gets a file for each key that the user is told to put into the secret
   */
  static FusionApp app(Path secrets) throws IOException {
    Matcher keys =
        DOCUMENTED.matcher(Files.readString(Manifests.ROOT.resolve("kustomization.yaml")));
    while (keys.find()) {
      Files.writeString(secrets.resolve(keys.group(1)), "of " + keys.group(1));
    }
    String text = Files.readString(Manifests.ROOT.resolve("topology.yaml"));
    String here = text.replace(SECRETS, secrets.toString());
    return TopologyFile.parse("topology.yaml", here, List.of(), environment()::get);
  }
}
