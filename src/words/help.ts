import type { Translated } from './phrase.js';

export const helpEn = {} as const;

export const helpFr: Translated<typeof helpEn> = {};
