package dev.telltale.web;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where the web server listens and what it serves.
 *
 * @param host address to bind
 * @param port port to bind; 0 for any free one
 * @param dashboard directory of the dashboard's files
 * @param allowedOrigins further origins, such as {@code https://telltale.example}, whose pages may
 *     connect
 */
public record WebOptions(String host, int port, Path dashboard, Set<String> allowedOrigins) {}
