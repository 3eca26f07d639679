import type { Translated } from './phrase.js';

export const cliEn = {} as const;

export const cliFr: Translated<typeof cliEn> = {};
