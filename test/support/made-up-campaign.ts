import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smsctl } from './real-program.ts';
import { digits } from './seeded.ts';

/** A functional message at any hour: the books are the same by night and on Sundays. */
const TERMS = ['--purpose', 'information', '--urgent', '--text', 'Bonjour {{ prenom }}, la salle change.'];

/** Who may be texted, and who may not. */
export interface People {
  readonly allowed: readonly string[];
  readonly forbidden: ReadonlySet<string>;
}

interface MadeUpCampaign {
  /** An empty one. */
  readonly folder: string;
  /** Of the service that takes the messages, on the loopback. */
  readonly url: string;
  readonly recipients: number;
  readonly rate: number;
  readonly timeoutMs: number;
  /** Further options of `plan`. */
  readonly terms?: readonly string[];
}

/**
 * Makes a workspace whose campaign `fete` is planned. Some of its people never said yes, and some are on the never-list.
 *
 * The numbers are made up while it runs, and go to the loopback alone: a real provider takes none that are kept for films.
 */
export async function makeCampaign(
  made: MadeUpCampaign,
  random: () => number,
  node: readonly string[] = [],
): Promise<People> {
  const { folder } = made;
  await smsctl(folder, ['init', '.', '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC', '--yes']);
  const people = writeFiles(made, random);
  await smsctl(folder, ['consent', 'import', 'optins.csv'], [0], node);
  await smsctl(folder, ['suppress', 'import', 'never.csv'], [0], node);
  await smsctl(folder, ['plan', 'members.csv', '--campaign', 'fete', ...TERMS, ...(made.terms ?? [])], [0], node);
  return people;
}

function writeFiles({ folder, url, recipients, rate, timeoutMs }: MadeUpCampaign, random: () => number): People {
  const numbers = [...new Set(Array.from({ length: recipients }, () => `+3361${digits(7, random)}`))];
  const isConsenting = numbers.map(() => random() < 0.9);
  const isSuppressed = numbers.map((_, index) => random() < 0.05 || index === 0);
  writeFileSync(
    join(folder, 'smsctl.toml'),
    `[organisation]
name = "Les Amis du Parc"
[sender]
id = "AMISDUPARC"
country = "FR"
[provider]
use = "vonage"
rate = ${rate}
[providers.vonage]
base_url = "${url}"
timeout_ms = ${timeoutMs}
`,
  );
  const rows = numbers.map((number, index) => `${number},information,member,2026-01-05,membership,bulletin,P${index}`);
  const consents = rows.filter((_, index) => isConsenting[index]);
  writeFileSync(
    join(folder, 'optins.csv'),
    ['phone,purpose,basis,given_at,method,wording,prenom', ...consents].join('\n'),
  );
  writeFileSync(
    join(folder, 'never.csv'),
    ['phone,reason', ...numbers.filter((_, i) => isSuppressed[i]).map((n) => `${n},manual`)].join('\n'),
  );
  writeFileSync(join(folder, 'members.csv'), ['phone,prenom', ...numbers.map((n, i) => `${n},P${i}`)].join('\n'));
  return {
    allowed: numbers.filter((_, index) => isConsenting[index] === true && isSuppressed[index] === false),
    forbidden: new Set(numbers.filter((_, index) => isConsenting[index] === false || isSuppressed[index] === true)),
  };
}
