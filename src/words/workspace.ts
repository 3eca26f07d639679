import type { Translated } from './phrase.js';

export const workspaceEn = {} as const;

export const workspaceFr: Translated<typeof workspaceEn> = {};
