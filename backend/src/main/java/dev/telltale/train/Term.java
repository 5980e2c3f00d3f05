package dev.telltale.train;

import ai.djl.ndarray.NDArray;

/**
 * A part of a batch's loss: a weighted mean, and how many answers were right.
 *
 * @param mean one number, with its graph where one is recorded
 * @param weight over which it is a mean
 * @param right answers of each of its columns; empty where nothing is answered
 * @param answered that could have been right, of each of its columns
 */
record Term(NDArray mean, double weight, int[] right, int[] answered) {}
