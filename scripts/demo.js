// `npm run demo`: installs, builds, and walks the main job on an invented association, from an empty folder to a verified
// audit log. Nothing leaves this machine: the provider is the embedded simulator. It runs at any hour, on Sundays too,
// because the rehearsal has its own clock.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, ensureInstalled, root } from './ensure-installed.js';

const data = 'fixtures/association';
const workspace = 'demo/amis-du-parc';
/** A Tuesday morning in Paris: metropolitan members are inside their window, the Antilles still asleep. */
const morning = '2026-09-15T10:00:00+02:00';
const afternoon = '2026-09-15T15:00:00+02:00';
const later = '2026-09-15T15:01:00+02:00';

ensureInstalled();
build();
rmSync(join(root, 'demo'), { recursive: true, force: true });
mkdirSync(join(root, 'demo'), { recursive: true });

/** Runs one command as a person would type it; `expected` lists the exit codes that belong to the story. */
function smsctl(story, args, expected = [0]) {
  console.log(`\n# ${story}\n$ smsctl ${args.map(quoted).join(' ')}`);
  const { status } = spawnSync(process.execPath, [join(root, 'bin', 'smsctl.js'), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SMSCTL_WORKSPACE: workspace },
  });
  console.log(`(exit ${status})`);
  if (expected.includes(status)) return;
  console.error(`the demo expected exit ${expected.join(' or ')}`);
  process.exit(1);
}

function quoted(word) {
  return /^[\w@./:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

smsctl('Un espace de travail', [
  ...['init', workspace, '--organisation', 'Les Amis du Parc', '--sender', 'AMISDUPARC'],
  ...['--country', 'FR', '--locale', 'fr', '--yes'],
]);
copyFileSync(join(root, data, 'smsctl.toml'), join(root, workspace, 'smsctl.toml'));
chmodSync(join(root, workspace, 'smsctl.toml'), 0o600);
console.log(`\n# La configuration de l'association remplace celle d'origine : ${data}/smsctl.toml`);

const refusedRows = 80;
const notNow = 75;
smsctl(
  'Les accords recueillis, avec leur preuve (deux lignes ne prouvent rien et sont refusées)',
  ['consent', 'import', `${data}/optins.csv`, '--rejects', 'demo/refus.csv'],
  [refusedRows],
);
smsctl('Ceux qui ne veulent plus rien recevoir', ['suppress', 'import', `${data}/liste-rouge.csv`]);
smsctl('Le plan : qui, quel texte, qui non et pourquoi', [
  ...['plan', `${data}/membres.csv`, '--campaign', 'kermesse', '--template', `${data}/modeles/fete.txt`],
  ...['--purpose', 'association', '--clock', morning],
]);
smsctl(
  "L'envoi, le matin : les Antilles dorment encore",
  ['send', '--campaign', 'kermesse', '--yes', '--clock', morning],
  [notNow],
);
smsctl("La suite, l'après-midi", ['resume', 'kermesse', '--clock', afternoon]);
smsctl('Les accusés de réception', ['status', 'kermesse', '--clock', later]);
smsctl('Le même envoi encore une fois : personne ne le reçoit deux fois', [
  ...['send', `${data}/membres.csv`, '--campaign', 'kermesse', '--template', `${data}/modeles/fete.txt`],
  ...['--purpose', 'association', '--yes', '--clock', later],
]);
smsctl("Le rapport d'audit", ['audit', 'export', '--campaign', 'kermesse', '--out', 'demo/audit.csv']);
smsctl('Le journal est intact', ['audit', 'verify', '--campaign', 'kermesse']);
smsctl("L'état de l'espace de travail", ['doctor']);
console.log('\nTout est dans demo/ ; rien n’est parti.');
