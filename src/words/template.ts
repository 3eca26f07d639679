import type { Translated } from './phrase.js';

export const templateEn = {
} as const;

export const templateFr: Translated<typeof templateEn> = {
};
