// Says a place out loud, in the language of the console.
import {preference} from './preferences.js';

const TAGS = {zh: 'zh-CN', en: 'en-GB'};
const synthesis = globalThis.speechSynthesis;

const voiceOf = (language) => (synthesis?.getVoices() ?? []).find((voice) => voice.lang.toLowerCase().startsWith(language));

/** Whether this machine has a voice for the language. */
export const canSpeak = () => Boolean(voiceOf(preference('language')));

/** Says it now; what was being said is broken off. */
export function speak(text) {
  if (!synthesis) return;
  synthesis.cancel();
  const saying = new SpeechSynthesisUtterance(text);
  saying.lang = TAGS[preference('language')];
  const voice = voiceOf(preference('language'));
  if (voice) saying.voice = voice;
  synthesis.speak(saying);
}

export const hush = () => synthesis?.cancel();
