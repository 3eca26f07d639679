import type { Translated } from './phrase.js';

export const scheduleEn = {
} as const;

export const scheduleFr: Translated<typeof scheduleEn> = {
};
