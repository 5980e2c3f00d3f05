import type { ImageSummary } from '../api/types';

/** How an attention map is coloured. */
export type Colormap = 'jet' | 'viridis';

/** What an overlay may be other than the plain one: of the class that was predicted, in jet. */
export interface OverlayChoice {
  readonly colormap?: Colormap;
  /** The class whose map it is; its map is computed when asked for. */
  readonly target?: string | null;
}

/** What tells the pictures of an image from all others: with it, a browser may keep them for ever. */
export type Pictured = Pick<ImageSummary, 'key' | 'scoredAt'>;

/** Address of the picture as it came, scaled by the server to `width`. */
export function originalUrl(image: Pictured, width: number): string {
  return address(image, 'original', { width: String(width) });
}

/** Address of the picture under an attention map; `opacity` 1 shows the map alone. */
export function overlayUrl(
  image: Pictured,
  width: number,
  opacity: number,
  { colormap, target }: OverlayChoice = {},
): string {
  return address(image, 'overlay', {
    width: String(width),
    opacity: String(opacity),
    ...(colormap && colormap !== 'jet' && { colormap }),
    ...(target && { target }),
  });
}

/** Address of the object mask. */
export function maskUrl(image: Pictured, width: number): string {
  return address(image, 'mask', { width: String(width) });
}

function address({ key, scoredAt }: Pictured, what: string, query: Record<string, string>): string {
  return `/api/images/${key}/${what}?${new URLSearchParams({ ...query, scoredAt })}`;
}
