package dev.telltale.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;

/** Runs the networks of a bundle on random images and looks at what comes out. */
final class DryRun {
  private static final int BATCH = 2;
  private static final double HEAD_TOLERANCE = 1e-3;

  private final ModelBundle bundle;
  private final Device device;
  private final Findings findings;

  private DryRun(ModelBundle bundle, Device device, Findings findings) {
    this.bundle = bundle;
    this.device = device;
    this.findings = findings;
  }

  /**
   * @throws BundleException for a fault beyond which nothing can be found
   */
  static void of(ModelBundle bundle, Device device, Findings findings) {
    DryRun run = new DryRun(bundle, device, findings);
    switch (bundle.spec().kind()) {
      case CLASSIFIER -> run.classifier();
      case ENCODER -> run.encoder();
      case AUTOENCODER -> run.autoencoder();
      case INPAINTER -> run.inpainter();
      case SEGMENTER -> run.segmenter();
    }
  }

  private void classifier() {
    try (Classifier classifier = Classifier.load(bundle, device);
        NDManager scope = classifier.newScope()) {
      findings.parameters(classifier.parameters());
      NDArray images = images(scope);
      NDArray map = classifier.features(images);
      if (isMap(map)) {
        head(classifier, images, map);
      }
    }
    if (bundle.spec().guided() != null) {
      guided();
    } else if (Files.exists(bundle.directory().resolve("guided.pt"))) {
      findings.fault("guided.pt: model.json must tell its method and batch, as \"guided\"");
    }
  }

  private void head(Classifier classifier, NDArray images, NDArray map) {
    NDArray logits = classifier.logits(map);
    findings.fact("logits", logits.getShape().toString());
    if (logits.getShape().dimension() != 2 || logits.getShape().get(0) != BATCH) {
      findings.fault("head.pt: returns " + logits.getShape() + ", logits [B,K] are needed");
      return;
    }
    int classes = bundle.spec().classes().size();
    if (logits.getShape().get(1) != classes) {
      findings.fault(
          "model.json: names %d classes, but head.pt returns %d logits"
              .formatted(classes, logits.getShape().get(1)));
    }
    findings.finite("features.pt", map);
    findings.finite("head.pt", logits);
    findings.gradient("head.pt", () -> classifier.mapGradient(map, y -> y.abs().sum()));
    LinearHead linear = classifier.linearHead().orElse(null);
    if (linear != null) {
      linearHead(linear, map, logits);
    }
    findings.fact("head", linear == null ? "general (gradients by autograd)" : "GAP + linear");
    findings.speed(images, x -> classifier.logits(classifier.features(x)));
  }

  private void linearHead(LinearHead head, NDArray map, NDArray logits) {
    long channels = map.getShape().get(1);
    long classes = logits.getShape().get(1);
    if (head.channels() != channels || head.classes() != classes) {
      findings.fault(
          "head.json: weight is %d × %d, the network needs %d × %d"
              .formatted(head.classes(), head.channels(), classes, channels));
      return;
    }
    float[] pooled = map.mean(new int[] {3}).mean(new int[] {2}).get(new NDIndex(0)).toFloatArray();
    float[] want = logits.get(new NDIndex(0)).toFloatArray();
    double worst = 0;
    for (int k = 0; k < want.length; k++) {
      double got = head.bias()[k];
      for (int c = 0; c < pooled.length; c++) {
        got += (double) head.weight()[k][c] * pooled[c];
      }
      worst = Math.max(worst, Math.abs(got - want[k]) / (1 + Math.abs(want[k])));
    }
    if (worst > HEAD_TOLERANCE) {
      findings.fault(
          "head.json: disagrees with head.pt by %.2g; remove it or export it again"
              .formatted(worst));
    }
  }

  private void guided() {
    ModelSpec.Guided guided = bundle.spec().guided();
    try (GuidedSaliency saliency = GuidedSaliency.load(bundle, device);
        NDManager scope = saliency.newScope()) {
      findings.fact("guided", "%s, batch %d".formatted(guided.method(), guided.batch()));
      saliency.saliency(random(scope, 3), new int[BATCH]);
    }
  }

  private void encoder() {
    try (TorchModule features = module("features.pt");
        NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      findings.parameters(features.parameters());
      NDArray images = images(scope);
      NDArray map = features.forward(images);
      if (isMap(map)) {
        findings.finite("features.pt", map);
        findings.speed(images, features::forward);
      }
    }
  }

  private void autoencoder() {
    try (TorchModule encoder = module("encoder.pt");
        TorchModule decoder = module("decoder.pt");
        NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      findings.parameters(encoder.parameters() + decoder.parameters());
      NDArray images = images(scope);
      NDArray code = encoder.forward(images);
      findings.fact("latent", code.getShape().toString());
      findings.finite("encoder.pt", code);
      NDArray decoded = decoder.forward(code);
      if (!decoded.getShape().equals(images.getShape())) {
        findings.fault(
            "decoder.pt: returns %s for images of %s"
                .formatted(decoded.getShape(), images.getShape()));
        return;
      }
      findings.finite("decoder.pt", decoded);
      if (decoded.min().getFloat() < 0 || decoded.max().getFloat() > 1) {
        findings.fault("decoder.pt: returns values beyond [0,1], which are no images");
      }
      findings.gradient("decoder.pt", () -> decoder.gradient(code, made -> made.square().sum()));
      findings.speed(images, x -> decoder.forward(encoder.forward(x)));
    }
  }

  private void inpainter() {
    try (Inpainter inpainter = Inpainter.load(bundle, device);
        NDManager scope = inpainter.newScope()) {
      findings.parameters(inpainter.parameters());
      NDArray images = images(scope);
      NDArray masks = random(scope, 1).gt(0.5).toType(DataType.FLOAT32, false);
      findings.fact("masks", masks.getShape() + " of 0 and 1");
      inpainter.fill(images, masks);
      findings.speed(images, x -> inpainter.fill(x, masks));
    }
  }

  private void segmenter() {
    try (Segmenter segmenter = Segmenter.load(bundle, device);
        NDManager scope = segmenter.newScope()) {
      findings.parameters(segmenter.parameters());
      NDArray images = images(scope);
      findings.fact("masks", segmenter.masks(images).getShape() + " in [0,1]");
      findings.speed(images, segmenter::masks);
    }
  }

  private TorchModule module(String file) {
    return TorchModule.load(bundle.directory().resolve(file), device);
  }

  private NDArray images(NDManager scope) {
    NDArray images = random(scope, 3);
    findings.fact("input", images.getShape() + " in [0,1]");
    return images;
  }

  private NDArray random(NDManager scope, int channels) {
    Shape shape = new Shape(BATCH, channels, bundle.spec().height(), bundle.spec().width());
    return scope.randomUniform(0, 1, shape, DataType.FLOAT32, device);
  }

  private boolean isMap(NDArray map) {
    Shape shape = map.getShape();
    findings.fact("features", shape.toString());
    if (shape.dimension() == 4 && shape.get(0) == BATCH) {
      return true;
    }
    findings.fault("features.pt: returns " + shape + ", a map [B,C,h,w] is needed");
    return false;
  }
}
