package dev.telltale.dataset.check;

import dev.telltale.dataset.DataSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the pictures told, in their order; on one thread. */
final class FileTally {
  private final DataSet dataSet;
  private final Findings findings;
  private final Hashes hashes;
  private final Map<String, Long> sizes = new HashMap<>();
  private final Map<String, Long> formats = new HashMap<>();
  private final Map<String, Long> kinds = new HashMap<>();
  private final List<CheckFault> listed = new ArrayList<>();
  private int pictures;
  private long readable;
  private long bytes;
  private long masked;
  private long boxed;
  private long faults;

  FileTally(DataSet dataSet, Findings findings) {
    this.dataSet = dataSet;
    this.findings = findings;
    this.hashes = new Hashes(dataSet.samples().size());
    dataSet.faults().forEach(fault -> fault(CheckFault.of(fault, dataSet.root())));
  }

  /** Takes the next picture. */
  void add(OpenedPicture picture) {
    if (picture.hash() != null && picture.format() != null) {
      hashes.put(pictures, picture.hash());
      sizes.merge(picture.width() + " × " + picture.height(), 1L, Long::sum);
      formats.merge(picture.format().toString(), 1L, Long::sum);
      readable++;
      bytes += picture.bytes();
    }
    masked += picture.masked() ? 1 : 0;
    boxed += picture.boxed() ? 1 : 0;
    picture.faults().forEach(this::fault);
    pictures++;
  }

  OpenedFiles result() {
    List<ValueCount> falling = falling(sizes);
    int shown = Math.min(OpenedFiles.SIZES, falling.size());
    Map<String, Long> byKind = new LinkedHashMap<>();
    falling(kinds).forEach(kind -> byKind.put(kind.value(), kind.pictures()));
    return new OpenedFiles(
        readable,
        bytes,
        falling(formats),
        falling.subList(0, shown),
        falling.size() - shown,
        falling.stream().skip(shown).mapToLong(ValueCount::pictures).sum(),
        masked,
        boxed,
        faults,
        byKind,
        listed,
        Duplicates.of(dataSet, hashes, findings));
  }

  private void fault(CheckFault fault) {
    findings.fault(fault);
    kinds.merge(fault.kind().label(), 1L, Long::sum);
    faults++;
    if (listed.size() < OpenedFiles.FAULTS) {
      listed.add(fault);
    }
  }

  private static List<ValueCount> falling(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> new ValueCount(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(ValueCount::pictures)
                .reversed()
                .thenComparing(ValueCount::value))
        .toList();
  }
}
