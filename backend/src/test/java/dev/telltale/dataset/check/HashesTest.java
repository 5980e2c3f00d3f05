package dev.telltale.dataset.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HashesTest {

  @Property(tries = 100)
  void equalOnesAreFoundAlsoAmongThoseThatBeginAlike(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int pictures) {
    Random random = new Random(seed);
    Hashes hashes = new Hashes(pictures);
    Map<Integer, List<Integer>> slow = new LinkedHashMap<>();
    for (int place = 0; place < pictures; place++) {
      if (random.nextInt(5) == 0) {
        continue; // could not be read
      }
      int kind = random.nextInt(30);
      byte[] hash = new byte[32];
      hash[0] = (byte) (kind % 7); // eight bytes alike for several kinds
      hash[31] = (byte) kind;
      hashes.put(place, hash);
      slow.computeIfAbsent(kind, k -> new ArrayList<>()).add(place);
    }
    List<List<Integer>> found = new ArrayList<>();
    for (int[] places : hashes.equal()) {
      found.add(Arrays.stream(places).boxed().toList());
    }
    assertThat(found)
        .isEqualTo(slow.values().stream().filter(places -> places.size() > 1).toList());
  }
}
