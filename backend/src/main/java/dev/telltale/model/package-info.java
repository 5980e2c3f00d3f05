/**
 * TorchScript bundles on a device: reading and checking them, forward passes, gradients. The only
 * package that touches DJL's engine internals; the methods above see {@code NDArray} and the
 * classes of this package.
 */
@NullMarked
package dev.telltale.model;

import org.jspecify.annotations.NullMarked;
