// How times and places are written.
import {preference} from './preferences.js';
import {t} from './words.js';

const two = (number) => String(number).padStart(2, '0');

/** An age in milliseconds: 0:07, 12:31, 3:05:00, 2 d. */
export function age(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  if (hours >= 48) return t('days', {days: Math.floor(hours / 24)});
  const minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

const locale = () => (preference('language') === 'zh' ? 'zh-CN' : 'en-GB');
const FORMATS = new Map();

function format(name, options) {
  const key = name + locale();
  if (!FORMATS.has(key)) FORMATS.set(key, new Intl.DateTimeFormat(locale(), options));
  return FORMATS.get(key);
}

/** 14:03:07 */
export const clockTime = (time) =>
  format('clock', {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false}).format(new Date(time));

/** 11/26 14:03, with the year if it isn't this one. */
export function dayTime(time) {
  const at = new Date(time);
  const year = at.getFullYear() === new Date().getFullYear() ? {} : {year: 'numeric'};
  return format('day' + Object.keys(year).length, {
    ...year, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
  }).format(at);
}

/** Only the day. */
export const day = (time) => format('only-day', {year: 'numeric', month: '2-digit', day: '2-digit'}).format(new Date(time));

/** A size in bytes as people say it. */
export const bytes = (count) => (count >= 1e6 ? `${(count / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(count / 1e3))} kB`);

/** Decimal degrees as people read them to each other. */
export const coordinates = ({latitude, longitude}) => `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
