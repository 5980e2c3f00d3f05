package dev.telltale.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.telltale.audit.SpecException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupOptionsTest {
  private static ObjectNode asked() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void whatIsNotAskedForHasTheDefaultOfTheSchema() {
    ObjectNode all = new Groups().options(asked().put("resamples", 200));
    List<String> names = new ArrayList<>();
    all.fieldNames().forEachRemaining(names::add);
    List<String> known = new ArrayList<>();
    new Groups().schema().get("properties").fieldNames().forEachRemaining(known::add);
    assertThat(names).isEqualTo(known);
    assertThat(all.get("resamples").intValue()).isEqualTo(200);
    assertThat(all.get("chunk").intValue()).isEqualTo(64);
    assertThat(new Groups().options(all)).isEqualTo(all);
  }

  @Test
  void whatIsWrongIsRefusedByItsName() {
    refused("chunk", "multiple of 16", asked().put("chunk", 40));
    refused("chunk", "whole number", asked().put("chunk", 32.5));
    refused("smallest", "from 0.0 to 1.0", asked().put("smallest", 1.5));
    refused("level", "not \"high\"", asked().put("level", "high"));
    refused("resample", "it has chunk, smallest", asked().put("resample", 100));
  }

  private static void refused(String name, String message, ObjectNode asked) {
    assertThatThrownBy(() -> new Groups().options(asked))
        .isInstanceOfSatisfying(
            SpecException.class, e -> assertThat(e.field()).isEqualTo("options." + name))
        .hasMessageContaining(message);
  }
}
