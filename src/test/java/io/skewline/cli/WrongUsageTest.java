// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong with options is told in one line, before anything is started or waited for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrongUsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layers audio=9     | --layers must be active or MODALITY=N+N,... of [audio=1..",
        "--layers audio=1,audio=2 | each modality once: was 'audio=2'",
        "--explore 0.1        | --explore goes with --layers active alone",
        "--layers active --explore 2 | --explore must be 0..1: 2.0",
        "--speed fast         | --speed must be max or a number above 0 such as 1x or 10x: was 'fast'",
        "--speed 10x          | generator has no end",
        "--seconds 0          | --seconds must be 1 or more: was '0'",
        "--jitter -1          | --jitter must be 0 or more: was '-1'",
        "--drop audio=1.5     | --drop must be MODALITY=RATE, 0..1, of [audio, video]: was 'audio=1.5'",
        "--drop audio=.1 --drop audio=.2 | each modality once: was 'audio=.2'",
        "--offset smell=10    | --offset must be MODALITY=MS, of [audio, video]: was 'smell=10'",
        "--noise audio=loud   | --noise must be MODALITY=DB, of [audio, video]: was 'audio=loud'",
        "--noise audio=NaN    | was 'audio=NaN'",
        "--streams 0          | --streams must be 1..1000: 0",
        "--format mosi        | --format is of a folder, but there is no --dataset DIR",
        "--dataset nowhere    | --dataset: there is no folder nowhere",
      })
  void shouldSayInOneLineWhatIsAllowed(String options, String message) {
    refused("demo " + options, message);
    refused("replay topologies/audio-video-events.yaml --encoders nowhere " + options, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      value = {
        "demo --partitions 0 | --partitions must be 1 or more: was '0'",
        "demo --dataset src/main --format csd | csd has no topology of its own here: --topology FILE",
        "encoders fit topologies/digits.yaml --out o --noise smell=1 | was 'smell=1'",
        "encoders fit topologies/digits.yaml --out o --drop audio=none | was 'audio=none'",
        "encoders fit topologies/digits.yaml --out o --jitter -5 | --jitter must be 0 or more",
        "encoders fit topologies/digits.yaml --out pom.xml/e | --out must be a folder that can be",
        "sweep topologies/digits.yaml --encoders e --out o --drop audio=2 | was 'audio=2'",
        "sweep topologies/digits.yaml --encoders e --out o --table no/t.md | --table must be a file",
        "sweep topologies/digits.yaml --encoders e --out o --table docs | in a folder that is there",
        "results --data d --work w --out no/r.md | --out must be a file that can be written",
        "demo --json no/out.json | --json must be a file that can be written",
        "models show topologies/digits.yaml --hash 12ab | --hash must be 6 to 64 of 0-9 a-f: was '12ab'",
        "models show topologies/digits.yaml --hash 12abcd --model-version 3 | exclude each other",
        "models export topologies/digits.yaml | --out FILE or --onnx FILE must say what is to be",
        "models export topologies/digits.yaml --onnx m --sign k | --sign goes with --out alone",
        "models export topologies/digits.yaml --out m --naive | --naive goes with --onnx alone",
        "models export topologies/digits.yaml --out no/m | --out must be a file that can be written",
        "models import topologies/digits.yaml no/m | FILE must be a file that can be read: was 'no/m'",
        "models promote topologies/digits.yaml best | VERSION|HASH must be a version, or 6 or more",
        "models rollback topologies/digits.yaml --to v1 | --to must be a version, or 6 or more digits",
        "models diff topologies/digits.yaml 1 abc | B must be a version, or 6 or more digits of a hash",
        "sweep topologies/digits.yaml --encoders e --out o --seconds 0 | --seconds must be 1",
      })
  void shouldDoSoInEveryCommand(String words, String message) {
    refused(words, message);
  }

  @Test
  void shouldNameTheModalityThatADatasetLacks() {
    StringWriter errors = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
    int code = command.execute("encoders", "fit", "topologies/digits.yaml", "--out", "o");
    assertThat(code).isEqualTo(Main.BAD_CONFIG);
    assertThat(errors.toString())
        .contains("topologies/digits.yaml", "streams.1.modality is 'image'", "[audio, video]");
  }

  private static void refused(String words, String message) {
    StringWriter errors = new StringWriter();
    CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
    assertThat(command.execute(words.split(" "))).as(words).isEqualTo(Main.USAGE);
    assertThat(errors.toString().lines())
        .as(words)
        .singleElement()
        .asString()
        .startsWith("skewline: ")
        .contains(message);
  }
}
