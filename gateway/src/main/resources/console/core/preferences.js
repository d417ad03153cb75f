// What a person chose on this browser: language, light or dark, single keys. Kept in this browser only.
const listeners = new Set();
const PREFIX = 'sharp-eyes.';

function read(key) {
  try {
    return localStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined; // Storage is blocked: the choice holds until the page is left.
  }
}

// Who has set the browser to English begins in English; everybody else is at a Chinese desk.
const usualLanguage = /^en\b/i.test(navigator.language ?? '') ? 'en' : 'zh';
const DEFAULTS = {language: usualLanguage, theme: 'auto', keys: 'on'};
const chosen = Object.fromEntries(
  Object.entries(DEFAULTS).map(([key, usual]) => [key, read(key) ?? usual]));

export const preference = (key) => chosen[key];

export function prefer(key, value) {
  chosen[key] = value;
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // As above.
  }
  apply();
  listeners.forEach((listener) => listener(key));
}

export function onPreference(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether it is dark now, by choice or by the system. */
export const isDark = () =>
  chosen.theme === 'dark' || (chosen.theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);

function apply() {
  const root = document.documentElement;
  root.lang = chosen.language === 'zh' ? 'zh-CN' : 'en';
  root.dataset.theme = isDark() ? 'dark' : 'light';
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  apply();
  listeners.forEach((listener) => listener('theme'));
});
apply();
