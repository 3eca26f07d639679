import { french as fr } from './french.js';
import type { Translated } from './phrase.js';

export const completionEn = {
  'completion.help': 'prints a script with which a shell completes commands and options',
  'completion.helpShell': 'your shell; the first line of the script says where it goes',
} as const;

export const completionFr: Translated<typeof completionEn> = {
  'completion.help': fr`écrit le script avec lequel un shell complète commandes et options`,
  'completion.helpShell': fr`votre shell ; la première ligne du script dit où le mettre`,
};
