// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks the pods finds them, at the port that they have; they reach what they ask. */
class KubernetesNetworkTest {
  private static final IntOrString HTTP = new IntOrString("http");

  @ParameterizedTest
  @ValueSource(strings = {"skewline-processor", "skewline-trainer"})
  void shouldBeProbedAtThePortThatTheyHave(String name) throws IOException {
    Container container = Manifests.container(name);
    assertThat(container.getPorts()).extracting(ContainerPort::getName).containsExactly("http");
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/ready");
    Stream.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .map(Probe::getHttpGet)
        .forEach(get -> assertThat(get.getPort()).isEqualTo(HTTP));
  }

  @Test
  void shouldBeWatchedUnderNamesThatAlertsLookFor() throws IOException {
    ServiceMonitor monitor = Manifests.all(ServiceMonitor.class).get(0);
    Map<String, String> wanted = monitor.getSpec().getSelector().getMatchLabels();
    for (Service one : Manifests.all(Service.class)) {
      assertThat(one.getMetadata().getLabels()).containsAllEntriesOf(wanted);
      assertThat(one.getMetadata().getName()).startsWith("skewline-");
      assertThat(one.getSpec().getPorts())
          .containsExactly(new ServicePort(null, "http", null, 8080, null, HTTP));
    }
    // Where no label is named, the service's name is the job.
    assertThat(monitor.getSpec().getJobLabel()).isNull();
    assertThat(Files.readString(Path.of("ops/prometheus/rules/alerts.yml")))
        .contains("up{job=~\"skewline-.*\"}");
    assertThat(monitor.getSpec().getEndpoints())
        .extracting(Endpoint::getPort)
        .containsExactly("http");
  }

  @Test
  void shouldGuardEveryPod() throws IOException {
    NetworkPolicy policy = Manifests.all(NetworkPolicy.class).get(0);
    assertThat(Manifests.selected(policy.getSpec().getPodSelector().getMatchLabels()))
        .containsExactly("skewline-processor", "skewline-topics", "skewline-trainer");
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress())
        .singleElement()
        .satisfies(
            in -> {
              assertThat(in.getFrom())
                  .singleElement()
                  .satisfies(
                      from ->
                          assertThat(from.getNamespaceSelector().getMatchLabels())
                              .containsValue("monitoring"));
              assertThat(in.getPorts()).singleElement().returns(HTTP, port -> port.getPort());
            });
  }

  @Test
  void shouldLetThePodsReachWhatTheyAsk() throws IOException {
    NetworkPolicy policy = Manifests.all(NetworkPolicy.class).get(0);
    for (String address : InPod.environment().values()) {
      URI uri = URI.create(address.contains("://") ? address : "kafka://" + address);
      String namespace = uri.getHost().split("\\.")[1];
      assertThat(policy.getSpec().getEgress())
          .as("to %s", address)
          .anySatisfy(
              out -> {
                assertThat(out.getTo().get(0).getNamespaceSelector().getMatchLabels())
                    .containsEntry("kubernetes.io/metadata.name", namespace);
                assertThat(out.getPorts())
                    .anySatisfy(
                        port ->
                            assertThat(port.getPort()).isEqualTo(new IntOrString(uri.getPort())));
              });
    }
  }
}
