/** Every key of the dashboard, in the order in which the help lists them. */
export const shortcuts = {
  pause: { key: ' ', shown: 'Space', does: 'Pause or resume the stream of images', where: 'Live' },
  walk: {
    key: 'Arrow',
    shown: '← ↑ → ↓',
    does: 'Move among images, correlations or gaps',
    where: 'Live, Images, Data, Class, Gaps, Cues',
  },
  leap: {
    key: 'Page',
    shown: 'Home End PgUp PgDn',
    does: 'Go to the ends of the list, or a screen on',
    where: 'Images',
  },
  open: {
    key: 'Enter',
    shown: 'Enter',
    does: 'Open the image that has the focus',
    where: 'Live, Images',
  },
  overlay: {
    key: 'o',
    shown: 'O',
    does: 'Show or hide where the model looked',
    where: 'Live, Images, Image',
  },
  filter: {
    key: '/',
    shown: '/',
    does: 'Go to the filters',
    where: 'Live, Images, Audits, Classes, System',
  },
  panel: { key: 'p', shown: 'P', does: 'Show or hide the side panel', where: 'Images' },
  previous: {
    key: 'k',
    shown: 'K',
    does: 'Previous image, class or feature',
    where: 'Image, Class, Feature',
  },
  next: {
    key: 'j',
    shown: 'J',
    does: 'Next image, class or feature',
    where: 'Image, Class, Feature',
  },
  back: { key: 'Escape', shown: 'Esc', does: 'Back to the list', where: 'Image, Class, Feature' },
  live: { key: '1', shown: '1', does: 'Go to Live', where: 'everywhere' },
  images: { key: '2', shown: '2', does: 'Go to Images', where: 'everywhere' },
  data: { key: '3', shown: '3', does: 'Go to Data', where: 'everywhere' },
  training: { key: '4', shown: '4', does: 'Go to Training', where: 'everywhere' },
  audits: { key: '5', shown: '5', does: 'Go to Audits', where: 'everywhere' },
  system: { key: '6', shown: '6', does: 'Go to System', where: 'everywhere' },
  theme: { key: 't', shown: 'T', does: 'Theme: system, light, dark', where: 'everywhere' },
  help: { key: '?', shown: '?', does: 'This list of keys', where: 'everywhere' },
} as const;

/** A key of the dashboard. */
export type Shortcut = (typeof shortcuts)[keyof typeof shortcuts];
