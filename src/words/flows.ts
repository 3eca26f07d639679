import type { Translated } from './phrase.js';

export const flowsEn = {} as const;

export const flowsFr: Translated<typeof flowsEn> = {};
