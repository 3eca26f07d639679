import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig, type Config } from '../../src/config/config.js';
import type { E164 } from '../../src/core/contact/phone-number.js';
import { profileIds } from '../../src/core/schedule/profiles.js';
import { invariant } from '../../src/errors.js';
import type { Ledger } from '../../src/store/store.js';
import { fakeWorld, type FakeWorld } from '../support/fake-world.js';
import { planFile } from '../support/planned-run.js';
import { scriptedProvider } from '../support/scripted-provider.js';
import { campaignNamed, runCampaign } from '../support/send-run.js';
import {
  consentGiven,
  consentOf,
  dumpTables,
  fictionNumber,
  STAMP,
  tempLedger,
  type TempLedger,
} from '../support/temp-ledger.js';

let temp: TempLedger;
let ledger: Ledger;
let world: FakeWorld;

beforeEach(() => {
  temp = tempLedger();
  ledger = temp.open();
  world = fakeWorld('2026-01-06T10:00:00.000Z');
});
afterEach(() => temp.remove());

/** An association whose provider appends « STOP 36184 » after a line feed by itself, or one with other footers. */
function configWith(footers: string): Config {
  const text = `[organisation]
name = "Les Amis du Parc"
locale = "fr"
[sender]
id = "AMISDUPARC"
country = "FR"
${footers}
[limits]
countries = ["FR"]
max_segments = 1
[provider]
use = "simulator"
price = { FR = "0.065" }
`;
  return parseConfig(text, 'smsctl.toml', { profileIds: profileIds() });
}

const theirs = configWith('[footer.FR]\ntext = "STOP {{ stop }}"\nstop = "36184"\nby_provider = true');
const ours = configWith('[footer.FR]\ntext = "STOP {{ stop }}"\nstop = "36184"');
const otherWords = configWith('[footer.FR]\ntext = "STOP SMS au {{ stop }}"\nstop = "36184"\nby_provider = true');
const none = configWith('');

async function planned(text: string, config: Config, purpose = 'association') {
  const number = fictionNumber(0);
  await ledger.recordConsents([consentOf(number, consentGiven({ purpose }))], STAMP);
  const contacts = join(temp.folder, 'membres.csv');
  writeFileSync(contacts, `phone;prenom\n${number};Ana\n`);
  return planFile(ledger, world, { contacts, text, config, purpose });
}

/** What one confirmed message was when it was submitted under `config`. */
async function submitted(config: Config) {
  const campaign = await campaignNamed(ledger, 'fete');
  await ledger.confirmPlans(campaign.id, null, STAMP);
  const provider = scriptedProvider();
  await runCampaign('fete', { ledger, provider, world, config });
  const [message, ...others] = provider.submissions;
  invariant(message !== undefined && others.length === 0, 'one message left');
  const { text, appended, segments } = message;
  return { text, appended, segments };
}

describe('a date in a text', () => {
  it('is written in the language of the organisation', async () => {
    const { totals } = await planned('Le {{ "2026-02-01" | date: "%A %-d %B" }}', ours);
    expect(totals.samples.map(({ text }) => text)).toEqual(['Le dimanche 1er février\nSTOP 36184']);
  });
});

describe('a way out that the provider appends', () => {
  it('is shown and counted in the plan, and not submitted', async () => {
    const { totals } = await planned('Bonjour {{ prenom }}', theirs);
    expect(totals.samples.map(({ text }) => text)).toEqual(['Bonjour Ana\nSTOP 36184']);
    expect(await submitted(theirs)).toEqual({ text: 'Bonjour Ana', appended: '\nSTOP 36184', segments: 1 });
  });

  it.each([
    [149, {}],
    [150, { too_long: 1 }],
  ])('leaves 149 of 160 characters: %i', async (length, excluded) => {
    const text = `{{ prenom }}${'a'.repeat(length - 3)}`;
    expect((await planned(text, theirs)).totals.excluded).toEqual(excluded);
  });

  it('is the way out: nobody is left out for want of one', async () => {
    expect((await planned('Bonjour', none)).totals.excluded).toEqual({ no_way_out: 1 });
    expect((await planned('Bonjour', theirs)).totals.excluded).toEqual({});
  });

  it('is not doubled where the text has it, and the provider is told so', async () => {
    await planned('Bonjour, STOP 36184 pour ne plus recevoir', theirs);
    expect(await submitted(theirs)).toEqual({
      text: 'Bonjour, STOP 36184 pour ne plus recevoir',
      appended: undefined,
      segments: 1,
    });
  });

  it('is added to no functional message', async () => {
    await planned('Bonjour', theirs, 'information');
    expect(await submitted(theirs)).toEqual({ text: 'Bonjour', appended: undefined, segments: 1 });
  });

  // Between the plan and the run the configuration may change: the handset shows what was shown, with its way out.
  it.each([
    ['the provider appends no more', theirs, ours],
    ['the provider appends other words now', theirs, otherWords],
    ['no footer is configured any more', theirs, none],
    ['what was ours never was theirs', ours, ours],
  ])('is never lost: %s', async (_what, before, after) => {
    await planned('Bonjour', before);
    expect(await submitted(after)).toEqual({ text: 'Bonjour\nSTOP 36184', appended: undefined, segments: 1 });
  });

  it('is taken over by a provider that appends the very same', async () => {
    await planned('Bonjour', ours);
    expect(await submitted(theirs)).toEqual({ text: 'Bonjour', appended: '\nSTOP 36184', segments: 1 });
  });
});

describe('a sender that a country refuses', () => {
  const american = '+18505550123' as E164;
  const config = configWith('[footer.default]\ntext = "STOP {{ stop }}"\nstop = "8000"');
  const open = { ...config, limits: { ...config.limits, countries: ['FR', 'US', 'CA'] } };

  async function planTo(numbers: readonly E164[], keep: boolean, sender = 'AMISDUPARC') {
    await ledger.recordConsents(
      numbers.map((number) => consentOf(number)),
      STAMP,
    );
    const contacts = join(temp.folder, 'membres.csv');
    writeFileSync(contacts, ['phone;pays', ...numbers.map((number) => `${number};`), ''].join('\n'));
    return planFile(ledger, world, { contacts, text: 'Bonjour', config: open, keep, sender });
  }

  it.each([true, false])('ends the plan as a whole, and nothing is kept (keep: %s)', async (keep) => {
    const numbers = [fictionNumber(0), american];
    const { campaign, plan, intent, exclusion, territory } = dumpTables(temp.file);
    await expect(planTo(numbers, keep)).rejects.toMatchObject({
      kind: 'notPermitted',
      problem: { key: 'texts.senderRefused', values: { refused: [{ country: 'US', recipients: 1 }] } },
    });
    expect(dumpTables(temp.file)).toMatchObject({ campaign, plan, intent, exclusion, territory });
    expect(await ledger.findCampaign('fete')).toBeNull();
  });

  it('is no obstacle where nobody there is planned, or where a number sends', async () => {
    expect((await planTo([fictionNumber(0)], false)).totals.planned).toBe(1);
    expect((await planTo([fictionNumber(0), american], true, '36184')).totals.planned).toBe(2);
  });
});

describe('a plan made again', () => {
  it('tells the characters of what is frozen, and the countries of the numbers, as it did at first', async () => {
    const number = fictionNumber(0);
    await ledger.recordConsents([consentOf(number)], STAMP);
    const contacts = join(temp.folder, 'membres.csv');
    // A French number of someone who lives in Belgium: the French network carries it.
    writeFileSync(contacts, `phone;prenom;pays\n${number};Françoise;BE\n`);
    const plan = () => planFile(ledger, world, { contacts, text: 'Bonjour {{ prenom }}', config: ours });
    const [first, again] = [await plan(), await plan()];
    expect(first.totals).toMatchObject({ newcomers: 1, territories: { BE: 1 }, countries: { FR: 1 } });
    expect(again.totals).toMatchObject({ already: 1, territories: { BE: 1 }, countries: { FR: 1 } });
    expect(first.texts.ucs2).toMatchObject({ texts: 1, causes: [{ char: 'ç', from: 'contacts' }] });
    expect(again.texts).toEqual(first.texts);
  });
});
