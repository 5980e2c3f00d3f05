package dev.telltale.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.dataset.Subset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a request leaves out is as the data set is declared. */
class AuditRequestsTest {
  @Test
  void ofADeclaredPartOnlyWhatIsAskedForIsOtherwise() {
    Subset own = new Subset("test", Map.of("place", "water"), true, 100, 7);
    assertThat(AuditRequests.part(Subset.ALL, own)).isEqualTo(own);
    assertThat(AuditRequests.part(new Subset(null, Map.of(), false, 20, 0), own))
        .isEqualTo(new Subset("test", Map.of("place", "water"), true, 20, 7));
    Subset whole = new Subset("val", Map.of("place", "land"), true, 20, 8);
    assertThat(AuditRequests.part(whole, own)).isEqualTo(whole);
  }
}
