// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.registry;

import java.nio.file.Path;
import java.util.Set;

/** A schema registry that listens on this machine, for tests. */
public interface RegistryServer extends AutoCloseable {

  /** By plain http, open to everybody. */
  String url();

  /** By https. */
  String tlsUrl();

  /** That of {@link #tlsUrl}, in PEM. */
  Path certificate();

  /** Where it does not answer as Confluent's does. */
  Set<Deviation> deviations();

  @Override
  void close();

  /** Each was met by the contract, and none keeps Skewline from working. */
  enum Deviation {
    /** White space in a text makes it another schema, with another id. */
    EACH_TEXT_HAS_ITS_ID,
    /** A subject's own level NONE does not lift a stricter global one. */
    GLOBAL_LEVEL_IS_A_FLOOR,
    /** {@code /schemas/ids/ID/subjects} is not there; {@code …/versions} is. */
    NO_SUBJECTS_OF_AN_ID,
    /** A version that is neither number nor {@code latest} is 404 and not 422. */
    WRONG_VERSION_IS_NOT_FOUND,
    /** Asked for in a softly deleted subject, a schema is 40403 and not 40401. */
    DELETED_SUBJECT_LACKS_SCHEMAS,
    /** Permanent deletion of what was not softly deleted before is 409 and not 404. */
    TOO_EARLY_IS_A_CONFLICT,
    /** A softly deleted version is not shown, even by {@code deleted=true}. */
    DELETED_VERSIONS_ARE_HIDDEN,
    /** Verbose compatibility has one {@code reason} instead of {@code messages}. */
    ONE_REASON
  }
}
