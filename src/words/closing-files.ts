import { french as fr } from './french.js';
import { shellWord } from './shell-word.js';

/** How a file is closed to others, by chmod(1); FAT and exFAT, as memory sticks have them, know nothing of it. */
function chmod(rights: '600' | '700', files: readonly string[]): string {
  return `chmod ${rights} ${files.map((file) => shellWord(file)).join(' ')}`;
}

export function closingEn(rights: '600' | '700', files: readonly string[]): string {
  return `${chmod(rights, files)}; where that changes nothing, the disk (a USB stick often) keeps no access rights: move the workspace to this computer’s own disk`;
}

export function closingFr(rights: '600' | '700', files: readonly string[]): string {
  return fr`${chmod(rights, files)} ; si cela ne change rien, le disque (souvent une clé USB) ne garde pas les droits d’accès : déplacez l’espace de travail sur le disque de cet ordinateur`;
}
