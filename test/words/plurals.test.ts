import { describe, expect, it } from 'vitest';
import { formatsOf } from '../../src/words/formats.js';
import type { Phrase, PhraseKey } from '../../src/words/phrase.js';
import { speak } from '../../src/words/speak.js';

const french = formatsOf('fr');
const said = (key: PhraseKey, values: unknown): string => speak({ key, values } satisfies Phrase, french);

/** In French nought and one are singular. */
describe('words beside a count', () => {
  it.each<readonly [PhraseKey, string, string]>([
    ['consent.refusedRows', 'refusée', 'refusées'],
    ['consent.unchanged', 'déjà enregistrée', 'déjà enregistrées'],
    ['consent.recorded', 'enregistrée', 'enregistrées'],
    ['inbox.recorded', 'nouveau, enregistré', 'nouveaux, enregistrés'],
    ['inbox.refused', 'n’a pu être classé', 'n’ont pu être classés'],
    ['report.countAccepted', 'accepté', 'acceptés'],
    ['report.countOptedOut', 'a dit STOP ensuite', 'ont dit STOP ensuite'],
  ])('%s', (key, one, many) => {
    expect([0, 1, 2].map((count) => said(key, { count, dryRun: false }))).toEqual([one, one, many]);
  });

  it('agree in a sentence', () => {
    expect(said('delivery.resolved', { accepted: 1, rejected: 0, notSent: 2, absent: 1 })).toBe(
      'réglés\u00A0: 1 parti, 0 rejeté, 2 pas partis\u202F; 1 absent des relevés, ce qui ne règle rien',
    );
    expect(said('sync.counts', { purpose: 'x', members: 1, leaving: 1 })).toBe(
      'x\u00A0: 1 adhérent à ce jour, dont 1 absent du fichier',
    );
  });
});
