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

  /**
   * Clustered, published by the coordinator of an audit while it runs, at most four times a second:
   * {@link dev.telltale.pipeline.messages.LiveAudit} as JSON.
   */
  public static final String AUDITS = "telltale.audits";

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

  /**
   * Clustered, point to point: an {@link dev.telltale.pipeline.messages.AttentionRequest} to any
   * device that has a model.
   *
   * @param modelHash the model
   */
  public static String attention(String modelHash) {
    return "telltale.attention." + modelHash;
  }
}
