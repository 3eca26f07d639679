import { DateTime } from 'luxon';
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

  it('agree with what replies ask for', () => {
    const kinds = (verdict: string): readonly string[] => [1, 2].map((count) => said('inbox.kind', { verdict, count }));
    expect(kinds('none')).toEqual(['ordinaire', 'ordinaires']);
    expect(kinds('help')).toEqual(['demande d’aide', 'demandes d’aide']);
    expect(kinds('opt_in')).toEqual(['veut à nouveau des messages', 'veulent à nouveau des messages']);
  });

  it('agree in a sentence', () => {
    expect(said('delivery.resolved', { accepted: 1, rejected: 0, notSent: 2, absent: 1 })).toBe(
      'réglés\u00A0: 1 parti, 0 rejeté, 2 pas partis\u202F; 1 absent des relevés, ce qui ne règle rien',
    );
    expect(said('sync.counts', { purpose: 'x', members: 1, leaving: 1 })).toBe(
      'x\u00A0: 1 adhérent à ce jour, dont 1 absent du fichier',
    );
  });

  it('agree with the messages of who is erased', () => {
    const skips = (planned: number, isAhead: boolean) => said('rights.eraseSkips', { planned, isAhead });
    expect(skips(1, true)).toBe('1 message planifié ne partira pas (personne effacée)');
    expect(skips(2, false)).toBe('2 messages planifiés ne partiront jamais (personne effacée)');
  });

  it.each([
    ['row-country', 1, 'ligne a son numéro lu dans le pays qu’elle indique,'],
    ['row-country', 2, 'lignes ont leur numéro lu dans le pays que chacune indique,'],
    ['row-country-refused', 2, 'celui de l’expéditeur\u00A0: écartées\u202F;'],
    ['field-unfit', 1, 'un calcul\u00A0: écartée (missing_field)'],
    ['field-too-much-work', 2, 'une boucle\u00A0: écartées (missing_field)'],
  ])('agree with the rows of a remark: %s, %i', (remark, rows, words) => {
    expect(said('plan.remark', { remark, rows, firstLine: 2 })).toContain(words);
  });
});

/** Nobody says « seul 0 ». */
it.each([
  [0, 'none is reported as delivered', 'aucun n’est annoncé délivré'],
  [1, 'only 1 is reported as delivered', 'seul 1 est annoncé délivré'],
  [2, 'only 2 are reported as delivered', 'seuls 2 sont annoncés délivrés'],
])('of a canary %i were delivered', (delivered, inEnglish, inFrench) => {
  const values = { delivered, of: 5 };
  expect(speak({ key: 'delivery.stoppedCanary', values }, formatsOf('en'))).toContain(`first 5: ${inEnglish}; check`);
  expect(said('delivery.stoppedCanary', values)).toContain(`${inFrench}\u202F; vérifiez`);
});

it('a stretch of a plan within one minute is an instant, not a span', () => {
  const now = DateTime.fromISO('2026-01-06T12:20:00+01:00');
  const moment = (clock: string) => ({ at: DateTime.fromISO(`2026-01-06T${clock}+01:00`), now, zone: 'Europe/Paris' });
  const leg = (count: number, start: string, end: string) => ({ count, start: moment(start), end: moment(end) });
  const legs = [
    leg(4, '12:20:00', '12:29:00'),
    leg(1, '13:00:00', '13:00:30'),
    leg(2, '14:00:00', '14:10:00'),
    leg(3, '15:00:00', '15:00:10'),
  ];
  expect(speak({ key: 'plan.legs', values: { legs } }, formatsOf('en'))).toBe(
    '4 today until 12:29, 1 today at 13:00, 2 today from 14:00 until 14:10, 3 today from 15:00',
  );
  expect(said('plan.legs', { legs })).toBe(
    '4 aujourd’hui jusqu’à 12:29, 1 aujourd’hui à 13:00, 2 aujourd’hui à partir de 14:00 jusqu’à 14:10, 3 aujourd’hui à partir de 15:00',
  );
});
