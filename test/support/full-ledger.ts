import {
  DAYS,
  consentOf,
  consentGiven,
  confirmedCampaign,
  fictionNumber,
  fictionNumbers,
  intentDraft,
  PLANNED_FILE,
  STAMP,
  suppressionOf,
  termsOf,
  withdrawal,
  type TempLedger,
} from './temp-ledger.js';
import { DateTime } from 'luxon';
import type { IncidentFields } from '../../src/core/incident/incident.js';
import { invariant } from '../../src/errors.js';
import type { InboxBatch } from '../../src/store/inbox-store.js';
import type { Stamp } from '../../src/store/store.js';
import { fakeWorld } from './fake-world.js';
import { accepted, lostAnswer, rejected, scriptedProvider } from './scripted-provider.js';
import { runCampaign } from './send-run.js';

export const TUESDAY = '2026-01-06T10:00:00.000Z';
const later = (hours: number): Stamp => ({ ...STAMP, at: DateTime.fromISO(TUESDAY, { zone: 'utc' }).plus({ hours }) });
const WAY_OUT = Buffer.alloc(32, 3);

/** Fills a ledger until every table has rows, every column a value, and every kind of step has been taken. */
export async function fillLedger(temp: TempLedger): Promise<void> {
  const numbers = fictionNumbers(12);
  const [first, second, third, fourth, fifth, sixth] = numbers;
  invariant(
    first !== undefined &&
      second !== undefined &&
      third !== undefined &&
      fourth !== undefined &&
      fifth !== undefined &&
      sixth !== undefined,
    'twelve numbers',
  );
  const ledger = temp.open();
  const { version } = await ledger.recordWording(
    { name: 'formulaire', text: 'Oui, je veux des SMS', purpose: 'association', language: 'fr', model: 'web_form' },
    STAMP,
  );
  const importId = await ledger.beginImport('consent', 'adhesions.csv', STAMP);
  const proof = {
    ...{
      source: 'https://amisduparc.example/adhesion',
      evidence: 'bulletin 12',
      ip: '192.0.2.1',
      collectedBy: 'Claire',
    },
    ...{ wording: version.text, confirmedAt: '2025-03-02', validUntil: later(9000).at, lastContactAt: STAMP.at },
    basis: 'double_opt_in' as const,
  };
  await ledger.recordConsents([{ number: first, event: consentGiven(proof), source: { importId, line: 2 } }], STAMP);
  await ledger.endImport(importId, 'd'.repeat(64), later(1));
  await ledger.recordConsents([consentOf(first, consentGiven({ basis: 'rented_list', campaign: 'noel' }))], STAMP);
  await confirmedCampaign(ledger, 'fete', numbers);
  // A request that waits, and somebody who joined, left and joined again.
  await ledger.recordConsents([consentOf(first, consentGiven({ basis: 'double_opt_in', isPending: true }))], STAMP);
  const joined = consentOf(second, consentGiven({ purpose: 'information', basis: 'member', method: 'membership' }));
  const left = { kind: 'ended', purpose: 'information', basis: 'member', effectiveAt: STAMP.at } as const;
  await ledger.recordConsents([joined, consentOf(second, left), { ...joined, holdsNow: true }], STAMP);

  // A never-list from a file, and entries that were lifted.
  const listId = await ledger.beginImport('suppression', 'oppositions.csv', STAMP);
  const fromFile = { ...suppressionOf(fictionNumber(60), 'manual'), source: { importId: listId, line: 2 } };
  await ledger.recordSuppressions(
    [fromFile, suppressionOf(fictionNumber(61)), suppressionOf(fictionNumber(62), 'manual', 'survey')],
    STAMP,
  );
  await ledger.endImport(listId, 'c'.repeat(64), later(1));
  await ledger.undoImport(listId, later(2));
  const [entry] = await ledger.suppressionsOf(fictionNumber(61));
  invariant(entry !== undefined, 'an entry that was made is there');
  await ledger.recordLiftingConsent(consentOf(fictionNumber(61)), [entry.seq], later(2));
  await ledger.recordConsents([consentOf(second, withdrawal('survey'))], STAMP);

  // A campaign with every end.
  const provider = scriptedProvider((message) =>
    message.to === first ? rejected : [second, third].includes(message.to) ? lostAnswer : accepted(message),
  );
  await ledger.recordSuppressions([suppressionOf(fourth)], STAMP);
  await runCampaign('fete', { ledger, provider, world: fakeWorld(TUESDAY) });
  const sent = await ledger.findCampaign('fete');
  invariant(sent !== null, 'a campaign that was sent is there');
  const unknowns = await ledger.unknownIntents(sent.id);
  await ledger.noteLookedUp(
    sent.id,
    unknowns.map(({ ref }) => ref),
    later(1).at,
  );
  await ledger.settleUnknown(
    sent.id,
    [{ ref: unknowns[0]?.ref ?? '', verdict: 'accepted', by: 'person', reason: null, providerId: 'id-x' }],
    later(2),
  );
  const intents = await ledger.intents(sent.id, { limit: -1 });
  const refOf = (number: string): string => intents.find((one) => one.number === number)?.ref ?? '';
  const collectionId = await ledger.beginCollection(
    { kind: 'import', provider: 'simulator', fileName: 'reponses.csv' },
    STAMP,
  );
  const reply = (
    number: (typeof numbers)[number],
    text: string,
    verdict: 'opt_out' | 'review' | 'help',
    matched: string | null,
    line: number,
  ) =>
    ({
      number,
      text,
      at: later(1).at,
      moment: `2026-01-06T11:00:0${line}Z`,
      messageId: `m${line}`,
      verdict,
      matched,
      line,
    }) as const;
  const batch: InboxBatch = {
    collectionId,
    replies: [
      reply(fifth, 'STOP', 'opt_out', 'STOP', 1),
      reply(sixth, 'ok stop', 'review', 'STOP', 2),
      reply(fictionNumber(6), 'stop ?', 'review', 'STOP', 3),
      reply(fictionNumber(7), 'aide', 'help', 'AIDE', 4),
      reply(fictionNumber(8), 'arrêtez', 'review', null, 5),
    ],
    receipts: [
      { ref: refOf(fictionNumber(7)), status: 'delivered', at: '2026-01-06T11:00:00.000Z', code: null },
      {
        ref: refOf(fictionNumber(8)),
        status: 'undelivered',
        at: '2026-01-06T11:00:00.000Z',
        code: '1',
        about: 'unreachable',
      },
    ],
    unreachableAfter: 3,
  };
  await ledger.recordInbox(batch, later(2));
  await ledger.endCollection(collectionId, { sha256: 'b'.repeat(64), hasStops: true, told: {} }, later(2));
  await ledger.decideReplies([2], 'opt_out', later(3));
  await ledger.decideReplies([3], 'not_opt_out', later(3));
  await ledger.finishReplies([3], later(4));
  const attested = await ledger.beginCollection(
    { kind: 'attested', provider: 'simulator', fileName: null, statement: 'rien reçu cette semaine' },
    STAMP,
  );
  await ledger.endCollection(attested, { sha256: null, hasStops: true, told: {} }, later(2));
  await ledger.beginExitTest(WAY_OUT, fifth, STAMP);
  const stop = { ...reply(fifth, 'STOP', 'opt_out', 'STOP', 6), at: later(5).at };
  await ledger.recordInbox({ collectionId: null, replies: [stop], receipts: [], unreachableAfter: 3 }, later(5));
  await ledger.attestExit(WAY_OUT, 'le numéro court marche', later(5));

  // A plan that waits, with those who were left out of it, and who approved it.
  const waiting = await ledger.openPlan(
    termsOf('later'),
    { name: 'membres.csv' },
    { startsAt: later(24).at, notAfter: later(240).at },
    STAMP,
  );
  await ledger.keepPlanned(
    waiting,
    numbers.slice(6, 9).map((number, index) =>
      intentDraft(number, {
        ...{ line: index + 2, row: index + 1, consentSeq: index + 8 },
        text: `Rebonjour ${index}\nSTOP au 36184`,
      }),
    ),
    [
      { line: 5, number: fourth, reason: 'suppressed' },
      { line: 6, number: null, reason: 'invalid_number' },
    ],
  );
  await ledger.freezePlan(waiting, PLANNED_FILE, STAMP);
  await ledger.approvePlan(waiting.campaignId, Buffer.alloc(32, 5), 3, later(1));
  await ledger.confirmPlans(waiting.campaignId, null, later(2), later(200).at);

  // Rights.
  const request = {
    kind: 'access',
    number: sixth,
    contact: 'sixte@example.org',
    receivedOn: '2026-01-02',
    dueOn: '2026-02-02',
  } as const;
  const id = await ledger.addRequest(request, STAMP);
  await ledger.identifyRequest(id, '2026-01-03', 'carte', STAMP);
  await ledger.extendRequest(id, '2026-01-04', '2026-04-02', 'complexe', STAMP);
  await ledger.answerRequest(id, '2026-01-05', 'partly', 'rien de plus', STAMP);
  await ledger.addRequest({ ...request, number: fifth, contact: 'quinte@example.org' }, STAMP);
  await ledger.setRestriction(fictionNumber(6), 'restricted', DAYS, STAMP);
  await ledger.setRestriction(fictionNumber(6), 'lifted', DAYS, later(1));
  await ledger.setRestriction(fictionNumber(7), 'restricted', DAYS, STAMP);
  const fields: IncidentFields = {
    what: 'un envoi au mauvais fichier',
    knownAt: '2026-01-05T10:00:00.000Z',
    whose: 'les membres',
    people: 3,
    measures: 'excuses',
    risk: 'risk',
    authorityToldAt: '2026-01-05T12:00:00.000Z',
    peopleToldAt: '2026-01-05T12:00:00.000Z',
    notToldBecause: 'dit à temps',
  };
  const incident = await ledger.addIncident(fields, STAMP);
  await ledger.addIncident({ ...fields, people: null }, STAMP);
  await ledger.updateIncident(incident, { people: 4 }, later(1));
  await ledger.closeIncident(incident, later(2));
  await ledger.rectifySubject(fictionNumber(8), fictionNumber(80), DAYS, later(6));
  await ledger.eraseSubject(fictionNumber(9), later(7));
  await ledger.recordPause(sent.id, later(8));
  temp.close();
}
