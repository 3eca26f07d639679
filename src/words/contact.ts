import type { Translated } from './phrase.js';

export const contactEn = {
} as const;

export const contactFr: Translated<typeof contactEn> = {
};
