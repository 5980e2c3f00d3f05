/**
 * REST from {@code openapi.yaml}, the live feed over a WebSocket, and the dashboard's files. Reads
 * the views that {@code pipeline} keeps; never blocks an event loop.
 */
@NullMarked
package dev.telltale.web;

import org.jspecify.annotations.NullMarked;
