/**
 * Linear heads fitted on features: softmax regression by stochastic gradient descent, as the
 * published code of Spuriosity Rankings fits them (Moayeri et al. 2023), or to the minimum by
 * L-BFGS. Rows are streamed: what is in memory is a batch, not the features.
 */
@NullMarked
package dev.telltale.features.head;

import org.jspecify.annotations.NullMarked;
