// Copyright The Skewline Authors
// SPDX-License-Identifier: Apache-2.0
package io.skewline.network;

import ai.onnxruntime.OrtException;
import io.skewline.network.EngineSettings.Engine;
import io.skewline.network.SsfnModel.Parts;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the engine of each model, as the settings want it and this machine has it. Safe for many
 * threads.
 */
final class Engines {
  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

  private final EngineSettings settings;
  private final Engine engine;

  /**
   * Networks of one shape are as fast as each other: what was measured holds for the next model.
   */
  private final Map<SsfnShape, EngineChoice> choices = new ConcurrentHashMap<>();

  private Engines(EngineSettings settings, Engine engine) {
    this.settings = settings;
    this.engine = engine;
  }

  /**
   * Looks whether the wanted engine is to be had.
   *
   * @throws EngineUnavailableException if it is not and the settings know of no fallback
   */
  static Engines of(EngineSettings settings) {
    try {
      if (settings.engine() == Engine.ONNX_CUDA) {
        OnnxRuntime.tryCuda(settings.cuda());
      } else if (settings.engine() != Engine.NATIVE) {
        OnnxRuntime.environment();
      }
      return new Engines(settings, settings.engine());
    } catch (OrtException | LinkageError e) {
      return instead(settings, e);
    }
  }

  /** Another engine, where the settings allow it. */
  static Engines instead(EngineSettings settings, Throwable why) {
    String wanted = "fusion.engine is '" + settings.engine().label() + "', which cannot run here";
    boolean cuda = settings.engine() == Engine.ONNX_CUDA;
    if (cuda) {
      wanted += " on fusion.cuda.device " + settings.cuda().device();
    }
    List<String> others = cuda ? List.of("auto", "native", "onnx") : List.of(Engine.NATIVE.label());
    if (settings.engine() != Engine.AUTO && !settings.fallback()) {
      throw new EngineUnavailableException(
          "%s: %s; allowed: %s, or fusion.engineFallback: true"
              .formatted(wanted, root(why), String.join(", ", others)),
          why);
    }
    LOG.warn("{}: {}; {} takes over", wanted, root(why), others.get(0));
    return cuda
        ? of(new EngineSettings(Engine.AUTO, settings.cuda(), true))
        : new Engines(settings, Engine.NATIVE);
  }

  /** A library that cannot be loaded says so to the class that needs it, which may say nothing. */
  private static String root(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  /**
   * The engine of one model.
   *
   * @throws IllegalStateException if ONNX Runtime cannot make a session of it
   */
  FusionEngine engine(Parts parts) {
    try {
      return switch (engine) {
        case NATIVE -> new NativeEngine(parts);
        case ONNX -> OnnxEngine.onCpu(parts);
        case ONNX_CUDA -> OnnxEngine.onCuda(parts, settings.cuda());
        case AUTO -> faster(parts);
      };
    } catch (OrtException e) {
      throw new IllegalStateException("no session of ONNX Runtime: " + root(e), e);
    }
  }

  private FusionEngine faster(Parts parts) throws OrtException {
    FusionEngine ours = new NativeEngine(parts);
    FusionEngine theirs;
    try {
      theirs = OnnxEngine.onCpu(parts);
    } catch (OrtException | RuntimeException | Error e) {
      ours.close();
      throw e;
    }
    return faster(parts.shape(), ours, theirs);
  }

  /** Takes both over. */
  FusionEngine faster(SsfnShape shape, FusionEngine ours, FusionEngine theirs) {
    EngineChoice choice;
    try {
      choice = choices.computeIfAbsent(shape, s -> EngineChoice.measure(s, ours, theirs));
    } catch (RuntimeException | Error e) {
      try (ours;
          theirs) {
        throw e;
      }
    }
    return chosen(choice, ours, theirs);
  }

  /** Takes both over; what is never chosen is closed. */
  static FusionEngine chosen(EngineChoice choice, FusionEngine ours, FusionEngine theirs) {
    if (!choice.some(Engine.NATIVE)) {
      ours.close();
      return theirs;
    }
    if (!choice.some(Engine.ONNX)) {
      theirs.close();
      return ours;
    }
    return new AutoEngine(choice, ours, theirs);
  }
}
