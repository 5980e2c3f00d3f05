/** Address of the picture as it came, scaled by the server to `width`. */
export function originalUrl(key: string, width: number): string {
  return `/api/images/${key}/original?width=${width}`;
}

/** Address of the picture under its attention map; `opacity` 1 shows the map alone. */
export function overlayUrl(key: string, width: number, opacity: number): string {
  return `/api/images/${key}/overlay?width=${width}&opacity=${opacity}`;
}

/** Address of the object mask. */
export function maskUrl(key: string, width: number): string {
  return `/api/images/${key}/mask?width=${width}`;
}
