/** How an attention map is coloured. */
export type Colormap = 'jet' | 'viridis';

/** What an overlay may be other than the plain one: of the class that was predicted, in jet. */
export interface OverlayChoice {
  readonly colormap?: Colormap;
  /** The class whose map it is; its map is computed when asked for. */
  readonly target?: string | null;
}

/** Address of the picture as it came, scaled by the server to `width`. */
export function originalUrl(key: string, width: number): string {
  return `/api/images/${key}/original?width=${width}`;
}

/** Address of the picture under an attention map; `opacity` 1 shows the map alone. */
export function overlayUrl(
  key: string,
  width: number,
  opacity: number,
  { colormap, target }: OverlayChoice = {},
): string {
  const params = new URLSearchParams({ width: String(width), opacity: String(opacity) });
  if (colormap && colormap !== 'jet') params.set('colormap', colormap);
  if (target) params.set('target', target);
  return `/api/images/${key}/overlay?${params}`;
}

/** Address of the object mask. */
export function maskUrl(key: string, width: number): string {
  return `/api/images/${key}/mask?width=${width}`;
}
