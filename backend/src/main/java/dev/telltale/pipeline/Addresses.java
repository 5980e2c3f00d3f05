package dev.telltale.pipeline;

/** Every event-bus address, once. */
public final class Addresses {
  /**
   * Clustered, published four times a second by every member: {@link
   * dev.telltale.pipeline.messages.MemberReport} as JSON.
   */
  public static final String MEMBERS = "telltale.members";

  /** Local, published after each change: {@link dev.telltale.pipeline.messages.MetricsUpdate}. */
  public static final String METRICS = "telltale.metrics";

  private Addresses() {}

  /**
   * Local, point to point: a {@link dev.telltale.pipeline.messages.DeviceJob} for one device of
   * this member, answered by a {@link dev.telltale.pipeline.messages.DeviceResult}.
   *
   * @param slot the device's name, e.g. {@code cpu-0}
   */
  public static String device(String slot) {
    return "telltale.device." + slot;
  }
}
