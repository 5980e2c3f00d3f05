package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs a bundle on inputs that were recorded in PyTorch and compares what comes out, file by file.
 */
final class Probe {
  /** Rows computed at once. */
  private static final int BATCH = 16;

  private final ModelBundle bundle;
  private final ModelSpec spec;
  private final Device device;
  private final Recording recording;
  private final int rows;
  private final Map<String, ModelCheck.Difference> differences = new LinkedHashMap<>();

  private Probe(ModelBundle bundle, Device device, Path directory) {
    this.bundle = bundle;
    this.spec = bundle.spec();
    this.device = device;
    List<String> outputs = outputs(spec.kind());
    this.recording =
        Recording.open(
            directory, Stream.concat(inputs(spec.kind()).stream(), outputs.stream()).toList());
    if (outputs.stream().noneMatch(recording::has)) {
      throw new BundleException(
          "%s: holds nothing to compare; for %s there may be %s"
              .formatted(directory, spec.kind(), String.join(".npy, ", outputs) + ".npy"));
    }
    this.rows = recording.rows("images");
    recording.needFloats("images", new Shape(rows, 3, spec.height(), spec.width()));
  }

  /**
   * Compares every recorded output.
   *
   * @throws BundleException when the probe does not fit the bundle, or a network fails
   */
  static List<ModelCheck.Difference> compare(ModelBundle bundle, Device device, Path directory) {
    Probe probe = new Probe(bundle, device, directory);
    switch (bundle.spec().kind()) {
      case CLASSIFIER -> probe.classifier();
      case ENCODER -> probe.encoder();
      case AUTOENCODER -> probe.autoencoder();
      case INPAINTER -> probe.inpainter();
      case SEGMENTER -> probe.segmenter();
    }
    return new ArrayList<>(probe.differences.values());
  }

  private static List<String> inputs(ModelSpec.Kind kind) {
    return switch (kind) {
      case CLASSIFIER -> List.of("images", "targets");
      case ENCODER, AUTOENCODER, SEGMENTER -> List.of("images");
      case INPAINTER -> List.of("images", "masks");
    };
  }

  private static List<String> outputs(ModelSpec.Kind kind) {
    return switch (kind) {
      case CLASSIFIER -> List.of("features", "logits", "gradients", "guided");
      case ENCODER -> List.of("features");
      case AUTOENCODER -> List.of("latents", "reconstructions");
      case INPAINTER -> List.of("inpainted");
      case SEGMENTER -> List.of("segmented");
    };
  }

  private void classifier() {
    boolean targeted = recording.has("gradients") || recording.has("guided");
    int[] targets =
        targeted ? recording.indices("targets", rows, spec.classes().size()) : new int[rows];
    if (recording.has("features") || recording.has("logits") || recording.has("gradients")) {
      try (Classifier classifier = Classifier.load(bundle, device)) {
        inBatches(classifier.newScope(), (batch, from) -> passes(classifier, batch, from, targets));
      }
    }
    if (recording.has("guided")) {
      guided(targets);
    }
  }

  /** Of the first rows: they are as many as were recorded, often one batch of the graph. */
  private void guided(int[] targets) {
    int count = Math.min(rows, recording.rows("guided"));
    try (GuidedSaliency guided = GuidedSaliency.load(bundle, device);
        NDManager scope = guided.newScope()) {
      NDArray images = recording.rows("images", 0, count, scope);
      NDArray saliency = guided.saliency(images, Arrays.copyOf(targets, count));
      compare("guided", "guided", count, 0, saliency);
    }
  }

  private void passes(Classifier classifier, NDArray images, int from, int[] targets) {
    NDArray map = classifier.features(images);
    compare("features", from, map);
    compare("logits", from, classifier.logits(map));
    if (!recording.has("gradients")) {
      return;
    }
    int[] some = Arrays.copyOfRange(targets, from, from + size(images));
    NDArray index =
        map.getManager()
            .create(Arrays.stream(some).asLongStream().toArray())
            .expandDims(1); // [B,1]
    compare(
        "gradients", from, classifier.mapGradient(map, logits -> logits.gather(index, 1).sum()));
    classifier
        .linearHead()
        .ifPresent(
            head ->
                compare(
                    "gradients",
                    "gradients by head.json",
                    rows,
                    from,
                    closedForm(head, map, some)));
  }

  /** The gradients as GradCAM takes them when the head is linear, spread over the map. */
  private static NDArray closedForm(LinearHead head, NDArray map, int[] targets) {
    float[] slopes = new float[targets.length];
    Arrays.fill(slopes, 1);
    Shape shape = map.getShape();
    float[] gradient = head.mapGradient(targets, slopes, shape.get(2) * shape.get(3));
    return map.getManager()
        .create(gradient, new Shape(targets.length, head.channels(), 1, 1))
        .broadcast(shape);
  }

  private void encoder() {
    try (Encoder encoder = Encoder.load(bundle, device)) {
      inBatches(
          encoder.newScope(),
          (images, from) -> compare("features", from, encoder.features(images)));
    }
  }

  private void autoencoder() {
    try (TorchModule encoder = module("encoder.pt");
        TorchModule decoder = module("decoder.pt")) {
      inBatches(
          NDManager.newBaseManager(device, "PyTorch"),
          (images, from) -> {
            NDArray latents = encoder.forward(images);
            compare("latents", from, latents);
            compare("reconstructions", from, decoder.forward(latents));
          });
    }
  }

  private void inpainter() {
    recording.needFloats("masks", new Shape(rows, 1, spec.height(), spec.width()));
    try (Inpainter inpainter = Inpainter.load(bundle, device)) {
      inBatches(
          inpainter.newScope(),
          (images, from) -> {
            NDArray masks = recording.rows("masks", from, from + size(images), images.getManager());
            compare("inpainted", from, inpainter.fill(images, masks));
          });
    }
  }

  private void segmenter() {
    try (Segmenter segmenter = Segmenter.load(bundle, device)) {
      inBatches(
          segmenter.newScope(),
          (images, from) -> compare("segmented", from, segmenter.masks(images)));
    }
  }

  private TorchModule module(String file) {
    return TorchModule.load(bundle.directory().resolve(file), device);
  }

  private interface Work {
    /**
     * @param images [B,3,H,W]
     * @param from the first one's row
     */
    void on(NDArray images, int from);
  }

  /** Takes the images in goes; closes the manager. */
  private void inBatches(NDManager manager, Work work) {
    try (manager) {
      for (int from = 0; from < rows; from += BATCH) {
        try (NDManager scope = manager.newSubManager()) {
          work.on(recording.rows("images", from, Math.min(rows, from + BATCH), scope), from);
        }
      }
    }
  }

  private static int size(NDArray batch) {
    return Math.toIntExact(batch.getShape().get(0));
  }

  private void compare(String file, int from, NDArray computed) {
    if (recording.has(file)) {
      compare(file, file, rows, from, computed);
    }
  }

  private void compare(String file, String quantity, int rows, int from, NDArray computed) {
    double largest = recording.difference(file, rows, from, computed);
    differences.merge(
        quantity,
        new ModelCheck.Difference(quantity, computed.size(), largest),
        (a, b) ->
            new ModelCheck.Difference(
                quantity, a.values() + b.values(), Math.max(a.largest(), b.largest())));
  }
}
