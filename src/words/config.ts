import type { Translated } from './phrase.js';

export const configEn = {
} as const;

export const configFr: Translated<typeof configEn> = {
};
