/** Every key of the dashboard, in the order in which the help lists them. */
export const shortcuts = {
  pause: { key: ' ', shown: 'Space', does: 'Pause or resume the stream of images', where: 'Live' },
  walk: { key: 'Arrow', shown: '← ↑ → ↓', does: 'Move among the images', where: 'Live' },
  open: { key: 'Enter', shown: 'Enter', does: 'Open the image that has the focus', where: 'Live' },
  overlay: {
    key: 'o',
    shown: 'O',
    does: 'Show or hide where the model looked',
    where: 'Live, Image',
  },
  previous: { key: 'k', shown: 'K', does: 'Previous (newer) image of the stream', where: 'Image' },
  next: { key: 'j', shown: 'J', does: 'Next (older) image of the stream', where: 'Image' },
  back: { key: 'Escape', shown: 'Esc', does: 'Back to Live', where: 'Image' },
  theme: { key: 't', shown: 'T', does: 'Theme: system, light, dark', where: 'everywhere' },
  help: { key: '?', shown: '?', does: 'This list of keys', where: 'everywhere' },
} as const;

/** A key of the dashboard. */
export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts];
