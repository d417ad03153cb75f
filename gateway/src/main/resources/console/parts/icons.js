// Icons: our own strokes on a 24-unit grid; they only accompany words, so a screen reader passes them over.
import {html} from '../core/html.js';

const STROKES = {
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  'bell-off': 'M6 17V11a6 6 0 0 1 9.5-4.9M18 12v5l2 2H8M10 21h4M4 4l16 16',
  sound: 'M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  mute: 'M4 10v4h4l5 4V6L8 10zM17 10l4 4M21 10l-4 4',
  camera: 'M4 8h3l2-3h6l2 3h3v11H4zM12 16.5a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6z',
  map: 'M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  phone: 'M6 3h4l1.5 5-2.5 1.5a12 12 0 0 0 5.5 5.5L16 12.5l5 1.5v4a2.5 2.5 0 0 1-2.5 2.5A16 16 0 0 1 3.5 5.5 2.5 2.5 0 0 1 6 3z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0',
  people: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5a6.5 6.5 0 0 1 3.5 5.5',
  car: 'M3 16v-4l2.5-5h13L21 12v4zM5 16v2.5M19 16v2.5M3 12h18',
  motorcycle: 'M5.5 19a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM18.5 19a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8.5 16h5l3-7h-4M16.5 9l2 7M9 9h3',
  bicycle: 'M5.5 19a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM18.5 19a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5.5 15.5l4-7h6l3 7M9.5 8.5l3.5 7M8 8.5h3',
  foot: 'M13 4.5a1.5 1.5 0 1 0 0-.1zM12.5 8l-3 4 2.5 3-1 6M12.5 8l3 4 3 1M9.5 12L7 14M12 15l3 6',
  check: 'M4 12.5l5 5L20 6.5',
  cross: 'M5 5l14 14M19 5L5 19',
  plus: 'M12 4v16M4 12h16',
  arrow: 'M4 12h16M14 6l6 6-6 6',
  back: 'M20 12H4M10 6l-6 6 6 6',
  up: 'M12 20V4M6 10l6-6 6 6',
  down: 'M12 4v16M6 14l6 6 6-6',
  note: 'M5 3h10l4 4v14H5zM9 9h6M9 13h6M9 17h4',
  copy: 'M8 8h12v13H8zM4 16V3h12',
  speaker: 'M3 10v4h3l9 5V5L6 10zM18.5 8.5v7M6 14l1.5 6',
  merge: 'M6 4v5l6 5v6M18 4v5l-6 5',
  reopen: 'M4 12a8 8 0 1 0 3-6.200M4 4v5h5',
  hand: 'M7 12V6.5a1.5 1.5 0 0 1 3 0V11M10 10V4.5a1.5 1.5 0 0 1 3 0V11M13 10.5V6a1.5 1.5 0 0 1 3 0v6M16 9.5a1.5 1.5 0 0 1 3 0V15a6 6 0 0 1-6 6h-1.5a6 6 0 0 1-5-2.700L4 14.5a1.5 1.5 0 0 1 2.5-1.700L8 14.5',
  warning: 'M12 3.5L22 20.5H2zM12 10v5M12 17.800v.4',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.300v.4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.5l3.5 2',
  shield: 'M12 3l8 3v6c0 5-3.5 8-8 9.5C7.5 20 4 17 4 12V6z',
  'no-shield': 'M8 4.5L12 3l8 3v6c0 1.700-.4 3.200-1.100 4.5M16.5 19a15 15 0 0 1-4.5 2.5C7.5 20 4 17 4 12V6.5M3 3l18 18',
  lock: 'M6 11h12v10H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z',
  sun: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.300 5.300L7 7M17 17l1.700 1.700M18.700 5.300L17 7M7 17l-1.700 1.700',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  language: 'M3 6h10M8 3.5V6M5 6c1 4 4 7 7.5 8.5M11.5 6C10.5 11 7 14 3.5 15M13 21l4-10 4 10M14.5 17.5h5',
  keyboard: 'M3 6h18v12H3zM6.5 9.5h.1M10 9.5h.1M13.5 9.5h.1M17 9.5h.1M6.5 12.5h.1M10 12.5h.1M13.5 12.5h.1M17 12.5h.1M8.5 15.300h7',
  leave: 'M10 4H4v16h6M9 12h12M16 7l5 5-5 5',
  list: 'M8 6h13M8 12h13M8 18h13M3.5 6h.1M3.5 12h.1M3.5 18h.1',
  tool: 'M14.5 6.5a4.5 4.5 0 0 1 5.5-2.200l-3 3 1 2 2 .6 2-2.400a4.5 4.5 0 0 1-6.400 5.300L8 20.5 4 16.5l7.5-7.200a4.5 4.5 0 0 1 3-2.800z',
  chart: 'M4 20V4M4 20h16M8.5 16v-4M13 16V8M17.5 16v-6',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
  filter: 'M3 5h18l-7 8.5V20l-4-2v-4.5z',
  more: 'M5 12h.1M12 12h.1M19 12h.1',
  home: 'M3 11.5L12 4l9 7.5M6 10v10h12V10',
  school: 'M3 20V10l9-6 9 6v10M9.5 20v-6h5v6M12 4V1.5h4v2',
  shop: 'M4 20v-9M20 20v-9M3 11l2-6h14l2 6zM9 20v-6h6v6M2.5 20h19',
  clinic: 'M4 20V6h16v14zM12 9v7M8.5 12.5h7',
  junction: 'M9 3v18M15 3v18M3 9h18M3 15h18',
  archive: 'M3 4h18v5H3zM5 9v11h14V9M10 13h4',
  pause: 'M9 5v14M15 5v14',
  handover: 'M3 8h14M13 4l4 4-4 4M21 16H7M11 12l-4 4 4 4',
};

export const Icon = ({name, size = 20, className = ''}) => html`
  <svg class=${'icon ' + className} viewBox="0 0 24 24" width=${size} height=${size} aria-hidden="true" focusable="false">
    <path d=${STROKES[name] ?? STROKES.info} />
  </svg>`;

/** The icon of a kind of site. */
export const siteIcon = (kind) => ({school: 'school', household: 'home', shop: 'shop', clinic: 'clinic', junction: 'junction'})[kind] ?? 'home';
