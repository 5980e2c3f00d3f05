import styles from './BusyMeter.module.css';

/** The share of time that a device computes, as a bar from 0 to 1. */
export function BusyMeter({ share, device }: { share: number; device: string }) {
  return (
    <meter
      className={styles.meter}
      min={0}
      max={1}
      value={share}
      aria-label={`${device}, share of time busy`}
    />
  );
}
