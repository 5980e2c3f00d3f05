package dev.telltale.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.ArrayList;
import java.util.List;

/** The places on this machine where a network can run. */
public final class Devices {
  private Devices() {}

  /**
   * One device per GPU; without a GPU, the CPU as often as slots are asked for.
   *
   * @param cpuSlots networks run side by side on the CPU, at least 1; not used when there is a GPU
   */
  public static List<Slot> slots(int cpuSlots) {
    List<Slot> slots = new ArrayList<>();
    int gpus = Engine.getEngine("PyTorch").getGpuCount();
    for (int i = 0; i < gpus; i++) {
      slots.add(new Slot("gpu-" + i, Device.gpu(i)));
    }
    for (int i = 0; gpus == 0 && i < cpuSlots; i++) {
      slots.add(new Slot("cpu-" + i, Device.cpu()));
    }
    return slots;
  }

  /**
   * One place for one network at a time.
   *
   * @param name {@code cpu-0}, {@code gpu-1} …
   * @param device DJL's device
   */
  public record Slot(String name, Device device) {}
}
