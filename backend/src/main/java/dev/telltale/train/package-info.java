/**
 * Training of TorchScript networks: optimisers, learning-rate schedules, losses and augmentation as
 * PyTorch has them, adversarial examples, and the loop that survives being killed, in a run
 * directory or as an audit ({@link dev.telltale.train.TrainingAudit}).
 */
@NullMarked
package dev.telltale.train;

import org.jspecify.annotations.NullMarked;
