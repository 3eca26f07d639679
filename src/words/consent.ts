import type { Translated } from './phrase.js';

export const consentEn = {} as const;

export const consentFr: Translated<typeof consentEn> = {};
