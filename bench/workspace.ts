import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../bin/smsctl.js', import.meta.url));
const SECRETS = { SMSCTL_VONAGE_API_KEY: 'abcd1234', SMSCTL_VONAGE_API_SECRET: 'abcdef0123456789' };

/** A workspace of members who may be texted, against a network on the loopback. */
export interface BenchWorkspace {
  readonly folder: string;
  run(...command: readonly string[]): string;
  remove(): void;
}

/** Made up while it runs: a real provider takes no number that is kept for films, and these go to the loopback alone. */
export function numberOf(index: number): string {
  return `+3361${String(index).padStart(7, '0')}`;
}

export const TEXT = 'Bonjour {{ prenom }}, la salle change.';

export function benchWorkspace(rows: number, url: string, rate: number): BenchWorkspace {
  const folder = mkdtempSync(join(tmpdir(), 'smsctl-bench-'));
  const run = (...command: readonly string[]): string => {
    const ran = spawnSync(process.execPath, [PROGRAM, ...command], {
      cwd: folder,
      env: { ...process.env, ...SECRETS },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (ran.status !== 0) throw new Error(`${command.join(' ')} ended with ${ran.status}: ${ran.stderr}`);
    return ran.stdout;
  };
  run('init', '.', '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC', '--yes');
  const config = [
    '[organisation]\nname = "Les Amis du Parc"\n[sender]\nid = "AMISDUPARC"\ncountry = "FR"',
    `[provider]\nuse = "vonage"\nrate = ${rate}\n[providers.vonage]\nbase_url = "${url}"\n`,
  ];
  writeFileSync(join(folder, 'smsctl.toml'), config.join('\n'));
  const people = Array.from({ length: rows }, (_, index) => numberOf(index));
  const consents = people.map((number) => `${number},information,member,2026-01-05,membership,bulletin`);
  writeFileSync(join(folder, 'optins.csv'), ['phone,purpose,basis,given_at,method,wording', ...consents].join('\n'));
  writeFileSync(join(folder, 'members.csv'), ['phone,prenom', ...people.map((one, i) => `${one},P${i}`)].join('\n'));
  run('consent', 'import', 'optins.csv');
  return { folder, run, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** At any hour and on any day: nothing that is measured depends on when. */
export const TERMS = ['--purpose', 'information', '--urgent', '--text', TEXT];
