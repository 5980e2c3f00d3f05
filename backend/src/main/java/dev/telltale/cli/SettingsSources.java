package dev.telltale.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Defaults of flags from the environment and from a configuration file. A flag {@code --batch-size}
 * is {@code TELLTALE_BATCH_SIZE} in the environment and {@code batchSize} in the file.
 */
final class SettingsSources implements IDefaultValueProvider {
  private final Map<String, String> environment;
  private final @Nullable Path file;
  private @Nullable JsonNode content;

  /**
   * @param environment variables
   * @param file YAML; null for none
   */
  SettingsSources(Map<String, String> environment, @Nullable Path file) {
    this.environment = environment;
    this.file = file;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !isSetting(option)) {
      return null;
    }
    String flag = option.longestName().substring(2);
    String variable = "TELLTALE_" + flag.toUpperCase(Locale.ROOT).replace('-', '_');
    String fromEnvironment = environment.get(variable);
    return fromEnvironment != null ? fromEnvironment : fromFile(key(flag), option);
  }

  /**
   * Checks that the file names only settings that exist.
   *
   * @param options of the command
   */
  void checkKeys(List<OptionSpec> options) {
    Set<String> known = new TreeSet<>();
    options.stream()
        .filter(SettingsSources::isSetting)
        .forEach(option -> known.add(key(option.longestName().substring(2))));
    for (Iterator<String> names = content().fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new UsageException(
            file + ": no setting " + name + "; there are: " + String.join(", ", known));
      }
    }
  }

  /** Whether it says how a member runs, unlike {@code --help} or where the file is. */
  private static boolean isSetting(OptionSpec option) {
    return option.arity().max() > 0 && !option.longestName().equals("--config");
  }

  /** {@code batch-size} → {@code batchSize}. */
  private static String key(String flag) {
    StringBuilder key = new StringBuilder();
    for (String word : flag.split("-")) {
      key.append(
          key.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return key.toString();
  }

  private @Nullable String fromFile(String key, OptionSpec option) {
    JsonNode value = content().get(key);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.asText()));
    String separator = option.splitRegex().isEmpty() ? "," : option.splitRegex();
    return parts.isEmpty() ? null : String.join(separator, parts);
  }

  private JsonNode content() {
    if (content == null) {
      content = read();
    }
    return content;
  }

  private JsonNode read() {
    YAMLMapper yaml = new YAMLMapper();
    if (file == null) {
      return yaml.createObjectNode();
    }
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": no such configuration file");
    }
    try {
      JsonNode tree = yaml.readTree(file.toFile());
      if (tree.isMissingNode() || tree.isNull()) {
        return yaml.createObjectNode();
      }
      if (!tree.isObject()) {
        throw new UsageException(file + ": a configuration is a map of settings");
      }
      return tree;
    } catch (JacksonException e) {
      throw new UsageException(
          file + ":" + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
