/**
 * Training of TorchScript networks: optimisers, learning-rate schedules, losses and augmentation as
 * PyTorch has them, adversarial examples, and the loop that survives being killed.
 */
@NullMarked
package dev.telltale.train;

import org.jspecify.annotations.NullMarked;
