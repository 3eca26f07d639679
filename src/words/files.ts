import type { Translated } from './phrase.js';

export const filesEn = {
} as const;

export const filesFr: Translated<typeof filesEn> = {
};
