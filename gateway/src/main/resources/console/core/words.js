// Words: every text of the console stands in words/*.js as [Chinese, English], and is looked up here.
import {COMMON} from '../words/common.js';
import {DESK} from '../words/desk.js';
import {preference} from './preferences.js';

const WORDS = {...COMMON, ...DESK};

/** Adds a page's words; a page imports its words/*.js and adds them when it is loaded. */
export const addWords = (words) => Object.assign(WORDS, words);

const inLanguage = (pair, language) => pair[language === 'zh' ? 0 : 1];

/** The words for a code, with {names} filled in. A code that isn't known is shown as it is. */
export function t(code, values) {
  return said(preference('language'), code, values);
}

/** The same in a language of one's own choosing: 'zh' or 'en'. */
export function said(language, code, values = {}) {
  const pair = WORDS[code];
  const text = pair ? inLanguage(pair, language) : String(code);
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const isWorded = (code) => code in WORDS;

/** A code in a family of codes: word('handling', 'new') looks up 'handling.new', then 'new'. */
export const word = (family, code) =>
  isWorded(`${family}.${code}`) ? t(`${family}.${code}`) : t(code);

/** Words a reason {code, value, unit} that the gateway gave. */
export function reason({code, value, unit}) {
  if (value === undefined || value === null) return word('reason', code);
  const key = `reason.${code}`;
  const shown = typeof value === 'number' ? measure(value, unit) : word('reason', String(value));
  return isWorded(key) && t(key).includes('{value}') ? t(key, {value: shown}) : `${word('reason', code)} ${shown}`;
}

/** A number with its unit, as people say it. */
export function measure(value, unit) {
  if (unit === 'm') return value >= 1000 ? `${(value / 1000).toFixed(1)} ${t('unit.km')}` : `${Math.round(value)} ${t('unit.m')}`;
  if (unit === 's') {
    if (value < 90) return `${Math.round(value)} ${t('unit.s')}`;
    return value < 5400 ? `${Math.round(value / 60)} ${t('unit.min')}` : `${(value / 3600).toFixed(1)} ${t('unit.h')}`;
  }
  if (unit === 'deg') return `${Math.round(value)}°`;
  const rounded = Number.isInteger(value) ? value : Math.round(value * 10) / 10;
  return unit ? `${rounded} ${word('unit', unit)}` : String(rounded);
}
