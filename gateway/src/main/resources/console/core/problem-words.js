// What went wrong, in the reader's language. The gateway's own words are English; the known kinds are worded here.
import {clockTime, dayTime} from './format.js';
import {preference} from './preferences.js';
import {isWorded, t} from './words.js';

/** {title, detail, mend} of a Problem, or of any other failure. */
export function problemWords(problem) {
  const refused = `refused.${problem.body?.cause}`;
  if (isWorded(refused)) return {title: t(refused), detail: '', mend: isWorded(`${refused}.mend`) ? t(`${refused}.mend`) : ''};
  const key = `problem.${problem.code}`;
  const taken = problem.body?.window;
  if (taken) {
    return {title: t(key), detail: t('window-in-the-way', {from: dayTime(taken.from), to: clockTime(taken.to)}), mend: t(`${key}.mend`)};
  }
  if (preference('language') === 'en' || !isWorded(key)) {
    return {title: problem.title ?? t('went-wrong'), detail: problem.title ? problem.detail : problem.message, mend: isWorded(`${key}.mend`) ? t(`${key}.mend`) : problem.mend};
  }
  return {title: t(key), detail: problem.isTold ? problem.detail : '', mend: isWorded(`${key}.mend`) ? t(`${key}.mend`) : ''};
}
